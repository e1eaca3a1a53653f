"""Keystrokes that an input method should have turned into Vietnamese: Telex ("DDaangr") and VNI ("D9a3ng").

Both spell a syllable's marks out in ASCII: the vowel marks and the stroke of đ behind their letter, or anywhere later in
the syllable, and one tone. The rules are those of the two methods as UniKey documents them.
"""

import re
import unicodedata

_HAT, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = dict(zip("12345", _TELEX_TONES.values(), strict=True))
_VNI_MARKS = {"6": ("aeo", _HAT), "7": ("ou", _HORN), "8": ("a", _BREVE)}
_VOWELS = "aeiouy"
_LONGEST = 12  # keystrokes: "nghieengs" has 9
_VNI_WORD = re.compile(r"[a-z]+(?:[1-9][a-z]*){1,4}")
# Closed syllables and triphthongs carry the tone on the second vowel, open pairs on the first (old style).
_NUCLEUS = re.compile(r"(?P<onset>qu|gi(?=[aeiouy])|[^aeiouy]*)(?P<vowels>[aeiouy]+)(?P<coda>[^aeiouy]*)")


def decoded(word: str) -> frozenset[str]:
    """The syllables (NFC, lower case) that the keystrokes of `word` can mean; empty where they hold no mark.

    Whether such a syllable exists is for the caller to judge.
    """
    keys = word.lower()
    if not keys.isascii() or len(keys) > _LONGEST:
        return frozenset()
    found = (_telex(keys), _vni(keys)) if keys.isalnum() else ()
    return frozenset(syllable for syllable in found if syllable)


def _telex(keys: str) -> str | None:
    if not keys.isalpha():
        return None
    letters: list[str] = []
    tone, marked = "", False
    for key in keys:
        if key in _TELEX_TONES and any(letter[0] in _VOWELS for letter in letters) and not tone:
            tone = _TELEX_TONES[key]
        elif key == "w":
            if not _horned(letters):
                return None
            marked = True
        elif key in "aeo" and _marked(letters, key, _HAT):
            marked = True
        elif key == "d" and letters and letters[0] == "d" and (len(letters) == 1 or letters[-1][0] in f"{_VOWELS}cmngpth"):
            letters[0], marked = "đ", True
        else:
            letters.append(key)
    return _composed(letters, tone) if tone or marked else None


def _vni(keys: str) -> str | None:
    if not _VNI_WORD.fullmatch(keys):
        return None
    letters: list[str] = []
    tone = ""
    for key in keys:
        if key in _VNI_TONES and not tone:
            tone = _VNI_TONES[key]
        elif key == "9" and letters[0] == "d":
            letters[0] = "đ"
        elif key in _VNI_MARKS:
            vowels, mark = _VNI_MARKS[key]
            if not (key == "7" and _horned(letters, breve=False)) and not any(_marked(letters, vowel, mark) for vowel in vowels):
                return None
        elif key.isdigit():
            return None
        else:
            letters.append(key)
    return _composed(letters, tone)


def _marked(letters: list[str], vowel: str, mark: str) -> bool:
    """Put a mark on the last such vowel; False where there is none without a mark."""
    for at in range(len(letters) - 1, -1, -1):
        if letters[at] == vowel:
            letters[at] = vowel + mark
            return True
    return False


def _horned(letters: list[str], breve: bool = True) -> bool:
    """The key w (or 7): both vowels of "uo", else the last a, o or u."""
    for at in range(len(letters) - 1, 0, -1):
        if letters[at] == "o" and letters[at - 1] in {"u", "u" + _HORN}:
            letters[at - 1 : at + 1] = ["u" + _HORN, "o" + _HORN]
            return True
    for at in range(len(letters) - 1, -1, -1):
        if letters[at] in {"o", "u"} or (breve and letters[at] == "a"):
            letters[at] += _BREVE if letters[at] == "a" else _HORN
            return True
    if breve and not any(letter[0] in _VOWELS for letter in letters):  # Telex: "tw" is "tư"
        letters.append("u" + _HORN)
        return True
    return False


def _composed(letters: list[str], tone: str) -> str | None:
    """The syllable with its tone where it belongs."""
    shape = _NUCLEUS.fullmatch("".join(letter[0] for letter in letters).replace("đ", "d"))
    if shape is None:
        return None
    if tone:
        first, last = shape.span("vowels")
        carrying = [at for at in range(first, last) if len(letters[at]) > 1]
        if carrying:
            at = carrying[-1]  # the hat, horn or breve carries it; of ươ the second
        elif last - first == 1:
            at = first
        else:
            at = first + 1 if last - first == 3 or shape["coda"] else first
        letters[at] += tone
    return unicodedata.normalize("NFC", "".join(letters))
