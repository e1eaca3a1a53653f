"""Names of places and people, as written and as typed in small letters."""

import pytest
from test_rag_fakes import LEXICON

from index.lexicon import build_lexicon
from rag.names import Name, holds, mentions, names_in, question_mentions, question_names, seen_in

TABLE = {
    "huyện Sơn Hạ": [("sơn hạ", "huyện")],
    "Toàn Đảng bộ huyện Sơn Hạ có 1.240 đảng viên.": [("sơn hạ", "huyện")],
    "Tại Sơn Hạ, nhiều việc đã làm xong.": [("sơn hạ", "")],
    "Giữa Sơn Hạ và Nậm Hua": [("sơn hạ", ""), ("nậm hua", "")],
    "TP Hải Vân": [("hải vân", "tp")],
    "TP. Hải Vân": [("hải vân", "tp")],
    "thành phố Hải Vân": [("hải vân", "thành phố")],
    "Bí thư Đảng ủy xã Pá Hu": [("pá hu", "xã")],
    "huyện Chợ Đồn và xã Đồn Đạc": [("chợ đồn", "huyện"), ("đồn đạc", "xã")],
    "huyện Trạm Tấu, huyện Đơn Dương": [("trạm tấu", "huyện"), ("đơn dương", "huyện")],
    "Ở chợ Sơn Hạ, Bà Mai bán gạo.": [("sơn hạ", "")],
    "Ủy ban Sơn Hạ": [("sơn hạ", "")],
    "bản Hua": [("hua", "bản")],
    "ông Lò Văn Tiến": [("lò văn tiến", "")],
    "Vũ Thị Hội": [("vũ thị hội", "")],
    "H'Mai Niê": [("h'mai niê", "")],
    "Sùng A Lử": [("sùng a lử", "")],
    "ông Đoàn Văn Bình": [("đoàn văn bình", "")],
    "Đồn Biên phòng Pá Hu": [("pá hu", "đồn biên phòng")],
    "Phó Bí thư Huyện ủy Nậm Hua Quàng Thị Mai": [("nậm hua", "huyện ủy"), ("quàng thị mai", "")],
    "Chủ tịch UBND xã Pá Hu Sùng A Lử": [("pá hu", "xã"), ("sùng a lử", "")],
    "Bí thư Đảng ủy Lò Văn Tiến": [("lò văn tiến", "")],
    "Trưởng bản Lò Văn Tiến": [("lò văn tiến", "")],
    "bản Hua Lò Văn Tiến": [("hua", "bản"), ("lò văn tiến", "")],
    "huyện Mai Sơn Hà Văn Bình": [("mai sơn", "huyện"), ("hà văn bình", "")],
    "phường Hoàng Văn Thụ": [("hoàng văn thụ", "phường")],
    "phường Nguyễn Thị Minh Khai": [("nguyễn thị minh khai", "phường")],
    "huyện Đồng Văn": [("đồng văn", "huyện")],
    "xã Trung Lý": [("trung lý", "xã")],
    "Huyện Đoàn Sơn Hạ": [("sơn hạ", "")],
    "xã Pá Hu\nNguyễn Văn An": [("pá hu", "xã"), ("nguyễn văn an", "")],
    "hợp tác xã Sơn Hạ": [("sơn hạ", "")],
    "già làng A Brơi": [("a brơi", "")],
    "trưởng thôn K'Brông Niê": [("k'brông niê", "")],
    "già làng Kon Hlêng": [("kon hlêng", "làng")],
    "huyện A Lưới": [("a lưới", "huyện")],
    # Capitals that are no names.
    "Trong năm qua, Ban Thường vụ Huyện ủy đã họp.": [],
    "Hội Nông dân, Đoàn Thanh niên và Mặt trận Tổ quốc": [],
    "Sở Giáo dục và Đào tạo": [],
    "Nghị quyết nêu rõ. Đồng chí nói. Vì sao?": [],
    "NGHỊ QUYẾT ĐẠI HỘI": [],
    "": [],
}


@pytest.mark.parametrize(("text", "expected"), TABLE.items())
def test_names_in_a_written_text(text, expected):
    assert [(name.key, name.area) for name in names_in(text)] == expected


