"""What a reader sees: the quote around the answer, cut to clauses where it is long, at exact offsets."""

from dataclasses import replace
from datetime import date

from test_rag_fakes import LEXICON

from corpus import Article, Origin, Span, split_sentences, syllable_count
from rag.compose import (
    MAX_PIECES,
    PIECES_SYLLABLES,
    SENTENCE_SYLLABLES,
    answer_text,
    citations,
    several_pieces,
    single_piece,
)
from rag.enumeration import enumeration
from rag.evidence import Evidence
from rag.features import Features
from rag.question import understand
from rag.short_answer import ShortAnswer

FEATURES = Features(**dict.fromkeys(Features.__dataclass_fields__, 1.0))
# Ten clauses of eleven syllables each but the last, so that the whole is far beyond what is quoted.
CLAUSES = [f"xã số {number} đã giao cho từng chi bộ nhận {number} việc" for number in range(10, 19)]
LONG = f"Theo báo cáo gửi huyện, {', '.join(CLAUSES)}, và cuối cùng mọi việc đều xong."


def article(text, name="bai", **fields):
    return Article(id=name, text=text, title="Bài thử", **fields)


def evidence(about, sentence=0, short=None, score=1.0, kind="number"):
    spans = split_sentences(about.text)
    return Evidence(about, spans[sentence], FEATURES, score, ShortAnswer(short, 3.0, 0) if short else None, kind)


def test_a_sentence_of_ordinary_length_is_quoted_whole():
    text = "Mở đầu. Huyện Sơn Hạ có 38 chi bộ. Kết thúc."
    (piece,) = single_piece(understand("Huyện Sơn Hạ có mấy chi bộ?", LEXICON), evidence(article(text), 1, "38 chi bộ"))
    assert piece.text == "Huyện Sơn Hạ có 38 chi bộ."
    assert (piece.span.start, piece.span.end) == (8, 34)


def test_a_long_sentence_is_cut_to_whole_clauses_around_the_answer():
    assert syllable_count(LONG) > SENTENCE_SYLLABLES
    about = article(f"Một câu trước. {LONG}")
    (piece,) = single_piece(understand("Xã nhận mấy việc?", LEXICON), evidence(about, 1, "16 việc"))
    assert "16 việc" in piece.text
    assert about.text[piece.span.start : piece.span.end] == piece.text
    assert SENTENCE_SYLLABLES - 12 < syllable_count(piece.text) <= SENTENCE_SYLLABLES
    # It starts at the start of a clause and ends at the end of one.
    assert about.text[: piece.span.start].endswith(", ")
    assert about.text[piece.span.end] == ","
    assert all(part in LONG.split(", ") for part in piece.text.split(", "))


def test_the_first_and_the_last_clause_of_a_long_sentence():
    about = article(LONG)
    question = understand("Xã nhận mấy việc?", LEXICON)
    (first,) = single_piece(question, evidence(about, 0, "10 việc"))
    assert first.span.start == 0
    (last,) = single_piece(question, evidence(about, 0, "mọi việc"))
    assert last.span.end == len(LONG)
    assert last.text.endswith("mọi việc đều xong.")


def test_without_a_short_answer_the_clause_with_the_questions_words_is_kept():
    about = article(LONG)
    (piece,) = single_piece(understand("Xã số 13 làm gì?", LEXICON), evidence(about, 0, kind="why_how"))
    assert "xã số 13 đã giao" in piece.text


def test_a_long_sentence_of_one_clause_stays_whole():
    text = " ".join(["chữ"] * (SENTENCE_SYLLABLES + 20)) + "."
    (piece,) = single_piece(understand("Vì sao?", LEXICON), evidence(article(text), 0, kind="why_how"))
    assert piece.span == Span(0, len(text))


def test_several_pieces_are_of_one_article_in_its_order_without_repeats():
    text = (
        "Huyện mở lớp học cho người trẻ. Huyện cử cán bộ xuống từng bản xa. Huyện giao việc thử thách cho quần chúng. "
        "Huyện mở lớp học cho người trẻ! Mỗi xã chọn ra một bản làm điểm. Các đoàn thể giới thiệu nguồn."
    )
    about, other = article(text), article("Nơi khác cũng làm như thế.", "khac")
    found = [
        evidence(about, 2, score=2.0),
        evidence(other, 0, score=1.99),
        evidence(about, 0, score=1.9),
        evidence(about, 3, score=1.89),
        evidence(about, 1, score=1.8),
        evidence(about, 4, score=1.7),
        evidence(about, 5, score=1.6),
    ]
    pieces = several_pieces(understand("Huyện làm gì?", LEXICON), found)
    assert 2 <= len(pieces) <= MAX_PIECES
    assert {piece.article for piece in pieces} == {about}
    starts = [piece.span.start for piece in pieces]
    assert starts == sorted(starts)
    assert "Huyện giao việc thử thách cho quần chúng." in [piece.text for piece in pieces]
    assert len({piece.text.strip(".!") for piece in pieces}) == len(pieces)
    assert sum(syllable_count(piece.text) for piece in pieces) <= PIECES_SYLLABLES


