"""Follow-ups become questions that stand alone, by rules, and in good Vietnamese, since readers see them."""

import time

import pytest
from test_rag_fakes import LEXICON

from rag.followup import standalone

COUNT = [("Huyện Sơn Hạ có bao nhiêu đảng viên?", "1.240 đảng viên [1]\nĐảng bộ huyện Sơn Hạ hiện có 1.240 đảng viên. [1]")]
WHO = [("Ai là Bí thư Huyện ủy Sơn Hạ?", "Ông Lò Văn Tiến, Bí thư Huyện ủy Sơn Hạ, cho biết. [1]")]
YEAR = [("Xã Pá Hu kết nạp được bao nhiêu đảng viên mới năm 2021?", "14 đảng viên.")]
PAPER = [("Nghị quyết số 05-NQ/HU của huyện Sơn Hạ nói gì?", "Nghị quyết số 05-NQ/HU đề ra ba mục tiêu.")]
CITY = [("TP Hải Vân trồng bao nhiêu cây xanh từ đầu nhiệm kỳ?", "9.000 cây.")]
VERSUS = [("Huyện Sơn Hạ hay huyện Nậm Hua có nhiều đảng viên hơn?", "Sơn Hạ: 1.240; Nậm Hua: 875.")]


def check(history, table):
    wrong = {asked: got for asked, expected in table.items() if (got := standalone(asked, history, LEXICON)) != expected}
    assert wrong == {}


def test_another_name_takes_the_place_of_the_old_one():
    check(
        COUNT,
        {
            "Còn huyện Nậm Hua?": "Huyện Nậm Hua có bao nhiêu đảng viên?",
            "Còn Nậm Hua thì sao?": "Huyện Nậm Hua có bao nhiêu đảng viên?",
            "Thế ở Nậm Hua thì sao?": "Huyện Nậm Hua có bao nhiêu đảng viên?",
            "Vậy ở Nậm Hua là mấy?": "Huyện Nậm Hua có bao nhiêu đảng viên?",
            "Còn xã Pá Hu?": "Xã Pá Hu có bao nhiêu đảng viên?",
            "Còn TP Hải Vân?": "TP Hải Vân có bao nhiêu đảng viên?",
            "Huyện Nậm Hua?": "Huyện Nậm Hua có bao nhiêu đảng viên?",
            "Thế còn huyện Nậm Hua năm 2021?": "Huyện Nậm Hua có bao nhiêu đảng viên năm 2021?",
            "Còn huyện Nậm Hua có bao nhiêu chi bộ?": "Huyện Nậm Hua có bao nhiêu chi bộ?",
            "còn huyện mường pồ?": "Huyện mường pồ có bao nhiêu đảng viên?",
        },
    )


def test_a_place_in_a_body_and_a_person_are_replaced_with_what_belongs_to_them():
    check(
        WHO,
        {
            "Còn huyện Nậm Hua?": "Ai là Bí thư Huyện ủy Nậm Hua?",
            "Còn bà Quàng Thị Mai?": "Bà Quàng Thị Mai là ai?",
            "Thế còn phó bí thư thường trực?": "Ai là phó bí thư thường trực Huyện ủy Sơn Hạ?",
            "Còn chủ tịch UBND?": "Ai là chủ tịch UBND huyện Sơn Hạ?",
            "Còn Chủ tịch huyện?": "Ai là Chủ tịch huyện Sơn Hạ?",
        },
    )
    told = [("Ông Lò Văn Tiến giữ chức vụ gì?", "Bí thư Huyện ủy Sơn Hạ.")]
    check(told, {"Còn bà Quàng Thị Mai?": "Bà Quàng Thị Mai giữ chức vụ gì?"})
    body = [("Đảng bộ huyện Sơn Hạ có mấy chi bộ?", "38 chi bộ.")]
    check(body, {"Còn huyện Nậm Hua?": "Đảng bộ huyện Nậm Hua có mấy chi bộ?"})


def test_another_thing_is_counted_or_the_same_one_narrowed_down():
    check(
        COUNT,
        {
            "Còn chi bộ?": "Huyện Sơn Hạ có bao nhiêu chi bộ?",
            "Còn nữ?": "Huyện Sơn Hạ có bao nhiêu đảng viên nữ?",
            "Thế số hộ nghèo thì sao?": "Huyện Sơn Hạ có bao nhiêu hộ nghèo?",
        },
    )
    bridge = [("Huyện Sơn Hạ dài bao nhiêu km?", "36 km.")]
    check(bridge, {"Còn chiều rộng?": "Chiều rộng của huyện Sơn Hạ là bao nhiêu?"})
    check(VERSUS, {"Còn chi bộ?": "Huyện Sơn Hạ hay huyện Nậm Hua có nhiều chi bộ hơn?"})
    check(VERSUS, {"Còn TP Hải Vân?": "TP Hải Vân có bao nhiêu đảng viên?"})


