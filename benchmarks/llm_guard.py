"""How many sentences such as a language model writes pass the guard: true ones should, falsified ones must not.

    python benchmarks/llm_guard.py [--split dev mending test]

Reads eval/llm_sentences.jsonl (development and test half), training/claims.jsonl ("mending", on which the rules were mended) and
their passages; the words of training/passages.jsonl make the lexicon. Writes benchmarks/results/llm_guard.json. The model is the
bundled one, converted into HOIBAO_STATE.
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

from corpus import Article, split_sentences  # noqa: E402
from index import load_embedder  # noqa: E402
from index.lexicon import build_lexicon  # noqa: E402
from rag.passage import head_of  # noqa: E402
from rag.reader import open_reader  # noqa: E402
from rag.sources import Source  # noqa: E402
from rag.support import support  # noqa: E402
from rag.vectors import SentenceVectors  # noqa: E402
from settings import load_settings  # noqa: E402

RESULT = ROOT / "benchmarks" / "results" / "llm_guard.json"
SPLITS = ("dev", "mending", "test")


def rows(name: str) -> list[dict[str, Any]]:
    """The objects of a JSONL file of the project."""
    return [json.loads(line) for line in (ROOT / name).read_text(encoding="utf-8").splitlines()]


def sources() -> dict[str, Source]:
    """The passages by id, each as the guard reads it."""
    passages = rows("training/passages.jsonl")
    lexicon = build_lexicon(f"{passage['title']}\n{passage['text']}" for passage in passages)
    found = {}
    for passage in [*passages, *rows("training/figures.jsonl")]:
        text = passage["text"]
        sentences = [text[span.start : span.end] for span in split_sentences(text)]
        day = date.fromisoformat(passage["date"]) if passage.get("date") else None
        article = Article(id=passage["id"], text=text, title=passage["title"], published=day)
        found[passage["id"]] = Source(head_of(article), sentences, day.year if day else None, lexicon)
    return found


def judge() -> Callable[[str, Source], bool]:
    """The guard as a question answered by yes or no."""
    state = load_settings().state
    embedder = load_embedder("", state)
    vectors, verifier = SentenceVectors(embedder), open_reader(embedder, state).verifier
    return lambda sentence, source: support(sentence, source, vectors, verifier) is not None


def measured(passes: Callable[[str, Source], bool], splits: Sequence[str]) -> dict[str, Any]:
    """Per split: true sentences kept and falsified ones shown, as counts and shares, the latter also by kind."""
    known = sources()
    counts: dict[str, Counter[str]] = {split: Counter() for split in splits}
    for row in [*rows("eval/llm_sentences.jsonl"), *rows("training/claims.jsonl")]:
        split = row.get("split", "mending")
        if split in counts:
            kind = row["kind"] or "true"
            shown = passes(row["sentence"], known[row["passage_id"]])
            counts[split].update({kind: 1, f"{kind} shown": int(shown)})
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
    parser.add_argument(
        "--split", nargs="+", choices=SPLITS, default=SPLITS, help="the test half is looked at once, when the guard is done"
    )
    report = measured(judge(), parser.parse_args().split)
    RESULT.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
