"""Each case is a text with "|" where a sentence must end ("¦" where its blank was forgotten)."""

import re
from itertools import pairwise

import pytest

from corpus import split_sentences

CASES = [
    # plain ends
    "Hội nghị đã khai mạc. | Đại biểu vỗ tay.",
    "Ai là người đầu tiên? | Đó là ông Páo! | Mọi người đều biết.",
    "Bản có 86 hộ. | 40 hộ đã thoát nghèo.",
    "Thôn đạt chuẩn./. | Tin mới cập nhật.",
    "Vui quá!!! | Cả bản kéo đến.",
    "Thật ư?! | Không ai ngờ.",
    "Một câu không có dấu chấm",
    # Đ and other capitals without an ASCII letter
    "Chị là thành viên Đảng bộ xã. | Đồng chí được tin tưởng.",
    "Họp tại nhà văn hóa. | Ủy ban chuẩn bị tài liệu. | Ông Sình chủ trì. | Ấp trưởng phát biểu.",
    # abbreviations
    "Ông sống ở TP. Điện Biên Phủ từ nhỏ.",
    "Trụ sở đặt tại P.5, Q. 3, TP.HCM và TX. Mường Lay.",
    "GS.TS. Nguyễn Văn A trình bày. | PGS. TS Lê Thị C nhận xét.",
    "ThS. Vàng A Dế và BS. Lò Văn Én cùng dự.",
    "Đ/c Bí thư dự họp. | Đ/c. Phó Bí thư vắng mặt.",
    "NSƯT. Hà Thị Cầu biểu diễn.",
    "Ban Chấp hành T.Ư Đảng họp. | Kết luận của T.Ư. | Nhiều nội dung mới.",
    "Công trình của Cty TNHH Sao Mai đã xong. | Dân mừng.",
    "Quyết định của UBND. | Người dân đồng tình, nhất là đồng bào DTTS. | Đồng thời xã họp dân.",
    # initials
    "Anh Trần Văn B. | Đồng chí ấy quê ở đây.",
    "Ông J. Smith đến thăm. | George W. Bush cũng vậy.",
    "Cháu N.V.A. | Sau đó cháu về nhà.",
    "Đối tượng Nguyễn Văn H. (sinh năm 1990) khai nhận.",
    "Đội xếp nhất bảng B. | Trận sau đá ngày mai.",
    "Bà J.K. Rowling viết sách.",
    # numbers
    "Thưởng 1.500.000 đồng cho mỗi hộ. | Tổng là 2,5 tỷ đồng.",
    "Quyết định ngày 5.6.2021 có hiệu lực. | Ngày 22.5 họp lại.",
    "Tỷ lệ 70,5%. | Năm nay tăng.",
    "Đạt 325/600. | Kế hoạch còn lại rất lớn.",
    "Họp xong trong năm 2020. | 2021 là năm mới.",
    "1. Tập trung lãnh đạo. | 2. Tăng cường kiểm tra.",
    "1.2. Nhiệm vụ chung. | a. Về kinh tế: trồng rừng.",
    "II. Tổ chức thực hiện của chi bộ",
    # missing blank
    "Đảng viên làm tốt công tác.¦Những việc khác cũng xong.",
    "Đến năm 2020.¦Trong đó có 5 xã.",
    "Cuộc sống sẽ ra sao?¦Ai sẽ giúp họ?",
    "Theo dantri.com.vn và VTV.vn, giá tăng.",
    # quotes
    "“Tôi mừng lắm.” - chị Mùa nói.",
    "“Tôi mừng lắm.” – Chị Mùa nói. | Anh cười.",
    "“Đường đẹp quá!”, ông Páo khen.",
    "“Đường đẹp quá!” ông Páo khen.",
    "Phong trào “Sạch nhà. Đẹp ngõ” lan rộng. | Dân hưởng ứng.",
    "Ông nói: “Chi bộ đã phân công từng đảng viên phụ trách từng nhóm hộ trong bản. | Nhờ đó, việc gì cũng xong”. | Dân tin.",
    'Ông gọi đó là "cầu nối". | Bà con đồng tình.',
    'Ông hỏi: "Ai làm?" | Không ai đáp.',
    'Chị kể: "Nhà có 5 người." | Anh gật đầu.',
    # brackets, credits
    "Bộ đội giúp dân gặt lúa. (Ảnh: Vàng Sao/TTXVN) | Sáng nay trời mưa.",
    "Tình hình an ninh chính trị...(Ảnh: Vàng Sao/TTXVN)",
    "Bộ đội giúp dân gặt lúa. Ảnh: Vàng Sao",
    "Theo quy định (Điều 5. Mục 3), xã phải báo cáo. | Huyện tổng hợp.",
    "Toàn xã có 19 đảng bộ (trong đó 3 mới lập). | Dân số tăng.",
    # ellipsis
    "Trồng quế, hồi… và chăn nuôi… đều tốt. | Thu nhập tăng…",
    "Các hội, đoàn thanh niên... thường xuyên tổ chức... | Qua đó, đoàn viên vững vàng.",
    "…Đảng bộ xã. | Đồng chí…",
    "Không muốn vào Đảng.… | Dù đã vận động.",
    "Có ngô, lúa, v.v. và nhiều cây khác. | Đất tốt.",
    # no boundary at a semicolon or a colon
    "Giao chỉ tiêu; phân công: Ban Thường vụ phụ trách; Chi bộ thực hiện.",
    # links
    "Xem https://vi-du.vn/tin.Moi/bai.html để biết. | Gửi thư tới toa.soan@vi-du.vn. | Hết.",
    # lines
    "- Hỗ trợ giống | \n- Cấp phân bón. | \n- Tập huấn kỹ thuật",
    "Nhìn từ thực tiễn | \n\nChi bộ có 23 đảng viên.",
    "  Dòng có khoảng trắng hai đầu.  | \n \n  Dòng hai.",
    "--- | \nHết.",
]


@pytest.mark.parametrize("case", CASES)
def test_sentences_end_at_the_bars(case: str) -> None:
    wanted = [part.strip() for part in re.split("[|¦]", case)]
    text = case.replace(" | ", " ").replace("¦", "")
    assert [text[span.start : span.end] for span in split_sentences(text)] == wanted


def test_there_are_forty_cases_and_more() -> None:
    assert len(CASES) > 40


def test_a_sentence_of_any_length_is_left_whole() -> None:
    text = "một hai ba, " * 100 + "hết."
    assert len(split_sentences(text)) == 1


@pytest.mark.parametrize("text", ["", "  \n\n \t"])
def test_no_text_no_sentence(text: str) -> None:
    assert split_sentences(text) == []


def test_every_character_is_in_one_sentence() -> None:
    text = "A. b… “C! D.” - e\n...\n(f. G) H.I 1. 2.\nĐ."
    spans = split_sentences(text)
    assert "".join("".join(text[s.start : s.end].split()) for s in spans) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(spans))


@pytest.mark.parametrize("unit", ["a. ", "A. ", "“a. ", '"A. ', "a.", "1.", "(A. ", "a@", "... "])
def test_a_line_of_marks_takes_linear_time(unit: str) -> None:
    # Half a million characters; a quadratic step would take minutes and fail the run's time limit.
    assert split_sentences(unit * (500_000 // len(unit)))