def test_what_only_follows_a_sentence_that_surely_answers_is_left_out():
    text = "Cầu do hai công ty xây. Thời gian xây là 18 tháng. Ngoài ra, công ty thứ ba làm đường dẫn. Mùa lũ cầu ngập."
    about = article(text)
    sure = replace(evidence(about, 0).features, read=0.95, chosen=0.99)
    unsure = replace(sure, read=0.3)
    rest = [evidence(about, at, score=1.0) for at in (1, 2, 3)]
    asked = understand("Những công ty nào xây cầu?", LEXICON)
    surely = several_pieces(asked, [replace(evidence(about, 0, score=9.0), features=sure), *rest])
    assert [piece.text for piece in surely] == ["Cầu do hai công ty xây.", "Ngoài ra, công ty thứ ba làm đường dẫn."]
    perhaps = several_pieces(asked, [replace(evidence(about, 0, score=9.0), features=unsure), *rest])
    assert [piece.text for piece in perhaps][1] == "Thời gian xây là 18 tháng."


def test_a_citation_quotes_exactly_and_says_where_from():
    origin = Origin(title="Gốc", source="Báo Gốc", author="An", published=date(2021, 7, 1), url="https://goc.example")
    about = article("Huyện có 38 chi bộ.", source="Báo Thử", url="https://thu.example", based_on=origin)
    pieces = single_piece(understand("Huyện có mấy chi bộ?", LEXICON), evidence(about, 0, "38 chi bộ"))
    (cited,) = citations(pieces, [0.87654321])
    assert about.text[cited.start : cited.end] == cited.quote == "Huyện có 38 chi bộ."
    assert (cited.number, cited.article_id, cited.title, cited.source) == (1, "bai", "Bài thử", "Báo Thử")
    assert (cited.url, cited.published, cited.score, cited.copies) == ("https://thu.example", None, 0.8765, ())
    assert cited.based_on == {
        "title": "Gốc",
        "source": "Báo Gốc",
        "author": "An",
        "published": "2021-07-01",
        "url": "https://goc.example",
    }


def test_the_answers_text_numbers_its_sources():
    about = article("Huyện có trên 38 chi bộ. Xã có 5 chi bộ.")
    question = understand("Huyện có mấy chi bộ?", LEXICON)
    pieces = [*single_piece(question, evidence(about, 0, "38")), *single_piece(question, evidence(about, 1, "5"))]
    cited = citations(pieces, [1.0, 1.0])
    assert answer_text("trên 38 chi bộ", cited) == ("Trên 38 chi bộ [1]\nHuyện có trên 38 chi bộ. [1]\nXã có 5 chi bộ. [2]")
    assert answer_text(None, cited[:1]) == "Huyện có trên 38 chi bộ. [1]"


LISTED = (
    "Đoàn nêu ba nguyên nhân. Thứ nhất, mưa quá lớn. Lượng mưa đạt 214 mm. Thứ hai, lòng suối bị bồi lấp. "
    "Thứ ba, nhà xây sát mép suối. Bà con đã dọn bùn. Ông Páo nói vậy. Xã họp dân. Một là hỗ trợ gạo."
)


def test_an_enumeration_is_quoted_with_all_its_items():
    about = article(LISTED)
    lead, first, second, third = (split_sentences(LISTED)[at] for at in (0, 1, 3, 4))
    assert enumeration(about, lead) == enumeration(about, third) == [first, second, third]
    assert enumeration(about, split_sentences(LISTED)[2]) == [first, second, third]  # what explains an item
    assert enumeration(about, split_sentences(LISTED)[5]) == []
    assert enumeration(about, split_sentences(LISTED)[8]) == []  # one item is no enumeration
    pieces = several_pieces(understand("Nguyên nhân là gì?", LEXICON), [evidence(about, 3), evidence(about, 5)])
    assert [piece.span for piece in pieces] == [first, second, third]


def test_the_next_sentence_is_quoted_where_it_begins_with_the_cause():
    about = article(
        "Chợ Sơn Hạ xây mãi chưa xong. Nguyên nhân, theo huyện, là gặp đá ngầm. Chợ rộng 3 ha.\nVì mưa nhiều, đường lầy."
    )
    asked = understand("Sao chợ Sơn Hạ xây mãi chưa xong?", LEXICON)
    assert [piece.text for piece in several_pieces(asked, [evidence(about)])] == [
        "Chợ Sơn Hạ xây mãi chưa xong.",
        "Nguyên nhân, theo huyện, là gặp đá ngầm.",
    ]
    assert len(several_pieces(understand("Chợ Sơn Hạ xây thế nào?", LEXICON), [evidence(about)])) == 1
    assert len(several_pieces(asked, [evidence(about, sentence=2)])) == 1  # another paragraph begins
