"""Text typed in the Vietnamese fonts of the nineties (TCVN3, VNI, VISCII), whose letters are Latin-1 codes in disguise."""

from corpus.vietnamese import ACCEPTED, SAMPLE, vietnamese_share

_ENCODINGS = ("tcvn3", "vni", "viscii")


def mend(text: str) -> tuple[str, str]:
    """Unicode text typed in an old font ("§¶ng bé") converted, and the font's encoding; any other text as it is, and ""."""
    if text.isascii() or vietnamese_share(text) >= ACCEPTED:
        return text, ""
    fixed, name = most_vietnamese(text)
    return (fixed, name) if vietnamese_share(fixed) >= ACCEPTED else (text, "")


def most_vietnamese(text: str) -> tuple[str, str]:
    """The most Vietnamese reading of text in one of the old encodings, and its name."""
    name = max(_ENCODINGS, key=lambda name: vietnamese_share(convert(text[:SAMPLE], name)))
    return convert(text, name), name


def convert(text: str, encoding: str) -> str:
    """Text in an old encoding (tcvn3, vni, viscii) as Unicode."""
    import viparse

    fixed: str = viparse.fix(text, encoding=encoding).strip()
    start = len(text) - len(text.lstrip())
    return text[:start] + fixed + text[start:][len(text.strip()) :]  # viparse drops the blanks at either end
