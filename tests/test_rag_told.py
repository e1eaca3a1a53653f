"""What is kept of a sentence, by hand."""

from test_rag_fakes import LEXICON, NAM_HUA, SON_HA

from corpus import split_sentences
from index.lexicon import build_lexicon
from rag.told import told


def test_a_sentence_is_told_with_what_stands_before_it():
    span = split_sentences(SON_HA.text)[2]
    here = told(SON_HA, span, LEXICON)
    assert here.sentence.startswith("Ông Lò Văn Tiến")
    assert here.head == "sơn hạ chăm lo phát triển đảng viên\nsơn hạ"
    assert here.paragraph == "trong năm 2021, huyện sơn hạ kết nạp 56 đảng viên mới, trong đó có 21 nữ. "
    assert here.before == "đảng bộ huyện sơn hạ hiện có 1.240 đảng viên, sinh hoạt ở 38 chi bộ.\n\n" + here.paragraph
    assert {"21", "chăm", "hạ"} <= here.around and "1.240" not in here.around
    assert [name.key for name in here.places] == ["sơn hạ"]


def test_the_same_sentence_is_made_once_for_a_lexicon():
    span = split_sentences(NAM_HUA.text)[0]
    assert told(NAM_HUA, span, LEXICON) is told(NAM_HUA, span, LEXICON)
    other = build_lexicon(["Hội Liên hiệp Phụ nữ (LHPN) huyện họp."])
    assert told(NAM_HUA, span, other) is not told(NAM_HUA, span, LEXICON)


def test_compounds_bring_their_parts_and_abbreviations_their_readings():
    lexicon = build_lexicon(["Ủy ban nhân dân (UBND) xã họp. Ủy ban nhân dân (UBND) huyện họp."])
    article = type(SON_HA)(id="x", title="Tin", text="Quyết định 12-QĐ/HU của UBND xã.")
    here = told(article, split_sentences(article.text)[0], lexicon)
    assert here.syllables == (*"quyết định 12-qđ/hu 12 qđ hu của ubnd ủy ban nhân dân xã".split(),)
