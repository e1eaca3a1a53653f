"""The promises of docs/quality.md, kept by the real model over the sample corpus and the development questions."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
AT_LEAST = {"correct": 0.80, "cited": 0.90, "coverage": 0.92, "refusal_recall": 0.80, "exact_quote": 1.0}


@pytest.mark.model
def test_the_development_questions_are_answered_as_promised(tmp_path):
    report = tmp_path / "report.json"
    command = [sys.executable, "-m", "eval.run", "--corpus", "corpus/articles", "--split", "dev", "--json", str(report)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    metrics = json.loads(report.read_text(encoding="utf-8"))["metrics"]
    short = {name: metrics[name]["value"] for name, least in AT_LEAST.items() if metrics[name]["value"] < least}
    assert short == {}
