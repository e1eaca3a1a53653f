"""The page of `eval.run --html`: what it says is worked out by hand from a few questions."""

import json
import re
from argparse import ArgumentTypeError
from dataclasses import replace

import pytest
from reported import NINE, RIGHT, Reader, number, read, report
from test_eval_fakes import ARTICLES, opener, quote, refusal, told

from eval.measures.scoring import Asked, score
from eval.measures.summary import Metric
from eval.page import (
    circumstances,
    comparison,
    document,
    failures,
    figures,
    groups,
    overview,
    plots,
    reasons,
    report_page,
    words,
)
from eval.page.figures import operating_point, rank_buckets, stage_times
from eval.page.links import article_link, web_base
from eval.page.marks import find_range, marked
from eval.page.text import Text, day, percent, points, same, seconds, span_of
from eval.report import make_report
from eval.run import main
from eval.sets.questions import Question


@pytest.fixture(scope="module")
def page():
    return report_page(report())


# causes --------------------------------------------------------------------------------------------------------------


def test_what_went_wrong_is_told_apart():
    causes = {row.id: row.cause for row in report().rows}
    assert causes == {
        "right": None, "span": "wrong span", "sentence": "wrong sentence", "sentence2": "wrong sentence", "lost": "not retrieved",
        "refused": "refused", "source": "wrong source", "never": "answered", "never2": None,
    }  # fmt: skip


def test_a_list_of_which_no_quote_holds_a_part_lacks_a_sentence():
    both = Question("l", "Gì?", all_of=(("325/600",), ("75 thôn",)), articles=("ba-be", "ba-che"), category="list")
    half = told("325/600 [1]", None, [quote("ba-be", "325/600")])
    unsaid = told("325/600 [1]", None, [quote("ba-be", "325/600"), quote("ba-che", "75 thôn", 2)])
    rows = report([(both, half), (both, unsaid)]).rows
    assert [row.cause for row in rows] == ["wrong sentence", "wrong span"]
    assert [(one.article_id, one.quote) for one in rows[0].gold_quotes] == [
        ("ba-be", "Huyện đã kết nạp 325/600 đảng viên."),
        ("ba-che", "Ba Chẽ có 75 thôn."),
    ]


def test_a_quote_of_another_article_is_no_right_sentence():
    elsewhere = told("Có 75 thôn. [1]", "7", [quote("ba-che", "75 thôn")])
    assert report([(number("x", "75"), elsewhere)]).rows[0].cause == "wrong sentence"


# what it says --------------------------------------------------------------------------------------------------------


def test_the_outcome_in_plain_sentences(page):
    # right and never2 of nine; of the seven answerable ones one, of the two others one
    text = read(page)
    assert "Trong 9 câu hỏi, 2 câu được xử lý đúng (22,2%)." in text
    assert "trả lời đúng và dẫn đúng nguồn 1 trong 7 câu." in text
    assert "hệ thống biết từ chối 1 trong 2 câu; 1 câu còn lại vẫn cứ trả lời." in text
    assert "Lỗi hay gặp nhất là “Tìm thấy bài, chọn sai hoặc thiếu câu”: 2 trong 7 câu chưa đạt." in text
    english = read(page, "en")
    assert "Of 9 questions, 2 were handled right (22.2%)." in english
    assert "Trong 9 câu" not in english


def test_the_numbers_that_matter(page):
    lines = read(page).split("\n")
    start = lines.index("Đáng tin khi trả lời")
    # answered: right, span, sentence, sentence2, source, never: one of six is right
    assert (lines[start + 1], lines[start + 3]) == ("16,7%", "1/6 câu")
    start = lines.index("Thời gian chờ")  # 1 to 9 seconds: median 5; the 95th percentile is 1 + 0.95 * 8
    assert lines[start + 1] == "5,00 giây"
    assert "95% số câu nhanh hơn 8,60 giây." in lines[start + 4]


def test_failures_stand_by_cause_the_most_frequent_first(page):
    found = re.findall(r'<h3 id="cause-\d">(.*?)</h3>', page)
    assert [read(title) for title in found] == [
        "Tìm thấy bài, chọn sai hoặc thiếu câu: 2 câu",
        "Không tìm thấy bài: 1 câu",
        "Đúng câu, rút sai đáp án: 1 câu",
        "Từ chối nhầm: 1 câu",
        "Lẽ ra phải từ chối: 1 câu",
        "Đáp án đúng, dẫn sai bài: 1 câu",
    ]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("span", "Câu trích có “4.900”, nhưng đáp án ngắn là “600”."),
        ("sentence", "Không câu trích nào có “4.900”."),
        ("lost", "Cần bài ba-che, nhưng bước tìm kiếm không đưa ra bài này."),
        ("refused", "Đáp án là “75”; hệ thống từ chối: không thấy câu nào trong bài trả lời được."),
        ("source", "Cần dẫn ba-be, hệ thống dẫn ba-che và ba-be."),
        ("never", "Hệ thống trả lời “Giá tăng. [1]”."),
    ],
)
def test_each_failure_says_why(name, line):
    row = next(row for row in report().rows if row.id == name)
    assert reasons.why(row).vi == line


