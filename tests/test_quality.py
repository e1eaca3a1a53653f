"""The promises of docs/quality.md, kept by the real model over the sample corpus, and the gate that holds later versions to them.

One index and one run of the development questions serve all tests here.
"""

import json
from contextlib import nullcontext
from copy import copy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.asking.pipeline import Source, open_bench
from eval.baseline import BASELINE
from eval.run import main
from index.store import FaissStore
from settings import load_settings

ROOT = Path(__file__).resolve().parents[1]
# The lower ends of the intervals that docs/quality.md gives for all development questions.
AT_LEAST = {"correct": 0.780, "cited": 0.886, "coverage": 0.910, "refusal_recall": 0.790, "exact_quote": 1.0, "alce_recall": 0.95}
EVERY = 4  # all of them take nine minutes on two cores without bf16
FEW = 80  # questions for the planted regression: eight of the 64 answerable ones fall

ALL, ASKED = 899, 225  # questions

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def bench():
    with open_bench(Source(corpus=ROOT / "corpus" / "articles", beside=ROOT / "eval" / "articles"), load_settings()) as opened:
        yield opened


@pytest.fixture(scope="module")
def development(bench, tmp_path_factory):
    """Exit code and report of the run that CI gates on."""
    return judged(bench, tmp_path_factory.mktemp("dev"), "--every", str(EVERY))


def judged(bench, folder, *options):
    out = folder / "report.json"
    corpus = str(ROOT / "corpus" / "articles")
    arguments = ["--corpus", corpus, "--split", "dev", "--json", str(out), "--compare", str(BASELINE), *options]
    code = main(arguments, lambda source, settings: nullcontext(bench))
    return code, json.loads(out.read_text(encoding="utf-8"))


def test_the_development_questions_are_answered_as_promised(development):
    metrics = development[1]["metrics"]
    short = {name: metrics[name]["value"] for name, least in AT_LEAST.items() if metrics[name]["value"] < least}
    assert short == {}


def test_nothing_got_worse_than_the_committed_baseline(development):
    code, report = development
    comparison = report["comparison"]
    assert (code, comparison["regressions"]) == (0, []), json.dumps(comparison["worse"], ensure_ascii=False, indent=1)
    # A baseline of other questions, articles or judges would gate nothing: `make baseline` after such a change.
    assert comparison["told"] == [f"other questions, which are left out: {comparison['gone']} only in the old one"]
    assert (comparison["common"], comparison["added"], comparison["gone"]) == (ASKED, 0, ALL - ASKED)
    assert comparison["margin"] == 0.01


class WithoutDense(FaissStore):
    """A store to which every question is as near as any other."""

    def question_vector(self, question):
        return np.zeros_like(super().question_vector(question))


def test_the_gate_stops_a_version_whose_dense_leg_is_off(bench, tmp_path, capsys):
    store = copy(bench.answerer.index.store)
    store.__class__ = WithoutDense
    broken = replace(bench.answerer, index=replace(bench.answerer.index, store=store))
    code, report = judged(replace(bench, open=lambda: broken), tmp_path, "--limit", str(FEW))
    assert (code, report["comparison"]["common"]) == (1, FEW)
    assert "correct" in report["comparison"]["regressions"]
    out = capsys.readouterr().out
    assert out.splitlines()[-1].startswith("REGRESSION: correct")
    assert f"  {report['comparison']['worse'][0]['id']}  " in out
