"""What is counted may be told in other words, and a unit is no noun."""

import pytest

from index.lexicon import build_lexicon
from rag.counted import also_counted, phrases
from rag.names import names_in
from rag.question import understand
from rag.spans import best_fitting, short_answers

LEXICON = build_lexicon(["Khu kinh tế Vũng Sim\nKKT Vũng Sim sử dụng 14.720 lao động. KKT Vũng Sim ở xã Hải Triêm."])


def short(question, sentence):
    found = best_fitting(short_answers(understand(question, LEXICON), sentence))
    return found and found.text


def test_a_noun_has_other_words():
    assert also_counted(("nhà", "nghèo"))[:2] == (("nhà", "nghèo"), ("hộ", "nghèo"))
    assert ("học", "sinh") in also_counted(("em",)) and also_counted(("chi", "bộ")) == (("chi", "bộ"),)
    assert also_counted(("học", "sinh", "nữ"))[1] == ("em", "nữ")  # the longest noun, not "học"
    assert also_counted(("diện tích",)) == (("diện tích",), ("rộng",))
    assert also_counted(()) == ((),) and also_counted(("nhà", "máy")) == (("nhà", "máy"),)  # no household
    assert ("người",) in also_counted(("dân",)) and also_counted(("dân", "quân")) == (("dân", "quân"),)


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("Bao nhiêu nhà ở Thụy Lôi mất đất?", "Có 1.418 người kê khai, xã Thụy Lôi có 625 hộ mất đất.", "625 hộ mất đất"),
        ("Trường Sơn Hạ có bao nhiêu em đi thi?", "Trường Sơn Hạ có 12 lớp, 104 thí sinh.", "104 thí sinh"),
        ("Đoạn Hải Lĩnh dài bao nhiêu cây số?", "Đoạn 2 qua Hải Lĩnh dài 14,7km, vốn 300 tỷ đồng.", "14,7km"),
        ("Trạm xử lý bao nhiêu khối một ngày?", "Trạm công suất 300 m³/ngày đêm, vốn 21,4 tỷ đồng.", "300 m³/ngày đêm"),
        ("Làm đường hết bao nhiêu vốn?", "Đường dài 12 km, tổng mức đầu tư 187,5 tỷ đồng.", "187,5 tỷ đồng"),
        ("Xã mới Sơn Hạ rộng bao nhiêu?", "Xã mới có 11 ấp, diện tích 33,85 km², dân số 16.439 người.", "33,85 km²"),
        (
            "Tân Miếu có bao nhiêu dân?",
            "Bắc Cầu (1,4km2, 9.870 người) và Tân Miếu (1,2km2, 8.236 người) có dân số 18.106 người.",
            "8.236 người",
        ),
        ("Quỹ vận động bao nhiêu?", "Vận động Quỹ đạt 12 tỷ đồng trở lên, xây 300 nhà.", "12 tỷ đồng trở lên"),
        ("Xã đón bao nhiêu lượt khách?", "Năm qua xã đón 96.500 lượt khách.", "96.500 lượt khách"),
        ("Bao nhiêu phần trăm được kết nạp?", "Tỷ lệ được kết nạp đạt từ 70% trở lên.", "70% trở lên"),
        ("Đường Sơn Hạ rộng bao nhiêu?", "Đường Sơn Hạ dài hàng chục ha ruộng, nền rộng 5 m.", "5 m"),
    ],
)
def test_the_number_that_counts_it(question, sentence, answer):
    assert short(question, sentence) == answer


def test_what_is_counted_ends_before_the_circumstances():
    assert understand("Còn mấy hộ nghèo theo đợt rà soát cuối 2023?", LEXICON).asked == ("hộ", "nghèo")
    assert understand("Đồn nuôi mấy đứa trẻ mồ côi?", LEXICON).asked == ("trẻ", "mồ", "côi")
    assert understand("Có bao nhiêu em học tiếng Khmer?", LEXICON).asked == ("em", "học", "tiếng", "khmer")
    assert understand("Dài bao nhiêu cây số?", LEXICON).asked == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Dân Quang Lãng góp gì?", ["quang lãng"]),
        ("Xã Dân Hòa góp gì?", ["dân hòa"]),
        ("Dân góp Quỹ Vì người nghèo", []),
        ("Cô Bế Thị Lan Anh, Hiệu trưởng", ["bế thị lan anh"]),
        ("Ra đảo Cô Tô chơi", ["cô tô"]),
        ("Chủ tịch UBND xã Ia Blơi Puih Thơn nói", ["ia blơi", "puih thơn"]),
    ],
)
def test_names_without_what_only_opens_them(text, names):
    assert [name.key for name in names_in(text)] == names


def test_an_abbreviation_opens_a_known_name():
    assert [name.key for name in understand("KKT Vũng Sim có mấy lao động?", LEXICON).names] == ["vũng sim"]


def test_the_number_of_a_document_is_no_count():
    assert understand("Số quyết định phê duyệt đề án của huyện?", LEXICON).kind == "id"
    assert understand("Số quyết định của huyện?", LEXICON).kind == "number"


def test_a_noun_of_two_syllables_counts_whole():
    assert phrases(("học", "sinh", "nữ")) == ("học sinh", "nữ")
    assert phrases(("hộ", "nghèo")) == ("hộ", "nghèo") and phrases(("chi", "bộ")) == ("chi", "bộ")
