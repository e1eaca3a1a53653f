"""Which column of an export holds which field of an article: the setting's names first, then the usual ones."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from corpus.errors import HoiBaoError
from corpus.text import clean, fold

FIELDS = ("id", "title", "lead", "text", "source", "url", "published", "author", "place")
Columns = Mapping[str, tuple[str, ...]]

# Compared by letters and digits alone, without case and diacritics: "Tiêu đề", "tieu_de" and "TieuDe" are one name.
# "rendered" is how WordPress wraps its texts.
_USUAL = {
    "id": "id article_id post_id news_id uuid mã_bài mã_bài_viết mã",
    "title": "title tiêu_đề title.rendered headline post_title tên_bài tên_bài_viết tiêu_đề_bài_viết",
    "lead": "lead sapo summary tóm_tắt excerpt excerpt.rendered description mô_tả abstract trích_yếu giới_thiệu",
    "text": "text content nội_dung content.rendered body post_content content_html full_text nội_dung_bài nội_dung_bài_viết "
    "nội_dung_chi_tiết chi_tiết article html",
    "source": "source nguồn source.name nguồn_tin publisher tòa_soạn báo tên_báo site site_name",
    "url": "url link liên_kết permalink đường_dẫn source_url canonical href",
    "published": "published published_at published_date publish_date pub_date ngày_đăng ngày_xuất_bản date ngày post_date "
    "thời_gian_đăng thời_gian datetime created_at ngày_tạo",
    "author": "author tác_giả author.name byline authors người_viết phóng_viên bút_danh writer",
    "place": "place địa_bàn địa_điểm địa_phương location khu_vực nơi",
}


@lru_cache(maxsize=4096)
def column_key(name: str) -> str:
    """What the name of a column is compared by: its letters and digits, without case and diacritics."""
    return re.sub(r"[\W_]", "", fold(clean(name)))


_KEYS = {field: tuple(column_key(name) for name in names.split()) for field, names in _USUAL.items()}


def parse_columns(setting: str) -> dict[str, tuple[str, ...]]:
    """HOIBAO_COLUMNS, "field=column,field=column", as the columns to look for; a field may be given several times.

    Raises HoiBaoError for a pair without "=" and for a field that articles do not have.
    """
    wanted: dict[str, tuple[str, ...]] = {}
    for pair in filter(str.strip, setting.split(",")):
        field, equals, name = (part.strip() for part in pair.partition("="))
        if not (equals and name and field in FIELDS):
            raise HoiBaoError(
                f"HOIBAO_COLUMNS has {pair.strip()!r}",
                mend=f"write field=column, such as title=tieu_de,text=noi_dung, with the fields {', '.join(FIELDS)}",
                vietnamese="Thiết lập tên cột (HOIBAO_COLUMNS) chưa đúng.",
                cure="Ghi theo mẫu trường=cột, ví dụ title=tieu_de,text=noi_dung, rồi khởi động lại máy chủ.",
            )
        wanted[field] = (*wanted.get(field, ()), name)
    return wanted


def match_columns(names: Iterable[str], wanted: Columns) -> dict[str, str]:
    """Field -> the column among `names` that holds it; fields without a column are left out."""
    by_key: dict[str, str] = {}
    for name in names:
        by_key.setdefault(column_key(name), name)
    found: dict[str, str] = {}
    for keys_of in ({field: tuple(map(column_key, wanted.get(field, ()))) for field in FIELDS}, _KEYS):
        for field in FIELDS:
            column = next((by_key[key] for key in keys_of[field] if key in by_key), None)
            if column is not None and field not in found and column not in found.values():
                found[field] = column
    return found


def refuse_unknown(wanted: Columns, seen: Iterable[str]) -> None:
    """Raises HoiBaoError for a wanted column that none of the exports has; `seen` are all their columns."""
    columns = sorted(set(seen))
    keys = set(map(column_key, columns))
    missing = [f"{field}={name}" for field, names in wanted.items() for name in names if column_key(name) not in keys]
    if columns and missing:
        raise HoiBaoError(
            f"no export has the column of {', '.join(missing)} in HOIBAO_COLUMNS",
            mend=f"name one of the columns found: {', '.join(columns[:30])}",
            vietnamese="Thiết lập tên cột (HOIBAO_COLUMNS) nêu một cột không có trong tệp xuất.",
            cure="Sửa tên cột cho khớp với dòng đầu của tệp xuất, rồi khởi động lại máy chủ.",
        )
