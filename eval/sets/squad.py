"""Reading-comprehension sets in SQuAD's shape as a corpus and questions: each distinct context is one article."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus import Article, HoiBaoError, article_from_text, clean
from eval.sets.questions import Placed, Question, is_text, read_text
from eval.sets.record import Problem

CATEGORY = "squad"
_SHOWN_ERRORS = 200
_SHAPE = 'give {"data": [...]}, a list of its articles, or JSONL rows with context, question and answers'
_Row = dict[str, Any]  # a JSONL row: context, question, answers, is_impossible, id


def load_squad(path: Path) -> tuple[list[Article], list[Question]]:
    """Articles and questions of a SQuAD file: `{"data": [...]}`, a bare list of its articles, or JSONL rows.

    Raises HoiBaoError that names every row which is not in the shape, with its line or its way through the lists.
    """
    articles, questions, problems = read_squad(path)
    if problems:
        raise _not_squad(path, problems)
    return articles, [placed.question for placed in questions]


def read_squad(path: Path) -> tuple[list[Article], list[Placed], list[Problem]]:
    """Articles, questions with their places, and what is wrong with the rows that are none.

    Raises HoiBaoError for a file that cannot be read or holds neither question nor problem.
    """
    articles: dict[str, Article] = {}
    questions: list[Placed] = []
    repeats: dict[str, int] = {}
    problems: list[Problem] = []
    for number, (place, row) in enumerate(_rows(read_text(path, "--squad"), problems), start=1):
        wrong = _wrong(row)
        if wrong:
            problems += [Problem(place, what) for what in wrong]
            continue
        article_id = _add_article(articles, row["context"])
        name = str(row.get("id") or f"row-{number}")
        repeats[name] = repeats.get(name, 0) + 1
        unique = name if repeats[name] == 1 else f"{name}#{repeats[name]}"
        questions.append(Placed(_question(row, unique, article_id), place))
    if not questions and not problems:
        raise _not_squad(path, [Problem("the file", "it holds no question")])
    return list(articles.values()), questions, problems


def article_id_of(text: str) -> str:
    """First 12 hexadecimal digits of the SHA-256 of the cleaned text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _add_article(articles: dict[str, Article], context: str) -> str:
    text = clean(context)
    found = article_id_of(text)
    if found not in articles:
        articles[found] = article_from_text(found, text)
    return found


def _rows(text: str, problems: list[Problem]) -> Iterator[tuple[str, _Row]]:
    """Flat rows of whichever shape the file has, with their places; what is no row goes to `problems`."""
    for place, block in _blocks(text, problems):
        if not isinstance(block, dict):
            problems.append(Problem(place, "not a JSON object"))
        elif "paragraphs" not in block:
            yield place, block
        else:
            for where, paragraph in _objects(block, "paragraphs", place, problems):
                for at, asked in _objects(paragraph, "qas", where, problems):
                    yield at, {**asked, "context": paragraph.get("context")}


def _objects(holder: _Row, key: str, place: str, problems: list[Problem]) -> Iterator[tuple[str, _Row]]:
    """The objects of a list inside an object."""
    listed = holder.get(key)
    if not isinstance(listed, list):
        problems.append(Problem(place, f"{key} is missing or not a list"))
        return
    for number, item in enumerate(listed):
        if isinstance(item, dict):
            yield f"{place}.{key}[{number}]", item
        else:
            problems.append(Problem(f"{place}.{key}[{number}]", "not a JSON object"))


def _blocks(text: str, problems: list[Problem]) -> Iterator[tuple[str, Any]]:
    """SQuAD's articles, or flat rows, with their places."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as problem:
        lines = list(_lines(text))
        if any(isinstance(row, dict) and row.keys() & {"question", "paragraphs"} for _, row, _ in lines):
            problems += [Problem(place, wrong) for place, _, wrong in lines if wrong]
            yield from ((place, row) for place, row, wrong in lines if not wrong)
        else:
            problems.append(Problem("the file", f"not JSON: {problem}"))
        return
    name = ""
    if isinstance(whole, dict) and "data" in whole:
        whole, name = whole["data"], "data"
        if not isinstance(whole, list):
            problems.append(Problem(name, "not a list"))
            return
    for number, block in enumerate(whole if isinstance(whole, list) else [whole]):
        yield f"{name}[{number}]", block


def _lines(text: str) -> Iterator[tuple[str, Any, str]]:
    """The place of each line that is not blank, its value, and what is wrong with it."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield f"line {number}", json.loads(line), ""
        except json.JSONDecodeError as problem:
            yield f"line {number}", None, f"not JSON ({problem.msg} at column {problem.colno})"
        except (ValueError, RecursionError):
            yield f"line {number}", None, "not JSON that can be read"


def _wrong(row: _Row) -> list[str]:
    """What keeps a row from being a question on its context."""
    wrong = [f"{key} is missing or not a text" for key in ("context", "question") if not is_text(row.get(key))]
    if _answers(row) is None:
        wrong.append('answers must be a list of {"text": "..."}, or {"text": [...]}')
    if isinstance(row.get("is_impossible"), str):
        wrong.append("is_impossible must be true or false")
    return wrong


def _question(row: _Row, name: str, article_id: str) -> Question:
    answers = _answers(row) or ()
    answerable = bool(answers) and not row.get("is_impossible", False)
    return Question(
        id=name,
        question=row["question"],
        answers=answers if answerable else (),
        articles=(article_id,),
        answerable=answerable,
        category=CATEGORY,
    )


def _answers(row: _Row) -> tuple[str, ...] | None:
    """Distinct gold answers; `[{"text": ...}]` as SQuAD writes them, or `{"text": [...]}` as some hubs do. None: neither."""
    given = row.get("answers") or []
    listed = given.get("text") if isinstance(given, dict) else given
    if not isinstance(listed, list):
        return None
    texts = listed if isinstance(given, dict) else [one.get("text") if isinstance(one, dict) else None for one in listed]
    if not all(isinstance(text, str) and (is_text(text) or not text.strip()) for text in texts):
        return None
    return tuple(dict.fromkeys(str(text) for text in texts if is_text(text)))


def _not_squad(path: Path, problems: Sequence[Problem]) -> HoiBaoError:
    shown = [str(problem) for problem in problems[:_SHOWN_ERRORS]]
    if len(problems) > _SHOWN_ERRORS:
        shown.append(f"and {len(problems) - _SHOWN_ERRORS} more")
    return HoiBaoError(
        f"{path} is not in SQuAD's shape ({'; '.join(shown)})",
        mend=_SHAPE,
        vietnamese=f"Tệp {path.name} không đúng dạng SQuAD.",
    )
