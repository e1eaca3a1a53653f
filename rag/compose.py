"""Evidence -> the answer a person reads: the short answer, the sentence that supports it, and its citation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus import Article, Span, match_key, split_sentences, syllable_count
from rag.answer import Citation
from rag.enumeration import enumeration
from rag.evidence import Evidence
from rag.names import raised
from rag.question import Question
from rag.wording import CAUSE_ASKED

SENTENCE_SYLLABLES = 60  # a longer sentence is cut to the clauses around the answer
PAIR_SYLLABLES = 90
PIECES_SYLLABLES = 170  # of all pieces together, for why, how and lists
MAX_PIECES = 4
_SAME_LEAGUE = 0.75  # a further piece must reach this share of the best one's score

# The reader is so sure of the best sentence alone that what follows it must go on with it, or be worth something itself; set by
# hand, checked on the development split.
_READ = 0.8
_CHOSEN = 0.85
_SOME_WORTH = 0.5
_GOES_ON = re.compile(
    r"(?:ngoài ra|bên cạnh đó|đồng thời|cùng với đó|cùng với|mặt khác|hơn nữa|thêm vào đó|tiếp đó|tiếp đến|sau đó"
    r"|thứ (?:hai|ba|tư)|một là|hai là|ba là|bốn là|còn lại|cuối cùng|trong đó|nhờ (?:đó|vậy)|từ đó|vì (?:vậy|thế)|do (?:đó|vậy)"
    r"|cụ thể|trước hết|đó là|riêng|không chỉ|đặc biệt|đây là|việc này|[\"“‘-])",
    re.I,
)
# "Nguyên nhân, theo ban quản lý, là ..." behind what it is the cause of.
_GIVES_CAUSE = re.compile(r"(?:(?:một |những |các )?(?:nguyên nhân|lý do)|sở dĩ|bởi|vì|do|lý giải|giải thích)\b", re.I)
_ASKS_HOW = re.compile(r"\b(?:cách nào|cách gì|cách thức|bằng cách|thế nào|ra sao|làm sao|làm gì|khoản nào)\b")
_ASKS_CAUSE = re.compile(rf"^sao\b|\b(?:{'|'.join(CAUSE_ASKED)})\b")
# What leads from a cause or to what it led to; a sentence without any tells something else after the one that gives the cause.
_CAUSE = re.compile(
    r"(?<!không phải )\b(?:vì|do|bởi|nên|nhờ|khiến|làm cho|dẫn đến|dẫn tới|nguyên nhân|lý do|xuất phát từ|trong khi|nhưng|để)\b"
)


@dataclass(frozen=True)
class Piece:
    """A quoted range of an article."""

    article: Article
    span: Span

    @property
    def text(self) -> str:
        """The quote."""
        return self.article.text[self.span.start : self.span.end]


def single_piece(question: Question, evidence: Evidence) -> list[Piece]:
    """The sentence that answers, or the clauses of it around the short answer where it is long."""
    at = evidence.text.find(evidence.short.text) if evidence.short else -1
    return [Piece(evidence.article, _shortened(evidence, at, question))]


def pair_of_pieces(question: Question, evidence: Sequence[Evidence]) -> list[Piece]:
    """The best sentence and, where it comes close and both are short enough, the second best of the same article.

    For questions with no short answer the best sentence alone is right four times in five, the best two nine in ten.
    """
    best = evidence[0]
    second = next((item for item in evidence[1:] if item.article.id == best.article.id), None)
    fits = second is not None and syllable_count(best.text) + syllable_count(second.text) <= PAIR_SYLLABLES
    if second is None or not fits or second.score < _SAME_LEAGUE * best.score or _repeats(second, [best]):
        return single_piece(question, best)
    return [Piece(item.article, item.span) for item in (best, second)]


def several_pieces(question: Question, evidence: Sequence[Evidence]) -> list[Piece]:
    """Sentences of the best one's article that together answer, in the order of the text: two to four, or an enumeration."""
    best = evidence[0]
    listed = _enumerated(best)
    if listed:
        return listed
    chosen = [best]
    room = PIECES_SYLLABLES - syllable_count(best.text)
    same = [item for item in evidence[1:] if item.article.id == best.article.id and item.span != best.span]
    by_place = sorted(same, key=lambda item: _distance(item, best))
    following = [item for item in by_place if _distance(item, best) <= 2 and item.span.start > best.span.start][:2]
    asks_cause = _ASKS_CAUSE.search(match_key(question.full)) is not None
    if asks_cause and _CAUSE.search(match_key(best.text)):
        following = [item for item in following if _CAUSE.search(match_key(item.text))]
    sure = best.features.read >= _READ and best.features.chosen >= _CHOSEN
    if sure and not _ASKS_HOW.search(match_key(question.full)):
        following = [
            item
            for item in following
            if _GOES_ON.match(item.text)
            or item.score >= _SOME_WORTH * best.score
            or (asks_cause and _GIVES_CAUSE.match(item.text))
        ]
    strong = [item for item in same if item.score >= _SAME_LEAGUE * best.score]
    for item in dict.fromkeys([*following, *strong]):
        length = syllable_count(item.text)
        if len(chosen) < MAX_PIECES and length <= room and not _repeats(item, chosen):
            chosen.append(item)
            room -= length
    cause = _cause_behind(best) if asks_cause else None
    spans = {item.span for item in chosen} | ({cause} if cause and len(chosen) < MAX_PIECES else set())
    return [Piece(best.article, span) for span in sorted(spans, key=lambda span: span.start)]