def test_a_mention_knows_where_it_stands():
    text = "Đảng bộ huyện Sơn Hạ; TP. Hải Vân; huyện Sơn Hạ"
    assert [text[m.start : m.end] for m in mentions(text)] == ["huyện Sơn Hạ", "TP. Hải Vân", "huyện Sơn Hạ"]
    assert [text[m.at : m.end] for m in mentions(text)] == ["Sơn Hạ", "Hải Vân", "Sơn Hạ"]
    assert [name.written for name in names_in(text)] == ["Sơn Hạ", "Hải Vân"]


def test_people_and_places():
    assert Name("lò văn tiến").is_person
    assert not Name("lò văn tiến").may_be_place
    assert not Name("sơn hạ").is_person
    assert not Name("hoàng văn thụ", "phường").is_person
    assert Name("a brơi").is_person and Name("y hlim niê").is_person
    assert Name("y tý").may_be_place and not Name("a lưới", "huyện").is_person
    assert Name("lâm hà").may_be_place  # two syllables after a family name: a person's or a place's


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("huyện sơn hạ có bao nhiêu đảng viên", [("sơn hạ", "huyện", "Sơn Hạ")]),
        ("HUYỆN SƠN HẠ CÓ BAO NHIÊU ĐẢNG VIÊN", [("sơn hạ", "huyện", "Sơn Hạ")]),
        ("huyện Sơn hạ", [("sơn hạ", "huyện", "Sơn Hạ")]),
        ("sơn hạ và nậm hua", [("sơn hạ", "", "Sơn Hạ"), ("nậm hua", "", "Nậm Hua")]),
        # The corpus has the name only behind "Ông", at the head of a sentence.
        ("lò văn tiến là ai", [("lò văn tiến", "", "Lò Văn Tiến")]),
        ("huyện Mường Pồ và sơn hạ", [("mường pồ", "huyện", "Mường Pồ"), ("sơn hạ", "", "Sơn Hạ")]),
        ("toàn đảng bộ có bao nhiêu đảng viên", []),
        ("sơn hà", []),  # another word, if only by its tone
    ],
)
def test_a_question_may_write_known_names_in_small_letters(question, expected):
    assert [(n.key, n.area, n.written) for n in question_names(question, LEXICON)] == expected
    for mention in question_mentions(question, LEXICON):
        assert question[mention.at : mention.end].lower() == mention.name.key


def test_a_run_at_the_head_of_a_sentence_teaches_the_name_behind_it():
    lexicon = build_lexicon(["Huyện Pá Sơn đẹp."])
    assert [(n.key, n.area) for n in question_names("huyện pá sơn", lexicon)] == [("pá sơn", "huyện")]


def test_holds_at_syllable_boundaries():
    assert holds("xã pá hu có hai bản", Name("pá hu"))
    assert not holds("xã pá hung", Name("pá hu"))
    assert not holds("xã spá hu", Name("pá hu"))


def test_what_a_talk_takes_up():
    bà, ông, nơi = seen_in("Bà Quàng Thị Mai và ông Lò Văn Tiến, Bí thư Huyện ủy Sơn Hạ", LEXICON)
    assert (bà.shown, bà.title, ông.title) == ("Quàng Thị Mai", "bà", "ông")
    assert (bà.may_be("bà"), bà.may_be("ông"), ông.may_be("ông"), ông.may_be("bà")) == (True, False, True, False)
    assert bà.may_be("đồng chí")
    assert ông.may_be("đồng chí")
    assert nơi.shown == "huyện Sơn Hạ"  # whoever says "there" means the district, not its committee
    assert (nơi.may_be_called("huyện"), nơi.may_be_called("xã"), nơi.may_be("ông")) == (True, False, False)
    (city,) = seen_in("TP Hải Vân", LEXICON)
    assert (city.shown, city.may_be_called("thành phố"), city.may_be_called("huyện")) == ("TP Hải Vân", True, False)


def test_a_place_that_begins_like_an_office_is_known_where_the_corpus_calls_it_a_place():
    placed = build_lexicon(["Ở huyện Đồng Lãng có chợ. Bà con Đồng Lãng đi chợ. Huyện Đồng Lãng họp."])
    assert [name.key for name in question_names("Chợ ở Khe Pàn hay Đồng Lãng đông hơn?", placed)] == ["khe pàn", "đồng lãng"]
    body = build_lexicon(["Hội Phụ nữ họp. Đoàn Thanh niên họp. Sở Công Thương họp."])
    assert question_names("Đoàn Thanh niên làm gì?", body) == ()
