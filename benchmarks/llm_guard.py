"""How many of 1,000 sentences such as a language model writes pass the guard: true ones should, falsified ones must not.

    python benchmarks/llm_guard.py [--split dev|test]

Reads eval/llm_sentences.jsonl and the passages of training/passages.jsonl, whose words also make the lexicon. Writes
benchmarks/results/llm_guard.json. The model is the bundled one, converted into HOIBAO_STATE.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from corpus import split_sentences  # noqa: E402
from index import load_embedder  # noqa: E402
from index.lexicon import build_lexicon  # noqa: E402
from rag.sources import Source  # noqa: E402
from rag.support import support  # noqa: E402
from rag.vectors import SentenceVectors  # noqa: E402
from settings import load_settings  # noqa: E402

RESULT = ROOT / "benchmarks" / "results" / "llm_guard.json"
SPLITS = ("dev", "test")


def rows(name: str) -> list[dict[str, Any]]:
    """The objects of a JSONL file of the project."""
    return [json.loads(line) for line in (ROOT / name).read_text(encoding="utf-8").splitlines()]


def sources() -> dict[str, Source]:
    """The passages by id, each as the guard reads it."""
    passages = rows("training/passages.jsonl")
    lexicon = build_lexicon(f"{passage['title']}\n{passage['text']}" for passage in passages)
    found = {}
    for passage in passages:
        text = passage["text"]
        sentences = [text[span.start : span.end] for span in split_sentences(text)]
        day = date.fromisoformat(passage["date"]) if passage["date"] else None
        head = f"{passage['title']}\nngày {day.day}/{day.month}/{day.year}" if day else passage["title"]
        found[passage["id"]] = Source(head, sentences, day.year if day else None, lexicon)
    return found


def judge() -> Callable[[str, Source], bool]:
    """The guard as a question answered by yes or no."""
    vectors = SentenceVectors(load_embedder("", load_settings().state))
    return lambda sentence, source: support(sentence, source, vectors) is not None


def measured(passes: Callable[[str, Source], bool], splits: Sequence[str]) -> dict[str, Any]:
    """Per split: true sentences kept and falsified ones shown, as counts and shares, the latter also by kind."""
    known = sources()
    counts: dict[str, Counter[str]] = {split: Counter() for split in splits}
    for row in rows("eval/llm_sentences.jsonl"):
        if row["split"] in counts:
            kind = row["kind"] or "true"
            shown = passes(row["sentence"], known[row["passage_id"]])
            counts[row["split"]].update({kind: 1, f"{kind} shown": int(shown)})
    return {split: _shares(count) for split, count in counts.items()}


def _shares(count: Counter[str]) -> dict[str, Any]:
    kinds = sorted(kind for kind in count if not kind.endswith(" shown") and kind != "true")
    false, shown = sum(count[kind] for kind in kinds), sum(count[f"{kind} shown"] for kind in kinds)
    return {
        "true": count["true"],
        "true kept": round(count["true shown"] / count["true"], 4),
        "false": false,
        "false shown": round(shown / false, 4),
        "false shown by kind": {kind: f"{count[f'{kind} shown']}/{count[kind]}" for kind in kinds},
    }


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--split", choices=SPLITS, help="one of them: the test half is looked at once, when the guard is done")
    given = parser.parse_args()
    report = measured(judge(), [given.split] if given.split else SPLITS)
    RESULT.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
