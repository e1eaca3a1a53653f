"""The passages of our own: what is shipped has no fault, and each fault is found."""

import json
from copy import deepcopy

import pytest

from training.check_passages import A_THIRD, FILES, UNANSWERED, faults, load

TEXT = "Xã Sơn Hạ có 325 đảng viên, xã Nậm Hua có 410 đảng viên."
QUESTIONS = [
    {"question": "Sơn Hạ có mấy đảng viên?", "kind": "number", "answer": "325 đảng viên", "start": 13},
    {"question": "Nơi nào đông đảng viên hơn cả?", "kind": "place", "answer": "xã Nậm Hua", "start": 28},
    {"question": "Năm ngoái Sơn Hạ kết nạp bao nhiêu người?", "kind": "number", "answer": "", "why_not": "không nêu năm ngoái"},
]
GOOD = {"id": "A1", "title": "Hai xã", "date": None, "split": "train", "text": TEXT, "questions": QUESTIONS}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_shipped_passages_have_no_fault(file):
    assert list(faults(load(file), UNANSWERED.get(file.stem, A_THIRD))) == []


def test_there_are_as_many_as_are_told():
    passages = load(FILES[0])
    asked = [(passage["split"], question) for passage in passages for question in passage["questions"]]
    assert len(passages) >= 300 and len(asked) >= 2000
    assert sum(split == "test" for split, _ in asked) >= 300


def test_a_sound_passage_survives_the_disk(tmp_path):
    file = tmp_path / "passages.jsonl"
    file.write_text(json.dumps(GOOD, ensure_ascii=False) + "\n", encoding="utf-8")
    assert load(file) == [GOOD]
    assert list(faults([GOOD])) == []


@pytest.mark.parametrize(
    ("number", "change", "fault"),
    [
        (0, {"start": 12}, "its answer does not stand there"),
        (2, {"why_not": ""}, "neither an answer nor a reason"),
        (1, {"kind": "poem"}, "poem is no kind"),
        (1, {"question": "Xa\u0303 nào đông hơn?"}, "it is not NFC"),
        (2, {"answer": "410 đảng viên", "start": 42}, "0.00 of the questions are unanswered"),
        (1, {"question": "Sơn Hạ có mấy đảng viên nhỉ?"}, "about the same question twice"),
    ],
)
def test_each_fault_is_told(number, change, fault):
    passage = deepcopy(GOOD)
    passage["questions"][number].update(change)
    found = list(faults([passage]))
    assert len(found) == 1 and fault in found[0]


def test_one_template_for_many_questions_is_told():
    passage = deepcopy(GOOD)
    asked = [{**QUESTIONS[0], "question": f"{name} có bao nhiêu bản?"} for name in ("Ba Bể", "Cô Tô")]
    found = list(faults([{**passage, "questions": [*asked, QUESTIONS[2]]}]))
    assert any("2 questions of 3 are of one template: n có bao nhiêu bản?" in fault for fault in found)


def test_a_passage_given_twice_is_told():
    assert "two passages have the id A1" in list(faults([GOOD, deepcopy(GOOD)]))
