"""`python -m corpus.show ID [--corpus DIR]`: the metadata and the cleaned text of one article, read anew from its file."""

import difflib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.article import Article
from corpus.command import Parser, run_command
from corpus.errors import HoiBaoError
from corpus.files import load_corpus
from corpus.text import clean, fold
from settings import load_settings

_FIELDS = ("id", "title", "source", "url", "published", "author", "place", "path")
_ORIGIN_FIELDS = ("title", "source", "author", "published", "url")


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the article. Raises HoiBaoError for an unknown id or a missing folder."""
    parser = Parser(
        prog="python -m corpus.show",
        description="Show one article as it is indexed and quoted. It is read from the folder of articles as that is now; "
        "no index is opened, and HOIBAO_INDEX changes nothing.",
    )
    parser.add_argument("id", help="article id")
    parser.add_argument("--corpus", type=Path, help="folder of articles (default: HOIBAO_CORPUS)")
    options = parser.parse_args(arguments)
    settings = load_settings()
    article = _find(options.id, options.corpus or settings.corpus, settings.columns)
    sys.stdout.write("\n".join(_metadata(article)) + "\n\n" + article.text + "\n")
    return 0


def _find(wanted: str, folder: Path, columns: str) -> Article:
    corpus = load_corpus(folder, columns)
    by_id = {article.id: article for article in corpus.articles}
    if article := by_id.get(clean(wanted)):
        return article
    raise HoiBaoError(
        f"no article {wanted!r} in {folder} ({len(by_id)} articles, {len(corpus.set_aside)} files set aside)",
        mend=_suggestion(wanted, list(by_id)),
        vietnamese="Không có bài báo này.",
    )


def _suggestion(wanted: str, ids: list[str]) -> str:
    """Up to three ids that look like the wanted one, diacritics apart."""
    folded = {fold(item): item for item in ids}
    near = [folded[item] for item in difflib.get_close_matches(fold(wanted), folded, n=3, cutoff=0.5)]
    elsewhere = "name the folder that holds it with --corpus or HOIBAO_CORPUS"
    return f"did you mean {', '.join(near)}? Else {elsewhere}" if near else elsewhere


def _metadata(article: Article) -> Iterator[str]:
    for name in _FIELDS:
        value = getattr(article, name)
        if value:
            yield f"{name}: {value}"
    if article.based_on:
        for name in _ORIGIN_FIELDS:
            value = getattr(article.based_on, name)
            if value:
                yield f"based_on {name}: {value}"


if __name__ == "__main__":
    run_command(main)