def test_pronouns_mean_the_person_of_the_last_turns():
    check(
        WHO,
        {
            "Ông ấy giữ chức vụ gì?": "Ông Lò Văn Tiến giữ chức vụ gì?",
            "Ông sinh năm nào?": "Ông Lò Văn Tiến sinh năm nào?",
            "Đồng chí đó quê ở đâu?": "Đồng chí Lò Văn Tiến quê ở đâu?",
            "Người này nói gì về việc tạo nguồn?": "Lò Văn Tiến nói gì về việc tạo nguồn?",
            "Họ tên đầy đủ của ông ấy là gì?": "Họ tên đầy đủ của ông Lò Văn Tiến là gì?",
            "Giữ chức vụ gì?": "Ông Lò Văn Tiến giữ chức vụ gì?",
            "Ông ấy làm gì ở đó?": "Ông Lò Văn Tiến làm gì ở huyện Sơn Hạ?",
            # A man is no "bà", and with nobody else named nothing is made up.
            "Bà ấy là ai?": "Bà ấy là ai?",
        },
    )
    both = [("Ai dự họp?", "Bà Quàng Thị Mai và ông Lò Văn Tiến.")]
    check(both, {"Ông ấy là ai?": "Ông Lò Văn Tiến là ai?", "Bà ấy là ai?": "Bà Quàng Thị Mai là ai?"})


def test_there_and_that_district_mean_the_place_of_the_last_turns():
    check(
        COUNT,
        {
            "Ở đó có mấy chi bộ?": "Ở huyện Sơn Hạ có mấy chi bộ?",
            "Huyện này có bao nhiêu hộ?": "Huyện Sơn Hạ có bao nhiêu hộ?",
            "Huyện có bao nhiêu xã?": "Huyện Sơn Hạ có bao nhiêu xã?",
            "Địa phương này có giải pháp gì?": "Huyện Sơn Hạ có giải pháp gì?",
            # No commune was spoken of.
            "Xã đó có bao nhiêu đảng viên?": "Xã đó có bao nhiêu đảng viên?",
        },
    )
    check(CITY, {"Thành phố này có bao nhiêu phường?": "TP Hải Vân có bao nhiêu phường?"})
    bare = [("Sơn Hạ có bao nhiêu đảng viên?", "1.240.")]
    check(bare, {"Huyện này có bao nhiêu hộ?": "Huyện Sơn Hạ có bao nhiêu hộ?"})
    asked_where = [("Huyện Sơn Hạ giáp huyện nào?", "Huyện Sơn Hạ giáp huyện Nậm Hua.")]
    check(asked_where, {"Huyện đó có bao nhiêu đảng viên?": "Huyện Nậm Hua có bao nhiêu đảng viên?"})


def test_among_them_means_what_was_counted():
    check(
        COUNT,
        {
            "Trong đó bao nhiêu là nữ?": "Trong số đảng viên của huyện Sơn Hạ, bao nhiêu là nữ?",
            "Trong số đó có mấy người dưới 30 tuổi?": "Trong số đảng viên của huyện Sơn Hạ, có mấy người dưới 30 tuổi?",
            "Thế người DTTS chiếm bao nhiêu trong số ấy?": "Người DTTS chiếm bao nhiêu trong số đảng viên của huyện Sơn Hạ?",
        },
    )
    check(
        YEAR,
        {
            "Trong đó bao nhiêu là nữ?": "Trong số đảng viên mới mà xã Pá Hu kết nạp được năm 2021, bao nhiêu là nữ?",
            "Số đó đạt bao nhiêu phần trăm kế hoạch?": (
                "Số đảng viên mới mà xã Pá Hu kết nạp được năm 2021 đạt bao nhiêu phần trăm kế hoạch?"
            ),
        },
    )
    own = "Huyện Nậm Hua có bao nhiêu đảng viên, trong đó bao nhiêu nữ?"
    check(COUNT, {own: own})


