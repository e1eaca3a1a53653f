"""What the drawings of `eval.run --html` do with few questions and with labels that a line could cross."""

import re

import pytest
from reported import read

from eval.measures.summary import Metric
from eval.page import document, figures, groups, overview, plots, shares
from eval.page.text import Text, same
from eval.report import Report

ONE, ALIKE, MANY = Metric(1.0, (1.0, 1.0), 1), Metric(1.0, (1.0, 1.0), 5), Metric(5 / 7, (0.4, 1.0), 7)


def drawn(draw):
    return plots.svg(draw, name="x", label="x", height=1.5, comma=True)


def whiskers(svg):
    """A whisker is the only line with a mark at its ends."""
    return len(re.findall(r"<use [^>]*stroke: var\(--ink\)", svg)) // 2


def test_a_bar_of_a_few_questions_is_hatched_and_has_no_whisker():
    found = {name: drawn(plots.rates(["a"], [m], "%", ["w"])) for name, m in (("one", ONE), ("alike", ALIKE), ("many", MANY))}
    assert {name: ("<pattern" in svg, whiskers(svg)) for name, svg in found.items()} == {
        "one": (True, 0), "alike": (False, 0), "many": (False, 1),
    }  # fmt: skip


def report(**metrics):
    by_category = {name: {"correct": metric} for name, metric in metrics.items()}
    return Report({"latency_p50_ms": Metric(1.0, None, 1)}, by_category, {}, {}, (), (), {})


def test_the_drawing_says_how_few_there_were():
    page = figures._categories(report(compare=ONE, list=ALIKE, number=MANY))
    shown = page[page.index('<div lang="vi">') : page.index('<div lang="en">')]
    assert re.findall(r">(chỉ 1 câu|\d[\d,]*% \(\d/\d\)|so sánh|liệt kê|số liệu)</text>", shown) == [
        "số liệu", "liệt kê", "so sánh", "71,4% (5/7)", "100% (5/5)", "chỉ 1 câu",
    ]  # fmt: skip
    text = read(page)
    assert "Cột gạch chéo: dưới 5 câu hỏi, quá ít để kết luận." in text
    assert "Cột không có vạch: mọi câu cùng một kết quả" in text
    assert "so sánh\n1/1\nquá ít câu\n1\n" in text + "\n"
    assert "liệt kê\n100%\n–\n5\n" in text
    assert "gạch chéo" not in read(figures._categories(report(number=MANY)))


def test_tables_by_group_do_not_make_a_rate_of_one_question():
    few = {"correct": ONE.to_dict(), "refusal_recall": Metric(None, None, 0).to_dict()}
    table = groups._group_table(same("Theo"), same("Nhóm"), {}, {"x": few}, {"x": 3})
    assert read(table).endswith("x\n3\n1/1\nquá ít câu\n–\n–")


@pytest.mark.parametrize(
    ("metric", "said"),
    [
        (Metric(1.0, (1.0, 1.0), 4), "không tính, vì dưới 5 câu là quá ít để kết luận"),
        (Metric(1.0, (1.0, 1.0), 5), "không tính được, vì mọi câu cùng một kết quả"),
        (Metric(0.8, (0.4, 1.0), 5), "40,0–100%"),
    ],
)
def test_a_card_tells_why_it_has_no_interval(metric, said):
    card = next(card for card in overview._CARDS if card.name == "correct")
    assert f"Khoảng tin cậy 95%: {said}" in read(overview._card(card, metric, same("")))


def test_a_rate_of_no_question_is_a_dash():
    assert (shares.share(None, 0), shares.bounds(None, 0)) == (same("–"), same("–"))
    assert shares.written(0.5, 1200) == Text("50,0% (600/1.200)", "50.0% (600/1,200)")


@pytest.mark.parametrize(
    ("curve", "at", "corner"),
    [
        ([(0.0, 0.2), (1.0, 0.6)], (0.1, 0.24), (1, -1)),  # rising, no room to the left
        ([(0.0, 0.5), (0.5, 0.25), (1.0, 0.0)], (0.5, 0.25), (1, 1)),  # falling
        ([(0.0, 0.0), (0.8, 0.0), (1.0, 0.5)], (0.8, 0.0), (-1, 1)),  # steep behind the point, the axis below
        ([(0.0, 0.5), (1.0, 0.2)], (1.0, 0.2), (-1, -1)),  # at the edge, the curve comes from above
    ],
)
def test_the_label_of_the_risk_keeps_away_from_the_curve(curve, at, corner):
    top = 1.18 * max(risk for _, risk in curve)
    assert plots.free_corner(curve, at, top, 9) == corner


def test_labels_are_readable_over_lines():
    svg = drawn(plots.risk([(0.5, 0.1), (1.0, 0.3)], (0.8, 0.2), ("x", "y", "đang dùng")))
    assert re.search(r'<g class="halo">(?:(?!</g>).)*?đang dùng</text>', svg, re.DOTALL)
    assert ".halo text { paint-order: stroke; stroke: var(--paper);" in document._STYLE.read_text(encoding="utf-8")


def test_questions_are_counted_in_whole_numbers():
    svg = drawn(plots.histogram([0.1, 0.2], [(0.1, "a"), (0.2, "b")], ("x", "y"), 0.3))
    left = re.findall(r'text-anchor: end"[^>]*>([\d,]+)</text>', svg)
    assert [tick for tick in left if "," in tick] == []
