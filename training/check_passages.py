"""Check the passages and questions of our own, training/*.jsonl: python training/check_passages.py [FILE...]

One passage a line: id, title, split (train or test), text, questions, and but in encyclopedia.jsonl date (ISO or null). A
question has its answer, a span that starts at `start` of the text, or "" and `why_not` where the passage does not answer it,
and in passages.jsonl its kind.
"""

import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

FILES = tuple(
    Path(__file__).parent / f"{name}.jsonl"
    for name in ("passages", "figures", "encyclopedia", "articles", "features", "unread", "later")
)
KINDS = frozenset("number ratio money area name office place date term id why how list what yesno paraphrase".split())
LARGEST_TEMPLATE = 0.02  # of all questions
SAME = 0.75  # share of two questions' word pairs from which they are one question
# Share of the questions that their passage does not answer.
UNANSWERED = dict.fromkeys(("encyclopedia", "articles", "features"), (0.2, 0.27))
A_THIRD = (0.3, 0.37)  # the same in all other files
_WORD = re.compile(r"\w+")
_NAME = re.compile(r"(?:\b[A-ZĐÀ-Ỹ][^\W\d_]*\s?)+")


def load(file: Path) -> list[dict[str, Any]]:
    """The passages of a file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def faults(passages: Sequence[dict[str, Any]], unanswered: tuple[float, float] = A_THIRD) -> Iterator[str]:
    """What is wrong with them, each fault in a line."""
    asked = [(passage, question) for passage in passages for question in passage["questions"]]
    for key in ("id", "title", "text"):
        twice = [value for value, count in Counter(passage[key] for passage in passages).items() if count > 1]
        yield from (f"two passages have the {key} {value[:60]}" for value in twice)
    for passage, question in asked:
        yield from (f"{passage['id']}: {fault}: {question['question']}" for fault in _faults_of(passage["text"], question))
    share = sum(not question["answer"] for _, question in asked) / max(len(asked), 1)
    if not unanswered[0] <= share <= unanswered[1]:
        yield f"{share:.2f} of the questions are unanswered, not {unanswered[0]} to {unanswered[1]}"
    for template, count in Counter(_template(question["question"]) for _, question in asked).items():
        if count > max(1, LARGEST_TEMPLATE * len(asked)):
            yield f"{count} questions of {len(asked)} are of one template: {template}"
    yield from _doubles([question["question"] for _, question in asked])


def _faults_of(text: str, question: dict[str, Any]) -> Iterator[str]:
    answer, start = question["answer"], question.get("start")
    if answer and text[start : start + len(answer)] != answer:
        yield "its answer does not stand there"
    if not answer and not question.get("why_not"):
        yield "it has neither an answer nor a reason why there is none"
    if question.get("kind", "what") not in KINDS:
        yield f"{question['kind']} is no kind"
    if unicodedata.normalize("NFC", text + question["question"]) != text + question["question"]:
        yield "it is not NFC"


def _template(question: str) -> str:
    """The question with every number and every name blanked out."""
    return _NAME.sub("N ", re.sub(r"\d[\d.,/]*", "0", question)).strip().lower()


def _doubles(questions: Sequence[str]) -> Iterator[str]:
    """Pairs of about the same words, numbers apart; only questions that share a rare pair of words are compared."""
    pairs = [set(pairwise(_WORD.findall(re.sub(r"\d+", "0", question.lower())))) for question in questions]
    holders: dict[tuple[str, str], list[int]] = {}
    for number, own in enumerate(pairs):
        near = {other for pair in own for other in holders.get(pair, ())}
        for other in sorted(near):
            if len(own & pairs[other]) >= SAME * len(own | pairs[other]):
                yield f"about the same question twice: {questions[other]} / {questions[number]}"
        for pair in own:
            holders.setdefault(pair, []).append(number)


def main() -> int:
    """Run the command; returns 1 when something is wrong."""
    wrong = 0
    for file in [Path(name) for name in sys.argv[1:]] or FILES:
        passages = load(file)
        found = list(faults(passages, UNANSWERED.get(file.stem, A_THIRD)))
        sys.stdout.write("".join(f"{fault}\n" for fault in found))
        questions = Counter(passage["split"] for passage in passages for _ in passage["questions"])
        sys.stdout.write(f"{file.name}: {len(passages)} passages, {dict(questions)} questions, {len(found)} faults\n")
        wrong += len(found)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