def test_too_long_and_failed_say_why():
    long = told("dài " * 130, "325/600", RIGHT.citations)
    row = report([(number("x", "325/600"), long)]).rows[0]
    assert (row.cause, reasons.why(row).vi) == ("too long", "Dài 130 âm tiết, tối đa 120.")
    assert reasons.why(replace(row, cause="failed")).en == "Error: –"
    assert reasons.why(replace(row, cause="something new")) == same("")


def test_a_failure_shows_question_gold_answer_and_source_side_by_side(page):
    found = re.search(r'<details class="failure[^"]*"><summary><span class="asked">Câu span.*?</details>', page, re.S)
    text = read(found[0])
    assert "Đáp án chuẩn\n4.900\nBài ba-be\nba-be\nToàn Đảng bộ huyện Ba Bể hiện có trên" in text
    assert "Đáp án ngắn:\n600\n600 [1]" in text
    assert '<mark class="gold">' in found[0].split("Nguồn hệ thống dẫn")[1]


def test_earlier_turns_and_the_question_as_understood_are_shown():
    asked = number("x", "4.900", history=(("Ba Bể ở đâu?", "Ở Bắc Kạn."),))
    text = read(report_page(report([(asked, replace(RIGHT, standalone_question="Ba Bể có bao nhiêu?"))])))
    assert "Trước đó đã hỏi:\nBa Bể ở đâu?\n→ Ở Bắc Kạn." in text
    assert "Hệ thống hiểu là:\nBa Bể có bao nhiêu?" in text


def test_a_run_without_failures_says_so():
    text = read(report_page(report(NINE[:1])))
    assert "Không có câu nào sai." in text
    assert "Không có câu nào chưa đạt." in text


def test_the_gold_passage_alone_is_told_without_correctness():
    asked = [Asked(NINE[0][0], RIGHT, 10.0)]
    found = make_report(score(asked, ARTICLES, gold_passage=True), {"mode": "squad-gold-passage"}, gold_passage=True)
    text = read(report_page(found))
    assert "Đáp án trùng khớp\n100%" in text
    assert "1 câu không chấm được nội dung" in text
    assert "Trả lời đúng\n" not in text.split("Tất cả thước đo")[0]


def test_what_moved_against_an_earlier_run():
    moved = {
        "regressions": ["correct"], "told": ["other <articles>"], "told_vi": ["các <bài> khác"], "common": 1190,
        "differences": {"correct": {"old": 0.8, "new": 0.75, "ci95": [-0.08, -0.02], "n": 1190, "p": 0.001}},
        "better": [], "worse": [{"id": "x", "question": "Mấy <b>?", "before": "right: 7", "now": "wrong span: 8"}],
    }  # fmt: skip
    text = read(comparison.comparison(moved, {"x": "q-0"}))
    assert "trên 1.190 câu hỏi chung: 0 câu tốt lên, 1 câu kém đi." in text
    assert "Kém đi rõ rệt: Trả lời đúng, dẫn đúng, đủ ngắn." in text
    assert "Mấy <b>?\nx\ntrước: đúng: 7 → nay: đúng câu, rút sai đáp án: 8" in text
    assert "Các <bài> khác." in text and "Other <articles>." not in text
    assert "0,800\n0,750\n−5,0\n−8,0 đến −2,0\n0,0010\n1.190" in text
    assert '<a href="#q-0">' in comparison.comparison(moved, {"x": "q-0"})


def test_what_it_was_measured_with_and_how_to_repeat_it(tmp_path):
    questions, out, html = tmp_path / "q.jsonl", tmp_path / "r.json", tmp_path / "r.html"
    questions.write_text(json.dumps({"question": "Kết nạp?", "answers": ["325/600"]}), encoding="utf-8")
    main(["--questions", str(questions), "--limit", "5", "--json", str(out), "--html", str(html)], opener({"Kết nạp?": RIGHT}))
    known = json.loads(out.read_text(encoding="utf-8"))["environment"]
    assert known["command"] == "python -m eval.run --questions q.jsonl --limit 5"  # where the file lies is nobody's business
    text = read(html.read_text(encoding="utf-8"))
    assert "Chạy lại bằng lệnh:\npython -m eval.run --questions q.jsonl --limit 5" in text
    assert known["question_file_sha256"] in text
    assert str(tmp_path) not in text
    facts = text[text.index("Chạy lại bằng lệnh:") :].split("\n")
    assert [name for name in known if name in facts] == []  # everything has a Vietnamese name
    assert "mọi câu trả lời: mọi từ và con số đều có trong câu trích, tiêu đề hoặc ngày của nguồn dẫn" in facts


