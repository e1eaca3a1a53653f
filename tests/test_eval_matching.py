"""Exact match, F1 and containment: every value can be redone by hand."""

import pytest

from eval.measures.matching import exact_match, f1, normalise, stands_in


def test_normalise_lowers_moves_tones_and_strips_edges_only():
    assert normalise("Nghị quyết số 07-NQ/TU, (khoá XIII).") == ["nghị", "quyết", "số", "07-nq/tu", "khóa", "xiii"]


@pytest.mark.parametrize("whole", ["4.900", "70,5%", "325/600", "07-nq/tu", "22/11/2022", "%"])
def test_numbers_and_ids_stay_whole(whole):
    assert normalise(f"“{whole}”,") == [whole]


def test_normalise_composes_decomposed_letters():
    assert normalise("Ba Be\u0323\u0302") == ["ba", "bệ"]


def test_punctuation_alone_is_no_token():
    assert normalise("2020 – 2025 …") == ["2020", "2025"]


def test_symbols_that_are_no_punctuation_stay():
    assert normalise("(☾), −5 °C") == ["☾", "−5", "°c"]


def test_exact_match_takes_the_best_gold():
    assert exact_match("Hoà Bình.", ["Sơn La", "hòa bình"]) == 1.0
    assert exact_match("70,5", ["70,5%"]) == 0.0


def test_no_short_answer_scores_nothing():
    assert exact_match(None, ["75"]) == 0.0
    assert f1(None, ["75"]) == 0.0


def test_f1_is_the_harmonic_mean_of_bag_precision_and_recall():
    # "trên 4.900 đảng viên" against "4.900 đảng viên": 3 common, P = 3/4, R = 3/3, F1 = 2 * 3 / (4 + 3)
    assert f1("trên 4.900 đảng viên", ["4.900 đảng viên"]) == 6 / 7


def test_f1_counts_a_repeated_token_as_often_as_both_have_it():
    # "a a b" against "a b b": min counts a 1, b 1, so 2 common of 3 and 3
    assert f1("a a b", ["a b b"]) == 4 / 6


def test_f1_takes_the_maximum_over_golds_and_may_be_zero():
    assert f1("Ba Bể", ["Ba Chẽ", "Sốp Cộp"]) == 2 / 4
    assert f1("Ba Bể", ["Sốp Cộp"]) == 0.0
    assert f1("…", ["75"]) == 0.0


@pytest.mark.parametrize(
    ("gold", "text"),
    [
        ("75", "đạt 75%."),
        ("75", "Có 75 người [1]."),
        ("75", "75"),
        ("4.900", "trên 4.900 đảng viên"),
        ("70,5%", "chiếm 70,5 % dân số"),
        ("Hoà Bình", "tỉnh Hòa\nBình, năm"),
        ("ba bể", "huyện BA BỂ"),
        ("tày", "dân tộc Tày/Nùng"),
        ("07-NQ/TU", "Nghị quyết số 07-NQ/TU."),
        ("325/600.", "kết nạp 325/600 đảng viên"),
        ("19", "gồm 45 tổ chức (19 đảng bộ)"),
        ("2020", "nhiệm kỳ 2020 - 2025"),
    ],
)
def test_gold_stands_in_text(gold, text):
    assert stands_in(gold, text)


@pytest.mark.parametrize(
    ("gold", "text"),
    [
        ("75", "175"),
        ("75", "750"),
        ("75", "75,5"),
        ("75", "75/80"),
        ("75", "20,75"),
        ("4.900", "14.900"),
        ("900", "4.900"),
        ("4", "4.900"),
        ("600", "325/600"),
        ("11/2022", "22/11/2022"),
        ("2025", "2020-2025"),
        ("7", "lúc 7:30"),
        ("07", "Nghị quyết 07-NQ/TU"),
        ("NQ/TU", "Nghị quyết 07-NQ/TU"),
        ("19", "dịch Covid-19"),
        ("Covid", "dịch Covid-19"),
        ("bể", "bểi"),
        ("5", "5km"),
        ("1", "Không có số nào [1]."),
        ("...", "Anh ấy nói..."),
        ("Ba Chẽ", "Ba Bể"),
    ],
)
def test_gold_does_not_stand_in_text(gold, text):
    assert not stands_in(gold, text)
