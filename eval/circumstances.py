"""What two runs were measured with, where it differs so that their figures say less than they seem to."""

from collections.abc import Mapping
from typing import Any

# Key of the environment -> what differs. A run of another commit or date is what comparing is for; questions are compared one by
# one, whatever their file.
_KEYS = {
    "mode": "another way of asking",
    "corpus_sha256": "other articles",
    "corpus_size": "another number of articles",
    "embedding_model": "another embedding model",
    "citation_judge": "another judge of citations",
}
_SHOWN = 40  # characters of a value


def told_apart(old: Mapping[str, Any], new: Mapping[str, Any], margin: float) -> list[str]:
    """One line for each thing that both reports name and that differs: articles, model, judge, margin."""
    before, after = old.get("environment") or {}, new.get("environment") or {}
    lines = [
        f"{what}: {_short(before[key])} before, {_short(after[key])} now"
        for key, what in _KEYS.items()
        if before.get(key) is not None and after.get(key) is not None and before[key] != after[key]
    ]
    judged_by = (old.get("comparison") or {}).get("margin")
    if judged_by is not None and judged_by != margin:
        lines.append(f"the old run was itself judged with the margin {judged_by}, this one is with {margin}")
    return lines


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:12]}…"
