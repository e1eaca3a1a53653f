"""Whether a sentence tells of another thing of the kind that a question names: "chợ Nà Ư" for "chợ Bó Lạ"."""

import re
from functools import lru_cache

from corpus import CAPITALS, match_key
from rag.names import Name
from rag.wording import AREA_WORDS, FUNCTION_WORDS, HONORIFICS, OFFICE_HEADS

# Nouns of one syllable that things bear before their name; of other nouns two syllables have to agree.
_THINGS = frozenset("hồ cầu đập chợ suối sông đèo kênh trạm đảo núi hang chùa đền đình cảng bến phà ga".split())
_LONGEST = 4  # syllables of a noun
# People and the bodies and places that `AREA_WORDS` knows are compared elsewhere.
_NO_THING = frozenset(
    match_key(word).split()[-1]
    for word in (*HONORIFICS, *OFFICE_HEADS, *AREA_WORDS, "người", "dân tộc", "đồng bào", "tên", "gia đình")
)


def tells_of_another(question: str, name: Name, sentence: str) -> bool:
    """Whether the noun that stands before a name in the question stands before another name in the sentence.

    The question as it was asked, diacritics mended; the sentence as it is written, known not to hold the name.
    """
    noun = _noun_before(match_key(question), name.key)
    if not noun or name.area:
        return False
    return _named_so(noun).search(sentence) is not None


@lru_cache(maxsize=1024)
def _noun_before(question: str, name: str) -> str:
    """The last two syllables of the noun before a name, or the one that is enough; "" where there is none."""
    found = re.search(rf"((?:[^\W\d_]+ ){{1,{_LONGEST}}}){re.escape(name)}(?!\w)", question)
    words = found.group(1).split() if found else []
    if not words or words[-1] in FUNCTION_WORDS | _NO_THING:
        return ""
    if words[-1] in _THINGS:
        return words[-1]
    pair = words[-2:]
    return " ".join(pair) if len(pair) == 2 and not set(pair) & FUNCTION_WORDS else ""


@lru_cache(maxsize=1024)
def _named_so(noun: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?i:{re.escape(noun)}) [{CAPITALS}][^\W\d_]*[^\W\d_] [{CAPITALS}]")
