"""What the guard lets pass, on a passage whose facts can be read off."""

import pytest

from corpus import split_sentences
from index import load_embedder
from index.lexicon import build_lexicon
from rag.bounds import agree, bound_of
from rag.chain import Chain, are_rivals
from rag.claims import Claim, claims
from rag.contradictions import contradictions
from rag.dates import agrees
from rag.impossible import is_impossible
from rag.measures import measured
from rag.polarity import added_no, lost_no, opposed
from rag.reader import open_reader
from rag.sources import Source, read
from rag.support import THRESHOLD, certainty, voiced
from rag.tokens import tokenized
from settings import load_settings
from tests.test_rag_fakes import FakeVerifier

HEAD = "Nậm Khoang kết nạp đảng viên\nngày 5/1/2024"
TEXT = (
    "Năm 2023, huyện Nậm Khoang kết nạp 214 đảng viên, trong đó 163 người Thái và 51 người Mông. Xã Pá Hu kết nạp gần 40 người, "
    "còn xã Sính Lùng chưa kết nạp được ai. Ông Lò Văn Tiến, Bí thư Huyện ủy, trao 12 triệu đồng cho bà Vàng Thị Mỷ. "
    "Kế hoạch số 15-KH/HU ban hành ngày 9/6/2023 yêu cầu mỗi xã lập ít nhất 2 tổ, mỗi tổ nhận 500.000 đồng/tháng. "
    "Tỷ lệ hộ nghèo giảm từ 31,4% xuống 9,6%."
)
LEXICON = build_lexicon([HEAD, TEXT])


@pytest.fixture(scope="module")
def verifier():
    settings = load_settings()
    return open_reader(load_embedder("", settings.state), settings.state).verifier


@pytest.fixture(scope="module")
def source():
    return Source(HEAD, [TEXT[span.start : span.end] for span in split_sentences(TEXT)], 2024, LEXICON)


def wrong(source, sentence):
    return set(contradictions(read(sentence, LEXICON), source))


@pytest.mark.model
@pytest.mark.parametrize(
    "sentence",
    [
        "Huyện Nậm Khoang kết nạp 214 đảng viên trong năm 2023.",
        "Xã Pá Hu kết nạp gần 40 người.",
        "Ông Lò Văn Tiến trao 12 triệu đồng cho bà Vàng Thị Mỷ.",
        "Kế hoạch số 15-KH/HU ban hành ngày 9/6/2023.",
        "Tỷ lệ hộ nghèo giảm từ 31,4% xuống 9,6%.",
    ],
)
def test_a_true_sentence_passes(source, verifier, sentence):
    assert wrong(source, sentence) == set()
    assert certainty(sentence, source, verifier) >= THRESHOLD


def test_a_bound_in_other_words_contradicts_nothing(source):
    assert wrong(source, "Mỗi xã lập tối thiểu 2 tổ.") == set()


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Huyện Nậm Khoang kết nạp 215 đảng viên.", "number"),
        ("Huyện Nậm Khoang kết nạp 214% đảng viên.", "unit"),
        ("Xã Pá Hu kết nạp 40 người.", "bound"),
        ("Xã Pá Hu kết nạp trên 40 người.", "bound"),
        ("Mỗi xã lập nhiều nhất 2 tổ.", "bound"),
        ("Ông Lò Văn Tiến trao 12 tỷ đồng cho bà Vàng Thị Mỷ.", "unit"),
        ("Mỗi tổ nhận 500.000 đồng/năm.", "unit"),
        ("Kế hoạch số 15-KH/HU ban hành ngày 9/7/2023.", "date"),
        ("Kế hoạch số 16-KH/HU ban hành ngày 9/6/2023.", "id"),
        ("Bà Vàng Thị Mai nhận 12 triệu đồng.", "name"),
        ("Ông Lò Văn Tiến, Chủ tịch UBND huyện, trao 12 triệu đồng.", "office"),
        ("Năm 2023, thị trấn Nậm Khoang kết nạp 214 đảng viên.", "area"),
    ],
)
def test_a_fact_that_does_not_stand_there_is_named(source, sentence, why):
    assert why in wrong(source, sentence)
    assert certainty(sentence, source, FakeVerifier()) == 0


