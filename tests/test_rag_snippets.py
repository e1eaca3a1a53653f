"""What the reader is given to read, and when it stops."""

from datetime import date

import numpy as np
import pytest

from corpus import Article, Chunk, split_sentences
from rag.reader import Reading, Window
from rag.snippets import AT_ONCE, COUNT, ENOUGH, SYLLABLES, read_until_sure, snippets


def article_of(*lengths):
    """An article whose sentences have so many syllables, and its only chunk."""
    text = " ".join(" ".join([f"Câu{number}", *["bản"] * (length - 1)]) + "." for number, length in enumerate(lengths))
    article = Article(id="a", title="Năm bản", published=date(2024, 1, 1), text=text)
    spans = tuple(split_sentences(text))
    assert len(spans) == len(lengths)
    return article, Chunk("a", 0, len(text), text, spans)


def around(lengths, *best):
    article, chunk = article_of(*lengths)
    made = snippets([(article, chunk, chunk.sentences[number]) for number in best], with_title=False)
    return [[number for number, span in enumerate(chunk.sentences) if piece.holds(article, span)] for piece in made]


def test_a_sentence_is_read_with_its_neighbours_as_far_as_there_is_room():
    assert SYLLABLES == 110
    assert around([40, 40, 40, 40, 40], 2) == [[1, 2]]  # 80 of 110; the sentence before comes first
    assert around([10, 10, 10, 10, 10], 2) == [[0, 1, 2, 3, 4]]
    assert around([40, 40, 130, 10, 10], 2) == [[2]]  # longer than a piece: alone
    assert around([60, 60, 40, 60, 60], 2) == [[1, 2]]
    assert around([90, 80, 40, 20, 60], 2) == [[2, 3]]  # 80 before it has no room, 20 behind it has
    assert around([40, 40], 0) == [[0, 1]]


def test_a_sentence_that_stands_in_a_piece_makes_none_of_its_own():
    assert around([60, 40, 60, 60], 1, 0, 3) == [[0, 1], [3]]


def test_there_are_no_more_than_so_many_pieces():
    assert COUNT == 4
    assert len(around([100] * 6, 0, 1, 2, 3, 4, 5)) == 4


def test_the_place_counts_the_title():
    article, chunk = article_of(100, 50)
    piece = snippets([(article, chunk, chunk.sentences[1])], with_title=True)[0]
    assert piece.text == f"Năm bản\n{article.text[chunk.sentences[1].start :]}"
    assert piece.place(chunk.sentences[1]) == len("Năm bản\n")


LOW = ENOUGH - 9


class Scripted:
    """Gives the score of each text in turn and counts what it was asked to read."""

    def __init__(self, *scores):
        self.scores = list(scores)
        self.batches = []

    def read(self, _, texts):
        self.batches.append(len(texts))
        return [Reading((Window(np.array([(0, 4)]), *(np.array([self.scores.pop(0) / 2], np.float32),) * 2),)) for _ in texts]


@pytest.mark.parametrize(
    ("scores", "batches"),
    [
        ((ENOUGH, LOW, LOW, LOW), [2]),  # the first is sure
        ((LOW, ENOUGH, LOW, LOW), [2]),
        ((LOW, LOW, ENOUGH, LOW), [2, 2]),
        ((LOW, ENOUGH - 0.1, LOW, LOW), [2, 2]),
    ],
)
def test_reading_stops_with_a_sure_answer(scores, batches):
    assert AT_ONCE == 2
    article, chunk = article_of(100, 100, 100, 100)
    pieces = snippets([(article, chunk, span) for span in chunk.sentences], with_title=False)
    reader = Scripted(*scores)
    assert len(read_until_sure(reader, "?", pieces)) == sum(batches)
    assert reader.batches == batches


def test_three_pieces_and_none_are_read():
    article, chunk = article_of(100, 100, 100)
    pieces = snippets([(article, chunk, span) for span in chunk.sentences], with_title=False)
    reader = Scripted(LOW, LOW, LOW)
    assert len(read_until_sure(reader, "?", pieces)) == 3
    assert reader.batches == [2, 1]
    assert read_until_sure(reader, "?", []) == []
