"""Readers' verdicts: what is taken, what is refused, and that no line is ever lost."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from web import create_app
from web.feedback import Feedback, FeedbackFile
from web.problems import ProblemError

DOWN = {"verdict": "down", "question": "Ba Bể có bao nhiêu đảng viên?", "reason": "số cũ", "index_version": "v000001"}


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def told(service, tmp_path):
    path = tmp_path / "state" / "feedback.jsonl"
    with TestClient(create_app(service, feedback=path), raise_server_exceptions=False) as client:
        yield client, path


def test_a_verdict_becomes_one_line(told):
    client, path = told
    response = client.post("/api/feedback", json={**DOWN, "answer_id": "ab12", "answer": "dòng 1\ndòng 2"})
    assert response.status_code == 201
    (row,) = rows(path)
    assert row.pop("at").endswith("+00:00")
    assert row == {
        **DOWN, "id": response.json()["id"], "answer_id": "ab12", "answer": "dòng 1\ndòng 2", "history": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    "changed",
    [
        {"verdict": "maybe"}, {"verdict": None}, {"question": ""}, {"question": "a" * 2_001}, {"reason": "a" * 1_001},
        {"answer": "a" * 8_001}, {"answer_id": "../x"}, {"index_version": "x"}, {"history": [["a", "b"]] * 21}, {"extra": 1},
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_not_written(told, changed):
    client, path = told
    response = client.post("/api/feedback", json={**DOWN, **changed})
    assert (response.status_code, response.headers["content-type"]) == (422, "application/problem+json")
    assert not path.exists()


def test_without_a_file_nothing_is_kept(client):
    response = client.post("/api/feedback", json=DOWN)
    assert (response.status_code, response.json()["type"]) == (404, "urn:hoibao:no-feedback")


def test_a_full_file_is_not_written_to(tmp_path):
    path = tmp_path / "feedback.jsonl"
    file = FeedbackFile(path, largest=400)
    file.append(Feedback(**DOWN))
    before = path.read_bytes()
    with pytest.raises(ProblemError) as full:
        file.append(Feedback(**DOWN))
    assert full.value.problem.slug == "feedback-full" and path.read_bytes() == before


def test_a_line_cut_off_by_a_crash_swallows_nothing(tmp_path):
    path = tmp_path / "feedback.jsonl"
    path.write_text('{"id": "cut', encoding="utf-8")
    FeedbackFile(path).append(Feedback(**DOWN))
    first, second = path.read_text(encoding="utf-8").splitlines()
    assert first == '{"id": "cut' and json.loads(second)["question"] == DOWN["question"]


def test_many_at_once_are_all_written(tmp_path):
    path = tmp_path / "feedback.jsonl"
    with ThreadPoolExecutor(8) as threads:
        ids = list(threads.map(lambda _: FeedbackFile(path).append(Feedback(**DOWN, answer="x" * 7_000)), range(40)))
    assert sorted(row["id"] for row in rows(path)) == sorted(ids)


def test_a_folder_that_cannot_be_written_is_told(service, tmp_path):
    (tmp_path / "state").write_text("a file, no folder")
    with TestClient(create_app(service, feedback=tmp_path / "state" / "feedback.jsonl"), raise_server_exceptions=False) as client:
        response = client.post("/api/feedback", json=DOWN)
    assert (response.status_code, response.json()["detail"]) == (503, "Chưa ghi được góp ý, bạn hãy thử lại sau.")
