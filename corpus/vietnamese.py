"""How Vietnamese a text reads: the share of its words that can be Vietnamese syllables."""

import re
import unicodedata
from functools import lru_cache

SAMPLE = 20_000  # characters that a guess is judged by
ACCEPTED = 0.65  # share of Vietnamese syllables; articles score around .96, mojibake and other languages below .4

_TONES = str.maketrans("", "", "\u0300\u0301\u0303\u0309\u0323")
# Names of tags are no words; a page that was decoded wrongly still has its tags.
_MARKUP = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<[^<>]{0,1000}>", re.DOTALL | re.IGNORECASE)
_STRAYS = re.compile("[¡-©«-¿×÷�\x80-\x9f]")
_WORD = re.compile(r"[^\W\d_]+")
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|gi|gh|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
    r"(?:uyê|uya|uyu|uây|oai|oay|oao|oeo|iêu|yêu|uôi|ươi|ươu|uơ|uê|uâ|uy|ua|ưa|ươ|ưi|ưu|ui|uô|ia|iê|yê|iu|oa|oă|oe|oi|ôi|ơi"
    r"|ai|ay|ao|au|âu|ây|eo|êu|oo|[aăâeêioôơuưy])"
    r"(?:ng|nh|ch|[cmnpt])?"
)


def vietnamese_share(text: str) -> float:
    """Share of words that can be Vietnamese syllables, 0 to 1; stray symbols inside words count against it."""
    sample = unicodedata.normalize("NFC", _MARKUP.sub(" ", text)[:SAMPLE])
    words = _WORD.findall(sample)
    good = sum(map(_is_syllable, words))
    strays = len(_STRAYS.findall(sample))
    return good / (len(words) + strays) if words else 0.0


@lru_cache(maxsize=20_000)
def _is_syllable(word: str) -> bool:
    toneless = unicodedata.normalize("NFD", word.lower()).translate(_TONES)
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)) is not None
