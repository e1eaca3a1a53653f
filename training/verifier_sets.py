"""What the verifier learns from: claims, passages, and which words of a claim its passage does not support."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.llm_guard import rows
from corpus import CAPITALS, Article, split_sentences
from rag.passage import head_of
from rag.verifier import told_for

HERE = Path(__file__).parent
# Names, offices with their names, numbers: what can stand in one another's place.
_NAME = re.compile(rf"(?:[{CAPITALS}][^\W\d_]*)(?: [{CAPITALS}][^\W\d_]*)+")
_NUMBER = re.compile(r"(?<![\w/.,])\d+(?:[.,]\d+)*(?![\w/]|[.,]\d)")
_BOUNDS = ("trên", "hơn", "gần", "khoảng", "dưới", "ít nhất", "tối đa", "không quá")
_BOUND = re.compile(rf"\b(?:{'|'.join(_BOUNDS)}) (?=\d)")
_NO = re.compile(r"\b(?:không|chưa) ")
_TURNS = (("tăng", "giảm"), ("cao hơn", "thấp hơn"), ("nhiều", "ít"), ("trước", "sau"), ("được", "bị"), ("đầu tiên", "cuối cùng"))
ALTERED, ASKED, ELSEWHERE = 1500, 3000, 200  # an epoch
PIECE, LAST_PIECE = 750, 300  # characters, at least
_EDIT = re.compile(r"\[([^\[\]]*?)->([^\[\]]*?)\]")
Places = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Pair:
    """A claim and what is read with it; `wrong` are the places in the claim that are not supported.

    None: the claim is false somewhere. An empty tuple: it is supported.
    """

    claim: str
    told: str
    wrong: Places | None


@dataclass(frozen=True)
class Told:
    """A passage of our own."""

    id: str
    head: str
    sentences: tuple[str, ...]
    asked: tuple[tuple[str, bool], ...]  # questions, and whether the passage answers them

    def beside(self, claim: str, wrong: Places | None) -> Pair:
        """The claim with what is read of this passage for it."""
        return Pair(claim, told_for(claim, self.head, self.sentences), wrong)


@dataclass(frozen=True)
class Sets:
    """Claims written for passages, questions asked about them, and passages whose sentences are altered anew in each epoch."""

    written: list[Pair]
    asked: list[Pair]
    passages: list[Told]

    def epoch(self, draw: random.Random) -> list[Pair]:
        """All claims that are written, some questions, some altered sentences, and some claims beside another passage."""
        elsewhere = draw.sample([pair for pair in self.written if pair.wrong == ()], ELSEWHERE)
        others = [draw.choice(self.passages).beside(pair.claim, None) for pair in elsewhere]
        return [*self.written, *draw.sample(self.asked, ASKED), *_altered(self.passages, ALTERED, draw), *others]


def load_sets() -> Sets:
    """All of them, without the passages that the guard is measured on."""
    measured = {row["passage_id"] for row in rows("eval/llm_sentences.jsonl")}
    files = ("passages.jsonl", "figures.jsonl", "encyclopedia.jsonl")
    known = {row["id"]: told_of(row) for name in files for row in rows(f"training/{name}") if row["id"] not in measured}
    known |= {piece.id: piece for path in sorted(HERE.glob("archives/*/articles.jsonl")) for piece in _pieces(path)}
    claims = [
        known[row["passage_id"]].beside(row["sentence"], () if row["true"] else None) for row in rows("training/claims.jsonl")
    ]
    pairs = [made for row in rows("training/claim_pairs.jsonl") for made in both(row["claim"], known[row["passage_id"]])]
    asked = [told.beside(question, () if yes else None) for told in known.values() for question, yes in told.asked]
    return Sets([*claims, *pairs], asked, list(known.values()))


def told_of(row: dict[str, Any]) -> Told:
    """A passage with title and day before its sentences, as the guard shows it to the verifier."""
    day, text = date.fromisoformat(row["date"]) if row.get("date") else None, row["text"]
    head = head_of(Article(id=row["id"], text=text, title=row["title"], published=day))
    sentences = tuple(text[span.start : span.end].strip() for span in split_sentences(text))
    asked = tuple((one["question"], bool(one["answer"])) for one in row.get("questions", ()) if row.get("split") == "train")
    return Told(row["id"], head, sentences, asked)


def _pieces(path: Path) -> Iterator[Told]:
    """The articles of an archive in pieces of whole sentences, numbered "archive-article#piece"."""
    for row in rows(str(path)):
        whole = told_of(row)
        pieces: list[list[str]] = [[]]
        for sentence in whole.sentences:
            if sum(map(len, pieces[-1])) >= PIECE:
                pieces.append([])
            pieces[-1].append(sentence)
        if len(pieces) > 1 and sum(map(len, pieces[-1])) < LAST_PIECE:
            pieces[-2:] = [pieces[-2] + pieces[-1]]
        for number, piece in enumerate(pieces):
            yield Told(f"{path.parent.name}-{row['id']}#{number}", whole.head, tuple(piece), ())


def both(claim: str, told: Told) -> tuple[Pair, Pair]:
    """A claim with its falsification marked inside, "[true->false]", once as it is and once falsified."""
    true, false, wrong, at = "", "", [], 0
    for edit in _EDIT.finditer(claim):
        true += claim[at : edit.start()] + edit[1]
        false += claim[at : edit.start()]
        start = len(false)
        false += edit[2]
        wrong.append((start, len(false)))
        at = edit.end()
    true, false = true + claim[at:], false + claim[at:]
    return told.beside(true, ()), told.beside(false, tuple(_grown(false, place) for place in wrong))


def _grown(text: str, place: tuple[int, int]) -> tuple[int, int]:
    """Where a word was only taken out, the word behind."""
    start, end = place
    if start < end:
        return place
    behind = re.compile(r"\s*\S+").match(text, end)
    return (start, behind.end()) if behind else (max(0, text.rstrip().rfind(" ")), len(text))


def _altered(passages: Sequence[Told], count: int, draw: random.Random) -> Iterator[Pair]:
    """A sentence of a passage as it stands, or with one thing in it changed; two of it in three are changed."""
    while count:
        told = draw.choice(passages)
        sentence = draw.choice(told.sentences)
        if not 30 <= len(sentence) <= 300:
            continue
        if draw.random() < 0.33:
            yield told.beside(sentence, ())
            count -= 1
            continue
        changed = [text for change in _CHANGES if (text := change(sentence, told, draw))]
        if changed:
            yield both(draw.choice(changed), told)[1]
            count -= 1


def _edit(sentence: str, start: int, end: int, other: str) -> str:
    return f"{sentence[:start]}[{sentence[start:end]}->{other}]{sentence[end:]}"


def _other_fact(pattern: re.Pattern[str], sentence: str, told: Told, draw: random.Random) -> str | None:
    """Another fact of the passage in the place of one."""
    own = list(pattern.finditer(sentence))
    rivals = {found.group() for text in told.sentences for found in pattern.finditer(text)} - {found.group() for found in own}
    if not own or not rivals:
        return None
    place = draw.choice(own)
    return _edit(sentence, *place.span(), draw.choice(sorted(rivals)))


def _exchanged(pattern: re.Pattern[str], sentence: str, draw: random.Random) -> str | None:
    """Two facts of the sentence exchanged."""
    own = list(pattern.finditer(sentence))
    if len({found.group() for found in own}) < 2:
        return None
    first, second = sorted(draw.sample(own, 2), key=lambda found: found.start())
    if first.group() == second.group():
        return None
    return _edit(_edit(sentence, *second.span(), first.group()), *first.span(), second.group())


def _near_number(sentence: str, _: Told, draw: random.Random) -> str | None:
    """A digit changed."""
    found = list(_NUMBER.finditer(sentence))
    if not found:
        return None
    place = draw.choice(found)
    number = place.group()
    at = draw.choice([at for at, sign in enumerate(number) if sign.isdigit()])
    other = draw.choice([digit for digit in "123456789" if digit != number[at]])
    return _edit(sentence, *place.span(), number[:at] + other + number[at + 1 :])


def _other_bound(sentence: str, _: Told, draw: random.Random) -> str | None:
    """A bound lost, turned or added."""
    found = list(_BOUND.finditer(sentence))
    if found:
        place = draw.choice(found)
        other = draw.choice(["", *(f"{bound} " for bound in _BOUNDS if f"{bound} " != place.group())])
        return _edit(sentence, *place.span(), other)
    plain = [one for one in _NUMBER.finditer(sentence) if sentence[: one.start()].endswith((" có ", " được ", " là ", " với "))]
    if not plain:
        return None
    at = draw.choice(plain).start()
    return _edit(sentence, at, at, f"{draw.choice(_BOUNDS)} ")


def _turned(sentence: str, _: Told, draw: random.Random) -> str | None:
    """A denial lost, or a word turned into its opposite."""
    turned = [_edit(sentence, *found.span(), "") for found in _NO.finditer(sentence)]
    for one, other in (pair for both in _TURNS for pair in (both, both[::-1])):
        place = re.search(rf"\b{one}\b", sentence)
        if place:
            turned.append(_edit(sentence, *place.span(), other))
    return draw.choice(turned) if turned else None


_CHANGES = (
    lambda sentence, told, draw: _other_fact(_NUMBER, sentence, told, draw),
    lambda sentence, told, draw: _other_fact(_NAME, sentence, told, draw),
    lambda sentence, _, draw: _exchanged(_NUMBER, sentence, draw),
    lambda sentence, _, draw: _exchanged(_NAME, sentence, draw),
    _near_number,
    _other_bound,
    _turned,
)
