"""Follow-ups that ask for the same at another time."""

from test_rag_followup import COUNT, YEAR, check


def test_the_words_of_the_last_question_beside_another_time_change_nothing():
    classes = [("Năm 2021 huyện Sơn Hạ mở được bao nhiêu lớp xóa mù chữ?", "9 lớp.")]
    again = "Năm 2020 huyện Sơn Hạ mở được bao nhiêu lớp xóa mù chữ?"
    check(classes, {"Còn năm 2020 thì mấy lớp?": again, "Còn năm trước nữa thì mấy lớp?": again})


def test_seasons_school_years_and_terms_are_counted_back_and_forth():
    rice = [("Năng suất lúa ở huyện Sơn Hạ vụ 2022-2023 là bao nhiêu?", "4,2 tấn/ha.")]
    check(
        rice,
        {
            "Còn vụ trước đó thì sao?": "Năng suất lúa ở huyện Sơn Hạ vụ 2021-2022 là bao nhiêu?",
            "Thế vụ sau?": "Năng suất lúa ở huyện Sơn Hạ vụ 2023-2024 là bao nhiêu?",
        },
    )
    term = [("Nhiệm kỳ 2015 - 2020 huyện Sơn Hạ có bao nhiêu chi bộ?", "40 chi bộ.")]
    check(term, {"Còn nhiệm kỳ trước?": "Nhiệm kỳ 2010 - 2015 huyện Sơn Hạ có bao nhiêu chi bộ?"})
    plan = [("Giai đoạn 2016 - 2020 huyện Sơn Hạ có bao nhiêu chi bộ?", "40 chi bộ.")]
    check(plan, {"Còn giai đoạn sau?": "Giai đoạn 2021 - 2025 huyện Sơn Hạ có bao nhiêu chi bộ?"})


def test_now_gives_way_to_another_time():
    now = [("Tỷ lệ hộ nghèo ở huyện Sơn Hạ hiện nay?", "12%.")]
    check(now, {"Thế hồi đầu năm 2020 là bao nhiêu?": "Tỷ lệ hộ nghèo ở huyện Sơn Hạ hồi đầu năm 2020?"})


def test_what_is_planned_of_the_same_is_asked_as_a_plan():
    area = [("Diện tích chè của huyện Sơn Hạ năm 2021 là bao nhiêu?", "40 ha.")]
    planned = "Theo mục tiêu, diện tích chè của huyện Sơn Hạ năm 2025 là bao nhiêu?"
    check(area, {"Vậy tới năm 2025 huyện nhắm tới con số nào?": planned, "Năm 2025 phấn đấu đạt bao nhiêu?": planned})


def test_a_share_of_the_plan_is_of_the_place_that_the_answer_named():
    first = [("Xã nào của huyện Sơn Hạ đứng đầu về kết nạp đảng viên năm 2021?", "Xã Pá Hu, 14 đảng viên.")]
    check(
        first,
        {"Như vậy là đạt mấy phần trăm kế hoạch?": "Năm 2021 xã Pá Hu đạt mấy phần trăm kế hoạch về kết nạp đảng viên?"},
    )


def test_another_part_of_a_year_takes_the_place_of_the_old_one():
    check(
        YEAR,
        {
            "Còn 9 tháng đầu năm nay thì sao?": "Xã Pá Hu kết nạp được bao nhiêu đảng viên mới 9 tháng đầu năm nay?",
            "Thế cả năm trước đó?": "Xã Pá Hu kết nạp được bao nhiêu đảng viên mới cả năm 2020?",
            "Thế còn nửa đầu năm kế tiếp?": "Xã Pá Hu kết nạp được bao nhiêu đảng viên mới nửa đầu năm 2022?",
        },
    )
    half = [("6 tháng đầu năm 2021 xã Pá Hu kết nạp được mấy đảng viên?", "5 đảng viên.")]
    check(half, {"Còn cả năm 2021?": "Cả năm 2021 xã Pá Hu kết nạp được mấy đảng viên?"})


def test_another_time_takes_the_place_of_the_old_one_or_is_added():
    check(COUNT, {"Còn năm 2021?": "Huyện Sơn Hạ có bao nhiêu đảng viên năm 2021?"})
    check(COUNT, {"Năm 2021?": "Huyện Sơn Hạ có bao nhiêu đảng viên năm 2021?"})
    check(
        YEAR,
        {
            "Còn năm 2022?": "Xã Pá Hu kết nạp được bao nhiêu đảng viên mới năm 2022?",
            "Thế năm 2020 thì sao?": "Xã Pá Hu kết nạp được bao nhiêu đảng viên mới năm 2020?",
            "Còn năm trước?": "Xã Pá Hu kết nạp được bao nhiêu đảng viên mới năm 2020?",
            "Còn năm sau?": "Xã Pá Hu kết nạp được bao nhiêu đảng viên mới năm 2022?",
            "Còn xã Nậm Tin?": "Xã Nậm Tin kết nạp được bao nhiêu đảng viên mới năm 2021?",
        },
    )
    since = [("Từ năm 2020 xã Pá Hu kết nạp được bao nhiêu đảng viên?", "30.")]
    check(since, {"Còn năm 2021?": "Năm 2021 xã Pá Hu kết nạp được bao nhiêu đảng viên?"})
