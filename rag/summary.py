"""A summary of one article in its own words: the lead and its most central sentences, in the order of the text."""

import re

import numpy as np

from corpus import Article, Span, split_sentences, syllable_count
from rag.compose import PIECES_SYLLABLES, Piece
from rag.vectors import SentenceVectors

_SENTENCES = 4  # beside the lead
_READ = 80  # sentences of a long article that are compared
_SHORTEST, _LONGEST = 8, 60  # syllables of a sentence worth quoting
_REPEATS = 0.7  # what likeness to a chosen sentence costs against centrality; set by hand
_ASIDE = re.compile(r"(?:chú thích|trong ảnh|ảnh|hình|nguồn|bài gốc|tác giả|video|xem thêm|theo)\b[^.]{0,40}:|bài gốc\b", re.I)
# A sentence that points back cannot stand without the one before it.
_POINTS_BACK = re.compile(
    r"(?:\w+,? ){0,6}?(?:này|ấy|đó|đây|họ|vậy|thế|nói trên|kể trên|nêu trên)\b|(?:cũng|song|nhưng|tuy) ", re.I
)


def summary(article: Article, vectors: SentenceVectors) -> list[Piece]:
    """Up to five sentences; an article without any sentence of a usual length gives its first one.

    Centrality is the mean cosine to the other sentences (the centroid method of Radev et al. 2004, with sentence vectors);
    greedily, less the likeness to what is chosen already (Carbonell & Goldstein 1998).
    """
    whole = split_sentences(article.text)
    spans = [span for span in whole if _is_telling(article.text[span.start : span.end])][:_READ]
    if not spans:
        return [Piece(article, span) for span in whole[:1]]
    found = vectors.of([f"{article.title}\n{article.text[span.start : span.end]}" for span in spans])
    alike = found @ found.T
    alike = alike - alike.mean()
    central = alike.mean(axis=1)
    # The lead stands first whatever it says.
    alone = [at for at, span in enumerate(spans) if not _POINTS_BACK.match(article.text[span.start : span.end])]
    chosen, room = [0], PIECES_SYLLABLES - _length(article, spans[0])
    while len(chosen) <= _SENTENCES:
        worth = central - _REPEATS * alike[:, chosen].max(axis=1)
        fitting = [at for at in alone if at not in chosen and _length(article, spans[at]) <= room]
        if not fitting:
            break
        best = fitting[int(np.argmax(worth[fitting]))]
        chosen.append(best)
        room -= _length(article, spans[best])
    return [Piece(article, spans[at]) for at in sorted(chosen)]


def _is_telling(sentence: str) -> bool:
    return _SHORTEST <= syllable_count(sentence) <= _LONGEST and not _ASIDE.match(sentence)


def _length(article: Article, span: Span) -> int:
    return syllable_count(article.text[span.start : span.end])
