"""What two runs were measured with, where it differs so that their figures say less than they seem to."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Told(NamedTuple):
    """One thing that a comparison tells: for a terminal in English, for the page in both languages."""

    english: str
    vietnamese: str


# Key of the environment -> what differs. A run of another commit or date is what comparing is for; questions are compared one by
# one, whatever their file.
_KEYS = {
    "mode": Told("another way of asking", "cách hỏi khác"),
    "corpus_sha256": Told("other articles", "các bài báo đã khác"),
    "corpus_size": Told("another number of articles", "số bài báo khác"),
    "embedding_model": Told("another embedding model", "mô hình tìm kiếm khác"),
    "citation_judge": Told("another judge of citations", "cách chấm dẫn nguồn khác"),
}
_MODES = {
    "corpus": "lập chỉ mục riêng các bài",
    "index": "chỉ mục có sẵn",
    "endpoint": "hệ thống khác qua HTTP",
    "squad": "tệp SQuAD",
    "squad-gold-passage": "tệp SQuAD, đọc thẳng đoạn có đáp án",
}
_IN_ENGLISH = frozenset({"citation_judge"})  # the page's last table says it in Vietnamese
_SHOWN = 40  # characters of a value


def told_apart(old: Mapping[str, Any], new: Mapping[str, Any], margin: float) -> list[Told]:
    """One line for each thing that both reports name and that differs: articles, model, judge, margin."""
    before, after = old.get("environment") or {}, new.get("environment") or {}
    lines = [
        Told(
            f"{what.english}: {_short(before[key])} before, {_short(after[key])} now",
            what.vietnamese + ("" if key in _IN_ENGLISH else f": trước là {_named(before[key])}, nay là {_named(after[key])}"),
        )
        for key, what in _KEYS.items()
        if before.get(key) is not None and after.get(key) is not None and before[key] != after[key]
    ]
    judged_by = (old.get("comparison") or {}).get("margin")
    if judged_by is not None and judged_by != margin:
        lines.append(
            Told(
                f"the old run was itself judged with the margin {judged_by}, this one is with {margin}",
                f"lần trước dùng ngưỡng cho phép {judged_by}, lần này dùng {margin}",
            )
        )
    return lines


def _named(value: object) -> str:
    return _MODES.get(str(value)) or _short(value)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:12]}…"
