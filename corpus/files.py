"""A folder of article files and exports -> Corpus. A bad file or row is set aside with its reason and never stops the run."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from corpus.article import Article, SetAside
from corpus.columns import parse_columns, refuse_unknown
from corpus.draft import Draft, UnreadableFile
from corpus.errors import HoiBaoError
from corpus.exports import EXPORTS, Export, read_export
from corpus.readers import READERS, read_draft
from corpus.text import clean

_OTHER_OFFICE = {".doc", ".rtf", ".odt"}  # articles, but in a format that is not read


@dataclass(frozen=True)
class Corpus:
    """The articles of a folder and the files and rows that could not become one, each in the order of their paths.

    `drafts` tells by path what each article was made of, `exports` by path what was understood of each export.
    """

    articles: tuple[Article, ...]
    set_aside: tuple[SetAside, ...]
    drafts: Mapping[str, Draft] = field(default_factory=dict)
    exports: Mapping[str, Export] = field(default_factory=dict)


@dataclass(frozen=True)
class _Found:
    """A draft, the path it is shown with ("tin.csv:17") and the one that its id is made of ("tin-17.csv")."""

    path: str
    name: Path
    draft: Draft


def load_corpus(folder: Path, columns: str = "", known: Mapping[str, Draft] = MappingProxyType({})) -> Corpus:
    """Reads every .md .txt .html .htm .docx .pdf .jsonl .csv below the folder; paths in the result are relative to it, with "/".

    `columns` is the setting HOIBAO_COLUMNS; `known` drafts, by digest, save reading files that are as they were. Raises
    HoiBaoError when the folder is missing or is no folder, and when `columns` cannot be used or names a column that no
    export has.
    """
    wanted = parse_columns(columns)
    if folder.is_file():
        raise HoiBaoError(
            f"{folder} is a file, not a folder of articles",
            mend="name the folder that it lies in",
            vietnamese="Đường dẫn tới thư mục bài báo lại là một tệp.",
            cure="Đặt HOIBAO_CORPUS là thư mục chứa tệp ấy, rồi khởi động lại máy chủ.",
        )
    if not folder.is_dir():
        raise HoiBaoError(
            f"no corpus folder at {folder}",
            mend="create it, or name another with --corpus or HOIBAO_CORPUS",
            vietnamese="Không tìm thấy thư mục bài báo.",
            cure="Tạo lại thư mục hoặc nối lại ổ đĩa chứa nó; nếu thư mục đã chuyển chỗ, đặt lại HOIBAO_CORPUS.",
        )
    found: list[_Found] = []
    aside: list[SetAside] = []
    exports: dict[str, Export] = {}
    for path in _candidates(folder):
        name = _shown(path.relative_to(folder))
        try:
            _refuse_odd(path, folder)
            if path.suffix.lower() in EXPORTS:
                exports[name] = Export()
                for row in read_export(path, wanted, exports[name]):
                    shown = f"{name}:{row.number}"
                    if row.draft is None:
                        aside.append(SetAside(shown, row.reason))
                    else:
                        found.append(_Found(shown, _numbered(Path(name), row.number), row.draft))
            else:
                draft = read_draft(path, known)
                _refuse_readme(name, draft)
                found.append(_Found(name, Path(name), draft))
        except UnreadableFile as error:
            aside.append(SetAside(name, error.reason))
    refuse_unknown(wanted, (column for export in exports.values() for column in export.columns))
    articles, doubles = _identify(found)
    return Corpus(
        articles=tuple(articles),
        set_aside=tuple(sorted(aside + doubles, key=lambda item: _by_row(item.path))),
        drafts={item.path: item.draft for item in found},
        exports=exports,
    )


def _numbered(name: Path, number: int) -> Path:
    return name.with_name(f"{name.stem}-{number}{name.suffix}")


def _by_row(path: str) -> tuple[str, int]:
    """Sorts row 2 of an export before row 10."""
    name, colon, number = path.rpartition(":")
    return (name, int(number)) if colon and number.isdecimal() else (path, 0)


def _candidates(folder: Path) -> list[Path]:
    """Files with a known ending, in the order of their relative paths; folders that are links or hidden are not entered."""
    found: list[Path] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        # "~$" and "._" mark what Word and macOS leave beside an open or copied file.
        found += [Path(parent, name) for name in names if not name.startswith(("~$", "._"))]
    known = [path for path in found if path.suffix.lower() in READERS.keys() | EXPORTS | _OTHER_OFFICE]
    return sorted(known, key=lambda path: _shown(path.relative_to(folder)))


def _refuse_odd(path: Path, folder: Path) -> None:
    """Raises UnreadableFile for a hidden file, another office format, and a link that leads nowhere or out of the folder."""
    if path.suffix.lower() in _OTHER_OFFICE:
        kind = path.suffix.lower()
        raise UnreadableFile(f"Chưa đọc được tệp {kind}. Hãy mở bằng Word hoặc LibreOffice rồi lưu lại thành .docx.")
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


def _refuse_readme(name: str, draft: Draft) -> None:
    """Raises UnreadableFile for a note on the folder itself, which would be cited as if it were news."""
    if Path(name).stem.lower() == "readme" and not draft.has_fields:
        raise UnreadableFile(
            "Tệp README mô tả thư mục chứ không phải bài báo nên không đọc. Nếu đây là bài báo, hãy đổi tên tệp "
            "hoặc thêm phần thông tin đầu tệp (giữa hai dòng ---)."
        )


def _shown(relative: Path) -> str:
    """The path as text; bytes of a name that are not UTF-8 become "?"."""
    return relative.as_posix().encode("utf-8", errors="replace").decode("utf-8")


def _identify(found: list[_Found]) -> tuple[list[Article], list[SetAside]]:
    """Gives every draft its id: its own, else its file's name, else its path."""
    doubles: list[SetAside] = []
    given: dict[str, str] = {}
    kept: list[_Found] = []
    for item in found:
        own = _own_id(item.draft)
        if own and own in given:
            reason = f"Trùng mã bài (id: {own}) với {given[own]}. Hãy đổi id ở một trong hai nơi."
            doubles.append(SetAside(item.path, reason))
            continue
        if own:
            given[own] = item.path
        kept.append(item)
    stems = Counter(_stem(item.name) for item in kept if not _own_id(item.draft))
    taken = set(given)
    articles: list[Article] = []
    for item in kept:
        own = _own_id(item.draft)
        if not own:
            own = next(choice for choice in _choices(item.name, alone=stems[_stem(item.name)] == 1) if choice not in taken)
            taken.add(own)
        articles.append(_article(own, item.path, item.draft))
    return articles, doubles


def _own_id(draft: Draft) -> str:
    return (draft.id or "").replace("/", "-")  # an id is one segment of an address


def _stem(name: Path) -> str:
    return clean(name.stem)


def _choices(name: Path, alone: bool) -> Iterator[str]:
    """Ids for a file in falling preference, without end."""
    if alone:
        yield _stem(name)
    whole = clean(name.with_suffix("").as_posix()).replace("/", "-")
    yield whole
    number = 1
    while True:
        yield f"{whole}-{name.suffix[1:].lower()}" + (f"-{number}" if number > 1 else "")
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
