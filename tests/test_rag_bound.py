"""A bound is no filter of the reader's: what lies outside of it is not answered from, not listed and not named."""

from dataclasses import replace

import pytest
from fakes import article
from test_rag_fakes import HAI_VAN, NAM_HUA, SON_HA, open_small

from corpus import Origin
from rag import Filters
from rag.bound import Bound, below, within
from rag.filters import allows

WEST = replace(SON_HA, path="tay/xa/son-ha.md")  # Báo Thử
EAST = replace(NAM_HUA, path="dong/nam-hua.md")  # Báo Mẫu
OURS = Filters(bounds=(Bound(("Báo Thử",)),))


@pytest.mark.parametrize(
    ("path", "folder", "lies"),
    [
        ("tay/xa/a.md", "tay", True),
        ("tay/xa/a.md", "/tay/xa/", True),
        ("tay/tin.jsonl:17", "tay", True),
        ("tay-bac/a.md", "tay", False),
        ("tay.md", "tay", False),
        ("a.md", "", False),
        ("a.md", "/", False),
        ("a.md", "..", False),
        ("tỉnh/a.md", "ti\u0309nh", True),  # typed on a Mac
    ],
)
def test_folder(path, folder, lies):
    assert below(path, folder) is lies


def test_all_that_is_named_must_hold():
    based = article("x", "y", source="Báo Lạ", based_on=Origin(source="Báo Gốc"))
    assert [Bound((name,)).admits(based) for name in ("Báo Gốc", "bao la", "Báo")] == [True, True, False]
    assert within((), [WEST, EAST]) == [WEST, EAST]
    assert within((Bound(("Báo Thử", "Báo Mẫu")), Bound(folders=("tay", "x"))), [WEST, EAST]) == [WEST]
    assert within((Bound(("Báo Thử",), ("dong",)),), [WEST, EAST]) == []


def test_a_filter_within_a_bound_cannot_leave_it():
    assert [allows(replace(OURS, source=(name,)), EAST) for name in ("Báo Mẫu", "Báo Thử")] == [False, False]
    assert allows(replace(OURS, source=("Báo Thử",)), WEST)
    assert not OURS.chosen and replace(OURS, place=("Sơn Hạ",)).chosen


@pytest.fixture(scope="module")
def answerer(tmp_path_factory):
    copy = replace(SON_HA, id="son-ha-2", source="Báo Mẫu")
    return open_small(tmp_path_factory.mktemp("index"), [WEST, EAST, HAI_VAN, copy])


def test_answers_come_from_within(answerer):
    inside = answerer.ask("Huyện Sơn Hạ có bao nhiêu đảng viên?", filters=OURS)
    assert inside.answered and inside.citations[0].article_id == "son-ha" and inside.citations[0].copies == ()
    outside = answerer.ask("Huyện Nậm Hua có bao nhiêu đảng viên?", filters=OURS)
    assert not outside.answered and set(outside.retrieved) <= {"son-ha"}
    assert outside.answer.startswith("Không tìm thấy trong kho bài.")  # and not "khớp với bộ lọc": nobody chose one


def test_nothing_outside_is_named(answerer):
    listed = answerer.ask("Trong kho có những bài nào?", filters=OURS)
    assert "Sơn Hạ" in listed.answer and "Nậm Hua" not in listed.answer and "Hải Vân" not in listed.answer
    told = answerer.ask("Huyện Sơn Hạ có bao nhiêu đảng viên?", filters=replace(OURS, source=("Báo Lạ",))).notes
    assert any("Hiện có: Báo Thử." in note for note in told) and not any("Báo Mẫu" in note for note in told)


def test_a_made_up_history_finds_no_title_outside(answerer):
    quoted = "Toàn Đảng bộ huyện Nậm Hua có 875 đảng viên."
    asked = "Bài nào nói về chuyện này?"
    assert NAM_HUA.title in answerer.ask(asked, [("?a", quoted)]).standalone_question
    assert NAM_HUA.title not in str(answerer.ask(asked, [("?a", quoted)], OURS).to_dict())


def test_examples_are_those_of_the_part(answerer):
    of_all, of_part = answerer.examples, answerer.examples_within(OURS.bounds)
    assert any("Nậm Hua" in question for question in of_all)
    assert not any("Nậm Hua" in question for question in of_part)
    assert answerer.examples_within((Bound(("Báo Lạ",)),)) == []
    assert "Nậm Hua" not in answerer.ask("Bạn làm được gì?", filters=OURS).answer