@pytest.mark.model
@pytest.mark.parametrize(
    "sentence",
    [
        "Năm 2023, huyện kết nạp 51 người Thái và 163 người Mông.",  # swapped numbers
        "Bà Vàng Thị Mỷ trao 12 triệu đồng cho ông Lò Văn Tiến, Bí thư Huyện ủy.",
        "Xã Sính Lùng kết nạp gần 40 người.",
        "Xã Pá Hu chưa kết nạp được ai.",
        "Tỷ lệ hộ nghèo tăng từ 9,6% lên 31,4%.",
        "Huyện Nậm Khoang không kết nạp 214 đảng viên.",
        "Huyện Nậm Khoang đã giải tán và trả lại toàn bộ tiền.",
    ],
)
def test_the_right_words_in_the_wrong_roles_do_not_pass(source, verifier, sentence):
    assert certainty(sentence, source, verifier) < THRESHOLD


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("có 40 người", ""),
        ("có gần 40 người", "nearly"),
        ("trên 40 người", "more"),
        ("không quá 40 người", "most"),
        ("từ 40 người trở lên", "least"),
        ("từ 40 người trở xuống", "most"),
        ("khoảng 40 người", "about"),
        ("chưa đến 40 người", "less"),
        ("trên đường có 40 người", ""),
        ("được 33 trên 40 phiếu", ""),
        ("có 40 em bơi được 25 m trở lên", ""),  # it belongs to the nearer number
        ("vượt 40 người", "beyond"),
        ("thấp hơn 40 người", "beneath"),
        ("sau 40 ngày", "after"),
        ("nhiều nhất là 40 khỉ", "top"),
        ("nhiều nhất 40 khỉ", "most"),
        ("quá tuổi 40", "more"),
        ("ngoài 40 triệu đồng", ""),  # besides
        ("họp , ngoài 40 triệu đồng", ""),
        ("đã ngoài 40 tuổi", "more"),
    ],
)
def test_the_bound_of_a_number(text, bound):
    keys = [token.key for token in tokenized(text)]
    at = keys.index("40")
    assert bound_of(keys, at, at + 1) == bound


def test_a_difference_may_be_told_without_its_more():
    assert agree("beyond", "") and agree("", "beneath") and agree("beyond", "more")
    assert not agree("more", "") and not agree("beyond", "beneath") and not agree("beneath", "more")


def test_after_a_while_is_past_it_and_a_largest_share_may_be_a_limit():
    assert agree("after", "more") and agree("", "after") and agree("top", "most") and agree("top", "")
    assert not agree("after", "less") and not agree("top", "least") and not agree("top", "more")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1.386 lồng", [("number", "1386", "")]),
        ("2,50 triệu đồng", [("number", "2.5", "triệu đồng")]),
        ("ba mươi lăm hộ", [("number", "35", "")]),
        ("đạt 6/10 chỉ tiêu", [("number", "6/10", "")]),
        ("trước ngày 5/4", [("date", "5/4/", "")]),
        ("ngày 7 và 8/6/2024", [("date", "7/6/2024", ""), ("date", "8/6/2024", "")]),
        ("ngày 2 tháng 9 năm 2024", [("date", "2/9/2024", "")]),
        ("2,5 - 3,8 triệu đồng/tháng", [("number", "2.5", "triệu đồng"), ("number", "3.8", "triệu đồng")]),
        ("lúc 07h30", [("number", "7:30", "giờ")]),
        ("từ 7 giờ 30 phút đến 17 giờ", [("number", "7:30", "giờ"), ("number", "17:00", "giờ")]),
        ("tối 28 tháng 10 năm 2022", [("date", "28/10/2022", "")]),
        ("sau 18 tháng", [("number", "18", "tháng")]),
        ("trong hai ngày 5 và 6 tháng 6", [("number", "2", "ngày"), ("date", "5/6/", ""), ("date", "6/6/", "")]),
        ("thứ Tư 15/6", [("date", "15/6/", "")]),
        ("trước 23 tháng Chạp", [("date", "23//", "")]),
        ("Đội K18 tổ chức", []),  # K18 is one word
        ("64 phần trăm của 320 mét vuông", [("number", "64", "%"), ("number", "320", "m2")]),
        ("19,36 ki-lô-mét vuông, 2 héc-ta", [("number", "19.36", "km2"), ("number", "2", "ha")]),
    ],
)
def test_figures_are_read_in_one_way_of_writing(text, values):
    found = [(atom.kind, atom.value, atom.unit) for atom in read(text, LEXICON).atoms]
    assert found == values


