"""The articles that are asked of: the corpus, and those that a question file brings along."""

from pathlib import Path

from corpus import Corpus, HoiBaoError, load_corpus


def load_folders(corpus: Path, beside: Path | None, columns: str) -> Corpus:
    """The articles of both folders; raises HoiBaoError where they share an id, since gold and citations could mean either."""
    found = load_corpus(corpus, columns)
    if beside is None or beside.resolve().is_relative_to(corpus.resolve()):  # inside the corpus they are read with it
        return found
    own = load_corpus(beside)  # the columns of the settings describe exports of the corpus
    doubled = sorted({article.id for article in found.articles} & {article.id for article in own.articles})
    if doubled:
        raise HoiBaoError(
            f"{corpus} and {beside} both hold articles with the id {', '.join(doubled)}",
            mend="give each article an id of its own",
            vietnamese=f"Hai thư mục bài báo có bài trùng mã: {', '.join(doubled)}.",
        )
    return Corpus(found.articles + own.articles, found.set_aside + own.set_aside)
