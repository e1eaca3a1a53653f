"""Telex and VNI keystrokes are read as the syllables they mean."""

import pytest

from rag.keyboard import decoded
from rag.syllables import is_syllable

KEYSTROKES = {
    "đường": ("dduwowngf", "dduwowfng", "dduongwf", "d9u7o7ng2", "d9u7o7ng2"),
    "người": ("nguwowif", "nguwowfi", "nguowif", "ngu7o7i2", "nguo7i2"),
    "huyện": ("huyeenj", "huyeejn", "huyejen", "huye6n5", "huye65n"),
    "điện": ("ddieenj", "ddieejn", "d9ie6n5"),
    "quý": ("quys", "quy1"),
    "gì": ("gif", "gi2"),
    "giá": ("gias", "gia1"),
    "khỏe": ("khoer", "khoe3"),
    "toàn": ("toafn", "toanf", "toan2"),
    "bằng": ("bawngf", "bawfng", "ba8ng2", "ba82ng"),
    "tư": ("tuw", "tw", "tu7"),
    "đê": ("ddee", "DDee", "d9e6"),
    "khuỷu": ("khuyru", "khuy3u"),
}


@pytest.mark.parametrize(("keys", "meant"), [(keys, word) for word, forms in KEYSTROKES.items() for keys in forms])
def test_decoded(keys, meant):
    assert meant in decoded(keys)


@pytest.mark.parametrize("keys", ["ban", "2022", "07", "covid", "", "đảng", "a" * 13 + "s", "x1y2", "9d", "strength"])
def test_what_holds_no_keystroke_of_a_mark_means_nothing_else(keys):
    assert decoded(keys) == frozenset()


@pytest.mark.parametrize("word", "nhỉ nguyễn quốc giếng gì khuỷu ươn yêu oải tích việt thuở quý sủng được đ".split()[:-1])
def test_a_syllable(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["nươc", "tich", "lắ", "wifi", "book", "đ", "zoom", "nghiêngg", "à̀", "", "đảngviên", "stop"])
def test_no_syllable(word):
    assert not is_syllable(word)