def test_that_resolution_and_that_year():
    check(
        PAPER,
        {
            "Nghị quyết đó ban hành khi nào?": "Nghị quyết số 05-NQ/HU ban hành khi nào?",
            "Cơ quan nào ban hành văn bản này?": "Cơ quan nào ban hành Nghị quyết số 05-NQ/HU?",
            "Có mấy mục tiêu?": "Nghị quyết số 05-NQ/HU có mấy mục tiêu?",
        },
    )
    check(YEAR, {"Năm đó xã có bao nhiêu hộ nghèo?": "Năm 2021 xã Pá Hu có bao nhiêu hộ nghèo?"})
    model = [("Mô hình “Chi bộ bốn tốt” ở xã Pá Hu có gì?", "...")]
    check(model, {"Mô hình đó bắt đầu khi nào?": "Mô hình “Chi bộ bốn tốt” bắt đầu khi nào?"})
    unnamed = [("Huyện Sơn Hạ có nghị quyết nào về tạo nguồn?", "Có một nghị quyết.")]
    check(unnamed, {"Nghị quyết đó ban hành khi nào?": "Nghị quyết của huyện Sơn Hạ ban hành khi nào?"})


def test_a_bare_question_word_asks_the_last_question_anew():
    check(
        COUNT,
        {
            "Vì sao?": "Vì sao huyện Sơn Hạ có số đảng viên ấy?",
            "Tại sao lại như vậy?": "Vì sao huyện Sơn Hạ có số đảng viên ấy?",
        },
    )
    check(WHO, {"Từ khi nào?": "Ông Lò Văn Tiến là Bí thư Huyện ủy Sơn Hạ từ khi nào?"})
    check(YEAR, {"Vào ngày nào?": "Xã Pá Hu kết nạp được đảng viên mới vào ngày nào?"})


def test_a_short_question_without_its_subject_takes_the_place():
    check(
        COUNT,
        {
            "Có bao nhiêu hộ nghèo?": "Huyện Sơn Hạ có bao nhiêu hộ nghèo?",
            "Bao nhiêu chi bộ?": "Huyện Sơn Hạ có bao nhiêu chi bộ?",
            "Gồm mấy dân tộc chủ yếu?": "Huyện Sơn Hạ gồm mấy dân tộc chủ yếu?",
            "Dân số bao nhiêu?": "Ở huyện Sơn Hạ, dân số bao nhiêu?",
            "Bí thư là ai?": "Ở huyện Sơn Hạ, bí thư là ai?",
        },
    )


@pytest.mark.parametrize(
    "question",
    [
        "Giá vàng hôm nay bao nhiêu?",
        "Giá vàng bao nhiêu?",
        "Thời tiết thế nào?",
        "Đảng viên là gì?",
        "Thế nào là đảng viên dự bị?",
        "Ai là thủ tướng?",
        "Phường Yên Thịnh có mấy chi bộ?",
        "Ông Lò Văn Tiến giữ chức vụ gì?",
        "Nghị quyết 12-NQ/HU ban hành khi nào?",
        "Cảm ơn bạn",
        "?",
    ],
)
def test_a_new_topic_or_a_whole_question_carries_nothing_over(question):
    for history in (COUNT, WHO, PAPER):
        assert standalone(question, history, LEXICON) == question


def test_typed_without_diacritics():
    check(
        COUNT,
        {
            "con huyen nam hua thi sao": "Huyện Nậm Hua có bao nhiêu đảng viên?",
            "con nam hua?": "Huyện Nậm Hua có bao nhiêu đảng viên?",
            "trong do bao nhieu la nu": "Trong số đảng viên của huyện Sơn Hạ, bao nhiêu là nữ?",
            "o do co may chi bo": "Ở huyện Sơn Hạ có mấy chi bộ?",
            "vi sao": "Vì sao huyện Sơn Hạ có số đảng viên ấy?",
        },
    )
    check(WHO, {"ong ay la ai": "Ông Lò Văn Tiến là ai?"})
    check(PAPER, {"nghi quyet do ban hanh khi nao": "Nghị quyết số 05-NQ/HU ban hành khi nào?"})
    bare = [("son ha co bao nhieu dang vien", "1.240")]
    check(bare, {"Trong đó bao nhiêu là nữ?": "Trong số đảng viên của Sơn Hạ, bao nhiêu là nữ?"})