def test_another_system_is_described_in_words():
    known = {"mode": "endpoint", "endpoint_kind": "openai", "correct_without": ["cited", "short_answer"], "failed_questions": 2}
    text = read(circumstances.circumstances(known))
    assert "Hỏi trên\nhệ thống khác, hỏi qua HTTP" in text
    assert "Kiểu giao tiếp\nkiểu OpenAI (chat completions)" in text
    assert "Chấm “Trả lời đúng” mà không xét\nnguồn dẫn, đáp án ngắn" in text
    assert "Câu không nhận được trả lời\n2" in text


def test_facts_have_words_and_units():
    known = {
        "settings": {"columns": "", "embedding_model": "e5"}, "git_commit": "abc+changes", "peak_memory_mb": 1490.3,
        "warm_up_ms": [973.3, 12345.6], "unknown_articles": [], "citation_judge": "language model: rag.support, threshold 0.97",
    }  # fmt: skip
    vietnamese, english = (read(circumstances.circumstances(known), language) for language in ("vi", "en"))
    for line in (
        "cột của bản xuất: mặc định, mô hình nhúng: e5", "abc (có sửa đổi chưa ghi lại)", "1.490 MB", "0,97 giây, 12,3 giây",
        "Bài có trong đáp án nhưng không có trong kho\nkhông có", "kiểm bằng rag.support, ngưỡng 0,97",
    ):  # fmt: skip
        assert line in vietnamese
    for line in ("columns of exports: default, embedding model: e5", "abc (with changes not committed)", "1,490 MB"):
        assert line in english
    assert "0.97 s, 12.3 s" in english


def test_where_every_unanswerable_question_was_refused_no_others_are_told_of():
    assert "hệ thống biết từ chối cả 1 câu." in read(overview.headline(report(NINE[8:])))


# drawings ------------------------------------------------------------------------------------------------------------


def test_ranks_are_counted_in_buckets():
    # ba-be stands first for right, span, sentence, sentence2 and source, ba-che second for refused, and lost is lost
    assert rank_buckets(report().rows) == {"1": 5, "2": 1, "3": 0, "4-5": 0, "6-10": 0, "none": 1}
    assert rank_buckets([]) == {}
    far = [(number(str(at), "75", "ba-che"), refusal(retrieved=(*map(str, range(at - 1)), "ba-che"))) for at in (4, 5, 6, 10, 11)]
    assert rank_buckets(report(far).rows) == {"1": 0, "2": 0, "3": 0, "4-5": 2, "6-10": 2, "11+": 1, "none": 0}


def test_the_point_at_which_the_system_stands():
    assert operating_point(report().rows) == (6 / 9, 5 / 6)
    assert operating_point(report([NINE[8]]).rows) is None


def test_times_of_stages_are_found_among_the_metrics():
    metrics = {
        f"latency_{name}_ms": Metric(value, None, 1) for name, value in (("p50", 9.0), ("read_p50", 1.0), ("read_p95", 2.0))
    }
    assert stage_times(metrics) == [("read", 1.0, 2.0)]


def test_every_drawing_is_there_in_both_languages_with_its_numbers(page):
    assert re.findall(r'<figure id="figure-(\w+)">', page) == ["category", "rank", "risk", "time"]
    assert page.count("<svg") == 4 * 2
    drawn = re.findall(r'<div lang="(\w\w)"><svg [^>]*aria-label="([^"]+)"', page)
    assert [language for language, _ in drawn] == ["vi", "en"] * 4
    assert "hạng 4–5</text>" in page
    assert "rank 4–5</text>" in page
    assert "hạng 2\n1\n14,3%" in read(page)  # one of seven, in the table below


def test_the_risk_is_drawn_where_the_run_tells_it():
    curve = [{"coverage": 0.5, "risk": 0.25, "threshold": 0.75}, {"coverage": 1.0, "risk": 0.5, "threshold": 0.125}]
    text = read(figures.all_figures(report(), {"risk_coverage": curve}))
    assert "50,0%\n25,0%\n0,750\n100%\n50,0%\n0,125\n66,7%\n83,3%\nđang dùng" in text


