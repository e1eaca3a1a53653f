"""What the reader learns from: questions, passages, and where the answer stands."""

import json
import math
import random
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import split_sentences, syllable_count

HERE = Path(__file__).parent
LANGUAGES = ("vi", "en", "es", "de", "ru", "zh")


@dataclass(frozen=True)
class Example:
    """`context[start:end]` answers; start and end are None where nothing in the context does."""

    question: str
    context: str
    start: int | None = None
    end: int | None = None


def squad(path: Path) -> list[Example]:
    """Questions of a SQuAD file: JSON, or rows of JSONL."""
    text = path.read_text("utf-8")
    if path.suffix == ".jsonl":
        rows = [json.loads(line) for line in text.splitlines()]
        return [_example(row["question"], row["context"], row["answers"][0]) for row in rows if not row.get("is_impossible")]
    raw = json.loads(text)
    found = []
    for article in raw["data"] if isinstance(raw, dict) else raw:
        for paragraph in article["paragraphs"]:
            for asked in paragraph["qas"]:
                answer = None if asked.get("is_impossible") or not asked["answers"] else asked["answers"][0]
                found.append(_example(asked["question"], paragraph["context"], answer))
    return found


def nanibot(path: Path) -> list[Example]:
    """Rows of Nanibot; its offsets are sometimes off, so an answer is looked for where it really stands nearest."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        answer = None if row.get("is_impossible") or not row["answers"] else row["answers"][0]
        if answer is not None:
            places = [match.start() for match in re.finditer(re.escape(answer["text"]), row["context"])]
            if not places:
                continue
            near = min(places, key=lambda place: abs(place - int(answer["answer_start"])))
            answer = {"text": answer["text"], "answer_start": near}
        found.append(_example(row["question"], row["context"], answer))
    return found


def written(name: str, split: str) -> list[Example]:
    """Questions on passages of our own, the title before the passage as the reader sees it at work."""
    found: list[Example] = []
    for line in (HERE / name).read_text("utf-8").splitlines():
        passage = json.loads(line)
        if passage["split"] != split:
            continue
        head = f"{passage['title']}\n"
        for asked in passage["questions"]:
            answer = {"text": asked["answer"], "answer_start": len(head) + asked["start"]} if asked["answer"] else None
            found.append(_example(asked["question"], head + passage["text"], answer))
    return found


def in_pieces(name: str, split: str, draw: random.Random) -> list[Example]:
    """Questions on whole articles as the reader meets them at work: beside a piece of the article that holds the answer, and
    beside one more of the same article that does not, likeliest one that shares rare words with the question."""
    found: list[Example] = []
    for line in (HERE / name).read_text("utf-8").splitlines():
        article = json.loads(line)
        if article["split"] == split:
            made = _Pieces(article["title"], article["text"], draw)
            found += [example for asked in article["questions"] for example in made.of(asked)]
    return found


class _Pieces:
    """Runs of consecutive sentences of one article, the title before each."""

    def __init__(self, title: str, text: str, draw: random.Random) -> None:
        self._head, self._text, self._draw = f"{title}\n", text, draw
        self._spans = split_sentences(text)
        self._lengths = [syllable_count(text[span.start : span.end]) for span in self._spans]
        self._words = [_words(text[span.start : span.end]) for span in self._spans]

    def of(self, asked: dict[str, Any]) -> Iterator[Example]:
        """The question beside one piece or two."""
        own = _words(asked["question"])
        spread = Counter(word for words in self._words for word in words)
        alike = [sum(1 / spread[word] for word in own & words) for words in self._words]
        answer, start = asked["answer"], asked.get("start", -1)
        holder = next((at for at, span in enumerate(self._spans) if answer and span.start <= start < span.end), None)
        others = [at for at, span in enumerate(self._spans) if not answer or answer not in self._text[span.start : span.end]]
        best = sorted(others, key=lambda at: -alike[at])[:4]
        if holder is not None:
            first, last = self._around(holder, ())
            shift = len(self._head) - self._spans[first].start
            context = self._piece(first, last)
            yield Example(asked["question"], context, start + shift, start + shift + len(answer))
        if best:
            first, last = self._around(self._draw.choice(best), set(range(len(self._spans))) - set(others))
            yield Example(asked["question"], self._piece(first, last))

    def _piece(self, first: int, last: int) -> str:
        return self._head + self._text[self._spans[first].start : self._spans[last].end]

    def _around(self, at: int, shunned: Collection[int]) -> tuple[int, int]:
        """A sentence with neighbours that are not shunned, 40 to 140 syllables together, as far as there are."""
        first = last = at
        room = self._draw.randint(40, 140) - self._lengths[at]
        while True:
            sides = [next_to for next_to in (first - 1, last + 1) if 0 <= next_to < len(self._spans)]
            sides = [side for side in sides if self._lengths[side] <= room and side not in shunned]
            if not sides:
                return first, last
            side = self._draw.choice(sides)
            first, last = min(first, side), max(last, side)
            room -= self._lengths[side]


def _example(question: str, context: str, answer: dict[str, Any] | None) -> Example:
    if answer is None:
        return Example(question, context)
    start = int(answer["answer_start"])
    return Example(question, context, start, start + len(answer["text"]))


def elsewhere(examples: Sequence[Example], count: int, draw: random.Random) -> Iterator[Example]:
    """Questions beside another passage of their set that shares many of their rare words, which does not answer them."""
    contexts = list(dict.fromkeys(example.context for example in examples))
    bags = [_words(context) for context in contexts]
    spread = Counter(word for bag in bags for word in bag)
    for example in draw.sample(list(examples), count):
        asked = _words(example.question)
        shared = [sum(math.log(len(bags) / spread[word]) for word in asked & bag) for bag in bags]
        best = sorted(range(len(bags)), key=lambda number: -shared[number])[:7]
        yield Example(example.question, contexts[draw.choice([number for number in best if contexts[number] != example.context])])


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


@dataclass(frozen=True)
class Sets:
    """Every set that the weights are trained on."""

    xquad: dict[str, list[Example]]
    nanibot: list[Example]
    unanswerable: list[Example]
    news: list[Example]

    def epoch(self, number: int, draw: random.Random) -> list[Example]:
        """Of one epoch: Vietnamese and English XQuAD whole, of the other languages a quarter, the rest native Vietnamese.

        The later passages of our own join in the second epoch; from then on every native question comes twice.
        """
        others = [example for tongue in LANGUAGES[2:] for example in self.xquad[tongue][number % 4 :: 4]]
        later = [*written("encyclopedia.jsonl", "train"), *written("figures.jsonl", "train")] if number else []
        native = [*self.nanibot, *self.news, *later]
        wrong = [
            *elsewhere(self.news, 900, draw),
            *elsewhere(later, 400 if later else 0, draw),
            *elsewhere(self.nanibot, 300, draw),
            *elsewhere(self.xquad["vi"], 300, draw),
        ]
        again = native if number else []
        return [*self.xquad["vi"], *self.xquad["en"], *others, *native, *again, *draw.sample(self.unanswerable, 1000), *wrong]

    def later_epoch(self, number: int, draw: random.Random) -> list[Example]:
        """Of an epoch of the second run: whole articles beside what the first run had, native questions once.

        The later articles join in the second epoch.
        """
        others = [example for tongue in LANGUAGES[2:] for example in self.xquad[tongue][number % 8 :: 8]]
        known = [*self.xquad["vi"], *self.xquad["en"][number % 2 :: 2], *others, *self.nanibot]
        native = [*self.news, *written("figures.jsonl", "train"), *written("encyclopedia.jsonl", "train")[number % 2 :: 2]]
        wrong = [*elsewhere(self.news, 400, draw), *elsewhere(self.nanibot, 200, draw), *elsewhere(self.xquad["vi"], 200, draw)]
        articles = in_pieces("articles.jsonl", "train", draw)
        articles += in_pieces("features.jsonl", "train", draw) if number else []
        return [*articles, *known, *native, *draw.sample(self.unanswerable, 400), *wrong]


def load_sets(xquad: Path, nanibot_files: Sequence[Path], unanswerable: Path) -> Sets:
    """`xquad` is the folder of xquad.LANGUAGE.json."""
    return Sets(
        xquad={tongue: squad(xquad / f"xquad.{tongue}.json") for tongue in LANGUAGES},
        nanibot=[example for path in nanibot_files for example in nanibot(path)],
        unanswerable=squad(unanswerable),
        news=written("passages.jsonl", "train"),
    )
