"""Readers' complaints become questions: `python -m eval.review` lists them, `--add ID` writes a line of a question file."""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from filelock import FileLock

from corpus import HoiBaoError, Parser, run_command
from eval.files import check_writable, write_atomically
from eval.sets.questions import SPLITS, TABLES, is_text, load_questions, read_text, wrong_values
from settings import load_settings

ID_PREFIX = "fb-"  # of a question that came from a reader
_SHOWN = 160  # characters of a text in the list
# What the page writes behind the reader's own words when filters were set.
_FILTERS = re.compile(r"(?:^| – )Chỉ tìm trong các bài có (?P<named>.+?)\.?$", re.DOTALL)


def main(argv: Sequence[str] | None = None) -> int:
    """List the candidates, or add the chosen ones; the feedback file itself is never changed."""
    options = _parse(argv)
    settings = load_settings()
    source: Path = options.feedback or settings.feedback_file
    target: Path = options.to or source.with_name("questions-from-feedback.jsonl")
    candidates = _candidates(source)
    if options.add:
        added = _add(candidates, target, options)
        sys.stdout.write(f"{added} added to {target}; `python -m eval.check --questions {target}` checks them\n")
        return 0
    taken = _ids(target)
    waiting = [row for row in candidates.values() if ID_PREFIX + row["id"] not in taken]
    sys.stdout.write("".join(map(_shown, waiting)))
    sys.stdout.write(f"{len(waiting)} of {len(candidates)} complaints are not yet in {target}\n")
    return 0


def _candidates(source: Path) -> dict[str, dict[str, Any]]:
    """The complaints by their id, in the order they came; what cannot be read is named and stays where it is."""
    if not source.exists():
        return {}
    found: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(read_text(source, "--feedback").split("\n"), start=1):
        if not line.strip():
            continue
        row = _parsed(line)
        if row is None:
            sys.stderr.write(f"warning: {source}: line {number} cannot be read and is left as it is\n")
        elif row["verdict"] == "down":
            found[row["id"]] = row
    return found


def _parsed(line: str) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except ValueError:
        return None
    fits = isinstance(row, dict) and all(is_text(row.get(key)) for key in ("id", "verdict", "question"))
    return row if fits else None


def _add(candidates: dict[str, dict[str, Any]], target: Path, options: argparse.Namespace) -> int:
    if target.suffix.lower() in {*TABLES, ".json"}:
        raise _refused(f"questions are added as JSON lines, and {target} is none", "name a .jsonl file with --to")
    unknown = [name for name in options.add if name not in candidates]
    if unknown:
        raise _refused(f"there is no complaint {', '.join(unknown)}", "take an id that `python -m eval.review` lists")
    check_writable(target)
    with FileLock(f"{target}.lock"):
        taken = _ids(target)
        again = [name for name in options.add if ID_PREFIX + name in taken]
        if again:
            raise _refused(f"{target} holds {', '.join(again)} already", "leave it out")
        rows = [_question(candidates[name], options) for name in dict.fromkeys(options.add)]
        wrong = [f"{row['id']}: {key} {what}" for row in rows for key, what in wrong_values(row)]
        if wrong:
            raise _refused("; ".join(wrong), "give each option a value; a broken complaint is mended in the feedback file")
        before = read_text(target, "--to") if target.exists() else ""
        if before and not before.endswith("\n"):
            before += "\n"
        write_atomically(target, before + "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    return len(rows)


def _question(row: dict[str, Any], options: argparse.Namespace) -> dict[str, Any]:
    """A line of the contract in docs/evaluation.md."""
    found = {
        "id": ID_PREFIX + row["id"],
        "question": row["question"],
        "answers": options.answer,
        "articles": options.article,
        "answerable": not options.unanswerable,
        "category": options.category,
        "split": options.split,
        "history": row.get("history") or [],
        "reason": row.get("reason", ""),
    }
    return {key: value for key, value in found.items() if value not in ("", [])}


def _ids(target: Path) -> set[str]:
    return (
        {question.id for question in load_questions(target)} if target.exists() and read_text(target, "--to").strip() else set()
    )


def _shown(row: dict[str, Any]) -> str:
    reason = str(row.get("reason") or "")
    filters = _FILTERS.search(reason)
    told = {
        "reason": reason[: filters.start()] if filters else reason,
        "filters": filters["named"] if filters else "",
        "answer": row.get("answer"),
    }
    lines = [f"{row['id']}  {row.get('at', '')}  {_short(row['question'])}"]
    lines += [f"    {name}: {_short(text)}" for name, text in told.items() if text]
    return "\n".join(lines) + "\n"


def _short(text: Any) -> str:
    flat = " ".join("".join(char if char.isprintable() else " " for char in str(text)).split())
    return flat if len(flat) <= _SHOWN else flat[:_SHOWN] + "…"


def _refused(message: str, mend: str) -> HoiBaoError:
    return HoiBaoError(message, mend=mend, vietnamese="Không thêm được câu hỏi từ góp ý.")


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = Parser(prog="python -m eval.review", description=__doc__)
    parser.add_argument(
        "--feedback", type=Path, metavar="FILE", help="what readers said (default: feedback.jsonl in HOIBAO_STATE)"
    )
    parser.add_argument(
        "--to", type=Path, metavar="FILE", help="question file (default: questions-from-feedback.jsonl beside it)"
    )
    parser.add_argument("--add", action="append", default=[], metavar="ID", help="add this complaint; may be repeated")
    parser.add_argument("--answer", action="append", default=[], help="a right answer; alternatives are repeated")
    parser.add_argument("--article", action="append", default=[], metavar="ID", help="an article that holds it; may be repeated")
    parser.add_argument("--unanswerable", action="store_true", help="the articles do not hold the answer: refusing is right")
    parser.add_argument("--category", default="other", help="number, person, ... (default: other)")
    parser.add_argument("--split", choices=SPLITS, default="dev", help="default: dev")
    options = parser.parse_args(argv)
    gold = options.answer or options.article or options.unanswerable
    if gold and len(options.add) != 1:
        parser.error("--answer, --article and --unanswerable belong to one --add ID")
    if options.unanswerable and options.answer:
        parser.error("--unanswerable and --answer exclude each other")
    return options


if __name__ == "__main__":
    run_command(main)
