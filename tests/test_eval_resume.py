"""A run that is killed goes on where it was: real processes over a pipeline that writes down what it is asked."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from counted_eval import FOUND, opened
from test_eval_fakes import told

from corpus import HoiBaoError
from eval.asking.ask import WARM_UP
from eval.asking.journal import Journal
from eval.asking.pipeline import PlainAnswer, UnrankedAnswer
from eval.environment import ANSWERING, code_sha256
from eval.measures.scoring import Asked
from eval.run import main
from eval.sets.questions import Question

ROOT = Path(__file__).resolve().parents[1]
SIZE = 40


class Runs:
    """One command over 40 questions, started again and again."""

    def __init__(self, folder, *options, milliseconds=20):
        self.folder, self.log, self.report = folder, folder / "log", folder / "report.json"
        self.journal = folder / "report.json.partial"
        self.log.touch()
        rows = [{"id": f"q{n}", "question": f"Số {n}?", "answers": [str(n)], "articles": ["so"]} for n in range(SIZE)]
        self.file = folder / "questions.jsonl"
        self.file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
        self.command = [sys.executable, str(ROOT / "tests" / "counted_eval.py"), str(self.log), str(milliseconds)]
        self.command += ["--questions", str(self.file), "--json", str(self.report), *options]
        self.environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOIBAO_STATE": str(folder / "state")}

    def start(self):
        # Whoever runs the tests in the background may have them ignore SIGINT, and children inherit that.
        heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
        pipe = subprocess.PIPE
        return subprocess.Popen(
            self.command,
            env=self.environment,
            stdout=pipe,
            stderr=pipe,
            text=True,
            start_new_session=True,
            preexec_fn=heed,  # noqa: PLW1509
        )

    def run(self):
        process = self.start()
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def asked(self):
        return [line.split(" ", 1) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def until(self, answers):
        """Wait until so many answers are in the journal; the process that writes it is still at work."""
        process, end = self.start(), time.monotonic() + 60
        while not self.journal.exists() or len(self.journal.read_text(encoding="utf-8").splitlines()) < answers + 1:
            assert process.poll() is None, process.stderr.read()
            assert time.monotonic() < end
            time.sleep(0.005)
        return process

    def kept(self):
        lines = self.journal.read_text(encoding="utf-8").split("\n")[1:-1]  # behind the last line end stands what was torn
        return {json.loads(line)["id"] for line in lines}


def scores(report):
    found = json.loads(report.read_text(encoding="utf-8"))
    times = ("latency_p50_ms", "latency_p95_ms")
    rows = [{key: value for key, value in row.items() if key != "latency_ms"} for row in found["questions"]]
    return {name: value for name, value in found["metrics"].items() if name not in times}, rows


def in_this_process(runs, *options, index="abc"):
    command = ["--questions", str(runs.file), "--json", str(runs.report), *options]
    return main(command, partial(opened, runs.log, 0, index=index))


def gone(process_ids, seconds=10):
    end = time.monotonic() + seconds
    while any(Path(f"/proc/{one}").exists() for one in process_ids) and time.monotonic() < end:
        time.sleep(0.05)
    return not any(Path(f"/proc/{one}").exists() for one in process_ids)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_run_goes_on_without_asking_again(tmp_path, jobs):
    runs = Runs(tmp_path, "--jobs", str(jobs), milliseconds=100)
    process = runs.until(10)
    process.kill()
    process.communicate()
    first = {number for number, _ in runs.asked()}
    assert gone(first)  # also those that it had started
    kept, before = runs.kept(), len(runs.asked())
    assert 10 <= len(kept) < SIZE
    code, _, err = runs.run()
    assert code == 0, err
    assert f"going on behind {len(kept)} answers in {runs.journal}\n" in err
    again = [question for _, question in runs.asked()[before:]]
    assert not {f"Số {name.removeprefix('q')}?" for name in kept} & set(again)
    assert len(again) == SIZE - len(kept) + WARM_UP * jobs
    left = [f"Số {n}?" for n in range(SIZE) if f"q{n}" not in kept]
    assert Counter(again) == Counter(left) + Counter(left[:WARM_UP] * jobs)
    assert not runs.journal.exists()
    assert json.loads(runs.report.read_text(encoding="utf-8"))["environment"]["resumed_answers"] == len(kept)
    resumed = scores(runs.report)
    assert in_this_process(runs) == 0
    assert scores(runs.report) == resumed


def test_ctrl_c_ends_everything_and_keeps_the_answers(tmp_path):
    runs = Runs(tmp_path, "--jobs", "2", milliseconds=300)  # it must not be done before it is stopped
    process = runs.until(5)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal sends it: to all processes
    _, err = process.communicate(timeout=20)
    assert process.returncode == 128 + signal.SIGINT
    assert "Traceback" not in err
    assert f"{len(runs.kept())} answers are kept in {runs.journal}: the same command goes on from there\n" in err
    assert gone({number for number, _ in runs.asked()})


@pytest.fixture
def broken_off(tmp_path, monkeypatch):
    """A run that breaks at its last question, whose answers so far are kept."""
    monkeypatch.setenv("HOIBAO_STATE", str(tmp_path / "state"))
    runs = Runs(tmp_path)
    runs.file.write_text(runs.file.read_text(encoding="utf-8") + '\n{"question": "Số 14014?"}', encoding="utf-8")
    return runs


def mend_the_last(runs):
    runs.file.write_text(runs.file.read_text(encoding="utf-8").replace("14014", "99"), encoding="utf-8")


def test_answers_of_another_index_are_moved_aside_and_told_of(broken_off, capsys):
    with pytest.raises(HoiBaoError, match="question line-41: no such number"):
        in_this_process(broken_off)
    assert f"{SIZE} answers are kept in {broken_off.journal}: the same command" in capsys.readouterr().err
    kept = broken_off.journal.read_bytes()
    mend_the_last(broken_off)
    before = len(broken_off.asked())
    assert in_this_process(broken_off, index="def") == 0
    old = broken_off.folder / "report.json.partial.old"
    told = f"the answers of an earlier run are not used: index_sha256 differs; they are kept in {old}\n"
    assert told in capsys.readouterr().err
    assert old.read_bytes() == kept
    assert len(broken_off.asked()) - before == SIZE + 1 + WARM_UP
    broken_off.journal.write_bytes(b"another\n")
    assert in_this_process(broken_off) == 0
    assert old.read_bytes() == kept  # what was set aside before is not written over
    assert old.with_name("report.json.partial.old2").read_bytes() == b"another\n"


def test_a_run_of_fewer_questions_uses_the_answers_and_leaves_the_others(broken_off, capsys):
    with pytest.raises(HoiBaoError):
        in_this_process(broken_off)
    kept, before = broken_off.journal.read_bytes(), len(broken_off.asked())
    for part in (["--limit", "5"], ["--every", "8", "--limit", "5"]):
        assert in_this_process(broken_off, *part) == 0
        told = capsys.readouterr().err
        assert f"going on behind 5 answers in {broken_off.journal}\n" in told
        assert f"35 answers to other questions stay in {broken_off.journal}\n" in told
    assert len(broken_off.asked()) == before
    assert broken_off.journal.read_bytes() == kept
    mend_the_last(broken_off)
    assert in_this_process(broken_off) == 0
    assert [question for _, question in broken_off.asked()[before:]] == ["Số 99?"] * 2  # to warm up, and for the report
    assert not broken_off.journal.exists()


def test_a_run_of_more_questions_uses_the_answers(broken_off, capsys):
    with pytest.raises(HoiBaoError):
        in_this_process(broken_off, "--every", "10")  # q0, q10, q20, q30 and the last
    mend_the_last(broken_off)
    before = len(broken_off.asked())
    assert in_this_process(broken_off) == 0
    assert f"going on behind 4 answers in {broken_off.journal}\n" in capsys.readouterr().err
    again = Counter(question for _, question in broken_off.asked()[before:])
    assert {f"Số {n}?" for n in (0, 10, 20, 30)}.isdisjoint(again)
    assert again.total() == SIZE + 1 - 4 + WARM_UP


def test_without_a_report_the_journal_is_in_the_state_folder(broken_off, capsys):
    command = ["--questions", str(broken_off.file)]
    for _ in range(2):
        with pytest.raises(HoiBaoError):
            main(command, partial(opened, broken_off.log, 0))
    (path,) = (broken_off.folder / "state" / "eval").iterdir()
    assert f"going on behind {SIZE} answers in {path}\n" in capsys.readouterr().err
    assert len(broken_off.asked()) == WARM_UP + SIZE + 1 + 1  # the second run breaks while it warms up on the one that is left
    assert main([*command, "--limit", "1"], partial(opened, broken_off.log, 0)) == 0
    assert len(broken_off.asked()) == WARM_UP + SIZE + 1 + 1
    assert list(path.parent.iterdir()) == [path]  # the other run may still go on


def journal(path, heard=None, *, given=False, **head):
    return Journal(path, head or {"a": 1}, (heard if heard is not None else []).append, given=given)


def asked(number, answer=None, **more):
    return Asked(Question(f"q{number}", f"Số {number}?"), answer or told("Đó là.", "1"), 0.1 + number, **more)


def test_answers_come_back_as_they_went(tmp_path):
    plain = PlainAnswer("?", "?", True, None, None, "Đó là 7.", 0.0, mode="llm")
    unranked = UnrankedAnswer(**vars(FOUND))
    ones = [asked(1, FOUND), asked(2, plain), asked(3, unranked)]
    first = journal(tmp_path / "j")
    for one in ones:
        first.add(one)
    found = journal(tmp_path / "j").asked([one.question for one in ones])
    assert list(found.values()) == ones
    assert [type(one.answer) for one in found.values()] == [type(FOUND), PlainAnswer, UnrankedAnswer]


@pytest.mark.parametrize(
    ("other", "is_known"),
    [
        (Question("q2", "Số 1?", answers=("7",), category="number", split="dev", history=(("Gì?", "Đó."),)), True),
        (Question("q1", "Số 2?", history=(("Gì?", "Đó."),)), False),
        (Question("q1", "Số 1?"), False),
        (Question("q1", "Số 1?", history=(("Gì?", "Kia."),)), False),
    ],
)
def test_an_answer_is_used_for_the_same_words_after_the_same_talk(tmp_path, other, is_known):
    first = asked(1)
    first = replace(first, question=replace(first.question, history=(("Gì?", "Đó."),)))
    journal(tmp_path / "j").add(first)
    found = journal(tmp_path / "j").asked([other])
    assert found == ({other.id: replace(first, question=other)} if is_known else {})


def test_an_answer_from_a_given_article_is_used_for_that_article_alone(tmp_path):
    first = replace(asked(1), question=Question("q1", "Số 1?", articles=("a", "b")))
    journal(tmp_path / "j", given=True).add(first)
    again = journal(tmp_path / "j", given=True)
    assert list(again.asked([replace(first.question, articles=("a",))])) == ["q1"]
    assert again.asked([replace(first.question, articles=("b",))]) == {}


def test_answers_that_came_beside_are_left(tmp_path):
    heard = []
    with journal(tmp_path / "j", heard) as one:
        one.add(asked(1))
        journal(tmp_path / "j").add(asked(2))
    assert heard == [f"1 answers to other questions stay in {tmp_path / 'j'}\n"]
    assert list(journal(tmp_path / "j").asked([asked(2).question])) == ["q2"]
    with journal(tmp_path / "j") as one:
        (tmp_path / "j").write_text("another head\n", encoding="utf-8")
    assert (tmp_path / "j").read_text(encoding="utf-8") == "another head\n"


def test_code_that_only_judges_or_shows_changes_no_answer(tmp_path, monkeypatch):
    monkeypatch.setattr("eval.environment._ROOT", tmp_path)
    for name in ("settings.py", "rag/a.py", "eval/asking/a.py", "eval/page/a.py", "eval/measures/a.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    before = code_sha256(ANSWERING)
    for name, is_other in (("eval/page/a.py", False), ("eval/measures/a.py", False), ("eval/asking/a.py", True)):
        (tmp_path / name).write_text("other", encoding="utf-8")
        assert (code_sha256(ANSWERING) != before) is is_other


def test_a_torn_line_costs_one_answer_and_the_next_stands_on_a_line_of_its_own(tmp_path):
    path = tmp_path / "j"
    first = journal(path)
    first.add(asked(1))
    first.add(asked(2))
    path.write_bytes(path.read_bytes()[:-40])
    second = journal(path)
    assert second.count == 1
    second.add(asked(3))
    assert list(journal(path).asked([asked(n).question for n in (1, 2, 3)])) == ["q1", "q3"]


@pytest.mark.parametrize("content", [b'{"format": 1, "a"', b"\xff\xfe\x00", b"[]\n"])
def test_a_torn_head_is_another_run(tmp_path, content):
    path, heard = tmp_path / "j", []
    path.write_bytes(content)
    assert journal(path, heard).count == 0
    assert "the file is damaged" in heard[0]


def test_a_disk_that_refuses_does_not_stop_the_run(tmp_path):
    (tmp_path / "file").write_text("")
    heard = []
    with journal(tmp_path / "file" / "j", heard) as one:
        one.add(asked(1))
        one.add(asked(2))
    assert [text for text in heard if "this run could not be resumed" in text] == heard[:1]


def test_a_head_tells_all_that_differs(tmp_path):
    heard = []
    journal(tmp_path / "j", a=1, b=2).add(asked(1))
    assert journal(tmp_path / "j", heard, a=2, c=3).count == 0
    assert "not used: a, b, c differ;" in heard[0]


def test_nothing_is_written_before_the_first_answer(tmp_path):
    with journal(tmp_path / "j"):
        assert list(tmp_path.iterdir()) == []
