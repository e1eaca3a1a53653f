"""A folder of article files -> Corpus. A bad file is set aside with its reason and never stops the run."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.article import Article, SetAside
from corpus.draft import Draft, UnreadableFile
from corpus.errors import HoiBaoError
from corpus.readers import READERS, read_draft
from corpus.text import clean


@dataclass(frozen=True)
class Corpus:
    """The articles of a folder and the files that could not become one, each sorted by path."""

    articles: tuple[Article, ...]
    set_aside: tuple[SetAside, ...]


def load_corpus(folder: Path) -> Corpus:
    """Reads every .md .txt .html .htm .docx .pdf below the folder; paths in the result are relative to it, with "/".

    Raises HoiBaoError when the folder is missing or is no folder.
    """
    if not folder.is_dir():
        raise HoiBaoError(
            f"no corpus folder at {folder}",
            mend="create it, or name another with --corpus or HOIBAO_CORPUS",
            vietnamese="Không tìm thấy thư mục bài báo.",
        )
    drafts: list[tuple[str, Draft]] = []
    aside: list[SetAside] = []
    for path in _candidates(folder):
        name = _shown(path.relative_to(folder))
        try:
            _refuse_odd(path, folder)
            drafts.append((name, read_draft(path)))
        except UnreadableFile as error:
            aside.append(SetAside(name, error.reason))
    articles, doubles = _identify(drafts)
    return Corpus(tuple(articles), tuple(sorted(aside + doubles, key=lambda item: item.path)))


def _candidates(folder: Path) -> list[Path]:
    """Files with a known ending, in the order of their relative paths; folders that are links or hidden are not entered."""
    found: list[Path] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        # "~$" and "._" mark what Word and macOS leave beside an open or copied file.
        found += [Path(parent, name) for name in names if not name.startswith(("~$", "._"))]
    known = [path for path in found if path.suffix.lower() in READERS]
    return sorted(known, key=lambda path: _shown(path.relative_to(folder)))


def _refuse_odd(path: Path, folder: Path) -> None:
    """Raises UnreadableFile for a hidden file and for a link that leads nowhere or out of the folder."""
    if path.name.startswith("."):
        raise UnreadableFile("Tệp ẩn (tên bắt đầu bằng dấu chấm) nên không đọc. Nếu cần, hãy đổi tên tệp.")
    if not path.is_symlink():
        return
    try:
        target = path.resolve()
    except (OSError, RuntimeError):  # links in a circle: RuntimeError up to Python 3.12
        target = folder / "nowhere"
    if not target.is_relative_to(folder.resolve()):
        raise UnreadableFile("Tệp này là liên kết tới nơi nằm ngoài thư mục bài báo. Hãy chép chính tệp đó vào thư mục.")
    if not target.exists():
        raise UnreadableFile("Tệp này là liên kết hỏng. Hãy chép chính tệp cần dùng vào thư mục.")


def _shown(relative: Path) -> str:
    """The path as text; bytes of a name that are not UTF-8 become "?"."""
    return relative.as_posix().encode("utf-8", errors="replace").decode("utf-8")


def _identify(drafts: list[tuple[str, Draft]]) -> tuple[list[Article], list[SetAside]]:
    """Gives every draft its id: its own, else its file's name, else its path."""
    doubles: list[SetAside] = []
    given: dict[str, str] = {}
    for name, draft in drafts:
        own = _own_id(draft)
        if own and own in given:
            doubles.append(SetAside(name, f"Trùng mã bài (id: {own}) với tệp {given[own]}. Hãy đổi id ở một trong hai tệp."))
        elif own:
            given[own] = name
    refused = {item.path for item in doubles}
    kept = [(name, draft) for name, draft in drafts if name not in refused]
    stems = Counter(_stem(name) for name, draft in kept if not _own_id(draft))
    taken = set(given)
    articles: list[Article] = []
    for name, draft in kept:
        own = _own_id(draft)
        if not own:
            own = next(choice for choice in _choices(name, alone=stems[_stem(name)] == 1) if choice not in taken)
            taken.add(own)
        articles.append(_article(own, name, draft))
    return articles, doubles


def _own_id(draft: Draft) -> str:
    return (draft.id or "").replace("/", "-")  # an id is one segment of an address


def _stem(name: str) -> str:
    return clean(Path(name).stem)


def _choices(name: str, alone: bool) -> Iterator[str]:
    """Ids for a file in falling preference, without end."""
    if alone:
        yield _stem(name)
    path = Path(name)
    whole = clean(path.with_suffix("").as_posix()).replace("/", "-")
    yield whole
    number = 1
    while True:
        yield f"{whole}-{path.suffix[1:].lower()}" + (f"-{number}" if number > 1 else "")
        number += 1


def _article(article_id: str, name: str, draft: Draft) -> Article:
    return Article(
        id=article_id,
        text=draft.text,
        title=draft.title or article_id,
        source=draft.source,
        url=draft.url,
        published=draft.published,
        author=draft.author,
        place=draft.place,
        based_on=draft.based_on,
        path=name,
    )
