"""Ask on the command line: `python -m rag.ask "câu hỏi" | - [--index DIR] [--history FILE] [--json]`."""

import argparse
import json
import sys
from pathlib import Path

from corpus import HoiBaoError, run_command
from index import load_embedder
from rag.answer import Answer
from rag.answerer import MAX_CHARACTERS, checked, open_answerer
from settings import load_settings


def main() -> int:
    """Run the command; a refusal is an answer too, so it exits 0."""
    parser = argparse.ArgumentParser(prog="python -m rag.ask", description="Ask one question over the index.")
    parser.add_argument("question", help="the question; - reads it from standard input")
    parser.add_argument("--index", type=Path, help="folder of index versions (HOIBAO_INDEX)")
    parser.add_argument("--history", type=Path, help='JSON file of earlier turns: [["question", "answer"], ...]')
    parser.add_argument("--json", action="store_true", help="print the whole answer as JSON")
    arguments = parser.parse_args()
    settings = load_settings()
    # A little more than is taken, so that a question that is too long is told from one that fits.
    question = sys.stdin.read(8 * MAX_CHARACTERS) if arguments.question == "-" else arguments.question
    history = _history(arguments.history)
    checked(question, history)
    answerer = open_answerer(arguments.index or settings.index, load_embedder(settings.embedding_model, settings.state))
    answer = answerer.ask(question, history)
    sys.stdout.write(json.dumps(answer.to_dict(), ensure_ascii=False, indent=1) + "\n" if arguments.json else _shown(answer))
    return 0


def _history(file: Path | None) -> list[tuple[str, str]]:
    if file is None:
        return []
    try:
        turns = json.loads(file.read_text(encoding="utf-8"))
        return [(str(question), str(answer)) for question, answer in turns]
    except (OSError, ValueError, TypeError) as error:
        raise HoiBaoError(
            f"the history {file} cannot be read ({error})",
            mend='give a JSON file such as [["câu hỏi", "trả lời"]]',
            vietnamese="Không đọc được lịch sử trò chuyện.",
        ) from error


def _shown(answer: Answer) -> str:
    lines = [answer.answer, *(f"({note})" for note in answer.notes), ""]
    for citation in answer.citations:
        origin = citation.based_on or {}
        day = citation.published or origin.get("published") or "không rõ ngày"
        lines.append(f"[{citation.number}] {citation.title} ({citation.article_id}, {day})")
    lines.extend(f"  - {near.title} ({near.article_id})" for near in answer.nearest)
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    run_command(main)
