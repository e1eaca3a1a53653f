"""Numbers of a sentence that count the same thing: a whole and its parts, and counts told side by side."""

import pytest
from test_rag_fakes import LEXICON

from rag.counts import counts
from rag.features import UNFIT
from rag.question import understand
from rag.spans import best_fitting

GUARD = "Tổ có 27 người, trong đó 19 người là dân tộc Thái, 5 người dân tộc Mông."
CELLS = "Đảng bộ gồm 17 đảng bộ cơ sở, 24 chi bộ cơ sở và 236 chi bộ trực thuộc."
ADDED = "Năm qua kết nạp 158 đảng viên, trong đó 64 đảng viên nữ, 97 đảng viên DTTS."


def best(question, sentence):
    return best_fitting(counts(understand(question, LEXICON), sentence))


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("Tổ có mấy người?", GUARD, "27 người"),
        ("Tổ có bao nhiêu người dân tộc Thái?", GUARD, "19 người"),
        ("Tổ có bao nhiêu người dân tộc Mông?", GUARD, "5 người"),
        ("Năm qua kết nạp bao nhiêu đảng viên?", ADDED, "158 đảng viên"),
        ("Năm qua kết nạp bao nhiêu đảng viên nữ?", ADDED, "64 đảng viên nữ"),
        ("Khu có mấy hộ?", "Khu có 88 hộ, gồm 42 hộ mới đến và 46 hộ ở lâu năm.", "88 hộ"),
        ("Nhóm O có mấy hộ?", "Khu có nhóm A gồm 42 hộ, nhóm B gồm 35 hộ, nhóm O gồm 11 hộ.", "11 hộ"),
    ],
)
def test_the_whole_or_the_part_that_is_asked_for(question, sentence, answer):
    assert best(question, sentence).shown == answer


GIVEN = "Năm nay, chỉ tiêu giao cho phường là phát triển 13 đảng viên; hết tháng 10, phường đã kết nạp 14 đảng viên."
SHORT_OF = "Con số 27 sản phẩm vẫn thấp hơn kế hoạch năm 2024 là 30 sản phẩm; mục tiêu năm sau là 36 sản phẩm."


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("Thành phố giao cho phường kết nạp bao nhiêu đảng viên?", GIVEN, "13 đảng viên"),
        ("Phường đã kết nạp bao nhiêu đảng viên?", GIVEN, "14 đảng viên"),
        ("Thành phố giao cho phường kết nạp mấy người?", GIVEN, "13 đảng viên"),
        ("Chỉ tiêu kết nạp của phường là bao nhiêu đảng viên?", GIVEN, "13 đảng viên"),
        ("Huyện có mấy sản phẩm?", SHORT_OF, "27 sản phẩm"),
        ("Kế hoạch năm 2024 là bao nhiêu sản phẩm?", SHORT_OF, "30 sản phẩm"),
        ("Xã giao bao nhiêu ha đất rừng?", "Xã có 90 ha rừng, đã giao 40 ha đất rừng cho dân.", "40 ha đất rừng"),
    ],
)
def test_what_was_planned_and_what_was_reached(question, sentence, answer):
    assert best(question, sentence).shown == answer