def _cause_behind(best: Evidence) -> Span | None:
    """The next sentence of the paragraph where it begins with the cause, of which it may say nothing that the question says."""
    text = best.article.text
    paragraph = text.find("\n", best.span.end)
    rest = text[best.span.end : paragraph if paragraph >= 0 else len(text)]
    following = next(iter(split_sentences(rest)), None)
    if following is None or not _GIVES_CAUSE.match(rest[following.start : following.end]):
        return None
    return Span(best.span.end + following.start, best.span.end + following.end)


def _enumerated(best: Evidence) -> list[Piece]:
    """The enumeration that the best sentence belongs to or leads up to, as far as there is room; nothing where there is none."""
    items = enumeration(best.article, best.span)
    chosen: list[Piece] = []
    room = PIECES_SYLLABLES
    for span in sorted({best.span, *items} if items else (), key=lambda span: span.start):
        piece = Piece(best.article, span)
        room -= syllable_count(piece.text)
        if room >= 0:
            chosen.append(piece)
    return chosen


def _distance(item: Evidence, best: Evidence) -> int:
    """Sentences between two pieces of one article, counted by their ends."""
    first, second = sorted((item.span, best.span), key=lambda span: span.start)
    return 1 + len(re.findall(r"[.!?…]\s", item.article.text[first.end : second.start]))


def _repeats(item: Evidence, chosen: Sequence[Evidence]) -> bool:
    words = set(match_key(item.text).split())
    return any(len(words & set(match_key(other.text).split())) > 0.8 * len(words) for other in chosen)


def _shortened(evidence: Evidence, at: int, question: Question) -> Span:
    """Whole sentence, or a run of its clauses around offset `at` (or, without one, the clauses with most question words)."""
    text = evidence.text
    if syllable_count(text) <= SENTENCE_SYLLABLES:
        return evidence.span
    cuts = [0, *(match.end() for match in re.finditer(r"[,;:]\s", text)), len(text)]
    clauses = list(pairwise(cuts))
    if at < 0:
        at = max(clauses, key=lambda clause: len(set(question.content) & set(match_key(text[clause[0] : clause[1]]).split())))[0]
    middle = next(i for i, (start, end) in enumerate(clauses) if start <= at < end)
    first = last = middle
    while True:
        wider = [(first - 1, last), (first, last + 1)]
        fitting = [
            (a, b)
            for a, b in wider
            if a >= 0 and b < len(clauses) and syllable_count(text[clauses[a][0] : clauses[b][1]]) <= SENTENCE_SYLLABLES
        ]
        if not fitting:
            break
        first, last = fitting[0]
    start, end = clauses[first][0], clauses[last][1]
    while end > start and text[end - 1] in " ,;:":
        end -= 1
    return Span(evidence.span.start + start, evidence.span.start + end)


def citations(pieces: Sequence[Piece], scores: Sequence[float]) -> tuple[Citation, ...]:
    """One numbered citation a piece."""
    return tuple(_citation(number, piece, score) for number, (piece, score) in enumerate(zip(pieces, scores, strict=True), 1))


def _citation(number: int, piece: Piece, score: float) -> Citation:
    article = piece.article
    origin = article.based_on
    based_on = None
    if origin is not None:
        published = origin.published.isoformat() if origin.published else None
        based_on = {
            "title": origin.title,
            "source": origin.source,
            "author": origin.author,
            "published": published,
            "url": origin.url,
        }
    return Citation(
        number=number,
        article_id=article.id,
        title=article.title,
        source=article.source,
        url=article.url,
        published=article.published.isoformat() if article.published else None,
        quote=piece.text,
        start=piece.span.start,
        end=piece.span.end,
        score=round(score, 4),
        based_on=based_on,
    )


def answer_text(short: str | None, cited: Sequence[Citation]) -> str:
    """Plain text: the short answer on its own line, then each quote with its number."""
    lines = [f"{citation.quote} [{citation.number}]" for citation in cited]
    if short:
        lines.insert(0, f"{raised(short)} [{cited[0].number}]")
    return "\n".join(lines)
