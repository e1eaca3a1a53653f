"""One question as its file holds it, before anything is said of whether it is right."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """Something wrong with a question file: where ("line 5", "C7 (đáp án)") and what."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True)
class Record:
    """The values of one question by the keys of the contract, and what its reader found wrong or worth a look (`notes`).

    `name` is the id of a question that has none ("line-5"), `place` where the record stands ("line 5").
    `values` is None where nothing could be read; `cells` tells where in a table the value of a key stands.
    """

    name: str
    place: str
    values: Mapping[str, Any] | None
    cells: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()

    def where(self, key: str) -> str:
        """The cell that holds a key, else the line or row."""
        return self.cells.get(key, self.place)
