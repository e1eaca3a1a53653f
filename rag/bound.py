"""The part of the corpus that a site, or a page in another site, is bound to: for its readers there is nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from corpus import Article, clean, fold, has_diacritics, match_key


@dataclass(frozen=True)
class Bound:
    """Articles of one of these sources that lie below one of these folders of the corpus; an empty tuple binds nothing."""

    sources: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()

    def admits(self, article: Article) -> bool:
        """Whether the article is of this part; its source is its own or that of the text it is based on."""
        if self.sources and not any(is_of_source(article, name) for name in self.sources):
            return False
        return not self.folders or any(below(article.path, folder) for folder in self.folders)


Bounds = tuple[Bound, ...]  # all of them hold


def within(bounds: Bounds, articles: Iterable[Article]) -> list[Article]:
    """The articles that every bound admits."""
    return [article for article in articles if all(bound.admits(article) for bound in bounds)]


def below(path: str, folder: str) -> bool:
    """Whether a file of the corpus lies in this folder of it, however deep."""
    named = "/".join(part for part in clean(folder).split("/") if part)
    return bool(named) and clean(path).startswith(f"{named}/")


def is_of_source(article: Article, name: str) -> bool:
    """Names are compared as readers type them: without diacritics where the wanted one has none."""
    own = (article.source, article.based_on.source if article.based_on else None)
    return any(source and _same(source, name) for source in own)


@lru_cache(maxsize=2**14)
def _same(source: str, wanted: str) -> bool:
    name = clean(wanted)
    form = match_key if has_diacritics(name) else fold
    return form(clean(source)) == form(name)
