"""Chunks: whole sentences, each once, breaking at paragraphs where they can."""

import pytest

from corpus import CHUNKER_VERSION, Article, chunk_article, split_sentences, syllable_count


def _sentence(syllables):
    return "Từ" + " từ" * (syllables - 1) + "."


def _chunks(text, limit):
    return chunk_article(Article("a", text, ""), limit)


def _lengths(text, limit):
    return [syllable_count(chunk.text) for chunk in _chunks(text, limit)]


def test_version():
    assert CHUNKER_VERSION == 2


def test_no_text_no_chunk():
    assert _chunks("", 10) == []


def test_a_short_article_is_one_chunk():
    text = "Một câu.\n\nHai câu. Ba câu."
    (chunk,) = _chunks(text, 160)
    assert (chunk.article_id, chunk.start, chunk.end, chunk.text) == ("a", 0, len(text), text)
    assert [text[s.start : s.end] for s in chunk.sentences] == ["Một câu.", "Hai câu.", "Ba câu."]


def test_sentences_fill_a_chunk_up_to_the_limit():
    # 50 + 50 fit in 100; the next 50 start a new chunk
    assert _lengths(" ".join([_sentence(50)] * 4), 100) == [100, 100]


def test_a_chunk_ends_at_a_paragraph_end_in_its_fuller_half():
    # 60 | 30 30: without the paragraph the first chunk would be 60 + 30
    text = f"{_sentence(60)}\n{_sentence(30)} {_sentence(30)} {_sentence(50)}"
    assert _lengths(text, 100) == [60, 60, 50]


def test_a_paragraph_end_in_the_emptier_half_is_passed_over():
    # breaking behind 20 would waste 80 of 100
    text = f"{_sentence(20)}\n{_sentence(70)} {_sentence(50)}"
    assert _lengths(text, 100) == [90, 50]


def test_a_heading_stays_with_its_section():
    # the break comes before "Nhìn từ thực tiễn" (4), not behind it
    text = f"{_sentence(60)}\n\nNhìn từ thực tiễn\n\n{_sentence(90)}"
    assert _lengths(text, 100) == [60, 94]


def test_a_sentence_above_the_limit_is_a_chunk_of_its_own():
    text = f"{_sentence(50)} {_sentence(200)} {_sentence(50)}"
    assert _lengths(text, 100) == [50, 200, 50]


def test_only_a_sentence_above_350_syllables_is_cut():
    assert _lengths(_sentence(350), 100) == [350]
    assert _lengths(_sentence(351), 100) == [100, 100, 100, 51]


def test_it_is_cut_behind_a_comma_of_the_fuller_half():
    # clauses of 60: the cut comes after one clause (60), for two would be 120
    text = "Từ" + " từ" * 59 + "," + (" từ" * 60 + ",") * 6 + " từ."
    assert _lengths(text, 100)[:3] == [60, 60, 60]


def test_a_tiny_tail_joins_the_chunk_before():
    assert _lengths(f"{_sentence(80)} {_sentence(30)}", 100) == [110]  # 30 < 40 and 110 <= 125
    assert _lengths(f"{_sentence(80)} {_sentence(40)}", 100) == [80, 40]  # 40 is no longer tiny
    assert _lengths(f"{_sentence(97)} {_sentence(30)}", 100) == [97, 30]  # 127 > 125


@pytest.mark.parametrize("limit", [20, 60, 160])
def test_every_sentence_is_in_one_chunk_and_texts_are_slices(limit):
    text = "\n\n".join(f"Mục {i}\n{_sentence(7 * i % 90 + 3)} {_sentence(13 * i % 70 + 3)}" for i in range(40))
    chunks = _chunks(text, limit)
    assert [span for chunk in chunks for span in chunk.sentences] == split_sentences(text)
    assert all(chunk.text == text[chunk.start : chunk.end] for chunk in chunks)
    assert all((c.start, c.end) == (c.sentences[0].start, c.sentences[-1].end) for c in chunks)


def test_the_words_of_a_cut_sentence_are_all_there():
    text = " ".join(f"x{i}" for i in range(1000))
    assert " ".join(chunk.text for chunk in _chunks(text, 160)) == text
