"""An answer in a language model's words, of which only what the passages support is kept; else the extractive answer stands."""

import logging
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from corpus import Span, match_key, syllable_count, tokens
from index import Hit, Index
from rag.agreement import agreement
from rag.answer import Answer, Citation
from rag.claims import Claim, claims
from rag.compose import Piece, citations
from rag.llm import Llm, LlmError
from rag.names import holds
from rag.passage import Passage, passages
from rag.prompt import system_prompt, user_prompt
from rag.question import Question
from rag.support import support
from rag.vectors import SentenceVectors
from rag.verifier import Verifies

MAX_CLAIMS = 6
MAX_SYLLABLES = 170  # of all sentences together, as for an extractive answer of several pieces
FAILED = "Máy soạn câu trả lời không trả lời được; dưới đây là phần trích nguyên văn từ bài."
UNSUPPORTED = "Câu trả lời do máy soạn không khớp với bài nên được thay bằng phần trích nguyên văn."
DROPPED = "Đã bỏ bớt câu do máy soạn vì không khớp với bài."
_AGREES = 0.5  # of rag/agreement.py: the name, or the year, is at least near the sentence

_MARK = re.compile(r"\s*\[\d+\]")
_LOG = logging.getLogger(__name__)

OnSentence = Callable[[str], None]


@dataclass(frozen=True)
class Kept:
    """A claim and the sentence of an article that supports it."""

    text: str
    piece: Piece
    score: float


@dataclass(frozen=True)
class Writer:
    """Writes over one index; safe to share between threads."""

    llm: Llm
    index: Index
    vectors: SentenceVectors
    verifier: Verifies

    def write(self, asked: Question, hits: Sequence[Hit], found: Answer, on_sentence: OnSentence | None = None) -> Answer:
        """The answer `found` in the model's words, or `found` itself with a note of what went wrong.

        A refusal stays one, and what is put together by rules (comparisons, totals, counts) stays as it is. Each sentence that
        is kept is told to `on_sentence` as soon as it is checked, with its citation; in the end `found` may still replace it.
        """
        if not found.citations or not _all_quoted(found):
            return found
        shown = passages(hits, found.citations, self.index, self.llm.passages)
        mark = secrets.token_hex(8)
        kept: list[Kept] = []
        dropped = 0
        try:
            with closing(self.llm.stream(system_prompt(mark), user_prompt(asked.full, shown, mark))) as stream:
                for claim in _few(claims(stream)):
                    one = self._checked(asked, claim, shown)
                    if one is None:
                        dropped += 1
                    elif not _repeats(one, kept) and _fits(one, kept):
                        kept.append(one)
                        (on_sentence or _nobody)(_sentence(one, kept))
        except LlmError as error:
            _LOG.warning("the language model %s failed: %s", self.llm.name, error)
            return replace(found, notes=(*found.notes, FAILED))
        if not _complete(found, kept):
            return replace(found, notes=(*found.notes, UNSUPPORTED))
        return _written(found, kept, (*found.notes, DROPPED) if dropped else found.notes)

    def _checked(self, asked: Question, claim: Claim, shown: Sequence[Passage]) -> Kept | None:
        if not claim.is_plain:
            return None
        for number in claim.cited:
            if not 1 <= number <= len(shown):
                continue
            passage = shown[number - 1]
            supported = support(claim.text, passage.source, self.vectors, self.verifier)
            if supported is None:
                continue
            piece = Piece(passage.article, passage.chunk.sentences[supported.sentence])
            if self._on_topic(asked, claim, piece):
                return Kept(claim.text, piece, supported.score)
        return None

    def _on_topic(self, asked: Question, claim: Claim, piece: Piece) -> bool:
        """A claim that leaves out what the question names speaks of it all the same, so the passage must, too."""
        key = match_key(claim.text)
        if asked.names and any(holds(key, name) for name in asked.names):
            return True
        agrees = agreement(asked, piece.article, piece.span, self.index.lexicon)
        return min(agrees.names, agrees.times) >= _AGREES


def _all_quoted(found: Answer) -> bool:
    """Whether every line of an answer is a quote or the short answer."""
    quotes = {match_key(text) for citation in found.citations for text in citation.quote.split("\n")}
    lines = (match_key(_MARK.sub("", line)).strip() for line in found.answer.split("\n"))
    return all(line in quotes or line == match_key(found.short_answer or "") for line in lines)


def _few(found: Iterator[Claim]) -> Iterator[Claim]:
    """The claims, as long as they are few; raises LlmError for a model that writes on and on."""
    for number, claim in enumerate(found, 1):
        if number > 2 * MAX_CLAIMS:
            raise LlmError(f"more than {2 * MAX_CLAIMS} sentences")
        yield claim


def _repeats(one: Kept, kept: Sequence[Kept]) -> bool:
    return any(match_key(one.text) == match_key(other.text) for other in kept)


def _fits(one: Kept, kept: Sequence[Kept]) -> bool:
    length = sum(syllable_count(item.text) for item in (*kept, one))
    return len(kept) < MAX_CLAIMS and length <= MAX_SYLLABLES


def _complete(found: Answer, kept: Sequence[Kept]) -> bool:
    """Whether what is kept still answers: it holds the short answer, and rests on a cited sentence of each article cited."""
    text = f" {' '.join(token for one in kept for token in tokens(one.text))} "
    short = " ".join(tokens(found.short_answer or ""))
    if short and f" {_core(short)} " not in text:
        return False
    held = {citation.article_id for citation in found.citations for one in kept if _rests_on(one, citation)}
    return bool(kept) and held == {citation.article_id for citation in found.citations}


def _core(short: str) -> str:
    """Of a short answer with a number the number alone: what it counts may be said in other words."""
    number = re.search(r"\d\S*", short)
    return number.group() if number else short


def _rests_on(one: Kept, citation: Citation) -> bool:
    span = one.piece.span
    return one.piece.article.id == citation.article_id and span.start < citation.end and citation.start < span.end


def _sentence(one: Kept, kept: Sequence[Kept]) -> str:
    return f"{one.text} [{_numbers(kept)[one.piece.article.id, one.piece.span]}]"


def _numbers(kept: Sequence[Kept]) -> dict[tuple[str, Span], int]:
    """Quotes numbered in the order of the text, each once."""
    return {key: number for number, key in enumerate(dict.fromkeys((one.piece.article.id, one.piece.span) for one in kept), 1)}


def _written(found: Answer, kept: Sequence[Kept], notes: tuple[str, ...]) -> Answer:
    first = {(one.piece.article.id, one.piece.span): one for one in reversed(kept)}
    quoted = [first[key] for key in _numbers(kept)]
    return replace(
        found,
        mode="llm",
        answer=" ".join(_sentence(one, kept) for one in kept),
        citations=citations([one.piece for one in quoted], [one.score for one in quoted]),
        notes=notes,
    )


def _nobody(_: str) -> None:
    """Nobody listens."""
