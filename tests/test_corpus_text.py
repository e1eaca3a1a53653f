"""The cleaned text, the match key, and the decoding of old files."""

import random
import unicodedata

import pytest

from corpus import clean, fold, has_diacritics, match_key, syllable_count, tokens
from corpus.draft import UnreadableFile
from corpus.encoding import decode as decode_file
from corpus.vietnamese import vietnamese_share


def decode(data):
    return decode_file(data).text


TEXT = (
    "Ủy ban nhân dân xã Mường Thín họp bàn việc mở đường. Đồng bào ủng hộ, hiến hơn 2.000 mét vuông đất.\n"
    "Được sự giúp đỡ của bộ đội, bà con dựng lại mười hai nhà bị sập sau cơn lũ vừa qua.\n"
) * 3


def test_clean_keeps_what_is_seen_and_drops_what_is_not():
    assert clean("\ufeffHọp\u200b  thôn\r\n\r\n\r\n\r\nBắt\u00adđầu\u202e \n") == "Họp thôn\n\nBắtđầu"


def test_clean_composes_and_mends_look_alikes():
    assert clean(unicodedata.normalize("NFD", "Đường")) == "Đường"
    assert clean("Ðảng") == "Đảng"  # Icelandic eth


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("Đ\u0430ng b\u043e x\u0430\u0303", "Đang bo xã"),  # Cyrillic а and о
        ("X\u0435\u0301t", "Xét"),  # Cyrillic е under a Latin accent
        ("\u0422hanh \u0420hong", "Thanh Phong"),
        ("H\u039f\u0391NG v\u03cc", "HOANG vó"),  # Greek capitals, omicron with tonos
        ("Москва, Россия và ОАО", "Москва, Россия và ОАО"),  # wholly Cyrillic, the last one in look-alikes only
        ("Αθήνα, TNFα, 5 μm, ΔT", "Αθήνα, TNFα, 5 μm, ΔT"),
        ("１２ｋｍ，７０％", "12km,70%"),
        ("\U0001d5db\U0001d5fc\u0323\U0001d5fd", "Họp"),  # bold letters, the dot a mark of its own
        ("ﬁle", "file"),
        ("07\u2011NQ/TU", "07-NQ/TU"),
        ("\u0111u\u031bo\u031b\u0300ng", "đường"),
        ("ti\u00e9\u0302ng", "tiếng"),  # the tone before the circumflex: NFC leaves it there
        ("ta\u0301\u0306t", "tắt"),
        ("bo\u0302\u0323 bo\u0323\u0302", "bộ bộ"),
        ("tha\u0323\u0323t", "thạt"),
        ("\u0111u\u0315o\u0315\u0300ng", "đường"),
        ("d\u0336ang", "đang"),
        ("Ðảng ɖang Ɖăk", "Đảng đang Đăk"),
        ("Nǐ hǎo, façade, Ærø, Łódź, naïve", "Nǐ hǎo, façade, Ærø, Łódź, naïve"),
        ("Київ 東京 서울 ประเทศ", "Київ 東京 서울 ประเทศ"),
    ],
)
def test_look_alikes(typed, cleaned):
    assert clean(typed) == cleaned
    assert clean(unicodedata.normalize("NFD", typed)) == cleaned


def test_clean_is_idempotent_on_any_mixture():
    letters = (
        "aeoudDthHOUEđĐéêẹơư ộ\n\t1,-" + "\u0300\u0301\u0302\u0303\u0306\u0309\u0313\u0315\u031b\u0323\u0335\u0336\u0340\u0344"
    )
    letters += "аеорТΟοόαѐїй" + "１ａ％\u200b\u00ad\u202e\ufb01\U0001d5db\u2011ðÐ\u1160\ufffd"
    dice = random.Random(7)
    for _ in range(5_000):
        once = clean("".join(dice.choices(letters, k=12)))
        assert clean(once) == once and unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize("text", ["a \u00a0 b", "\n\n\nx\n \n\ny", "e\u0323\u0302", "a\ud800b", "\u2028\u2029z\x00\x07"])
