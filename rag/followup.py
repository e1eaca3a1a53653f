"""A follow-up becomes a question that stands alone, by rules of Vietnamese: "Còn huyện X?", "Ông ấy giữ chức vụ gì?"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus import clean, fold, has_diacritics, match_key, tokens
from index import Lexicon
from rag import referring as say
from rag.another_time import adds_nothing, aimed_at, with_period
from rag.asking_on import asked_on
from rag.compare import AMOUNT, COUNT, counted, sides
from rag.mending import mended
from rag.names import ANY_BODY, BODY_WORDS, Mention, Name, Seen, lowered, outset, question_mentions, raised, seen_in
from rag.question import kind_of, restore, understand
from rag.several_places import taken_together
from rag.talk import Talk, antecedent
from rag.wording import AREA_WORDS, FUNCTION_WORDS

History = Sequence[tuple[str, str]]

_TURNS = 5  # a pronoun does not reach back further
_QUESTION, _ANSWER = 400, 1_500  # characters of a turn that are looked at; a longer question is no follow-up
_LONG = 9  # words: a longer question without a pronoun stands alone


def standalone(question: str, history: History, lexicon: Lexicon) -> str:
    """The question in words that need no history; the question itself when it needs none or nothing fits."""
    if len(question) > _QUESTION:
        return question
    talk: Talk | None = None
    for asked, answered in history[-_TURNS:]:
        last = _spelled(asked[:_QUESTION], lexicon)
        if any(character.isalnum() for character in last):
            talk = _after(talk, _resolved(last, talk, lexicon) if talk else last, clean(answered[:_ANSWER]), lexicon)
    text = _spelled(question, lexicon)
    if talk is None or not text:
        return question
    changed = _resolved(text, talk, lexicon)
    return question if match_key(changed).strip(" ?") == match_key(text).strip(" ?") else changed


def _after(before: Talk | None, question: str, answer: str, lexicon: Lexicon) -> Talk:
    asked, told = seen_in(question, lexicon), seen_in(answer, lexicon)
    new = [seen for seen in told if seen.name.key not in {known.name.key for known in asked}]
    kind = kind_of(match_key(question))
    # "Ai ...?" and "... huyện nào?" are answered by a name; that is whom and where the talk goes on about.
    named = [seen for seen in new if (kind == "person" and seen.is_person) or (kind == "place" and not seen.is_person)]
    ordered = [*named, *asked, *told, *(before.seen if before else ())]
    kept: dict[str, Seen] = {}
    for seen in ordered:
        kept.setdefault(seen.name.key, seen)
    return Talk(question, answer, tuple(kept.values()), (question, *(before.asked if before else ())))


def _spelled(text: str, lexicon: Lexicon) -> str:
    """One line, with its diacritics; the little words that show a follow-up are known here, whatever the corpus holds."""
    line = " ".join(clean(text).split())
    if has_diacritics(line):
        return mended(line, lexicon)
    words = restore(line, lexicon).split()
    plain = [re.sub(r"\W", "", fold(word)) or "-" for word in words]
    for cue in say.CUES:
        bare = fold(cue).split()
        at = next((n for n in range(len(plain)) if plain[n : n + len(bare)] == bare), None)
        # "nghị quyết do ai ..." is no "nghị quyết đó".
        if at is None or (cue in say.FIRST_CUES and at > 0) or (bare[-1] == "do" and plain[at + len(bare) :][:1] == ["ai"]):
            continue
        for number, word in enumerate(cue.split(), at):
            words[number] = word + re.sub(r"\w", "", words[number])
    return " ".join(words)


def _resolved(text: str, talk: Talk, lexicon: Lexicon) -> str:
    put = taken_together(text, talk, lexicon) or aimed_at(text.strip(" ?.!"), talk.question) or _what_of(text, talk, lexicon)
    return _sentence(put) if put is not None else _filled(text, talk, lexicon)


def _filled(text: str, talk: Talk, lexicon: Lexicon) -> str:
    changed = text
    for fill in (_person, _among, _thing, _there):
        changed = fill(changed, talk, lexicon)
    if changed == text:
        plain = text.strip(" ?.!")
        changed = asked_on(plain, talk) or _elliptic(plain, talk, lexicon) or text
    return _sentence(changed) if changed != text else text


def _sentence(text: str) -> str:
    plain = " ".join(text.split()).strip(" ?.!,")
    return f"{plain[:1].upper()}{plain[1:]}?"


def _person(text: str, talk: Talk, lexicon: Lexicon) -> str:
    """Fill in "ông ấy", "bà đó", "người này", and "Ông" alone at the head of the question."""
    found = say.PERSON.search(text)
    if found is None or any(seen.is_person for seen in seen_in(text, lexicon)):
        return text
    title = found["title"] or found["bare"]
    meant = next((seen for seen in talk.seen if seen.may_be(title.lower())), None)
    written = "" if title.lower() in {"người", "vị"} else f"{title} "
    return f"{text[: found.start()]}{written}{meant.shown}{text[found.end() :]}" if meant else text


def _among(text: str, talk: Talk, lexicon: Lexicon) -> str:
    """Fill in "trong đó" and "số đó": what the last question counted."""
    whole = counted(talk.question)
    found = say.AMONG.search(text)
    if found is None:
        figure = say.FIGURE.search(text)
        return f"{text[: figure.start()]}số {whole}{text[figure.end() :]}" if figure and whole else text
    meant = f"trong số {whole}" if whole else f"ở {talk.place.shown}" if talk.place else ""
    if not meant or text[: found.start()].rstrip().endswith(","):  # behind a comma it belongs to a count of this very question
        return text
    if found.start() == 0:
        return f"{meant}, {text[found.end() :]}"
    return f"{text[: found.start()]}{meant} {text[found.end() :]}"


def _there(text: str, talk: Talk, lexicon: Lexicon) -> str:
    """Fill in "ở đó", "huyện này", "địa phương đó"; a bare "huyện" too, where the talk is about one."""
    found = say.THERE.search(text) or say.AREA_ALONE.search(text)
    own = question_mentions(text, lexicon)
    if found is None or any(mention.at < found.start() and mention.name.may_be_place for mention in own):
        return text
    groups = found.groupdict()
    noun = (groups["noun"] or "").lower()
    exact = re.fullmatch(say.PLACES, noun) is not None
    meant = next((seen for seen in talk.seen if seen.may_be_called(noun)), None) if exact else talk.place
    if meant is None:
        return text
    shown = f"{noun} {meant.name.written}" if exact and meant.name.area in {"", *BODY_WORDS} else meant.shown
    before = groups.get("at") or (f"{groups['here']} " if groups.get("here") else "")
    inside = "địa bàn " if noun == "địa bàn" else ""
    return f"{text[: found.start()]}{before}{inside}{shown}{text[found.end() :]}"


def _thing(text: str, talk: Talk, lexicon: Lexicon) -> str:
    """Fill in "nghị quyết đó", "mô hình này", "năm đó": the same noun with its number, year or name, as the talk had it."""
    found = say.THING.search(text)
    words = found[1].split() if found else []
    if found is None or words[-1].lower() in say.NO_THING or say.THERE.search(found.group()):
        return text
    said = match_key(f"{talk.question} {talk.answer}")
    for length in range(len(words), 0, -1):
        noun = " ".join(words[-length:])
        key = match_key(noun)
        meant = antecedent(say.PAPER if key in {"văn bản", "tài liệu"} else re.escape(noun), talk)
        known = key not in FUNCTION_WORDS and re.search(rf"(?<!\w){re.escape(key)}(?!\w)", said) is not None
        if meant is None and known and talk.place and not {key, words[-length].lower()} & {"năm", "lần", "đợt", "thời"}:
            meant = f"{noun} của {talk.place.shown}"
        if meant:
            start = found.start() + len(" ".join(words)) - len(noun)
            return f"{text[:start]}{meant}{text[found.end() :]}"
    return text


def _what_of(text: str, talk: Talk, lexicon: Lexicon) -> str | None:
    """For "Còn huyện X?", "Thế ở X thì sao?", "Còn năm 2021?", "Còn bí thư?": the last question about that instead."""
    lead = say.LEAD.match(text)
    rest = text[lead.end() if lead else 0 :].strip(" ?.!")
    tail = say.TAIL.search(rest)
    core = rest[: tail.start()] if tail and (lead or "thì " in tail.group()) else rest
    core = say.PREPOSITION.sub("", say.PREPOSITION.sub("", core)).strip(" ,")
    names = _fresh_names(core, lexicon)[:3]
    period = say.PERIOD.search(core)
    over = core
    for mention in names:
        over = over.replace(core[outset(core, mention) : mention.end], " ")
    besides = re.sub(r"\b(?:và|năm|ở|tại)\b", " ", say.PERIOD.sub(" ", over)).strip(" ,")
    again = adds_nothing(f"{besides}{tail.group() if tail else ''}", talk.question)
    if (names and not besides) or (period and (not besides or again)):
        last: str | None = _first_side(talk.question, lexicon)
        for mention in names:
            last = _with_name(last, core, mention, lexicon) if last else None
        return with_period(last, lowered(period.group())) if last and period else last
    if not lead or not rest:
        return None
    office = None if names else _office_alone(core, talk)
    if office:
        return _with_office(office, talk)
    if not names and kind_of(match_key(core)) == "other" and 0 < len(core.split()) <= 6:
        return _with_noun(core, talk)
    return _filled(_sentence(rest), talk, lexicon)


def _fresh_names(core: str, lexicon: Lexicon) -> list[Mention]:
    names = question_mentions(core, lexicon)
    place = re.fullmatch(rf"({say.PLACES}) ([^\W\d_]+(?: [^\W\d_]+){{0,2}})", core, re.I)
    if names or not place or kind_of(match_key(core)) != "other":
        return names
    # A place that the corpus does not know, in small letters: what stands behind the area word is its name.
    return [Mention(Name(match_key(place[2]), match_key(place[1]), place[2]), 0, place.start(2), place.end())]


def _first_side(question: str, lexicon: Lexicon) -> str:
    """Of a comparison the question about its first side, into which a third name fits."""
    halves = sides(understand(question, lexicon), lexicon)
    return halves[0].full if halves else question


def _with_name(last: str, core: str, fresh: Mention, lexicon: Lexicon) -> str | None:
    """The last question with this name in the place of the one it stands for."""
    title, shown = core[outset(core, fresh) : fresh.start], core[fresh.start : fresh.at] + fresh.name.written
    old = question_mentions(last, lexicon)
    if any(mention.name.key == fresh.name.key for mention in old):
        return last
    person = fresh.name.is_person and (bool(title) or not fresh.name.may_be_place)
    kind = [mention for mention in old if (mention.name.is_person if person else mention.name.may_be_place)]
    if not kind:
        if person:
            return f"{title}{shown} là ai?" if kind_of(match_key(last)) in {"person", "office"} else None
        return f"{last.rstrip(' ?')} ở {title}{shown}?"
    area = fresh.name.area
    fitting = [mention for mention in kind if area and mention.name.area and Seen(mention.name).may_be_called(area)]
    meant = (fitting or kind)[0]
    if title:  # "ông", or a body such as "đảng bộ", goes with its name
        return f"{last[: outset(last, meant)]}{title}{shown}{last[meant.end :]}"
    if meant.name.area in ANY_BODY or not area:
        ours = meant.name.area in ANY_BODY or _may_be_called(fresh.name, meant.name.area, lexicon)
        return f"{last[: meant.at if ours else meant.start]}{shown}{last[meant.end :]}"
    committee = meant.name.area in BODY_WORDS and bool(fitting)  # Huyện ủy X -> Huyện ủy Y
    return f"{last[: meant.at if committee else meant.start]}{fresh.name.written if committee else shown}{last[meant.end :]}"


def _may_be_called(name: Name, area: str, lexicon: Lexicon) -> bool:
    """Whether "huyện" can stand before this name: not where the corpus has it behind other area words alone."""
    first = name.key.split()[0]
    known = [word for word in AREA_WORDS if lexicon.pair(match_key(word).split()[-1], first)]
    return not known or area in known


def _office_alone(core: str, talk: Talk) -> str | None:
    """The office where nothing else is said, but for a word that the place of the talk may be called by: "chủ tịch xã"."""
    found = say.OFFICE.match(core)
    area = match_key(core[found.end() :]).strip() if found else ""
    fits = not area or (area in AREA_WORDS and talk.place is not None and talk.place.may_be_called(area))
    return found.group() if found and fits else None


def _with_office(office: str, talk: Talk) -> str | None:
    """For "Còn phó bí thư?": that office in the place of the one asked for, of the place rather than of its committee."""
    old = say.OFFICE.search(talk.question)
    if old is None:
        return f"Ở {talk.place.shown}, {office} là ai?" if talk.place else None
    behind = talk.question[old.end() :]
    if "bí thư" not in office.lower():
        behind = re.sub(r"^ (huyện|tỉnh|thị) ủy ", lambda found: f" {found[1].lower()} ", behind, flags=re.I)
        behind = re.sub(r"^ đảng (?:ủy|bộ) ", " ", behind, flags=re.I)
    return f"{talk.question[: old.start()]}{office}{behind}"


def _with_noun(noun: str, talk: Talk) -> str | None:
    """For "Còn chi bộ?", "Còn nữ?": another thing counted, or the same thing narrowed down."""
    found = AMOUNT.match(talk.question) or COUNT.match(talk.question) or say.MORE.search(talk.question)
    level, old = say.LEVEL.fullmatch(noun), say.LEVEL.search(talk.question)
    if level and old:
        return f"{talk.question[: old.start()]}{noun}{talk.question[old.end() :]}"
    if talk.place and say.MEASURE_OF.match(noun):
        return f"{raised(noun)} của {talk.place.shown} là bao nhiêu?"
    if found is None:
        asks = "là bao nhiêu" if say.NUMBER_OF.match(noun) else "thế nào"
        return f"Ở {talk.place.shown}, {noun} {asks}?" if talk.place else None
    narrowed = say.NARROWS.split(found["noun"], maxsplit=1)[0].strip() or found["noun"]
    noun = re.sub(r"^(?:là )?(?:phụ nữ|nữ giới|chị em)$", "nữ", noun, flags=re.I)
    fresh = (
        f"{narrowed} {noun.removeprefix('là ')}" if say.NARROWS.match(noun) else re.sub(r"^(?:tổng )?số (?:lượng )?", "", noun)
    )
    return f"{talk.question[: found.start('noun')]}{fresh}{talk.question[found.end('noun') :]}"


def _elliptic(text: str, talk: Talk, lexicon: Lexicon) -> str | None:
    """A short question that lacks what it is about: "Có bao nhiêu hộ nghèo?", "Dân số bao nhiêu?", "Giữ chức vụ gì?"."""
    of_this = say.PERIOD.sub(" ", text).strip(" ,")
    whole = len(text.split()) > _LONG or say.OF_TODAY.search(text) or re.search(rf"\d|\b{say.THAT}(?!\w)", of_this)
    if whole or question_mentions(text, lexicon):
        return None
    body = lowered(text)
    if talk.person and say.PERSONAL.match(text):
        return f"{talk.person.title} {talk.person.shown} {body}"
    if talk.place is None:
        return None
    count = COUNT.match(text)
    counts = count is not None and not count["before"] and not count["after"]
    if counts or say.VERB_FIRST.match(of_this):
        paper = antecedent(say.PAPER, replace(talk, answer=""))
        return f"{paper or talk.place.shown} {'có ' if counts else ''}{body}"
    ours = {pair for pair in pairwise(tokens(text)) if not set(pair) & FUNCTION_WORDS}
    shared = ours & set(pairwise(tokens(f"{talk.question} {talk.answer}")))
    defines = re.search(r"\blà (?:gì|sao)$|^thế nào là\b", text, re.I) is not None
    if say.OWNED.match(text) or say.OFFICE_ONLY.fullmatch(text) or (shared and not defines):
        return f"Ở {talk.place.shown}, {body}"
    return None
