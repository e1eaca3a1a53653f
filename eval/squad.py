"""Reading-comprehension sets in SQuAD's shape as a corpus and questions: each distinct context is one article."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus import Article, HoiBaoError, article_from_text, clean
from eval.questions import Question, is_text, read_text

CATEGORY = "squad"
_Row = dict[str, Any]  # a JSONL row: context, question, answers, is_impossible, id


def load_squad(path: Path) -> tuple[list[Article], list[Question]]:
    """Articles and questions of a SQuAD file: `{"data": [...]}`, a bare list of its articles, or JSONL rows."""
    articles: dict[str, Article] = {}
    questions: list[Question] = []
    repeats: dict[str, int] = {}
    try:
        for number, row in enumerate(_rows(read_text(path, "--squad")), start=1):
            article_id = _add_article(articles, row["context"])
            name = str(row.get("id") or f"row-{number}")
            repeats[name] = repeats.get(name, 0) + 1
            unique = name if repeats[name] == 1 else f"{name}#{repeats[name]}"
            questions.append(_question(row, unique, article_id))
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as problem:
        raise _not_squad(path, f"{type(problem).__name__}: {problem}") from problem
    if not questions:
        raise _not_squad(path, "it holds no question")
    return list(articles.values()), questions


def article_id_of(text: str) -> str:
    """First 12 hexadecimal digits of the SHA-256 of the cleaned text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _add_article(articles: dict[str, Article], context: str) -> str:
    text = clean(context)
    found = article_id_of(text)
    if found not in articles:
        articles[found] = article_from_text(found, text)
    return found


def _rows(text: str) -> Iterator[_Row]:
    """Flat rows of whichever shape the file has."""
    for block in _blocks(text):
        if "paragraphs" not in block:
            yield block
            continue
        for paragraph in block["paragraphs"]:
            for asked in paragraph["qas"]:
                yield {**asked, "context": paragraph["context"]}


def _blocks(text: str) -> list[_Row]:
    """SQuAD's articles, or flat rows."""
    lines = [line for line in text.split("\n") if line.strip()]
    try:
        whole = json.loads(text)
    except json.JSONDecodeError:
        return [json.loads(line) for line in lines]
    if isinstance(whole, dict) and "data" in whole:
        whole = whole["data"]
    return whole if isinstance(whole, list) else [whole]


def _question(row: _Row, name: str, article_id: str) -> Question:
    answers = _answers(row)
    answerable = bool(answers) and not row.get("is_impossible", False)
    return Question(
        id=name,
        question=_text(row["question"]),
        answers=answers if answerable else (),
        articles=(article_id,),
        answerable=answerable,
        category=CATEGORY,
    )


def _answers(row: _Row) -> tuple[str, ...]:
    """Distinct gold answers; `[{"text": ...}]` as SQuAD writes them, or `{"text": [...]}` as some hubs do."""
    given = row.get("answers") or []
    texts = given["text"] if isinstance(given, dict) else [answer["text"] for answer in given]
    return tuple(dict.fromkeys(_text(text) for text in texts if text.strip()))


def _text(value: object) -> str:
    if not is_text(value):
        raise TypeError(f"expected a text that is not empty, found {value!r:.40}")
    return str(value)


def _not_squad(path: Path, cause: str) -> HoiBaoError:
    return HoiBaoError(
        f"{path} is not in SQuAD's shape ({cause})",
        mend='give {"data": [...]}, a list of its articles, or JSONL rows with context, question and answers',
        vietnamese=f"Tệp {path.name} không đúng dạng SQuAD.",
    )
