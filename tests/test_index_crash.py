"""A build killed with SIGKILL leaves exactly the old or the new index, and the next build works; `make proof` tries them all."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = (8, 9)  # per story, of its fsyncs and renames; random moments in all
EVERYTHING = (0, 200)

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


def _rows(scratch, points, moments):
    command = [sys.executable, str(ROOT / "tests" / "crashing.py"), str(scratch), str(points), str(moments)]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return [row for row in rows if "moment" in row], {row["story"]: row["steps"] for row in rows if "steps" in row}


def _check(rows):
    for row in rows:
        assert row["state"] in {"old", "new"}, row
        assert row["next_build_works"] and row["unfinished"] == [], row
        assert row["versions"] == (2 if row["story"] == "change" else 1), row
        if row["story"] == "purge":  # once a purge was let through, the words of the article are nowhere
            assert row["traces"] == 0, row


@pytest.mark.proof
def test_every_fsync_and_rename_and_200_random_moments(tmp_path, record_proof):
    rows, steps = _rows(tmp_path, *EVERYTHING)
    _check(rows)
    at_steps = Counter(row["story"] for row in rows if row["moment"].startswith("step"))
    assert at_steps == steps and all(row["killed"] for row in rows if row["moment"].startswith("step"))
    assert len(rows) == sum(steps.values()) + 200
    states = Counter((row["story"], row["state"]) for row in rows)
    assert {states[story, state] > 0 for story in steps for state in ("old", "new")} == {True}  # kills on both sides of the swap
    record_proof(
        "crashes",
        {
            "kills": sum(row["killed"] for row in rows),
            "at_fsyncs_and_renames": dict(at_steps),
            "at_random_moments": 200,
            "left_behind": {f"{story}: {state}": count for (story, state), count in sorted(states.items())},
            "broken": 0,
            "broken_upper_95": round(1 - 0.05 ** (1 / len(rows)), 5),
        },
    )


def test_a_sample_of_kills(tmp_path):
    rows, steps = _rows(tmp_path, *SAMPLE)
    _check(rows)
    assert len(rows) == 3 * SAMPLE[0] + SAMPLE[1]
    # A version has over a dozen files, each synced; a fake that calls nothing would not get here.
    assert min(steps.values()) > 40