def test_clean_is_idempotent(text):
    assert clean(clean(text)) == clean(text)


def test_match_key_moves_tones_and_fold_drops_them():
    assert match_key("HOÀ thuý Uỷ quý") == "hòa thúy ủy quý"
    assert fold("Đảng bộ Nậm Pồ") == "dang bo nam po"
    assert has_diacritics("Đảng") and not has_diacritics("dang bo")


def test_tokens_keep_numbers_and_document_ids_whole():
    assert tokens("đạt 325/600, 70,5% theo Nghị quyết 07-NQ/TU") == [
        "đạt",
        "325/600",
        "70,5%",
        "theo",
        "nghị",
        "quyết",
        "07-nq/tu",
    ]


def test_syllables_are_counted_between_blanks():
    assert syllable_count("Bản có 1.500 hộ - “đông” nhất.") == 6


def test_syllables_of_a_mile_of_dashes():
    assert syllable_count("-" * 1_000_000) == 0  # once quadratic: it would not end within a day


def _cp1258(text):
    """Windows-1258 writes the tone behind its vowel: "ộ" is "ô" and a combining dot."""
    out = []
    for c in text:
        parts = unicodedata.normalize("NFD", c)
        tones = "".join(p for p in parts if p in "\u0300\u0301\u0303\u0309\u0323")
        out.append(unicodedata.normalize("NFC", "".join(p for p in parts if p not in tones)) + tones)
    return "".join(out).encode("cp1258")


def _font(text, name):
    """The text as typed with an old font, by viparse's own table."""
    from viparse.normalize.encodings import CHARMAPS

    table = {}
    for old, new in CHARMAPS[name].pairs:
        table.setdefault(new, old)
    return "".join(table.get(c, c) for c in text)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        unicodedata.normalize("NFD", TEXT).encode(),
        _cp1258(TEXT),
    ],
    ids=["utf-8", "utf-8 BOM", "utf-16 BOM", "utf-16-le", "utf-16-be", "NFD", "cp1258"],
)
def test_known_encodings_give_the_same_text(data):
    assert clean(decode(data)) == clean(TEXT)


@pytest.mark.parametrize("name", ["tcvn3", "vni"])
@pytest.mark.parametrize("stored", ["latin-1", "cp1252", "utf-8"])
def test_fonts_of_the_nineties_are_converted(name, stored):
    text = TEXT.lower()  # TCVN3 has no capitals with tones of its own: another font drew them
    data = _font(text, name).encode(stored, errors="ignore")
    # A few letters of VNI have no place in cp1252; all others must come back.
    same = sum(a == b for a, b in zip(clean(decode(data)), clean(text), strict=False))
    assert same >= 0.97 * len(clean(text)) if stored == "latin-1" else decode(data).startswith(text[:7])


def test_tcvn3_by_hand():
    # "§¶ng bé x·" is "Đảng bộ xã" in TCVN3; enough text for a judgement.
    data = ("§¶ng bé x· häp. " * 20).encode("latin-1")
    assert clean(decode(data)).startswith("Đảng bộ xã họp.")


def test_other_languages_in_unicode_are_left_alone():
    text = "Die Bürger der Stadt haben über größere Straßen abgestimmt. " * 10
    assert decode(text.encode()) == text


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
        ("Die Bürger der Stadt haben über größere Straßen abgestimmt. " * 10).encode("latin-1"),
        TEXT.encode()[:-40] + b"\xff\xfe\xe1\xbb" + b"\x01\x02\x03" * 30,
        b"\xff\xfe\x00",
        b"MZ" + b"\x00\x01\x02\x03" * 500,
    ],
    ids=["picture", "German latin-1", "damaged", "half a UTF-16 unit", "program"],
)
def test_bytes_that_are_no_vietnamese_text_are_refused(data):
    with pytest.raises(UnreadableFile, match="bảng mã"):
        decode(data)


def test_share_tells_vietnamese_from_mojibake():
    assert vietnamese_share(TEXT) > 0.95
    assert vietnamese_share(TEXT.encode().decode("latin-1")) < 0.5
    assert vietnamese_share("") == 0.0
