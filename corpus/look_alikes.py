"""Letters that look right and are not: keyboards, converters and OCR put them into Vietnamese words, and no search finds them.

A word written wholly in Cyrillic or Greek is a foreign word and stays; one such letter among Latin ones is a slip.
The tables hold only letters whose shape is the same in ordinary type (Unicode, confusables); "α" of "TNFα" is no slip.
"""

import re
import unicodedata

_ALWAYS = str.maketrans("ðÐɖƉ\u2010\u2011", "đĐđĐ--")  # Icelandic eth and African d; hyphens of typesetting programs
_ODD = re.compile("[ðÐɖƉ\u2010\u2011]")  # asked first: translating a text without any costs ten times as much
_STYLED = re.compile("[\uff01-\uff5e\ufb00-\ufb06\U0001d400-\U0001d7ff]+")  # full width, ligatures, bold letters of social media
_CYRILLIC = str.maketrans("аеорсухіјѕһԁԛԝүАВЕКМНОРСТУХІЈЅԚԜҮ", "aeopcyxijshdqwyABEKMHOPCTYXIJSQWY")
_GREEK = str.maketrans("οΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "oABEZHIKMNOPTYX")
_SAME_SHAPE = {**_CYRILLIC, **_GREEK}
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_WORD = re.compile("(?:[^\\W\\d_][\u0300-\u036f]*)+")
_LATIN = re.compile("[a-zA-Z]")
# What stands for the horn of ơ and ư, for the stroke of đ, and a tone typed before its circumflex or breve.
_HORN = re.compile("([oOuU])([\u0300-\u036f]*[\u0313\u0315][\u0300-\u036f]*)")
_OTHER_HORNS = re.compile("[\u0313\u0315]")
_STROKE = re.compile("([dD])[\u0335\u0336]")
_TONE_FIRST = re.compile("([aAeEoO]\u0323*)([\u0300\u0301\u0303\u0309]+)([\u0302\u0306])")
_TWICE = re.compile("([\u0300-\u036f])\\1+")
_MARK = re.compile("[\u0300-\u036f]")


def mend_look_alikes(text: str) -> str:
    """The text in NFC with look-alikes replaced by the letters that they stand for; idempotent."""
    if _ODD.search(text):
        text = text.translate(_ALWAYS)
    text = _STYLED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = unicodedata.normalize("NFC", text)
    if _FOREIGN.search(text):
        text = _WORD.sub(_latin_word, text)
    if _MARK.search(text):  # marks that found no place in a letter
        text = _WORD.sub(_ordered_marks, text)
    return text


def _latin_word(found: re.Match[str]) -> str:
    """The word in Latin letters if it has some, and all others have the shape of one."""
    word = found[0]
    if not _FOREIGN.search(word):
        return word
    letters = unicodedata.normalize("NFD", word)
    if not _LATIN.search(letters):
        return word
    latin = letters.translate(_SAME_SHAPE)
    return word if _FOREIGN.search(latin) else unicodedata.normalize("NFC", latin)


def _ordered_marks(found: re.Match[str]) -> str:
    word = found[0]
    if not _MARK.search(word):
        return word
    letters = _HORN.sub(lambda horn: f"{horn[1]}\u031b{_OTHER_HORNS.sub('', horn[2])}", unicodedata.normalize("NFD", word))
    letters = _TONE_FIRST.sub(r"\1\3\2", unicodedata.normalize("NFD", letters))
    letters = _STROKE.sub(lambda stroke: "đ" if stroke[1] == "d" else "Đ", _TWICE.sub(r"\1", letters))
    return unicodedata.normalize("NFC", letters)
