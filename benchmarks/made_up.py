"""A corpus of any size for benchmarks/scale.py, made of a few thousand real chunks.

Vectors: each is a real chunk's vector moved along the difference of two of its 20 nearest neighbours, by up to the whole
of it, and by a little noise in all directions; so they stay where real text lies, and no two are equal.
Postings: each chunk is real sentences drawn at random up to 160 syllables. Bigrams across sentences are left out, and
the vocabulary stops growing while every list of rows grows with the corpus: longer lists than a real corpus has.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus import Article, chunk_article, fold, split_sentences, syllable_count
from index.lexical import terms
from index.postings import Postings

NOISE = 0.1  # length of the noise beside a unit vector
_NEIGHBOURS, _BLOCK = 20, 20_000
Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Source:
    """Real text: sentences to draw from, questions (titles of articles), and vectors of chunks and questions."""

    sentences: list[str]
    questions: list[str]
    chunk_vectors: Array
    question_vectors: Array


def load_source(files: Sequence[Path], cache: Path, embed: Callable[[list[str], bool], Array], chunks: int, asked: int) -> Source:
    """The source for these JSON lines (title, lead, text); vectors are kept in `cache`, an .npz file."""
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    articles = [Article(id=str(i), title=row["title"], text=f"{row['lead']}\n{row['text']}") for i, row in enumerate(rows)]
    passages = [f"{item.title}\n{chunk.text}" for item in articles for chunk in chunk_article(item)][:chunks]
    questions = [article.title for article in articles][:asked]
    if not cache.exists():
        np.savez(cache, chunks=embed(passages, False), questions=embed(questions, True))
    kept = np.load(cache, allow_pickle=False)
    sentences = [item.text[span.start : span.end] for item in articles for span in split_sentences(item.text)]
    return Source(sentences, questions, kept["chunks"], kept["questions"])


def vectors(source: Source, count: int, seed: int = 0) -> Array:
    """Unit vectors, shape (count, dimension)."""
    draw = np.random.default_rng(seed)
    real = source.chunk_vectors
    neighbours = np.argsort(-(real @ real.T), axis=1)[:, 1 : _NEIGHBOURS + 1]
    made = np.empty((count, real.shape[1]), np.float32)
    for first in range(0, count, _BLOCK):
        some = draw.integers(len(real), size=min(_BLOCK, count - first))
        one, other = (neighbours[some, draw.integers(_NEIGHBOURS, size=len(some))] for _ in range(2))
        moved = real[some] + draw.random((len(some), 1), np.float32) * (real[one] - real[other])
        moved += draw.standard_normal(moved.shape, np.float32) * np.float32(NOISE / real.shape[1] ** 0.5)
        made[first : first + len(some)] = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return made


def postings(source: Source, count: int, *, folded: bool, seed: int = 0) -> Postings:
    """Postings of `count` chunks; the same seed draws the same sentences for both fields."""
    bags = [terms(fold(sentence) if folded else sentence) for sentence in source.sentences]
    vocabulary = sorted({term.encode() for bag in bags for term in bag})
    rank = {term.decode(): number for number, term in enumerate(vocabulary)}
    flat = np.asarray([rank[term] for bag in bags for term in bag], np.int32)
    ends = np.cumsum([0, *(len(bag) for bag in bags)])
    syllables = np.asarray([syllable_count(sentence) for sentence in source.sentences])
    made, lengths = [], []
    draw = np.random.default_rng(seed)
    for first in range(0, count, _BLOCK):
        drawn = draw.integers(len(bags), size=(min(_BLOCK, count - first), 12))
        kept = np.cumsum(syllables[drawn], axis=1) <= 160
        kept[:, 0] = True
        sizes = np.diff(ends)[drawn] * kept
        lengths.append(sizes.sum(axis=1))
        made.append(flat[_spans(ends[drawn][kept], sizes[kept])])
    drawn_terms = np.concatenate(made)
    held = np.bincount(drawn_terms, minlength=len(vocabulary)) > 0  # a small corpus has not every term
    words = [word for word, is_held in zip(vocabulary, held, strict=True) if is_held]
    numbers = (np.cumsum(held) - 1).astype(np.int32)[drawn_terms]
    return Postings.of_ranks(words, numbers, np.concatenate([[0], np.cumsum(np.concatenate(lengths))]))


def _spans(starts: Array, sizes: Array) -> Array:
    """start, start + 1, ... of each span, one behind another."""
    before = np.cumsum(sizes) - sizes
    return np.repeat(starts - before, sizes) + np.arange(int(sizes.sum()))