def test_a_date_agrees_as_far_as_it_says():
    assert agrees((None, None, 2023), (31, 12, 2023), ())
    assert agrees((15, 3, 2024), (15, 3, None), {2024})
    assert not agrees((15, 3, 2024), (15, 3, None), {2023})
    assert not agrees((15, 3, None), (None, 3, 2024), ())


def test_denials_are_compared():
    passage = "xã sính lùng chưa kết nạp được ai . xã pá hu họp".split()
    assert added_no("xã pá hu không họp".split(), passage, passage) == 1
    assert added_no("sính lùng không kết nạp ai".split(), passage, passage) == 0
    assert lost_no("sính lùng đã kết nạp".split(), passage, {1, 2, 4, 5}) == 1  # it stands on "kết", which "chưa" governs
    assert lost_no("sính lùng chưa kết nạp".split(), passage, {1, 2, 4, 5}) == 0
    assert lost_no("xã pá hu họp".split(), passage, {9, 10, 11, 12}) == 0
    most = "mỗi tổ tối đa 5 người".split()
    assert added_no("mỗi tổ không được quá 5 người".split(), most, most) == 0
    assert opposed("hộ nghèo tăng".split(), "hộ nghèo giảm".split()) == 1
    assert opposed("hộ nghèo giảm".split(), "hộ nghèo giảm".split()) == 0


def test_the_way_of_a_claim_through_its_passage(source):
    true = Chain(read("163 người Thái và 51 người Mông.", LEXICON), source)
    assert (true.gain_of_a_swap(), true.turns_back()) == (0, 0)
    assert true.cost() == 0  # Thái and Mông follow their numbers, and steps to numbers do not count
    swapped = Chain(read("51 người Thái và 163 người Mông.", LEXICON), source)
    # 51 -> Thái -> 163 -> Mông goes back twice; with the numbers exchanged never.
    assert swapped.turns_back() == 2
    assert swapped.gain_of_a_swap() > 2 * 0.25
    missing = Chain(read("Bản Xa Lạ giải tán.", LEXICON), source)
    assert missing.way.stops == ()


def test_which_facts_can_be_taken_for_one_another():
    def one(text):
        return read(text, LEXICON).atoms[0]

    assert are_rivals(one("12 triệu đồng"), one("15 triệu đồng"))
    assert not are_rivals(one("12 triệu đồng"), one("15%"))
    assert not are_rivals(one("12 người"), one("ngày 5/4"))
    assert are_rivals(one("xã Pá Hu"), one("xã Sính Lùng"))
    assert not are_rivals(one("xã Pá Hu"), one("huyện Nậm Khoang"))


def test_claims_come_one_by_one_however_the_text_is_cut():
    text = "**Xã A** có 5 tổ [1]. Xã B họp. [2] - Xã C họp [1, 3]\nXã D họp【2】. Xem thêm"
    expected = [
        Claim("Xã A có 5 tổ.", (1,)),
        Claim("Xã B họp.", (2,)),
        Claim("Xã C họp", (1, 3)),
        Claim("Xã D họp.", (2,)),
        Claim("Xem thêm", ()),
    ]
    for size in (1, 7, len(text)):
        assert list(claims(text[at : at + size] for at in range(0, len(text), size))) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Xem a.example.com.",
        "Xem www.a",
        "Xem http://a",
        "[a](b)",
        "<b>a</b>",
        "a&amp;b",
        "javascript:a",
        "a@b.c",
        "",
        "...",
        "a" * 601,
    ],
)
def test_what_is_no_plain_prose_is_not_plain(text):
    assert not Claim(text, (1,)).is_plain
    assert Claim("Xã A có 5 tổ, đạt 7,5%.", (1,)).is_plain


def test_a_name_may_end_beside_another_and_be_shortened():
    text = "Ông Doãn Văn Kiểm là Chủ tịch UBND huyện Thanh Mã. Sở Văn hóa, Thể thao và Du lịch họp ở Sa Lếch."
    source = Source("Tin", [text], 2024, LEXICON)
    assert "name" not in wrong(source, "Chủ tịch UBND huyện Thanh Mã Doãn Văn Kiểm họp.")
    assert "name" not in wrong(source, "Hôm ấy, Sở VHTTDL họp.")
    assert "name" in wrong(source, "Chủ tịch UBND huyện Thanh Doãn Mã Văn Kiểm họp.")
    assert "name" in wrong(source, "Hôm ấy, Sở VHTTDD họp.")
    assert "name" in wrong(source, "Hôm ấy, Hdv Tdl họp.") and "name" in wrong(source, "Hôm ấy, Sa họp với Hva.")


