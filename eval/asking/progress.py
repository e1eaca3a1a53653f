"""How far a run is: a bar on a terminal, elsewhere a line for each tenth."""

import sys
import time
from types import TracebackType
from typing import Self

from tqdm import tqdm

_TENTHS = 10


class Progress:
    """Counts questions on stderr, with their rate and the time that is left; `done` were answered by an earlier start."""

    def __init__(self, total: int, done: int = 0) -> None:
        self._total, self._done, self._new, self._failed = total, done, 0, 0
        self._begun = time.monotonic()
        self._bar = tqdm(desc="asking", unit="q", total=total, initial=done, file=sys.stderr, disable=not sys.stderr.isatty())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._bar.close()

    def step(self, *, failed: bool = False) -> None:
        """One more question is answered, or has failed."""
        before = self._tenth()
        self._new += 1
        self._failed += failed
        if failed:
            self._bar.set_postfix(failed=self._failed, refresh=False)
        self._bar.update()
        if self._bar.disable and self._tenth() > before:
            sys.stderr.write(self._line())

    def _tenth(self) -> int:
        return _TENTHS * (self._done + self._new) // self._total

    def _line(self) -> str:
        asked = self._done + self._new
        seconds = time.monotonic() - self._begun
        left = seconds / self._new * (self._total - asked)
        failed = f", {self._failed} failed" if self._failed else ""
        rate = self._new / seconds if seconds else 0.0
        return f"asked {asked} of {self._total} ({100 * asked // self._total} %), {rate:.1f} q/s, {left:.0f} s left{failed}\n"
