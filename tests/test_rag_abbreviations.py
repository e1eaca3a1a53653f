"""Abbreviations are read both ways, for matching only."""

import pytest

from index import Lexicon
from rag.abbreviations import all_readings, spelled_out, variants

LEXICON = Lexicon(
    abbreviations={
        "DTTS": ("dân tộc thiểu số",),
        "ĐVTN": ("đoàn viên thanh niên",),
        "UBND": ("Ủy ban nhân dân",),
        "HĐND": ("Hội đồng nhân dân",),
        "BTV": ("Ban Thường vụ", "biên tập viên"),
        "CT": ("chỉ thị", "chủ tịch"),
        "KH": ("kế hoạch",),
        "TP": ("thành phố",),
        "KT-XH": ("kinh tế xã hội",),
        "ĐT": ("đào tạo",),
        "BĐX": ("bạn đường xa",),
        "BDX": ("bò dê xám",),
        "GD-ĐT": ("giáo dục và đào tạo",),
        "LĐ-TB&XH": ("lao động - thương binh và xã hội",),
    },
    pairs={"vụ huyện": 2, "số chỉ": 1, "thị số": 3, "nguyên chủ": 1},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Người DTTS ở TP Hải Vân", "Người dân tộc thiểu số ở thành phố Hải Vân"),
        ("phát triển KT-XH", "phát triển kinh tế xã hội"),
        ("phát triển KT–XH", "phát triển kinh tế xã hội"),
        ("HĐND-UBND huyện", "Hội đồng nhân dân-Ủy ban nhân dân huyện"),
        ("BTV Huyện ủy", "Ban Thường vụ Huyện ủy"),
        ("BTV", "BTV"),
        ("CT số 12", "chỉ thị số 12"),
        ("nguyên CT xã", "nguyên chủ tịch xã"),
        ("Sở GD&ĐT, gd-dt", "Sở giáo dục và đào tạo, giáo dục và đào tạo"),
        ("LĐ–TB–XH", "lao động - thương binh và xã hội"),
        # In small letters, or without its Đ.
        ("người dtts", "người dân tộc thiểu số"),
        ("ubnd huyện", "Ủy ban nhân dân huyện"),
        ("dvtn", "đoàn viên thanh niên"),
        ("tp hải vân", "thành phố hải vân"),
        ("HDND", "Hội đồng nhân dân"),
        # What may be another word stays: a syllable, two letters of chat, a mixed case, two that differ by Đ alone.
        ("ban, an, kh, ct", "ban, an, kh, ct"),
        ("Dtts", "Dtts"),
        ("DT", "DT"),
        ("bdx", "bdx"),
        ("BDX và BĐX", "bò dê xám và bạn đường xa"),
        # A document id stays what it is.
        ("Chỉ thị 12-CT/HU", "Chỉ thị 12-CT/HU"),
        ("46/2016/KH-UBND", "46/2016/KH-UBND"),
        ("", ""),
    ],
)
def test_spelled_out(text, expected):
    assert spelled_out(text, LEXICON) == expected


def test_all_readings_keep_the_short_form_and_add_every_reading():
    assert all_readings("BTV họp", LEXICON) == "BTV Ban Thường vụ biên tập viên họp"
    assert all_readings("HĐND-UBND", LEXICON) == "HĐND-UBND Hội đồng nhân dân Ủy ban nhân dân"
    assert all_readings("Không có gì", LEXICON) == "Không có gì"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Có bao nhiêu người DTTS?", ("Có bao nhiêu người dân tộc thiểu số?",)),
        ("Có bao nhiêu người dân tộc thiểu số?", ("DTTS",)),
        ("UBND hay Hội đồng nhân dân", ("Ủy ban nhân dân hay Hội đồng nhân dân", "HĐND")),
        ("Sở Giáo dục - Đào tạo", ("GD-ĐT ĐT",)),
        ("phát triển kinh tế - xã hội", ("KT-XH",)),
        ("Các dân tộc", ()),
        ("siêu kế hoạchx", ()),
    ],
)
def test_variants_to_search_beside_the_question(question, expected):
    assert variants(question, LEXICON) == expected
