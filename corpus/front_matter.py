"""The YAML block at the head of an article file."""

import re
from datetime import date, datetime

import yaml

from corpus.article import Origin
from corpus.dates import parse_date_line
from corpus.draft import Draft, UnreadableFile
from corpus.text import clean

_BLOCK = re.compile(r"\A\s*---[ \t]*\r?\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
# A headline is seldom written in quotation marks for YAML's sake: "title: Hợp Tiến: dân hiến đất".
_PLAIN = re.compile(
    r"^([ \t]*(?:title|source|author|place):)[ \t]+(?!'[^'\n]*'[ \t]*$|\"[^\"\n]*\"[ \t]*$|[\[{|>&*!])(\S.*?)[ \t]*$", re.M
)
_LONGEST = 65_536  # characters; a block beyond it is no metadata


def split_front_matter(text: str) -> tuple[dict[str, object] | None, str]:
    """The fields of the block and the text behind it; None and the whole text when there is no block.

    Raises UnreadableFile, with the line, for a block that is not valid YAML.
    """
    found = _BLOCK.match(text)
    if found is None or len(found[1]) > _LONGEST:
        return None, text
    try:
        fields = _loaded(found[1])
    except yaml.MarkedYAMLError as error:
        # A quotation mark left open is noticed at the end of the block, or where another begins.
        opened = error.context_mark if "quoted scalar" in (error.context or "") else None
        mark = opened or error.problem_mark or error.context_mark
        raise _broken(text, found, mark.line if mark else 0) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: an impossible date such as 2022-02-30
        raise _broken(text, found, 0) from error
    if fields is None:
        return {}, text[found.end() :]
    if not isinstance(fields, dict):  # two rules around a line of text, not a block of fields
        return None, text
    return {str(key): value for key, value in fields.items()}, text[found.end() :]


def _loaded(block: str) -> object:
    """The block as YAML, else with its lines of words taken as they stand; raises the first error where that does not help."""
    try:
        return yaml.safe_load(block)
    except yaml.MarkedYAMLError as error:
        try:
            return yaml.safe_load(_PLAIN.sub(lambda line: f"{line[1]} '{line[2].replace(chr(39), 2 * chr(39))}'", block))
        except (yaml.YAMLError, ValueError, RecursionError):
            raise error from None


def draft_from_fields(fields: dict[str, object], text: str) -> Draft:
    """A draft with the known fields; unknown keys are ignored. Raises UnreadableFile for a value that cannot be used."""
    origin = fields.get("based_on")
    if origin is not None and not isinstance(origin, dict):
        raise UnreadableFile("Mục based_on ở đầu tệp phải gồm các dòng con như title, source, url. Hãy sửa lại rồi nạp lại.")
    return Draft(
        text=text,
        id=_words(fields, "id"),
        title=_words(fields, "title"),
        source=_words(fields, "source"),
        url=_words(fields, "url"),
        published=_date(fields, "published"),
        author=_words(fields, "author"),
        place=_words(fields, "place"),
        based_on=_origin({str(key): value for key, value in origin.items()}) if origin else None,
    )


def _origin(fields: dict[str, object]) -> Origin:
    return Origin(
        title=_words(fields, "title"),
        source=_words(fields, "source"),
        author=_words(fields, "author"),
        published=_date(fields, "published"),
        url=_words(fields, "url"),
    )


def _words(fields: dict[str, object], key: str) -> str | None:
    value = fields.get(key)
    if isinstance(value, list) and key == "author":  # several authors
        value = ", ".join(str(item) for item in value if isinstance(item, str))
    if value is None:
        return None
    if not isinstance(value, str | int | float | date):
        raise UnreadableFile(f"Mục {key} ở đầu tệp phải là một dòng chữ. Hãy sửa lại rồi nạp lại.")
    return " ".join(clean(str(value)).split()) or None


def _date(fields: dict[str, object], key: str) -> date | None:
    value = fields.get(key)
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, str) and not value.strip():
        return None
    day = parse_date_line(clean(str(value)))
    if day is None:
        raise UnreadableFile(f"Không hiểu ngày ở mục {key}. Hãy viết theo mẫu năm-tháng-ngày, ví dụ 2022-11-23, rồi nạp lại.")
    return day


def _broken(text: str, found: re.Match[str], line: int) -> UnreadableFile:
    number = text.count("\n", 0, found.start(1)) + line + 1
    return UnreadableFile(
        f"Phần thông tin đầu tệp (giữa hai dòng ---) sai cú pháp ở dòng {number}. "
        'Hãy sửa dòng đó, chẳng hạn đặt nội dung có dấu hai chấm trong ngoặc kép "...", rồi nạp lại.'
    )
