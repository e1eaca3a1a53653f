"""The story of one question: make it standalone, understand, retrieve, weigh the evidence, answer or refuse."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from langchain_core.embeddings import Embeddings

from corpus import Article, HoiBaoError, Span, clean, split_sentences
from index import Hit, Index, open_index
from rag.ageing import age_notes
from rag.answer import Answer, Nearest, Reason
from rag.bound import Bounds, within
from rag.collection import Shelf, answer_overview
from rag.compare import addends, sides, years
from rag.compose import Piece, answer_text, citations, pair_of_pieces, several_pieces, single_piece
from rag.composed import Composed
from rag.confidence import THRESHOLD, confidence
from rag.conflicts import differing, told_apart
from rag.courtesy import OFFERS, courtesy, polite_answer, question_alone
from rag.each_place import each_place
from rag.evidence import Evidence, find_evidence
from rag.examples import example_questions
from rag.filters import Filters, filter_notes
from rag.followup import standalone
from rag.llm import Llm
from rag.mergers import ALIAS, merger_notes, readings
from rag.overview import overview
from rag.periods import vietnam_today
from rag.question import Question, understand
from rag.reader import Found, Reads
from rag.retrieve import articles_of, retrieve
from rag.same_article import with_article_named
from rag.side_by_side import added_up, compared, compared_years, placed
from rag.suggestions import NoTimeError, suggestions
from rag.unplaced import of_other_places, told_for_each
from rag.vectors import SentenceVectors
from rag.writer import OnSentence, Writer
from rag.yes_no import claim_of, decided

MAX_CHARACTERS = 2_000  # of a cleaned question
MAX_TURNS = 20
NEAREST = 3
MOST_PARTS = 100  # of the corpus whose example questions are remembered
REFUSAL = "Không tìm thấy trong kho bài."
REFUSAL_FILTERED = "Không tìm thấy trong các bài khớp với bộ lọc."
NEAREST_FOLLOW = " Dưới đây là những bài gần nhất với câu hỏi."

Stage = Callable[[str], None]
Search = Callable[[Question], list[Hit]]


@dataclass(frozen=True)
class Answerer:
    """Answers over one opened index; safe to share between threads."""

    index: Index
    vectors: SentenceVectors
    reader: Reads
    llm: Llm | None = None

    def ask(
        self,
        question: str,
        history: Sequence[tuple[str, str]] = (),
        filters: Filters | None = None,
        *,
        refuse: bool = True,
        on_stage: Stage | None = None,
        on_sentence: OnSentence | None = None,
        today: date | None = None,
    ) -> Answer:
        """Answer a question, or refuse; `refuse=False` answers whatever the evidence. Raises HoiBaoError for unusable input.

        "Tháng trước" and the like count from `today` (None: today in Vietnam). For `on_sentence` see `Writer.write`.
        """
        text = checked(question, history)
        limits = filters or Filters()
        clock = _Clock()
        (on_stage or _silent)("retrieve")
        kind = courtesy(text)
        if kind is not None:
            return self._polite(text, polite_answer(kind, self.examples_within(limits.bounds) if kind in OFFERS else ()), clock)
        alone, full = self._alone(text, history, limits.bounds)
        asked = understand(full, self.index.lexicon)
        hits = retrieve(self.index, asked, limits, today=today)
        clock.lap("retrieve")
        (on_stage or _silent)("read")
        shelf = Shelf(self.index, self.vectors, limits, today or vietnam_today())
        answer = self._read(
            asked, lambda one: hits if one is asked else retrieve(self.index, one, limits, today=today), refuse, shelf
        )
        clock.lap("read")
        answer = self._in_words(asked, hits, answer, on_stage, on_sentence, clock)
        if not answer.answered and limits.chosen:
            answer = replace(answer, answer=answer.answer.replace(REFUSAL, REFUSAL_FILTERED))
        understood = () if full == alone else (f"Câu hỏi được hiểu là: {full}",)
        cited = [self.index.articles[citation.article_id] for citation in answer.citations]
        notes = (
            *understood,
            *answer.notes,
            *age_notes(asked, cited[0] if cited and not overview(asked) else None, shelf.today),
            *merger_notes(asked, cited),
            *filter_notes(limits, self.index.articles.values(), answer.answered),
        )
        return replace(
            answer,
            citations=tuple(replace(one, copies=self._copies(one.article_id, limits.bounds)) for one in answer.citations),
            question=text,
            standalone_question=text if full == alone else full,
            notes=notes,
            timings_ms=clock.laps(),
            index_version=self.index.version,
            retrieved=tuple(articles_of(hits)),
        )

    def find(self, question: str, history: Sequence[tuple[str, str]] = ()) -> list[Hit]:
        """What `ask` would read, best first: retrieval alone."""
        text = checked(question, history)
        if courtesy(text) is not None:
            return []
        _, full = self._alone(text, history, ())
        return retrieve(self.index, understand(full, self.index.lexicon), Filters())

    def read(self, question: str, article: Article) -> Answer:
        """Answer from this article alone, without retrieval and without refusing: reading comprehension."""
        clock = _Clock()
        asked = understand(checked(question, ()), self.index.lexicon)
        reading = self.reader.read(asked.full, [article.text])[0]
        best = max(
            (
                (found.score, span, found)
                for span in split_sentences(article.text)
                if (found := reading.best(span.start, span.end))
            ),
            key=lambda one: one[0],
            default=None,
        )
        clock.lap("read")
        answer = _read_off(asked, article, best[1], best[2]) if best else self._refusal(asked, "not_found", 0.0, [])
        return replace(answer, timings_ms=clock.laps(), index_version=self.index.version, retrieved=(article.id,))

    def article(self, article_id: str) -> Article | None:
        """The article with this id."""
        return self.index.articles.get(article_id)

    def suggestions(
        self, answer: Answer, history: Sequence[tuple[str, str]], filters: Filters | None, go_on: Callable[[], bool]
    ) -> list[str]:
        """Questions that lead on from an answer of this index; see `rag.suggestions`."""
        if answer.index_version != self.index.version:
            return []

        def in_time(_: str) -> None:
            if not go_on():
                raise NoTimeError

        ask = partial(replace(self, llm=None).ask, history=history, filters=filters, on_stage=in_time)
        return suggestions(answer, history, self.index.articles, self.index.lexicon, ask, go_on)

    @property
    def examples(self) -> list[str]:
        """Questions that this index answers."""
        return self.examples_within(())

    def examples_within(self, bounds: Bounds) -> list[str]:
        """Questions that this part of it answers, found once for each part."""
        if bounds not in self._examples:
            if len(self._examples) >= MOST_PARTS:
                self._examples.clear()
            part = {article.id: article for article in within(bounds, self.index.articles.values())}
            ask = partial(replace(self, llm=None).ask, filters=Filters(bounds=bounds))
            self._examples[bounds] = example_questions(part, ask)
        return self._examples[bounds]

    @cached_property
    def _examples(self) -> dict[Bounds, list[str]]:
        return {}

    def _alone(self, text: str, history: Sequence[tuple[str, str]], bounds: Bounds) -> tuple[str, str]:
        """The question without its courtesies, and the same with what it takes from the talk before it."""
        alone = question_alone(text)
        talk = [(question_alone(clean(said)), reply) for said, reply in history if courtesy(said) is None]
        named = with_article_named(alone, talk, self.index, bounds)
        return alone, standalone(alone, talk, self.index.lexicon) if named == alone else named

    def _copies(self, article_id: str, bounds: Bounds) -> tuple[str, ...]:
        same = [self.index.articles[key] for key in self.index.same_as(article_id)]
        return tuple(article.id for article in within(bounds, same))

    def _polite(self, text: str, reply: str, clock: "_Clock") -> Answer:
        blank = _blank(understand(text, self.index.lexicon))
        times = clock.laps()
        return replace(blank, reason="out_of_scope", answer=reply, timings_ms=times, index_version=self.index.version)

    def _in_words(
        self,
        asked: Question,
        hits: Sequence[Hit],
        found: Answer,
        on_stage: Stage | None,
        on_sentence: OnSentence | None,
        clock: "_Clock",
    ) -> Answer:
        """The answer in the words of the language model, where there is one."""
        if self.llm is None or not found.answered:
            return found
        (on_stage or _silent)("write")
        written = Writer(self.llm, self.index, self.vectors, self.reader.verifier).write(asked, hits, found, on_sentence)
        clock.lap("write")
        return written

    def _read(self, asked: Question, search: Search, refuse: bool, shelf: Shelf | None = None) -> Answer:
        hits = search(asked)
        if not self.index.chunks:
            return self._refusal(asked, "empty_index", 0.0, hits)
        put_together = self._rules(asked, search, THRESHOLD if refuse else 0.0, shelf)
        if put_together is not None and (put_together.citations or refuse):
            return self._several(asked, put_together, search)
        evidence, sure = self._evidence(asked, hits)
        if not evidence:
            return self._refusal(asked, "not_found", 0.0, hits)
        best = evidence[0]
        if refuse and sure < THRESHOLD:
            reason: Reason = "not_found" if best.contradicts or best.features.coverage < 0.5 else "low_confidence"
            return self._refusal(asked, reason, sure, hits)
        each = of_other_places(asked, evidence)
        if each:
            return self._several(asked, told_for_each(asked, each, sure), search)
        told = differing(asked, evidence)
        return self._several(asked, told_apart(asked, told, sure), search) if told else _answer(asked, evidence, sure)

    def _rules(self, asked: Question, search: Search, least_sure: float, shelf: Shelf | None) -> Composed | None:
        """The answer to a question of a kind that takes more than one lookup; None for any other."""

        def lookup(one: Question) -> tuple[list[Evidence], float]:
            return self._evidence(one, search(one))

        wish = overview(asked) if shelf else None
        if shelf and wish:
            return answer_overview(shelf, wish, lookup, least_sure)
        parts = addends(asked, self.index.lexicon)
        if parts:
            return added_up(parts, lookup, least_sure)
        halves = sides(asked, self.index.lexicon)
        if halves:
            return compared(asked, halves, lookup, least_sure)
        of_years = years(asked, self.index.lexicon)
        told = compared_years(asked, of_years, lookup, least_sure) if of_years else None
        if told:
            return told
        places = each_place(asked, search(asked), self.index.lexicon)
        if places:
            return placed(places, lookup, least_sure)
        claim = claim_of(asked, self.index.lexicon)
        return decided(claim, self.index.lexicon, lookup, least_sure) if claim else None

    def _several(self, asked: Question, found: Composed, search: Search) -> Answer:
        """What was put together from several lookups, or the refusal where none of them found anything."""
        if not found.citations:
            return self._refusal(asked, "not_found", found.confidence, search(asked))
        return replace(
            _blank(asked),
            answered=True,
            short_answer=found.short,
            answer=found.text,
            confidence=round(found.confidence, 3),
            citations=found.citations,
            notes=found.notes,
        )

    def _evidence(self, asked: Question, hits: Sequence[Hit]) -> tuple[list[Evidence], float]:
        """Evidence, best first, and how sure its best is; by another name of a province only where its own finds nothing."""
        evidence = find_evidence(self.index, asked, hits, self.vectors, self.reader)
        sure = confidence(evidence[0]) if evidence else 0.0
        for reading in readings(asked, self.index.lexicon) if sure < THRESHOLD else ():
            served = [hit for hit in hits if reading.serves(self.index.articles[hit.chunk.article_id])]
            again = find_evidence(self.index, reading.question, served, self.vectors, self.reader)
            if again and ALIAS * confidence(again[0]) > max(sure, THRESHOLD):
                evidence, sure = again, ALIAS * confidence(again[0])
        return evidence, sure

    def _refusal(self, asked: Question, reason: Reason, sure: float, hits: Sequence[Hit]) -> Answer:
        near = [self.index.articles[key] for key in articles_of(hits)[:NEAREST]]
        nearest = tuple(Nearest(a.id, a.title, a.url, a.published.isoformat() if a.published else None) for a in near)
        text = REFUSAL + (NEAREST_FOLLOW if nearest else "")
        return replace(_blank(asked), reason=reason, answer=text, confidence=round(sure, 3), nearest=nearest)


def open_answerer(
    index_dir: Path, embedding: Embeddings, reader: Reads, *, llm: Llm | None = None, fall_back: bool = True
) -> Answerer:
    """The answerer over the current index version; see `index.open_index`."""
    return Answerer(open_index(index_dir, embedding, fall_back=fall_back), SentenceVectors(embedding), reader, llm)


def checked(question: str, history: Sequence[tuple[str, str]]) -> str:
    """The cleaned question; raises HoiBaoError when it is empty or too long, or the history has too many turns."""
    # Cleaning a text of a million characters only to refuse it would let anyone burn a core.
    text = clean(question[: 4 * MAX_CHARACTERS])
    if not any(character.isalnum() for character in text):
        raise HoiBaoError("the question is empty", mend="write a question", vietnamese="Bạn chưa nhập câu hỏi.")
    if len(text) > MAX_CHARACTERS or len(question) > 4 * MAX_CHARACTERS:
        raise HoiBaoError(
            f"the question is too long: at most {MAX_CHARACTERS} characters are taken",
            mend="shorten it",
            vietnamese=f"Câu hỏi quá dài; xin rút gọn còn tối đa {MAX_CHARACTERS} ký tự.",
        )
    if len(history) > MAX_TURNS:
        raise HoiBaoError(
            f"the history has {len(history)} turns, at most {MAX_TURNS} are taken",
            mend="send only the last turns",
            vietnamese=f"Cuộc trò chuyện quá dài; chỉ gửi tối đa {MAX_TURNS} lượt gần nhất.",
        )
    return text


def _read_off(asked: Question, article: Article, sentence: Span, found: Found) -> Answer:
    """The words found, and the sentence that they stand in."""
    cited = citations([Piece(article, sentence)], [1.0])
    short = article.text[found.start : found.end]
    return replace(
        _blank(asked), answered=True, short_answer=short, answer=answer_text(short, cited), confidence=1.0, citations=cited
    )


def _answer(asked: Question, evidence: Sequence[Evidence], sure: float) -> Answer:
    best = evidence[0]
    # Questions for reasons and lists are of kinds without a short answer.
    if asked.kind in {"list", "why_how"}:
        pieces = several_pieces(asked, evidence)
    elif best.short:
        pieces = single_piece(asked, best)
    else:
        pieces = pair_of_pieces(asked, evidence)
    cited = citations(pieces, [sure] * len(pieces))
    short = best.short.shown if best.short else None
    return replace(
        _blank(asked),
        answered=True,
        short_answer=short,
        answer=answer_text(short, cited),
        confidence=round(sure, 3),
        citations=cited,
    )


def _blank(asked: Question) -> Answer:
    return Answer(
        question=asked.text,
        standalone_question=asked.text,
        answered=False,
        reason=None,
        short_answer=None,
        answer="",
        confidence=0.0,
    )


def _silent(_: str) -> None:
    """Nobody listens."""


class _Clock:
    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self._laps[name] = round(1000 * (now - self._last), 1)
        self._last = now

    def laps(self) -> dict[str, float]:
        return {**self._laps, "total": round(1000 * (time.perf_counter() - self._start), 1)}
