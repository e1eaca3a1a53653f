"""Bytes of a text file -> text: Unicode as it stands, the old Vietnamese encodings by how Vietnamese the result reads."""

import codecs
import re
import unicodedata
from functools import lru_cache

from corpus.draft import UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FONT_ENCODINGS = ("tcvn3", "vni", "viscii")
_SAMPLE = 20_000  # characters that a guess is judged by
_ACCEPTED = 0.65  # share of Vietnamese syllables; articles score around .96, mojibake and other languages below .4
_BINARY = 0.01  # share of control characters beyond which it is no text

_TONES = str.maketrans("", "", "\u0300\u0301\u0303\u0309\u0323")
# Names of tags are no words; a page that was decoded wrongly still has its tags.
_MARKUP = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<[^<>]{0,1000}>", re.DOTALL | re.IGNORECASE)
_STRAYS = re.compile("[¡-©«-¿×÷�\x80-\x9f]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_WORD = re.compile(r"[^\W\d_]+")
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|gi|gh|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
    r"(?:uyê|uya|uyu|uây|oai|oay|oao|oeo|iêu|yêu|uôi|ươi|ươu|uơ|uê|uâ|uy|ua|ưa|ươ|ưi|ưu|ui|uô|ia|iê|yê|iu|oa|oă|oe|oi|ôi|ơi"
    r"|ai|ay|ao|au|âu|ây|eo|êu|oo|[aăâeêioôơuưy])"
    r"(?:ng|nh|ch|[cmnpt])?"
)


def decode(data: bytes) -> str:
    """The text of a file. Raises UnreadableFile for bytes that are no text in any encoding known here."""
    text = _unicode(data) if _is_unicode(data) else _legacy(data)
    if text is None or _is_binary(text):
        raise UnreadableFile(
            "Không nhận ra bảng mã chữ của tệp (hoặc đây không phải tệp văn bản). Hãy mở tệp bằng Word hay Notepad, "
            "lưu lại dạng văn bản Unicode (UTF-8) rồi nạp lại."
        )
    return text


def vietnamese_share(text: str) -> float:
    """Share of words that can be Vietnamese syllables, 0 to 1; stray symbols inside words count against it."""
    sample = unicodedata.normalize("NFC", _MARKUP.sub(" ", text)[:_SAMPLE])
    words = _WORD.findall(sample)
    good = sum(map(_is_syllable, words))
    strays = len(_STRAYS.findall(sample))
    return good / (len(words) + strays) if words else 0.0


@lru_cache(maxsize=20_000)
def _is_syllable(word: str) -> bool:
    toneless = unicodedata.normalize("NFD", word.lower()).translate(_TONES)
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)) is not None


def _is_unicode(data: bytes) -> bool:
    marked = any(data.startswith(mark) for mark, _ in _MARKS)
    return marked or b"\0" in data[:_SAMPLE] or _strict(data, "utf-8") is not None


def _unicode(data: bytes) -> str | None:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strict(data, name)
    if b"\0" in data[:_SAMPLE]:
        return _utf16_unmarked(data)
    return mend(data.decode("utf-8"))


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeError:
        return None


def _utf16_unmarked(data: bytes) -> str | None:
    return _best([text for name in ("utf-16-le", "utf-16-be") if (text := _strict(data, name)) is not None])


def _legacy(data: bytes) -> str | None:
    """A single-byte encoding: Windows' own, or one of those that lived in fonts."""
    windows = _strict(data, "cp1258")
    fonts = [_from_font(data.decode("latin-1")), _from_font(data.decode("cp1252", errors="replace"))]
    return _best([text for text in (windows, *fonts) if text is not None and not _is_binary(text)])


def mend(text: str) -> str:
    """Unicode text that was typed in an old font ("§¶ng bé") is converted; anything else is left as it is."""
    if text.isascii() or vietnamese_share(text) >= _ACCEPTED:
        return text
    return _best([_from_font(text)]) or text


def _best(readings: list[str]) -> str | None:
    best = max(readings, key=vietnamese_share, default="")
    return best if vietnamese_share(best) >= _ACCEPTED else None


def _from_font(text: str) -> str:
    """The most Vietnamese reading of text that was typed in one of the old fonts."""
    import viparse

    name = max(_FONT_ENCODINGS, key=lambda name: vietnamese_share(viparse.fix(text[:_SAMPLE], encoding=name)))
    fixed: str = viparse.fix(text, encoding=name)
    return fixed


def _is_binary(text: str) -> bool:
    sample = text[:_SAMPLE]
    return len(_CONTROLS.findall(sample)) > _BINARY * len(sample)
