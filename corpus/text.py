"""One cleaned form to show and quote, one key to match on (see docs/architecture.md, "Text").

`clean` serves articles and questions alike and is idempotent; `match_key` and `fold` keep no offsets and are
never shown.
"""

import re
import unicodedata

from corpus.look_alikes import mend_look_alikes

# Invisible: zero-width, bidi marks, tag characters, BOM, variation selectors, soft hyphen.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffc\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
# New-style tone placement -> old style: hoà -> hòa, thuý -> thúy, uỷ -> ủy (open syllables only; "quý" keeps its y).
_NEW_STYLE = re.compile(f"(?<![qQ])([oOuU])([aAeEyY])([{_TONES}])(?![a-zA-Z\u0300-\u036f])")
_NEW_STYLE_PAIRS = {"oa", "oe", "uy"}
# Capital letters of Vietnamese as a regex class: a plain range from À to Ỹ would take the small ones too.
CAPITALS = "A-Z" + "".join(c for c in map(chr, range(0xC0, 0x1EFA)) if c.isupper())
TOKEN = re.compile(r"\d+(?:[.,/:-]\d+|[/-][^\W\d_]+)*%?|[^\W_]+(?:-[^\W\d_]+)*")


def clean(text: str) -> str:
    """NFC text without invisible, control and look-alike characters, line ends as \\n, runs of blanks as one; idempotent."""
    text = _SURROGATE.sub("", text)
    text = _LINE_ENDS.sub("\n", text)
    text = _SPACES.sub(" ", text)
    text = _INVISIBLE.sub("", text)
    text = _CONTROL.sub("", text)
    text = mend_look_alikes(text)
    text = re.sub(" {2,}", " ", text)
    text = re.sub(" ?\n ?", "\n", text)
    return re.sub("\n{3,}", "\n\n", text).strip()


def match_key(text: str) -> str:
    """The form that texts are compared in: NFC, lower case, old-style tone placement."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    moved = _NEW_STYLE.sub(_old_style, decomposed)
    return unicodedata.normalize("NFC", moved)


def _old_style(found: re.Match[str]) -> str:
    first, second, tone = found.groups()
    return f"{first}{tone}{second}" if first + second in _NEW_STYLE_PAIRS else found.group()


def fold(text: str) -> str:
    """Lower case without diacritics: "Đảng bộ" -> "dang bo"."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def has_diacritics(text: str) -> bool:
    """Whether anything in the text would be lost by folding."""
    return fold(text) != match_key(text)


def tokens(text: str) -> list[str]:
    """Syllables, numbers, ratios and document ids of `match_key(text)`, in order; "07-NQ/TU" and "325/600" stay whole."""
    return TOKEN.findall(match_key(text))


def token_spans(text: str) -> list[tuple[int, int]]:
    """Where the tokens of a text stand in it, as (start, end)."""
    return [found.span() for found in TOKEN.finditer(text)]


def syllable_count(text: str) -> int:
    """Length of a text as answers are measured: runs of letters and digits between blanks."""
    return len(re.findall(r"(?<!\S)[^\w\s]*\w\S*", text))  # anchored at a blank: linear even in a mile of dashes
