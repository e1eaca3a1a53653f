"""eval.run over a pipeline that writes down what it is asked: `python tests/counted_eval.py LOG MILLISECONDS [OPTIONS]`.

The answer to "Số 7?" is "Đó là 7.", found in article "so"; every tenth question from "Số 5?" on is refused. A line of LOG is a
process id and a question.
"""

import os
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from corpus import Article, HoiBaoError, run_command
from eval.asking.pipeline import Answer, Bench, Citation
from eval.run import main

TEXT = "Đó là 7."
ARTICLE = Article(id="so", text=TEXT, title="Số")
SOURCE = Citation(1, "so", "Số", None, None, None, TEXT, 0, len(TEXT), 0.9)
FOUND = Answer("", "", True, None, None, "", 0.9, citations=(SOURCE,), retrieved=("so", "khac"))


@dataclass(frozen=True)
class Counted:
    """Takes its time over a question."""

    log: Path
    milliseconds: float

    def ask(self, question, history=(), filters=None, *, refuse=True):
        with self.log.open("a", encoding="utf-8") as stream:
            stream.write(f"{os.getpid()} {question}\n")
        time.sleep(self.milliseconds / 1000)
        number = question.removeprefix("Số ").removesuffix("?")
        if number == "13013":
            os._exit(3)
        if number == "14014":
            raise HoiBaoError("no such number", mend="ask for another", vietnamese="Không có.", exit_code=1)
        told = replace(FOUND, question=question, standalone_question=question, short_answer=number, answer=f"Đó là {number}. [1]")
        if number.endswith("5"):
            told = replace(told, answered=False, reason="not_found", short_answer=None, answer="Không.", citations=())
        return replace(told, timings_ms={"retrieve": float(number), "read": 1.0, "total": 2.0 + float(number)})

    def read(self, question, article):
        return self.ask(f"{question} {article.id}")


@contextmanager
def opened(log, milliseconds, source, settings, index="abc"):
    reopen = partial(Counted, log, milliseconds)
    yield Bench(reopen, {"so": ARTICLE}, "v000001", "fake", 1, reopen, {"index_sha256": index})


if __name__ == "__main__":
    run_command(partial(main, sys.argv[3:], partial(opened, Path(sys.argv[1]), float(sys.argv[2]))))