def test_names_keep_the_form_they_had():
    check(CITY, {"Ở đó có mấy phường?": "Ở TP Hải Vân có mấy phường?"})
    mixed = [("Bà H'Mai Niê ở TP. Hải Vân là ai?", "Bà là cán bộ.")]
    assert "TP. Hải Vân" in standalone("Ở đó có mấy phường?", mixed, LEXICON)
    small = [("huyện sơn hạ có bao nhiêu đảng viên", "1.240")]
    check(small, {"Ở đó có mấy chi bộ?": "Ở huyện Sơn Hạ có mấy chi bộ?"})


def test_the_last_question_may_itself_have_been_a_follow_up():
    chain = [*COUNT, ("Còn huyện Nậm Hua?", "Huyện Nậm Hua có 875 đảng viên.")]
    check(
        chain,
        {
            "Trong đó bao nhiêu là nữ?": "Trong số đảng viên của huyện Nậm Hua, bao nhiêu là nữ?",
            "Thế chi bộ?": "Huyện Nậm Hua có bao nhiêu chi bộ?",
            "Còn năm 2020?": "Huyện Nậm Hua có bao nhiêu đảng viên năm 2020?",
        },
    )
    longer = [*WHO, ("Huyện này có bao nhiêu chi bộ?", "38 chi bộ.")]
    check(longer, {"Ông ấy sinh năm nào?": "Ông Lò Văn Tiến sinh năm nào?", "Ở đó có mấy hộ?": "Ở huyện Sơn Hạ có mấy hộ?"})


@pytest.mark.parametrize("history", [[], [("", "")], [("   ", "x")], [("?!", "")], [("\u200b", "\x00")], [("🙂", "🙂")]])
def test_an_empty_or_odd_history_is_harmless(history):
    assert standalone("Còn huyện Nậm Hua?", history, LEXICON) == "Còn huyện Nậm Hua?"
    assert standalone("", history, LEXICON) == ""


def test_a_hostile_history_costs_little():
    began = time.process_time()
    for piece in ("Sơn Hạ, ", "số của ", "còn ", "(", "“a ", "xã đó "):
        text = piece * 20_000
        standalone("Trong đó bao nhiêu là nữ?", [(text, text)] * 20, LEXICON)
        standalone(text, COUNT, LEXICON)
    assert time.process_time() - began < 15  # about a second; minutes before the turns were cut


def test_what_asks_on_about_the_count_or_the_paper():
    check(
        COUNT,
        {
            "Năm 2021 kết nạp được bao nhiêu?": "Huyện Sơn Hạ năm 2021 kết nạp được bao nhiêu?",
            "Vì sao huyện gặp khó khăn?": "Vì sao huyện Sơn Hạ gặp khó khăn?",
            "Huyện nào nhiều nhất?": "Huyện nào có nhiều đảng viên nhất?",
        },
    )
    share = "Số đảng viên mới mà xã Pá Hu kết nạp được năm 2021 {} bao nhiêu phần trăm{}?"
    check(
        YEAR,
        {"Đạt bao nhiêu phần trăm?": share.format("đạt", " kế hoạch"), "Chiếm bao nhiêu phần trăm?": share.format("chiếm", "")},
    )
    check(PAPER, {"Ai ban hành?": "Ai ban hành Nghị quyết số 05-NQ/HU?"})


TWO = [*COUNT, ("Còn huyện Nậm Hua?", "875 đảng viên.")]
SUM = "Tổng cộng huyện Sơn Hạ và huyện Nậm Hua có bao nhiêu đảng viên?"
BOTH = "Huyện Sơn Hạ hay huyện Nậm Hua có nhiều đảng viên hơn?"


def test_a_total_adds_up_the_places_asked_about():
    check(
        TWO,
        {
            "Tổng cộng là bao nhiêu?": SUM,
            "Vậy cộng lại có mấy đảng viên?": SUM,
            "Cả hai huyện có tất cả bao nhiêu?": SUM,
            "tong cong la bao nhieu": SUM,
            "Nơi nào nhiều hơn?": BOTH,
            "Huyện nào ít hơn?": "Huyện Sơn Hạ hay huyện Nậm Hua có ít đảng viên hơn?",
        },
    )
    check(VERSUS, {"Tổng cộng là bao nhiêu?": SUM, "Nơi nào nhiều hơn?": BOTH})
    check([*TWO, ("Tổng cộng là bao nhiêu?", "2.115 đảng viên.")], {"Nơi nào nhiều hơn?": BOTH})
    three = [*TWO, ("Thế còn TP Hải Vân?", "Không tìm thấy trong kho bài.")]
    check(three, {"Tổng cộng là bao nhiêu?": "Tổng cộng huyện Sơn Hạ, huyện Nậm Hua và TP Hải Vân có bao nhiêu đảng viên?"})
    check(COUNT, {"Tổng cộng là bao nhiêu?": "Tổng số đảng viên của huyện Sơn Hạ là bao nhiêu?"})


