"""Abbreviations of chat for the words that questions are asked with: "bn" is "bao nhiêu", "ntn" is "như thế nào"."""

import re

from corpus import fold, has_diacritics

# Only what is no syllable and, in small letters, no abbreviation of anything else a question may hold: "đc" is "đồng chí", too.
_LONG = {
    **dict.fromkeys(("bn", "bnh", "bnhiu", "bnhieu", "bnhiêu"), "bao nhiêu"),
    "ntn": "như thế nào",
    **dict.fromkeys(("ko", "hok"), "không"),
}
_SHORT = re.compile(rf"(?<![\w/.,-])(?:{'|'.join(sorted(_LONG, key=len, reverse=True))})(?![\w/-])")
# "bn" is "bạn", too, behind thanks and greetings and where it is spoken to; behind a number it is counted itself.
_NO_QUESTION = re.compile(r"(?:\b(?:ơn|on|chào|chao|hi|hello|của|cua|nhờ|nho|các|cac)|\d) $", re.I)
_SPOKEN_TO = re.compile(r" ?(?:$|[,!])| (?:ơi|oi|có|co|cho|giúp|giup|là|la|tên|ten|biết|biet|hãy|hay|ạ|a)\b", re.I)


def in_full(text: str) -> str:
    """The text with these words written out, without diacritics where it has none."""
    marked = has_diacritics(text)

    def written(found: re.Match[str]) -> str:
        before, behind = text[: found.start()], text[found.end() :]
        if found.group() == "bn" and (_NO_QUESTION.search(before) or (not before.strip() and _SPOKEN_TO.match(behind))):
            return found.group()
        return _LONG[found.group()] if marked else fold(_LONG[found.group()])

    return _SHORT.sub(written, text)
