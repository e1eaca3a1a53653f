"""A question that names no place is answered for each place that the articles tell of, and for one where they tell of one."""

import pytest
from fakes import article
from test_rag_fakes import open_small

LUNG_PHO = article(
    "lung-pho",
    "Đảng bộ xã Lũng Phố hiện có 320 đảng viên. Ông Lò Văn Kiên, Bí thư Đảng ủy xã Lũng Phố, cho biết xã trồng 12 ha chè.",
    "Lũng Phố đổi thay",
)
NA_BAN = article(
    "na-ban", "Đảng bộ xã Nà Bản hiện có 275 đảng viên. Bà Giàng Thị Mỷ là Bí thư Đảng ủy xã Nà Bản.", "Chuyện ở Nà Bản"
)
ASK_FOR_ONE = ("Câu hỏi không nêu nơi nào, mà các bài nói về nhiều nơi; bạn hãy hỏi kèm tên nơi cần biết.",)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Bí thư Đảng ủy là ai?", {"Xã Lũng Phố: Lò Văn Kiên", "Xã Nà Bản: Giàng Thị Mỷ"}),
        ("Có bao nhiêu đảng viên?", {"Xã Lũng Phố: 320 đảng viên", "Xã Nà Bản: 275 đảng viên"}),
    ],
)
def test_each_place_is_told_with_its_own(tmp_path, question, told):
    answer = open_small(tmp_path, (LUNG_PHO, NA_BAN)).ask(question)
    lines = answer.answer.splitlines()
    assert {line.rpartition(" [")[0] for line in lines[::2]} == told
    assert {one.article_id for one in answer.citations} == {"lung-pho", "na-ban"}
    assert [line.rpartition(" [")[0] for line in lines[1::2]] == [one.quote for one in answer.citations]
    assert answer.notes == ASK_FOR_ONE


@pytest.mark.parametrize(
    ("question", "short", "articles"),
    [
        ("Bí thư Đảng ủy xã Nà Bản là ai?", "Giàng Thị Mỷ", (LUNG_PHO, NA_BAN)),
        ("Xã Lũng Phố có bao nhiêu đảng viên?", "320 đảng viên", (LUNG_PHO, NA_BAN)),
        ("Bí thư Đảng ủy là ai?", "Giàng Thị Mỷ", (NA_BAN,)),
        ("Trồng bao nhiêu ha chè?", "12 ha chè", (LUNG_PHO, NA_BAN)),
    ],
)
def test_one_place_is_told_alone(tmp_path, question, short, articles):
    answer = open_small(tmp_path, articles).ask(question)
    assert (answer.short_answer, len(answer.citations), answer.notes) == (short, 1, ())