@pytest.mark.parametrize(
    ("history", "question"),
    [
        ([*COUNT, *YEAR], "Tổng cộng là bao nhiêu?"),  # members of a district and those that a commune admitted
        ([*COUNT, ("Huyện Sơn Hạ có bao nhiêu chi bộ?", "38.")], "Cộng lại là bao nhiêu?"),
        (COUNT, "Cả hai huyện là bao nhiêu?"),
        (COUNT, "Nơi nào nhiều hơn?"),
        (WHO, "Tổng cộng là bao nhiêu?"),
    ],
)
def test_what_does_not_count_the_same_is_never_added_or_compared(history, question):
    assert standalone(question, history, LEXICON) == question


def test_a_paper_that_the_answer_names_is_asked_on_about():
    told = [
        ("Huyện ủy Sơn Hạ ban hành nghị quyết nào?", "Số 05-NQ/HU [1]\nNghị quyết số 05-NQ/HU được ban hành ngày 12/3/2020. [1]")
    ]
    check(
        told,
        {
            "Ai ban hành?": "Ai ban hành Nghị quyết số 05-NQ/HU?",
            "Ban hành ngày nào?": "Nghị quyết số 05-NQ/HU ban hành ngày nào?",
            "Do ai ký?": "Nghị quyết số 05-NQ/HU do ai ký?",
            "Nội dung là gì?": "Nội dung của Nghị quyết số 05-NQ/HU là gì?",
            "ai ban hanh": "Ai ban hành Nghị quyết số 05-NQ/HU?",
        },
    )
    # A resolution without a number may be any.
    unnumbered = [("Xã Pá Hu làm gì?", "Xã Pá Hu thực hiện nghị quyết Đại hội.")]
    check(unnumbered, {"Ban hành ngày nào?": "Ban hành ngày nào?"})


def test_what_was_counted_is_listed_told_in_full_or_followed_on():
    peoples = [("Huyện Sơn Hạ có mấy dân tộc?", "5 dân tộc.")]
    listed = "Huyện Sơn Hạ có những dân tộc nào?"
    check(peoples, {"Kể tên": listed, "Kể tên giúp mình": listed, "Là những dân tộc nào?": listed, "Gồm những gì?": listed})
    check(
        COUNT,
        {
            "Nói rõ hơn được không?": "Số đảng viên của huyện Sơn Hạ như thế nào?",
            "Cho mình xem thêm chi tiết": "Số đảng viên của huyện Sơn Hạ như thế nào?",
            "Tăng bao nhiêu?": "Đảng viên của huyện Sơn Hạ tăng bao nhiêu?",
            "Vì sao lại giảm?": "Vì sao số đảng viên của huyện Sơn Hạ giảm?",
        },
    )
    why = [("Vì sao huyện Sơn Hạ gặp khó khăn?", "Do xa.")]
    check(
        why, {"Kể rõ hơn": "Huyện Sơn Hạ gặp khó khăn như thế nào?", "Còn số chi bộ?": "Ở huyện Sơn Hạ, số chi bộ là bao nhiêu?"}
    )
    levels = [("Cấp ủy cấp huyện ở Sơn Hạ có bao nhiêu nữ?", "9.")]
    check(levels, {"Còn cấp xã?": "Cấp ủy cấp xã ở Sơn Hạ có bao nhiêu nữ?"})
    goal = [("Mục tiêu của Sơn Hạ đến năm 2030 là gì?", "...")]
    check(goal, {"Còn đến năm 2025?": "Mục tiêu của Sơn Hạ đến năm 2025 là gì?"})
    check(WHO, {"Kể rõ hơn": "Kể rõ hơn"})


def test_the_words_of_chat_in_the_question_before():
    for asked in ("Sơn Hạ có bn đảng viên?", "son ha co bn dang vien"):
        check([(asked, "1.240.")], {"Còn số chi bộ?": "Sơn Hạ có bao nhiêu chi bộ?"})


def test_a_name_leaves_behind_an_area_word_that_is_not_its_own():
    # The corpus has "TP Hải Vân" alone.
    check(COUNT, {"Còn Hải Vân?": "Hải Vân có bao nhiêu đảng viên?", "Còn Nậm Hua?": "Huyện Nậm Hua có bao nhiêu đảng viên?"})
