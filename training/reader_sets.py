"""What the reader learns from: questions, passages, and where the answer stands."""

import json
import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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


def load_sets(xquad: Path, nanibot_files: Sequence[Path], unanswerable: Path) -> Sets:
    """`xquad` is the folder of xquad.LANGUAGE.json."""
    return Sets(
        xquad={tongue: squad(xquad / f"xquad.{tongue}.json") for tongue in LANGUAGES},
        nanibot=[example for path in nanibot_files for example in nanibot(path)],
        unanswerable=squad(unanswerable),
        news=written("passages.jsonl", "train"),
    )