FASTER = "Cấp phép xây nhà giảm từ 15 xuống 9 ngày làm việc; đăng ký kinh doanh từ 3 ngày xuống còn 1 ngày."
GROUPED = "Tính đến nay, số tổ ghép giảm từ 19 xuống 6."


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("Cấp phép xây nhà mất mấy ngày?", FASTER, "9 ngày"),
        ("Trước đây cấp phép xây nhà mất mấy ngày?", FASTER, "15"),
        ("Đăng ký kinh doanh mất mấy ngày?", FASTER, "1 ngày"),
        ("Còn mấy tổ ghép?", GROUPED, "6"),
        ("Lúc đầu có mấy tổ ghép?", GROUPED, "19"),
        ("Trước khi mở rộng, đường rộng mấy mét?", "Con đường được mở từ 3,5 m lên 6 m.", "3,5 m"),
        ("Con đường rộng mấy mét?", "Con đường được mở từ 3,5 m lên 6 m.", "6 m"),
        ("Hội có bao nhiêu hộ?", "Hội có 12 hộ trồng từ 10 ha trở lên, 30 hộ trồng dưới 10 ha.", "12 hộ"),
    ],
)
def test_the_level_before_a_change_or_the_one_after_it(question, sentence, answer):
    assert best(question, sentence).text == answer


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("Xã có bao nhiêu ĐV?", "Xã hiện có 409 đảng viên.", "409 đảng viên"),
        ("Huyện có mấy đảng bộ?", "Huyện có 240 đảng viên.", "240 đảng viên"),
        ("Huyện có mấy xã?", "Nay 12/19 xã đạt chuẩn.", "12/19 xã"),
        ("Huyện có mấy xóm?", "Nay 11/11 xóm đều có điện.", "11/11 xóm"),
        ("Huyện có bao nhiêu hộ dân?", "Đã có 486 hộ hiến đất.", "486 hộ"),
        ("Xã có mấy đảng bộ?", "Mỗi năm Đảng bộ xã họp hai lần.", None),
        (
            "Xã Hải Nhơn có bao nhiêu ha tôm?",
            "Cả vùng có 96 ha tôm; dẫn đầu là xã Hải Triều với 58 ha, xã Hải Nhơn 23 ha.",
            "23 ha",
        ),
    ],
)
def test_a_number_is_shown_with_what_it_counts(question, sentence, answer):
    found = best(question, sentence)
    assert (found and found.text) == answer


CROPS = "Toàn tỉnh có 7.860 ha dược liệu, tăng 3.140 ha; trong đó quế 4.200 ha, sa nhân 1.950 ha, thảo quả 1.130 ha."
POOR = "Cuối năm, huyện còn 2.615 hộ nghèo, chiếm 19,8%; hộ cận nghèo còn 1.512 hộ."
ROW = "Năm 2025 – Số đảng viên kết nạp: 46; Trong đó nữ: 19."


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("Tỉnh có bao nhiêu ha quế?", CROPS, "4.200 ha"),
        ("Diện tích thảo quả là bao nhiêu?", CROPS, "1.130 ha"),
        ("Tỉnh có bao nhiêu ha dược liệu?", CROPS, "7.860 ha dược liệu"),
        ("Huyện còn bao nhiêu hộ nghèo?", POOR, "2.615 hộ nghèo"),
        ("Huyện còn bao nhiêu hộ cận nghèo?", POOR, "1.512 hộ"),
        ("Năm 2025 kết nạp bao nhiêu đảng viên?", ROW, "46"),
        ("Năm 2025 kết nạp bao nhiêu đảng viên nữ?", ROW, "19"),
        ("Số nhà tạm huyện Yên Bình xóa là bao nhiêu?", "Huyện xóa 405 nhà tạm; trong đó làm mới 268 nhà.", "405 nhà tạm"),
        ("Xã Hải Nhơn có mấy ha tôm?", "Xã Hải Nhơn dẫn đầu với 58 ha, kế đến là xã Hải Triều 23 ha.", "58 ha"),
    ],
)
def test_each_thing_with_its_own_number(question, sentence, answer):
    assert best(question, sentence).text == answer


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Huyện có bao nhiêu hộ nghèo?", "Huyện phân công 96 cơ quan giúp đỡ 1.105 hộ nghèo."),
        ("Tỷ lệ hộ cận nghèo là bao nhiêu?", POOR),
        ("Phường có bao nhiêu đảng viên?", "Hết tháng 10, phường đã kết nạp 14 đảng viên."),
    ],
)
def test_a_number_of_something_else_is_unfit(question, sentence):
    assert best(question, sentence).fit <= UNFIT


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (
            "Huyện còn bao nhiêu hộ nghèo?",
            "Anh vay 80 triệu đồng nuôi bò; đến nay đàn bò đã có 13 con, gia đình anh thoát nghèo.",
        ),
        ("Xã có bao nhiêu đảng viên?", "Xã rộng 62 km², thu 2,4 tỷ đồng."),
    ],
)
def test_no_measure_counts_people_or_homes(question, sentence):
    assert best(question, sentence) is None


