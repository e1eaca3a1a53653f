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
    # offices, places and titles
    "Đoàn công tác đến TP. Điện Biên Phủ lúc 8h. | Lãnh đạo TP. đón đoàn ở cửa khẩu.",
    "Dự án qua P.5, P. Tân Thanh và Q.1. | Dân đồng tình.",
    "Họp ở H. Mường Nhé, X. Sín Thầu, T. Điện Biên.",
    "Ông ở số 5, đường Trần Phú, P. Him Lam. | Nhà có vườn.",
    "PGS.TS.BS. Lê Thị C phát biểu. | ThS.BS. Vàng A Dế cùng dự.",
    "TS. Nguyễn Văn A, Ths. Lò Thị B và CN. Tòng Văn C dự họp.",
    "KTS. Hoàng Văn D vẽ nhà. | LS. Phạm E tư vấn.",
    "Đ/c Nguyễn Văn B. trình bày. | Đại tá, TS. Lê C. kết luận.",
    "Thiếu tướng Trần Văn B. | Ngay sau đó, đoàn lên đường.",
    "Sách do Nxb. Chính trị quốc gia in. | NXB. Trẻ phát hành.",
    "Ông Nguyễn V. Toàn đến dự. | Bà Lê T. Hoa vắng.",
    "Mr. John Smith và Dr. Mary Lee thăm bản. | Họ ở lại ba ngày.",
    "St. Petersburg là một thành phố. | Đoàn đến đó.",
    # numbers, dates, times
    "Toàn tỉnh có 1.500.000 người. | 5.6.2021 là ngày bầu cử.",
    "Hội nghị bắt đầu lúc 7h30. | Đại biểu có mặt đông đủ.",
    "Xe chạy lúc 7.30. | Khách lên xe.",
    "Diện tích 12.5 ha. | Sản lượng 3.200 tấn/năm.",
    "Ngày 22.5. | Cử tri đi bầu.",
    "Tăng 2,5%. | 40 hộ thoát nghèo.",
    "Giá 25.000 đ. | Hàng bán chạy.",
    "Nhiệm kỳ 2015 - 2020. | Đảng bộ kết nạp 100 đảng viên.",
    "Xã đạt 19/19 tiêu chí. | Xã bên đạt 15.",
    "Theo TCVN 5687:2010. | Đơn vị thi công cam kết.",
    # document ids and articles of law
    "Căn cứ Nghị định số 46/2016/NĐ-CP. | Nghị định có hiệu lực từ 1.8.2016.",
    "Thực hiện Chỉ thị 05-CT/TW. | Đảng ủy xã ra Nghị quyết số 07-NQ/ĐU.",
    "Theo khoản 1, Điều 5. | Luật Đất đai quy định khác.",
    "Xem Điều 12.3. | Mục 4 nói rõ hơn.",
    "Chuyển công văn tới UBND, HĐND, UBMTTQ. | Các đơn vị đã nhận.",
    # lists
    "1. Về kinh tế | \n2. Về xã hội | \n3. Về quốc phòng",
    "a) Trồng rừng. | \nb) Chăn nuôi. | \nc) Dạy nghề",
    "1) Giống. | 2) Phân bón. | 3) Thuốc.",
    "(1) Giống; (2) phân bón. | Dân nhận đủ.",
    "a. Mục tiêu: giảm nghèo. | b. Nhiệm vụ: trồng rừng.",
    "I. Đặc điểm tình hình | \nII. Kết quả",
    "2.1. Công tác phát triển đảng. | 2.1.1. Ưu điểm.",
    "* Về ưu điểm: tốt. | * Về hạn chế: chậm.",
    "• Thôn 1: 5 hộ. | • Thôn 2: 6 hộ.",
    "- Năm 2020: 12 đảng viên. | - Năm 2021: 15 đảng viên.",
    "Bước 1. Chuẩn bị đất. | Bước 2. Gieo hạt.",
    # quotes
    "“Chúng tôi làm đường. Dân góp công.” - chị Mùa nói.",
    "“Từ ngày có đường, con em đi học đều, người ốm được đưa xuống trạm kịp thời.” – chị Mùa nói. | Ai cũng vui.",
    "“Từ ngày có đường, con em đi học đều, người ốm được đưa xuống trạm kịp thời. | Bản vui lắm”, chị Mùa nói. | Ai cũng vui.",
    '"Bản đã có điện." - chị Mùa nói. | Chị cười.',
    "Anh bảo: “Đi thôi!”. | Cả nhóm lên đường.",
    "Ông hỏi “Ai đi?” rồi đứng dậy. | Không ai đáp.",
    "‘Có đường rồi.’ | Anh nói vậy.",
    "“Mưa nhiều quá…” | Chị thở dài.",
    "“Học. Học nữa. Học mãi.” | Lời dạy ấy còn mãi.",
    # captions and brackets
    "(Ảnh: Báo Thử) | \nBộ đội giúp dân.",
    "Bộ đội giúp dân gặt lúa (ảnh: Vàng A. Sao). | Lúa chín vàng.",
    "[Ảnh minh họa. Nguồn: Internet] | \nNgười dân đi chợ.",
    "Bà con đi chợ phiên. Ảnh: A.T. | \nChợ họp chủ nhật.",
    "Đảng bộ có 5 chi bộ. | (Số liệu năm 2020.) | Năm nay tăng.",
    "Bản có 86 hộ (năm 2019: 75 hộ.). | Hộ nghèo giảm.",
    # capital letters beyond ASCII, ellipses, v.v.
    "Chị được kết nạp vào Đảng bộ xã. | Đồng chí rất tích cực. | Ở bản, ai cũng quý.",
    "Gồm các dân tộc Thái, Mông, Khơ Mú, v.v. | Đồng bào sống xen kẽ.",
    "Trồng ngô, lúa, sắn,v.v... | Đất tốt.",
    "Trồng quế, hồi, v.v.. | Thu nhập tăng.",
    "Nhưng... anh không đi. | Anh ở lại.",
    "Anh nói... | Rồi anh đi.",
    "Thật vậy ư?... | Không ai tin.",
    "Xong!. | Về thôi.",
    "Đã xong .Bây giờ nghỉ.",
    # links, mails, names with dots
    "Gửi về bandoc@bao-thu.vn. | Tòa soạn sẽ trả lời.",
    "Xem tại www.vi-du.vn. | Trang này mở cả ngày.",
    "Theo https://vi-du.vn/a.html?b=1.2. | Bài viết dài.",
    "Trang điện tử chinhphu.vn, VnExpress.net và Node.js. | Hết.",
    "Mạng 4.0 và Windows 3.1. | Máy cũ.",
    # initials at the end
    "Nạn nhân là chị Lò Thị M. | Công an đã vào cuộc.",
    "Em Vàng A D. (lớp 5A) học giỏi. | Em V. là bạn thân.",
    "Bị can Trần Văn B., nguyên kế toán, đã nhận tội. | Tòa tuyên án.",
    "Theo bác sĩ H., bệnh nhân đã khỏe. | Gia đình mừng.",
    "Khu vực thuộc khu B. | Khu A đã xong.",
    "Điều 5. Phạm vi áp dụng. | Nghị định này quy định việc cấp đất.",
    "Cty. TNHH Sao Mai nộp thuế. | Doanh thu tăng.",
    "Bệnh do vitamin C. | Trẻ cần ăn rau.",
]


@pytest.mark.parametrize("case", CASES)
def test_sentences_end_at_the_bars(case: str) -> None:
    wanted = [part.strip() for part in re.split("[|¦]", case)]
    text = case.replace(" | ", " ").replace("¦", "")
    assert [text[span.start : span.end] for span in split_sentences(text)] == wanted


def test_the_table_has_different_cases() -> None:
    assert len(set(CASES)) == len(CASES) > 120


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
