"""What `eval.check` has to say about one question, or about the set as a whole."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A fault must be mended, for it makes figures wrong; anything else should be looked at.

    `check` names the rule, `id` and `place` the question (both empty: the set as a whole), `mend` says what to do.
    """

    check: str
    fault: bool
    id: str
    place: str
    message: str
    mend: str

    def __str__(self) -> str:
        about = f"{self.id} ({self.place})" if self.id and self.place else self.id or self.place
        line = (f"{about}: " if about else "") + self.message + (f"; {self.mend}" if self.mend else "")
        return " ".join(line.split())
