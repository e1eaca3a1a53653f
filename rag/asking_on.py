"""Questions that ask on about what was just said: "Vì sao?", "Đạt bao nhiêu phần trăm?", "Ai ban hành?", "Nói rõ hơn"."""

import re

from corpus import match_key
from rag import referring as say
from rag.compare import AMOUNT, COUNT, counted
from rag.names import lowered, raised
from rag.question import kind_of
from rag.talk import Talk


def asked_on(text: str, talk: Talk) -> str | None:
    """The question in words that stand alone; None where it is none of these or nothing fits."""
    for fill in (_fragment, _of_the_count, _of_the_paper, _in_full):
        found = fill(text, talk)
        if found:
            return found
    return None


def _fragment(text: str, talk: Talk) -> str | None:
    """For "Vì sao?", "Khi nào?": the last question over again, asking that instead."""
    why = say.WHY.match(text)
    if not why and not say.WHEN.match(text):
        return None
    last = talk.question.strip(" ?.!")
    count = COUNT.match(last)
    if why and count:
        return f"Vì sao {lowered(count['before'])}số {count['noun']} ấy{count['after']}"
    clause = _without_its_question(last)
    if why:
        return f"Vì sao {lowered(clause)} như vậy"
    if talk.person and clause.lower().startswith("là "):
        clause = f"{talk.person.title} {talk.person.shown} {clause}"
    return f"{say.PERIOD.sub('', clause).strip()} {text.lower()}"


def _of_the_count(text: str, talk: Talk) -> str | None:
    """For "Đạt bao nhiêu phần trăm?", "Tăng bao nhiêu?", "Vì sao giảm?", "Huyện nào nhiều nhất?", "Là những xã nào?"."""
    whole, most = counted(talk.question), say.MOST_ALONE.match(text)
    share = say.SHARE.match(text)
    if share and (whole or talk.place):
        asks = lowered(share["what"]) + (" kế hoạch" if say.OF_A_PLAN.search(text) else "")
        return f"Số {whole} {asks}" if whole else _share_of_the_place(asks, talk)
    if whole and say.CHANGED.match(text):  # without "số": what there is now is no answer
        return f"{whole[0].upper()}{whole[1:]} {lowered(text)}"
    changed = say.WHY_CHANGED.match(text)
    if whole and changed:
        return f"{changed['why']} số {whole} {changed['how']}"
    count = COUNT.match(talk.question.strip(" ?.!"))
    which = say.WHICH_ONES.match(text)
    if count and which and match_key(which["noun"] or count["noun"]) in match_key(count["noun"]):
        return f"{count['before']}những {count['noun']} nào{count['after']}"
    noun = count or AMOUNT.match(talk.question) or say.MORE.search(talk.question)
    if most is None or noun is None or most["than"].lower() == "hơn":  # more than what, where one place was asked about?
        return None
    return f"{most['where']} có {most['degree']} {noun['noun'].strip()} {most['than']}"


def _share_of_the_place(asks: str, talk: Talk) -> str:
    """When, which place and in what, where the last question counted nothing: "Năm 2023 xã X đạt mấy phần trăm về ...?"."""
    last = talk.question.strip(" ?.!")
    when, matter = say.PERIOD.search(last), re.search(r"\bvề (?:[^\W\d_]+ ?){1,5}", say.PERIOD.sub("", last))
    parts = (when.group() if when else "", talk.place.shown if talk.place else "", asks, matter.group() if matter else "")
    return raised(" ".join(part.strip() for part in parts if part))


def _of_the_paper(text: str, talk: Talk) -> str | None:
    """For "Ai ban hành?", "Ban hành ngày nào?", "Nội dung là gì?" after a question or an answer that names a paper."""
    if say.ISSUED.match(text) and talk.paper:
        return f"{text} {talk.paper}"
    if say.ISSUED_WHEN.match(text) and talk.paper:
        return f"{talk.paper} {lowered(text)}"
    content = say.CONTENT.match(text)
    return f"{content['what']} của {talk.paper} {content['asks']}" if content and talk.paper else None


def _in_full(text: str, talk: Talk) -> str | None:
    """For "Nói rõ hơn", "Cho mình thêm chi tiết": how what was asked stands, which takes several sentences to tell."""
    last = talk.question.strip(" ?.!")
    if not say.IN_FULL.match(text) or kind_of(match_key(last)) in {"person", "office"}:
        return None
    count = counted(last)
    clause = re.sub(r"^(?:vì sao|tại sao) ", "", f"số {count}" if count else _without_its_question(last), flags=re.I)
    return f"{clause[:1].upper()}{clause[1:]} như thế nào" if len(clause.split()) > 1 else None


def _without_its_question(question: str) -> str:
    return " ".join(say.ASKED.sub("", question, count=1).split()).strip(" ,")