@pytest.mark.parametrize(
    ("question", "sentence", "others"),
    [
        ("Huyện có bao nhiêu hộ dân?", "Huyện có 3.753 đảng viên, 41 xã.", {"3.753 đảng viên", "41 xã"}),
        ("Huyện có bao nhiêu đảng viên?", "Còn 16 xóm chưa có chi bộ.", {"16 xóm"}),
        ("Huyện có bao nhiêu nhà tạm?", "Huyện có 486 hộ ở nhà tạm.", set()),  # homes under another name
        ("Huyện có bao nhiêu tàu cá?", "Huyện có 41 chiếc.", set()),  # no closed class tells
    ],
)
def test_people_homes_and_places_are_not_taken_for_each_other(question, sentence, others):
    assert {short.text for short in counts(understand(question, LEXICON), sentence) if short.other} == others


def test_what_it_fell_to_is_no_change():
    assert best("Năm 2023 có mấy tàu cá?", "Năm 2022 có 7 tàu cá; năm 2023 giảm còn 2 tàu.").text == "2 tàu"


def test_an_assigned_figure_with_the_noun_of_the_question_is_the_plan():
    sentence = "Bốn tháng, huyện kết nạp 41 người, bằng 31,5% chỉ tiêu cả năm là 130 đảng viên."
    assert best("Chỉ tiêu kết nạp đảng viên năm 2024?", sentence).text == "130 đảng viên"


def test_attributes_told_one_after_the_other_are_no_list_of_other_things():
    assert best("Chè bán bao nhiêu một cân?", "Trước đây, giá 180.000 đồng/kg; nay, giá 320.000 đồng/kg.").fit > UNFIT


def test_how_many_were_helped_answers_for_them_alone():
    helped = "Huyện phân công 96 cơ quan giúp đỡ 1.105 hộ nghèo."
    assert best("Bao nhiêu hộ nghèo được giúp đỡ?", helped).fit > 2


def test_the_number_of_some_of_them_fits_less():
    question = "Huyện có mấy chi bộ?"
    of_all, of_some = best(question, "Số chi bộ của huyện là 30 chi bộ."), best(question, "Số chi bộ yếu còn 30 chi bộ.")
    assert of_all.text == of_some.text == "30 chi bộ" and of_all.fit - of_some.fit >= 2
    named = best("Huyện có mấy chi bộ yếu?", "Số chi bộ yếu còn 30 chi bộ.")
    assert named.fit > of_some.fit


def test_counts_side_by_side_are_shown_together():
    found = best("Huyện có bao nhiêu chi bộ?", CELLS)
    assert found.text in {"24 chi bộ", "236 chi bộ"}
    assert found.shown == "24 chi bộ cơ sở và 236 chi bộ trực thuộc"
    assert best("Huyện có bao nhiêu chi bộ trực thuộc?", CELLS).shown == "236 chi bộ trực thuộc"
    assert best("Huyện có bao nhiêu đảng bộ?", CELLS).shown == "17 đảng bộ"


@pytest.mark.parametrize(
    "sentence",
    [
        "Số hộ giảm từ 33 hộ xuống còn 12 hộ.",  # before and after
        "Xã Nà Bản có 12 hộ và xã Pác Lung có 15 hộ.",  # of two places
        "Năm ngoái 12 hộ, năm nay 15 hộ.",
        "Xã hỗ trợ 12 hộ và phạt 15 hộ.",
    ],
)
def test_other_pairs_are_not_put_together(sentence):
    assert all(not one.beside for one in counts(understand("Có bao nhiêu hộ?", LEXICON), sentence))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Xã Nà Bản có bao nhiêu hộ nghèo cuối năm?", "203"),
        ("Đầu năm xã Nà Bản có mấy hộ nghèo?", "261"),
        ("Tỷ lệ hộ nghèo của xã Nà Bản là bao nhiêu?", "18,4%"),
    ],
)
def test_a_figure_of_a_table_stands_under_the_head_that_is_asked_for(question, answer):
    row = "Xã Nà Bản – Số hộ nghèo đầu năm: 261; Số hộ nghèo cuối năm: 203; Tỷ lệ: 18,4%."
    assert best(question, row).text == answer


@pytest.mark.parametrize(
    "sentence",
    [
        "Giai đoạn 2020 – 2025: huyện kết nạp 932 đảng viên.",
        "Ông Lò Văn Páo – Bí thư Đảng ủy: huyện kết nạp 932 đảng viên.",
    ],
)
def test_a_dash_and_a_colon_alone_make_no_table(sentence):
    question = "Huyện kết nạp bao nhiêu đảng viên?"
    assert best(question, sentence).fit == best(question, sentence.replace(" – ", ", ").replace(":", ",")).fit
