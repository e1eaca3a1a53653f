"""What a talk asked of several places in turn, taken together: "Tổng cộng là bao nhiêu?", "Nơi nào nhiều hơn?"."""

import re
from itertools import takewhile

from corpus import match_key
from index import Lexicon
from rag import referring as say
from rag.compare import COUNT, MOST_SIDES, addends, counted, sides
from rag.names import Mention, lowered, outset, question_mentions
from rag.question import content_words, kind_of, understand
from rag.talk import Talk

_HOW_MANY = re.compile(r"(?:bao nhiêu|mấy) $", re.I)


def taken_together(text: str, talk: Talk, lexicon: Lexicon) -> str | None:
    """The total or the comparison of what the last questions asked of one place each; None where they asked different things."""
    plain = text.strip(" ?.!")
    total, most = say.TOTAL_ALONE.match(plain), say.MOST_ALONE.match(plain)
    if not total and not (most and most["than"].lower() == "hơn"):
        return None
    last, *before = [one for asked in talk.asked for one in _each(asked, lexicon)]
    matter = _matter(last, lexicon)
    if matter is None or (total and total["noun"] and not set(content_words(total["noun"])) <= matter):
        return None
    run = [last, *takewhile(lambda one: _matter(one, lexicon) == matter, before)]
    found = [(one, mention) for one in run if (mention := _place(one, lexicon))]
    places = {mention.name.key: one[outset(one, mention) : mention.end] for one, mention in reversed(found)}
    if 2 <= len(places) <= MOST_SIDES and found[0][0] == last:
        *others, final = [lowered(place) for place in places.values()]
        joined = f"{', '.join(others)} {'và' if total else 'hay'} {final}"
        return _added(*found[0], joined) if total else _weighed(*found[0], joined, most["degree"] if most else "")
    # After a single place its own total is meant; after two things counted there neither is.
    alone = total and not total["several"] and len(places) == 1 and not (before and _matter(before[0], lexicon))
    whole = counted(last) if alone else None
    return f"Tổng số {whole} là bao nhiêu?" if whole else None


def _each(asked: str, lexicon: Lexicon) -> list[str]:
    """A comparison or a total of places as one question for each, the last one first."""
    whole = understand(asked, lexicon)
    halves = addends(whole, lexicon) or sides(whole, lexicon)
    return [half.full for half in reversed(halves)] or [asked]


def _matter(question: str, lexicon: Lexicon) -> frozenset[str] | None:
    """The words of a question for a count, its place left out; None for any other."""
    if kind_of(match_key(question)) != "number":
        return None
    rest = question
    for mention in reversed(question_mentions(question, lexicon)):
        rest = f"{rest[: outset(rest, mention)]} {rest[mention.end :]}"
    return frozenset(content_words(rest))


def _place(question: str, lexicon: Lexicon) -> Mention | None:
    """The one place that a question for a count names."""
    named = [mention for mention in question_mentions(question, lexicon) if mention.name.may_be_place]
    return named[0] if len(named) == 1 and kind_of(match_key(question)) == "number" else None


def _added(question: str, place: Mention, joined: str) -> str:
    return f"Tổng cộng {lowered(question[: outset(question, place)])}{joined}{question[place.end :]}"


def _weighed(question: str, place: Mention, joined: str, degree: str) -> str | None:
    """For "Huyện A có bao nhiêu hộ?" "Huyện A hay huyện B có nhiều hộ hơn?"."""
    count = COUNT.match(question)
    if count is None or count.start("noun") < place.end:
        return None
    verb = _HOW_MANY.sub("", question[place.end : count.start("noun")])
    return f"{question[: outset(question, place)]}{joined}{verb}{degree} {count['noun']} hơn{question[count.end('noun') :]}"
