"""Questions asked by several processes; the pipeline is tests/counted_eval.py, the processes are real."""

import io
import json
import os
from functools import partial

import pytest
from counted_eval import opened
from test_eval_fakes import told

from corpus import HoiBaoError
from eval.asking import jobs, progress
from eval.asking.ask import WARM_UP
from eval.asking.pipeline import Answer
from eval.asking.progress import Progress
from eval.measures.scoring import Asked, score
from eval.measures.summary import summarise
from eval.run import main
from eval.sets.questions import Question


@pytest.fixture
def asks(tmp_path, monkeypatch):
    """Run eval over the numbers; its exit code, report, and what was asked as [process, question] pairs."""
    monkeypatch.setenv("HOIBAO_STATE", str(tmp_path / "state"))

    def run(numbers, *options):
        log, file, report = tmp_path / "log", tmp_path / "questions.jsonl", tmp_path / "report.json"
        log.write_text("")
        rows = [{"id": f"q{n}", "question": f"Số {n}?", "answers": [str(n)], "articles": ["so"]} for n in numbers]
        file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        code = main(["--questions", str(file), "--json", str(report), *options], partial(opened, log, 5))
        asked = [line.split(" ", 1) for line in log.read_text(encoding="utf-8").splitlines()]
        return code, json.loads(report.read_text(encoding="utf-8")), asked

    return run


def untimed(report):
    rows = [{key: value for key, value in row.items() if key != "latency_ms"} for row in report["questions"]]
    return {name: value for name, value in report["metrics"].items() if not name.startswith("latency_p")}, rows


def test_two_processes_give_what_one_gives_in_the_same_order(asks):
    code, one, asked = asks(range(24))
    assert {process for process, _ in asked} == {str(os.getpid())}
    code_too, two, asked_too = asks(range(24), "--jobs", "2")
    assert (code, code_too) == (0, 0)
    assert untimed(two) == untimed(one)
    assert [row["id"] for row in two["questions"]] == [f"q{n}" for n in range(24)]
    assert len({process for process, _ in asked_too} - {str(os.getpid())}) == 2
    assert len(asked_too) == 24 + 2 * WARM_UP
    assert two["environment"]["jobs"] == 2
    assert [len(found["environment"]["warm_up_ms"]) for found in (one, two)] == [WARM_UP, 2 * WARM_UP]
    assert all(time >= 5 for time in two["environment"]["warm_up_ms"])


def test_a_problem_in_a_process_is_told_as_if_there_were_one(asks):
    with pytest.raises(HoiBaoError, match="question q14014: no such number: ask for another") as caught:
        asks([1, 2, 3, 14014], "--jobs", "2")
    assert caught.value.exit_code == 1


def test_a_process_that_dies_is_one_clear_error(asks):
    with pytest.raises(HoiBaoError, match=r"has ended by itself \(exit code 3\): start the same command again"):
        asks([1, 2, 3, 13013], "--jobs", "2")


def test_the_cores_are_divided_and_the_environment_is_as_before(monkeypatch):
    monkeypatch.setattr(jobs, "cores", lambda: 6)
    monkeypatch.setenv("OMP_NUM_THREADS", "5")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    for processes, each in ((1, "6"), (2, "3"), (4, "1"), (9, "1")):
        with jobs._few_threads(processes):
            assert {os.environ[name] for name in jobs._THREADS} == {each}
    assert os.environ["OMP_NUM_THREADS"] == "5"
    assert "MKL_NUM_THREADS" not in os.environ


def test_stages_have_percentiles_of_their_own(asks):
    _, report, _ = asks(range(1, 12))  # retrieve takes 1, 2, ... 11 ms
    metrics = report["metrics"]
    assert metrics["latency_retrieve_p50_ms"]["value"] == 6.0
    assert metrics["latency_retrieve_p95_ms"]["value"] == 10.5
    assert metrics["latency_read_p50_ms"] == {"value": 1.0, "ci95": [1.0, 1.0], "n": 11}
    assert "latency_total_p50_ms" not in metrics
    assert report["questions"][0]["timings_ms"] == {"retrieve": 1.0, "read": 1.0, "total": 3.0}
    assert report["environment"]["peak_memory_mb"] > 10


def test_a_stage_counts_the_questions_that_went_through_it():
    slow = Answer(**{**vars(told("a")), "timings_ms": {"retrieve": 4.0}})
    both = Answer(**{**vars(told("a")), "timings_ms": {"retrieve": 8.0, "write": 100.0}})
    rows = score([Asked(Question(str(n), "?"), one, 1.0) for n, one in enumerate((slow, both))], None)
    found = summarise(rows)
    assert (found["latency_retrieve_p50_ms"].value, found["latency_retrieve_p50_ms"].n) == (6.0, 2)
    assert (found["latency_write_p50_ms"].value, found["latency_write_p50_ms"].n) == (100.0, 1)


def test_without_a_terminal_each_tenth_is_a_line(monkeypatch):
    stream, clock = io.StringIO(), iter(range(0, 1000, 2))
    monkeypatch.setattr(progress.sys, "stderr", stream)
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    with Progress(20, 10) as found:
        for number in range(10):
            found.step(failed=number == 9)
    lines = stream.getvalue().splitlines()
    assert lines[0] == "asked 12 of 20 (60 %), 1.0 q/s, 8 s left"
    assert lines[-1] == "asked 20 of 20 (100 %), 1.0 q/s, 0 s left, 1 failed"
    assert len(lines) == 5


def test_a_terminal_gets_a_bar(monkeypatch):
    stream = io.StringIO()
    stream.isatty = lambda: True
    monkeypatch.setattr(progress.sys, "stderr", stream)
    with Progress(2) as found:
        found.step()
        found.step(failed=True)
    assert "2/2" in stream.getvalue()
    assert "failed=1" in stream.getvalue()
