"""Whether a question finds the same article however it is typed: recall@1 of each way over that of the questions as written.

    python benchmarks/typed.py SQUAD_FILE [--limit N]

Slips are made with a fixed seed, one or two a question. The same is searched with nothing mended. Writes
benchmarks/results/typing.json. The embedding model is the bundled one, converted into HOIBAO_STATE.
"""

import argparse
import json
import random
import re
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from corpus import fold  # noqa: E402
from eval.sets.questions import Question  # noqa: E402
from eval.sets.squad import load_squad  # noqa: E402
from index import Index, build_index, load_embedder, open_index  # noqa: E402
from rag.filters import Filters  # noqa: E402
from rag.question import understand  # noqa: E402
from rag.retrieve import articles_of, retrieve  # noqa: E402
from settings import load_settings  # noqa: E402

RESULT = ROOT / "benchmarks" / "results" / "typing.json"
SEED, TOP = 20220509, 5
_WORD = re.compile(r"[^\W\d_]+")
_TONES = dict(zip("\u0301\u0300\u0309\u0303\u0323", zip("sfrxj", "12345", strict=True), strict=True))
_MARKS = {"\u0302": ("", "6"), "\u031b": ("w", "7"), "\u0306": ("w", "8")}  # Telex writes a hat by doubling its letter


def keystrokes(word: str, method: int, late: bool) -> str:
    """A word in Telex (method 0) or VNI (1), its tone key at the end or behind its letter; a foreign one as it is."""
    if any(unicodedata.combining(c) and c not in (*_TONES, *_MARKS) for c in unicodedata.normalize("NFD", word)):
        return word
    out = tone = ""
    for letter in word:
        base, *marks = unicodedata.normalize("NFD", letter)
        out += base if base not in "đĐ" else base.replace("đ", "d").replace("Đ", "D") + ("d9"[method])
        for mark in sorted(marks, key=lambda mark: mark in _TONES):
            if mark in _TONES:
                tone = _TONES[mark][method]
            else:
                out += _MARKS[mark][method] or base.lower()
        if not late:
            out, tone = out + tone, ""
    return out + tone


def without_tone(word: str) -> str:
    """The word without its tone mark."""
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", word) if c not in _TONES))


def bare(word: str) -> str:
    """The word without diacritics, its capitals kept."""
    return "".join(b.upper() if a.isupper() else b for a, b in zip(word, fold(word), strict=True))


def slipped(question: str, kind: str) -> str:
    """The question with one or two slips of a kind."""
    chance = random.Random(f"{SEED} {kind} {question}")
    words = [match.span() for match in _WORD.finditer(question)]
    wanted = chance.randint(1, 2)
    if kind == "joined":
        gaps = [a[1] for a, b in pairwise(words) if question[a[1] : b[0]] == " "]
        for gap in sorted(chance.sample(gaps, min(wanted, len(gaps))), reverse=True):
            question = question[:gap] + question[gap + 1 :]
        return question
    makers: dict[str, Callable[[str], str]] = {
        "telex": lambda word: keystrokes(word, 0, chance.random() < 0.7),
        "vni": lambda word: keystrokes(word, 1, chance.random() < 0.7),
        "no tone": without_tone,
        "no marks": bare,
        "doubled": lambda word: word[: (at := chance.randrange(len(word)) + 1)] + word[at - 1 :],
        "capital": lambda word: word[: (at := chance.randrange(1, len(word)))] + word[at].upper() + word[at + 1 :],
    }
    able = [
        (a, b) for a, b in words if b - a > 1 and (kind in ("doubled", "capital") or fold(question[a:b]) != question[a:b].lower())
    ]
    for a, b in sorted(chance.sample(able, min(wanted, len(able))), reverse=True):
        question = question[:a] + makers[kind](question[a:b]) + question[b:]
    return question


def every_word(change: Callable[[str], str]) -> Callable[[str], str]:
    """A question all of whose words are typed so."""
    return lambda question: _WORD.sub(lambda found: change(found.group()), question)


SLIPS = ("telex", "vni", "joined", "doubled", "no tone", "no marks", "capital")
WAYS: dict[str, Callable[[str], str]] = {
    "as written": lambda question: question,
    "nfd": lambda question: unicodedata.normalize("NFD", question),
    "zero-width": "\u200b".join,
    "no diacritics": fold,
    "names without diacritics": lambda question: re.sub(
        r"(?<=\s)[^\W\d_]+", lambda found: bare(found.group()) if found.group()[0].isupper() else found.group(), question
    ),
    "all telex": every_word(lambda word: keystrokes(word, 0, True)),
    "all vni": every_word(lambda word: keystrokes(word, 1, True)),
    **{f"slip: {kind}": lambda question, kind=kind: slipped(question, kind) for kind in SLIPS},
}


WHOLE = ("as written", "nfd", "zero-width", "no diacritics")  # measured on every question, the rest on every fourth
EVERY = 4


def found(index: Index, question: str, mend: bool) -> list[str]:
    """The first articles, best first."""
    asked = understand(question, index.lexicon)
    plain = asked if mend else replace(asked, full=asked.text, folded=False)
    return articles_of(retrieve(index, plain, Filters()))[:TOP]


def measured(index: Index, questions: Sequence[Question]) -> dict[str, dict[str, float]]:
    """Per way: recall@1, its share of that as written, the share of questions with the same first five articles."""
    counts = {way: Counter[str]() for way in WAYS}
    for number, question in enumerate(questions):  # one question in all its ways: the embedder remembers the latest texts
        text = unicodedata.normalize("NFC", question.question)
        written = found(index, text, True)
        gold = list(question.articles)
        for way, typed in WAYS.items():
            if way in WHOLE or number % EVERY == 0:
                mended, plain = (found(index, typed(text), mend) for mend in (True, False))
                counts[way] += Counter(
                    questions=1,
                    written=written[:1] == gold,
                    mended=mended[:1] == gold,
                    plain=plain[:1] == gold,
                    same=mended == written,
                )
    return {way: _shares(count) for way, count in counts.items()}


def _shares(count: Counter[str]) -> dict[str, float]:
    return {
        "questions": count["questions"],
        "recall@1": round(count["mended"] / count["questions"], 4),
        "of written": round(count["mended"] / count["written"], 4),
        "of written, nothing mended": round(count["plain"] / count["written"], 4),
        "same top 5": round(count["same"] / count["questions"], 4),
    }


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("squad", type=Path)
    parser.add_argument("--limit", type=int)
    given = parser.parse_args()
    articles, questions = load_squad(given.squad)
    questions = [question for question in questions if question.answerable][: given.limit]
    embedder = load_embedder("", load_settings().state)
    with tempfile.TemporaryDirectory() as folder:
        build_index(articles, Path(folder), embedder, metadata=False)
        index = open_index(Path(folder), embedder)
        rows = measured(index, questions)
    report = {"set": given.squad.name, "seed": SEED, "ways": rows}
    RESULT.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
