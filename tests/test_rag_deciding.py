"""Words that make another matter of a question."""

import pytest

from rag.deciding import decides_otherwise


@pytest.mark.parametrize(
    ("kind", "question", "sentence", "expected"),
    [
        ("number", "xã có bao nhiêu đảng viên dự bị?", "xã có 341 đảng viên.", True),
        ("number", "xã có bao nhiêu đảng viên dự bị?", "xã có 341 đảng viên, 12 đảng viên dự bị.", False),
        ("percent", "tỷ lệ hộ cận nghèo là bao nhiêu?", "tỷ lệ hộ nghèo còn 0,74%.", True),
        ("number", "phường còn bao nhiêu hộ nghèo?", "phường có 214 hộ cận nghèo.", True),
        ("number", "phường còn bao nhiêu hộ nghèo?", "phường có 31 hộ nghèo, 214 hộ cận nghèo.", False),
        ("date", "cầu khánh thành ngày nào?", "cầu khởi công ngày 5/3.", True),
        ("date", "cầu khởi công ngày nào?", "cầu khởi công ngày 5/3.", False),
        ("date", "cầu khởi công ngày nào?", "cầu thông xe ngày 5/3.", True),
        ("person", "trước khi sáp nhập ai là chủ tịch ubnd xã?", "bà nông thị hạnh giữ chức chủ tịch ubnd xã.", True),
        ("person", "trước khi sáp nhập ai là chủ tịch ubnd xã?", "ông hoàng văn tiệp, nguyên chủ tịch ubnd xã.", False),
        ("number", "hồi chưa nhập, đảng bộ có mấy chi bộ?", "đảng bộ xã mới có 21 chi bộ.", True),
        ("number", "năm 2025 huyện đã kết nạp bao nhiêu đảng viên?", "năm 2025, huyện phấn đấu kết nạp 175 đảng viên.", True),
        ("number", "năm 2025 huyện kết nạp bao nhiêu đảng viên?", "năm 2025, huyện phấn đấu kết nạp 175 đảng viên.", False),
        ("number", "toàn đảng bộ có bao nhiêu đảng viên nữ?", "trong số 312 đảng viên mới có 141 nữ.", True),
        ("number", "có bao nhiêu đảng viên nữ được kết nạp?", "trong số 312 đảng viên mới có 141 nữ.", False),
        ("number", "xã có bao nhiêu đảng viên?", "xã có 90 đảng viên, thêm 12 đảng viên mới.", False),
        ("number", "kết nạp bao nhiêu đảng viên người dtts?", "đưa tổng số đảng viên người dtts lên 215, tăng 32,7%.", True),
        ("number", "kết nạp bao nhiêu đảng viên người dtts?", "kết nạp 75 người, đưa tổng số đảng viên lên 215.", False),
        ("percent", "số đảng viên người dtts tăng mấy phần trăm?", "tổng số đảng viên người dtts lên 215, tăng 32,7%.", False),
        ("number", "đã khai trừ bao nhiêu đảng viên?", "kiểm tra 1.356 lượt đảng viên.", True),
        ("number", "bao nhiêu đảng viên bị kỷ luật?", "khiển trách 31 đảng viên, khai trừ 9 đảng viên.", False),
        ("number", "bao nhiêu em đỗ vào đại học?", "năm qua 64 em đỗ tốt nghiệp.", True),
        ("number", "bao nhiêu em đỗ vào đại học?", "năm qua 41 em vào đại học, cao đẳng.", False),
        ("number", "năm 2024 huyện kết nạp bao nhiêu đảng viên?", "huyện hiện có trên 3.640 đảng viên.", True),
        ("number", "năm 2024 huyện kết nạp bao nhiêu đảng viên?", "năm 2024 huyện được 118 đảng viên.", False),  # the verb before
        ("number", "tổng số đảng viên là bao nhiêu?", "tổng số đảng viên người dtts là 215.", True),
        ("number", "thu nhập đầu người là bao nhiêu?", "kinh phí năm 2024 là 3,2 tỷ đồng.", True),
        ("number", "nhân dân đóng góp bao nhiêu?", "tỉnh hỗ trợ 800 triệu đồng theo đề nghị của ủy ban nhân dân xã.", True),
        ("number", "nhân dân đóng góp bao nhiêu?", "tỉnh hỗ trợ 800 triệu đồng, bà con góp 400 triệu đồng.", False),
        ("number", "hội đồng nhân dân xã ủng hộ bao nhiêu?", "cơ quan xã ủng hộ 20 triệu đồng.", False),
        ("other", "đơn vị nào giám sát cầu nậm la?", "đơn vị thi công là công ty hưng long.", True),
        ("other", "đơn vị nào thi công cầu nậm la?", "đơn vị thi công là công ty hưng long.", False),
        ("number", "mấy lượt tàu mất tín hiệu giám sát?", "23 lượt tàu mất kết nối.", False),
        ("person", "chủ đầu tư cầu nậm la là ai?", "dự lễ có ông nguyễn quang huy.", True),
        ("percent", "tỷ lệ hộ nghèo là bao nhiêu?", "nguồn vốn giảm nghèo giải ngân đạt 94,2%.", True),
        ("percent", "tỷ lệ hộ nghèo là bao nhiêu?", "huyện còn 120 hộ nghèo, chiếm 17%.", False),
        ("why_how", "vì sao phụ nữ xã bỏ chợ?", "xã có 341 đảng viên.", False),  # no figure is asked for
    ],
)
def test_the_deciding_word_must_stand_in_the_sentence(kind, question, sentence, expected):
    assert decides_otherwise(kind, question, sentence) is expected
