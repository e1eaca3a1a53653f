"""What a careful owner wants to know of a corpus before it is indexed: figures and warnings for every article."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from corpus.article import Article, SetAside
from corpus.chunks import chunk_article
from corpus.columns import FIELDS
from corpus.draft import Reading
from corpus.duplicates import find_copies
from corpus.files import Corpus
from corpus.text import syllable_count
from corpus.vietnamese import ACCEPTED, vietnamese_share

_SHORT = 40  # syllables; a paragraph, hardly an article


@dataclass(frozen=True)
class Finding:
    """One article as it will be indexed; `export` is the path of the export that holds it, None for a file of its own."""

    path: str
    id: str
    title: str
    source: str | None
    author: str | None
    published: date | None
    place: str | None
    encoding: str
    syllables: int
    sentences: int
    chunks: int
    warnings: tuple[str, ...]
    export: str | None = None


@dataclass(frozen=True)
class ExportFinding:
    """An export: its rows that became articles, those set aside, and field -> column."""

    path: str
    read: int
    set_aside: int
    columns: dict[str, str]


@dataclass(frozen=True)
class Findings:
    """Everything that `corpus.check` tells."""

    articles: tuple[Finding, ...]
    exports: tuple[ExportFinding, ...]
    set_aside: tuple[SetAside, ...]


def inspect(corpus: Corpus) -> Findings:
    """The findings of a corpus, in the order of its paths."""
    copies = find_copies(corpus.articles)
    kept = {copy: article_id for article_id, alike in copies.items() for copy in alike}
    articles = tuple(_finding(article, corpus, kept.get(article.id)) for article in corpus.articles)
    read = Counter(article.export for article in articles)
    aside = Counter(_export_of(item.path, corpus) for item in corpus.set_aside)
    exports = tuple(
        ExportFinding(
            path=path,
            read=read[path],
            set_aside=aside[path],
            columns={field: export.used[field] for field in FIELDS if field in export.used},
        )
        for path, export in corpus.exports.items()
    )
    return Findings(articles, exports, corpus.set_aside)


def _export_of(path: str, corpus: Corpus) -> str | None:
    name = path.rpartition(":")[0]
    return name if name in corpus.exports else None


def _finding(article: Article, corpus: Corpus, copy_of: str | None) -> Finding:
    reading = corpus.drafts[article.path].reading
    chunks = chunk_article(article)
    syllables = syllable_count(article.text)
    return Finding(
        path=article.path,
        id=article.id,
        title=article.title,
        source=article.source,
        author=article.author,
        published=article.dated,
        place=article.place,
        encoding=reading.encoding,
        syllables=syllables,
        sentences=sum(len(chunk.sentences) for chunk in chunks),
        chunks=len(chunks),
        warnings=tuple(_warnings(article, reading, syllables, copy_of)),
        export=_export_of(article.path, corpus),
    )


def _warnings(article: Article, reading: Reading, syllables: int, copy_of: str | None) -> Iterator[str]:
    if article.dated is None:
        yield "không có ngày đăng"
    if syllables < _SHORT:
        yield "rất ngắn"
    if vietnamese_share(article.text) < ACCEPTED:
        yield "nội dung không giống tiếng Việt (có thể sai bảng mã)"
    if copy_of is not None:
        yield f"nội dung trùng với bài {copy_of}"
    yield from reading.notes