def counted(source, sentence):
    return measured(read(sentence, LEXICON), source).counted


def test_what_a_number_counts_stands_behind_it_in_the_passage():
    source = Source("Tin", ["Câu lạc bộ có 46 người, nhận 12 bộ chiêng và làm được 27.000 do giãn cách."], 2024, LEXICON)
    assert counted(source, "Câu lạc bộ nhận 12 bộ chiêng.") == 0
    assert counted(source, "Câu lạc bộ nhận 12 dàn chiêng.") == 1
    assert counted(source, "Câu lạc bộ có 46 thành viên.") == 0.5  # persons, in another word
    assert counted(source, "Câu lạc bộ có 46 hộ.") == 1  # a household is none
    assert counted(source, "Câu lạc bộ làm 27.000 sản phẩm.") == 0.5  # "do" is no noun
    assert counted(source, "Số bộ chiêng là 12 nên câu lạc bộ vui.") == 0


@pytest.mark.parametrize(
    ("sentence", "impossible"),
    [
        ("Có 38 trong 31 cá thể sống sót.", True),
        ("Có 31 trong số 38 cá thể sống sót.", False),
        ("Có 5 người trong 3 xã.", False),  # these are not of one kind
        ("Giá tăng từ 9.500 lên 6.000 đồng.", True),
        ("Giá tăng từ 6.000 đồng lên 9.500 đồng.", False),
        ("Số vụ giảm từ 8 vụ năm 2022 xuống 19 vụ.", True),
        ("Số vụ giảm từ 19 vụ năm 2022 xuống còn 8 vụ.", False),
        ("Số hộ nghèo giảm từ 19 hộ còn 8 hộ.", False),
        ("Giá giảm từ 6.000 đồng còn 9.500 đồng.", True),
        ("Từ 12 xã đến 5 xã.", False),  # neither a rise nor a fall
    ],
)
def test_figures_that_stand_against_their_own_words(source, sentence, impossible):
    assert is_impossible(read(sentence, LEXICON)) is impossible
    assert ("sums" in wrong(source, sentence)) is impossible


def test_a_number_of_an_order_is_no_count():
    source = Source("Lớp khóa 3", ["Lớp khóa 3 gồm 60 học viên, nhận 200 triệu."], 2024, LEXICON)
    assert "number" not in wrong(source, "Lớp khóa 3 gồm 60 học viên.")
    assert "number" in wrong(source, "Lớp khóa 60 gồm 60 học viên.")
    assert "number" not in wrong(source, "Đội 60 họp.")  # "đội" does not stand there: nothing to compare with
    assert "unit" not in wrong(source, "Lớp nhận 200 triệu đồng.")
    assert "unit" in wrong(source, "Lớp nhận 200 tỷ đồng.") and "unit" in wrong(source, "Lớp nhận 200 đồng.")


def test_a_number_of_the_title_is_told():
    source = Source("Lịch tuần 21", ["Lịch này thay lịch trước."], 2024, LEXICON)
    assert "number" not in wrong(source, "Lịch tuần 21 thay lịch trước.")
    assert "number" in wrong(source, "Lịch tuần 22 thay lịch trước.")


def test_nobody_is_called_by_the_name_of_a_place():
    source = Source("Tin", ["Anh Tiến ở bản Huổi Pha họp với Chủ tịch UBND huyện Lò Văn Sơn."], 2024, LEXICON)
    assert "name" in wrong(source, "Ông Huổi Pha họp.")
    assert "name" not in wrong(source, "Ông Lò Văn Sơn họp.")  # no district is called so
    assert "name" not in wrong(source, "Bản Huổi Pha họp.")


def test_a_sure_verifier_weighs_more():
    assert voiced(2.5) == (2.5, 0)
    assert voiced(4.5) == (4.5, 1.5)


def test_many_words_of_its_own_are_no_support():
    source = Source("Tin", ["Xã Pá Hu họp sáng nay."], 2024, LEXICON)
    assert "words" not in wrong(source, "Xã Pá Hu họp sáng nay, bàn.")  # one of seven
    assert "words" in wrong(source, "Pá Hu giải thể hợp tác kiểu cũ.")  # five of seven
