"""A thing is not another one of its kind."""

import pytest

from rag.names import Name
from rag.other_things import tells_of_another

KON_YOP = Name("kon yốp")
OF_TO_PONG = "Chậm nhất là khu tái định cư Tơ Pông, được phê duyệt tại Quyết định số 1263/QĐ-UBND."


@pytest.mark.parametrize(
    ("question", "name", "sentence", "another"),
    [
        ("Khu tái định cư Kon Yốp được phê duyệt khi nào?", KON_YOP, OF_TO_PONG, True),
        ("Khu tái định cư Kon Yốp được phê duyệt khi nào?", KON_YOP, "Khu này được phê duyệt năm 2021.", False),
        ("Ở Kon Yốp ai phê duyệt?", KON_YOP, OF_TO_PONG, False),  # no noun to compare
        ("Cầu Kon Yốp dài bao nhiêu?", KON_YOP, "Cầu Tơ Pông dài 86 m.", True),
        ("Cầu Kon Yốp dài bao nhiêu?", KON_YOP, "Cầu dài 86 m, bắc qua suối Tơ Pông.", False),
        ("Huyện Kon Yốp có bao nhiêu xã?", Name("kon yốp", "huyện"), "Huyện Tơ Pông có 11 xã.", False),  # areas: agreement
        ("Ông Kon Yốp làm gì?", KON_YOP, "Ông Tơ Pông làm ruộng.", False),  # people are compared elsewhere
    ],
)
def test_the_same_noun_before_another_name(question, name, sentence, another):
    assert tells_of_another(question, name, sentence) is another