def test_a_drawing_is_the_same_each_time_and_takes_the_colours_of_the_page():
    drawn = [plots.svg(plots.counts(["a", "b"], [1, 2], "n", False), name="x", label="x", height=1, comma=True) for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert "var(--calm)" in drawn[0]
    assert not re.search(r"#0\w0\w0\w|<metadata|http|font-family", drawn[0])


def test_ids_inside_the_drawings_are_told_apart(page):
    found = [attributes["id"] for _, attributes in Reader(page, "en").tags if "id" in attributes]
    assert len(found) == len(set(found))


# texts ---------------------------------------------------------------------------------------------------------------


def every_text():
    modules = (circumstances, comparison, document, failures, figures, groups, overview, reasons, words)
    for module in modules:
        for name, value in vars(module).items():
            for text in value.values() if isinstance(value, dict) else [value]:
                if isinstance(text, Text):
                    yield f"{module.__name__}.{name}", text
    for card in overview._CARDS:
        yield "card", card.title
        yield "card", card.told


def test_nothing_is_missing_in_either_language():
    assert len(list(every_text())) > 150
    for where, text in every_text():
        assert all(form.strip() for form in text), where
        assert re.findall(r"{\w+}", text.vi).sort() == re.findall(r"{\w+}", text.en).sort(), where
        assert {*re.findall(r"{\w+}", text.vi)} == {*re.findall(r"{\w+}", text.en)}, where


def test_each_language_reads_alone(page):
    vietnamese, english = read(page), read(page, "en")
    assert not re.search(
        r"\b(the|questions|answer|found|refused)\b", vietnamese.split("Môi trường và cách")[0].split("Mục lục")[1]
    )
    assert "Failed questions (7/9)" in english
    assert "Câu chưa đạt" not in english


def test_numbers_are_written_as_each_language_does():
    assert (percent(0.8154), percent(1.0), percent(None)) == (Text("81,5%", "81.5%"), same("100%"), same("–"))
    assert seconds(657.07) == Text("0,66 giây", "0.66 s")
    assert span_of((0.78, 0.851), percent) == Text("78,0–85,1%", "78.0–85.1%")
    assert (points(-0.012), points(0.0), points(-0.0001)) == (Text("−1,2", "−1.2"), Text("0,0", "0.0"), Text("0,0", "0.0"))
    assert overview.raw_number("latency_p50_ms", 1514.3) == Text("1.514,3", "1,514.3")
    assert day("2026-11-23T04:58:06+00:00") == Text("04:58 ngày 23/11/2026 (UTC)", "2026-11-23 04:58 (UTC)")
    assert day("hôm qua") == same("hôm qua")


# marks and links -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "text", "found"),
    [
        ("75", "Ba Chẽ có 175 hộ, 75% ở thôn 75.", "75"),
        ("75%", "đạt (75 %), tăng", "75 %"),
        ("Hoà Bình", "tỉnh hòa bình.", "hòa bình"),
        ("4.900", "trên 4.900.", "4.900"),
        ("49", "trên 4.900.", None),
        ("a", "", None),
    ],
)
def test_where_an_answer_stands_in_a_quote(wanted, text, found):
    place = find_range(wanted, text)
    assert (text[place[0] : place[1]] if place else None) == found


def test_the_first_stretch_that_holds_it_is_marked():
    assert find_range("75", "Ba Chẽ có 175 hộ, 75% ở thôn 75.") == (18, 20)


def test_both_marks_may_meet():
    found = re.sub(r'<span class="away">.*?</span>(\)*</span>)?', "", marked("có <4.900> đảng viên", ["4.900"], "4.900> đảng"))
    assert re.sub(r"<span lang.*?</span>|: </span>|\)+</span>", "", found) == (
        'có &lt;<mark class="gold short">4.900</mark><mark class="short">&gt; đảng</mark> viên'
    )


@pytest.mark.parametrize(
    ("url", "base", "address"),
    [
        ("https://bao.example/a?b=1&c", "http://hoi.example", "https://bao.example/a?b=1&amp;c"),
        (None, "http://hoi.example/x", "http://hoi.example/x/bai/x%2F%C4%91?start=3&amp;end=9#trich-dan"),
        ("javascript:alert(1)", None, None),
        ("file:///etc/passwd", None, None),
        ("//x", None, None),
        ("http://[", None, None),
        (None, None, None),
    ],
)
def test_an_article_is_linked_where_it_can_be(url, base, address):
    found = article_link("Bài <1>", "x/đ", url, base, (3, 9))
    assert "Bài &lt;1&gt;" in found
    assert '<code class="id">x/đ</code>' in found
    assert re.findall('href="(.*?)"', found) == ([address] if address else [])


def test_the_base_of_links_is_a_site():
    assert web_base("https://hoi.example/kho/") == "https://hoi.example/kho"
    for wrong in ("hoi.example", "ftp://x", "https://", "javascript:x", "https://x/?q=1", "http://["):
        with pytest.raises(ArgumentTypeError):
            web_base(wrong)


def test_link_base_belongs_to_the_page(tmp_path, capsys):
    for wrong in (["--link-base", "http://x"], ["--html", str(tmp_path / "x"), "--link-base", "x"]):
        with pytest.raises(SystemExit):
            main(wrong, opener({}))
        assert "--link-base" in capsys.readouterr().err
