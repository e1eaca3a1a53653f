"""Builds that are killed, and what each leaves behind: `python tests/crashing.py FOLDER POINTS MOMENTS`, one JSON row a kill.

POINTS is how many of the fsyncs and renames of a build are tried (0: all), MOMENTS how many random moments. Every build is
a fork of this process, which has imported everything and computed nothing. Each story starts from a copy of one index.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from fakes import FakeEmbedder, article

from corpus import HoiBaoError
from index import Query, build_index, has_index, open_index

WRAPPED = ("fsync", "replace", "rename")
OLD = [article("a", "Mèo kêu.", title="Bài a"), article("gỡ", "Chó sủa ở Khau Vai.", title="Bài bị gỡ")]
NEW = [article("a", "Mèo kêu.", title="Bài a"), article("c", "Cá bơi. Mèo nhìn.", title="Bài c")]
STORIES = {"first": (None, {}), "change": (OLD, {}), "purge": (OLD, {"purge": True})}
QUERIES = [Query((word,), (word,)) for word in ("mèo", "chó", "cá", "kêu")]


def build(folder: Path, articles, **how) -> None:
    build_index(articles, folder, FakeEmbedder(), progress=False, **how)


def forked(work: Callable[[], None]) -> int:
    """Start `work` in a fork; its process id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work()
        code = 0
    finally:
        if code:
            traceback.print_exc()
        os._exit(code)  # never back into the loop of the parent


def ended(child: int) -> int:
    """The exit code of a fork; minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def counted(at: int, told: Callable[[], None]) -> None:
    """Call `told` around the calls that reach the disk; the process dies at number `at`, even: before, odd: after the call."""
    passed = 0

    def step() -> None:
        nonlocal passed
        if passed == at:
            os.kill(os.getpid(), signal.SIGKILL)
        passed += 1
        told()

    def watched(really):
        def call(*arguments, **how):
            step()
            found = really(*arguments, **how)
            step()
            return found

        return call

    for name in WRAPPED:
        setattr(os, name, watched(getattr(os, name)))


def content(folder: Path):
    """Everything that can be asked of the index, as plain values; None where there is none."""
    if not has_index(folder):
        return None
    index = open_index(folder, FakeEmbedder(), fall_back=False)
    hits = [
        [(hit.chunk.article_id, hit.chunk.text, round(hit.score, 5), round(hit.bm25, 5)) for hit in index.search(query)]
        for query in QUERIES
    ]
    return [sorted((a.id, a.title, a.text) for a in index.articles.values()), hits]


def left_behind(folder: Path, result: Path, how: dict) -> None:
    """Write down what is in `folder`, then what the next build makes of it and whether words of the removed article remain."""
    found = {"content": content(folder)}
    build(folder, NEW, **how)
    names = {path.name for path in folder.iterdir()} - {"build.lock", "CURRENT"}
    found["after"] = content(folder)
    found["unfinished"] = sorted(name for name in names if not name.startswith("v"))
    found["versions"] = len(names)
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    found["traces"] = sum(b"Khau Vai" in data or b"khau" in data for data in files)
    result.write_text(json.dumps(found), encoding="utf-8")


class Bench:
    """One folder to crash builds in."""

    def __init__(self, scratch: Path, story: str) -> None:
        self.story = story
        before, self.how = STORIES[story]
        self.base, self.folder, self.result = scratch / f"{story}-base", scratch / story, scratch / f"{story}.json"
        self.base.mkdir()
        if before is not None:
            self._do(lambda: build(self.base, before))
        self.old = self._content(self.base)
        self.steps, self.seconds = self._measure()
        self.new = self._content(self.folder)

    def _do(self, work: Callable[[], None]) -> None:
        if ended(forked(work)):
            raise SystemExit(f"{self.story}: what was to work did not")

    def _content(self, folder: Path):
        self._do(lambda: self.result.write_text(json.dumps(content(folder)), encoding="utf-8"))
        return json.loads(self.result.read_text(encoding="utf-8"))

    def _fresh(self) -> Path:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.base, self.folder)
        return self.folder

    def _measure(self) -> tuple[int, float]:
        """How many steps a build takes, before and after each call, and how long it takes."""
        steps = self.result.with_suffix(".steps")

        def whole() -> None:
            with steps.open("ab", buffering=0) as stream:
                counted(-1, lambda: stream.write(b"."))
                build(self.folder, NEW, **self.how)

        self._fresh()
        started = time.perf_counter()
        self._do(whole)
        return steps.stat().st_size, time.perf_counter() - started

    def kill_at(self, step: int) -> dict:
        def work() -> None:
            counted(step, lambda: None)
            build(self._fresh(), NEW, **self.how)

        return self._row(f"step {step}", ended(forked(work)))

    def kill_after(self, seconds: float) -> dict:
        self._fresh()
        child = forked(lambda: build(self.folder, NEW, **self.how))
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        return self._row(f"{1000 * seconds:.1f} ms", ended(child))

    def _row(self, moment: str, code: int) -> dict:
        self.result.unlink(missing_ok=True)
        checked = ended(forked(lambda: left_behind(self.folder, self.result, self.how)))
        found = {} if checked else json.loads(self.result.read_text(encoding="utf-8"))
        is_old, is_new = found.get("content", "") == self.old, found.get("content", "") == self.new
        return {
            "story": self.story,
            "moment": moment,
            "killed": code == -signal.SIGKILL,
            "state": "old" if is_old else "new" if is_new else "broken",
            "next_build_works": found.get("after") == self.new,
            "unfinished": found.get("unfinished"),
            "versions": found.get("versions"),
            "traces": found.get("traces"),
        }


def main() -> None:
    scratch, points, moments = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    chance = random.Random(3)
    for number, story in enumerate(STORIES):
        bench = Bench(scratch, story)
        steps = range(bench.steps) if not points else sorted(chance.sample(range(bench.steps), min(points, bench.steps)))
        rows = [bench.kill_at(step) for step in steps]
        rows += [bench.kill_after(chance.uniform(0, bench.seconds)) for _ in range(number, moments, len(STORIES))]
        for row in rows:
            sys.stdout.write(json.dumps(row) + "\n")
        sys.stdout.write(json.dumps({"story": story, "steps": bench.steps, "seconds": bench.seconds}) + "\n")


if __name__ == "__main__":
    try:
        main()
    except HoiBaoError as error:
        raise SystemExit(str(error)) from error
