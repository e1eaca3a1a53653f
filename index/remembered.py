"""What was read from the files of a corpus, kept in the version so that a file that is as it was need not be read again."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus import Article, Draft, HoiBaoError, Reading, reading_fingerprint
from index.rows import date_of, origin_of, read_lines
from index.version import MANIFEST, current_version

DRAFTS, ARTICLES = "drafts.jsonl", "articles.jsonl"


def draft_rows(articles: Mapping[str, Article], drafts: Mapping[str, Draft]) -> Iterator[dict[str, Any]]:
    """One row for each article that stands alone in its file; its text stands with the articles already."""
    for article in articles.values():
        draft = drafts.get(article.path)
        if draft is not None and draft.digest:
            row = asdict(draft)
            del row["text"]
            yield {"article": article.id, **row}


def known_drafts(parent: Path) -> dict[str, Draft]:
    """The drafts of the current version by the digest of their file; none if reading has changed since or nothing is there.

    A damaged version gives whatever it gives: a build over it is refused.
    """
    try:
        folder = parent / (current_version(parent) or "none")
        if json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["reader"] != reading_fingerprint():
            return {}
        texts = {row["id"]: row["text"] for row in read_lines(folder / ARTICLES)}
        return {row["digest"]: _draft(row, texts[row.pop("article")]) for row in read_lines(folder / DRAFTS)}
    except (HoiBaoError, OSError, ValueError, KeyError, TypeError):
        return {}


def _draft(row: dict[str, Any], text: str) -> Draft:
    reading = Reading(row["reading"]["encoding"], tuple(row["reading"]["notes"]))
    known = {"published": date_of(row["published"]), "based_on": origin_of(row["based_on"]), "reading": reading}
    return Draft(**{**row, **known, "text": text})
