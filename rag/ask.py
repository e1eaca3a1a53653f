"""Ask on the command line: `python -m rag.ask "câu hỏi" | - [--index DIR] [--history FILE] [filters] [--json]`."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from corpus import HoiBaoError, Parser, run_command
from index import has_index, load_embedder
from rag.answer import Answer
from rag.answerer import MAX_CHARACTERS, checked, open_answerer
from rag.filters import Filters
from rag.llm import open_llm
from rag.reader import open_reader
from settings import load_settings


def main() -> int:
    """Run the command; a refusal is an answer too, so it exits 0."""
    parser = Parser(prog="python -m rag.ask", description="Ask one question over the index.")
    parser.add_argument("question", help="the question; - reads it from standard input")
    parser.add_argument("--index", type=Path, help="folder of index versions (HOIBAO_INDEX)")
    parser.add_argument("--history", type=Path, help='JSON file of earlier turns: [["question", "answer"], ...]')
    parser.add_argument(
        "--source", action="append", default=[], metavar="NAME", help="only articles of this source; may be repeated"
    )
    parser.add_argument(
        "--place", action="append", default=[], metavar="NAME", help="only articles of this place; may be repeated"
    )
    parser.add_argument("--from", dest="first", metavar="DAY", help="only articles of this day or later (2022-01-31)")
    parser.add_argument("--to", dest="last", metavar="DAY", help="only articles of this day or earlier")
    parser.add_argument("--json", action="store_true", help="print the whole answer as JSON")
    arguments = parser.parse_args()
    settings = load_settings()
    question = _typed() if arguments.question == "-" else arguments.question
    history = _history(arguments.history)
    checked(question, history)
    filters = Filters(
        source=tuple(arguments.source),
        place=tuple(arguments.place),
        from_=_day("--from", arguments.first),
        to=_day("--to", arguments.last),
    )
    llm = open_llm(settings.llm_model, settings.llm_base_url, settings.llm_api_key.get_secret_value(), settings.llm_passages)
    index = arguments.index or settings.index
    _must_be_built(index)
    embedder = load_embedder(settings.embedding_model, settings.state)
    answerer = open_answerer(index, embedder, open_reader(embedder, settings.state), llm=llm)
    answer = answerer.ask(question, history, filters)
    sys.stdout.write(json.dumps(answer.to_dict(), ensure_ascii=False, indent=1) + "\n" if arguments.json else _shown(answer))
    return 0


def _typed() -> str:
    """The question on standard input: a little more than is taken, so that one too long is told from one that fits."""
    # A closed standard input is None; it asks as little as an empty one.
    return sys.stdin.read(8 * MAX_CHARACTERS) if sys.stdin else ""


def _day(flag: str, text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise HoiBaoError(
            f"{flag} {text} is no day of the calendar",
            mend="write it as 2022-01-31",
            vietnamese="Ngày của bộ lọc không đúng.",
        ) from error


def _must_be_built(index: Path) -> None:
    """Said before the model is loaded, which takes seconds."""
    if not has_index(index):
        raise HoiBaoError(
            f"there is no index in {index}",
            mend="build it with `python -m index.build`, or name another folder with --index",
            vietnamese="Chưa có chỉ mục của kho bài; xin báo người quản trị lập chỉ mục.",
        )


def _history(file: Path | None) -> list[tuple[str, str]]:
    if file is None:
        return []
    try:
        turns = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise _unusable(file, str(error)) from error
    except RecursionError as error:
        raise _unusable(file, "it is nested too deeply") from error
    if not isinstance(turns, list) or not all(_is_turn(turn) for turn in turns):
        raise _unusable(file, "it is not a list of pairs of texts")
    return [(question, answer) for question, answer in turns]


def _is_turn(turn: Any) -> bool:
    return isinstance(turn, list) and len(turn) == 2 and all(isinstance(part, str) for part in turn)


def _unusable(file: Path, why: str) -> HoiBaoError:
    return HoiBaoError(
        f"the history {file} cannot be read ({why})",
        mend='give a JSON file such as [["câu hỏi", "trả lời"]]',
        vietnamese="Không đọc được lịch sử trò chuyện.",
    )


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
