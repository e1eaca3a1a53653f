"""`eval.check`: what must be mended in a set of questions, what should be looked at, and what is fine."""

import json
from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from corpus import Article, HoiBaoError
from eval.check import check_file, check_questions, main
from eval.checks import gold as check_gold
from eval.checks.balance import Share, balance_findings, shares
from eval.checks.template import csv_template
from eval.checks.wording import similar_pairs
from eval.sets.questions import Placed, Question, load_questions

TEXTS = {
    "son-ha": "Xã Sơn Hạ có 4.900 đảng viên, kết nạp 325/600 người. Bí thư là ông Hoàng Sao.",
    "son-la": "Xã Sơn Lạ có 120 hộ nghèo và 4.900 người.",
    "na-loc": "Bản Nà Lốc mở đường dài 2,4 km.",
    "ban-mon": "Bản Món trồng 75 ha chè.",
}
ARTICLES = {name: Article(id=name, text=text, title=f"Bài {name}", path=f"{name}.md") for name, text in TEXTS.items()}


def found(*questions, articles=ARTICLES):
    placed = [Placed(question, f"line {number}") for number, question in enumerate(questions, 1)]
    return [finding for finding in check_questions(placed, articles) if finding.id]  # what is said of the set as a whole apart


def rules(*questions, **given):
    return [(finding.check, finding.fault, finding.id) for finding in found(*questions, **given)]


def asked(name="a", question="Xã nào kết nạp đông hơn cả?", **more):
    return Question(name, question, **{"answers": ("325/600",), "articles": ("son-ha",), **more})


# -- gold


def test_good_gold_is_not_complained_of():
    assert (
        rules(
            asked(),
            asked(
                "b", "Có những ai và bao nhiêu?", answers=(), all_of=(("x", "Hoàng Sao"), ("120",)), articles=("son-ha", "son-la")
            ),
        )
        == []
    )


def test_gold_that_stands_nowhere():
    (one,) = found(asked(answers=("325/601", "326")))
    assert (one.check, one.fault) == ("unfounded", True)
    assert str(one) == "a (line 1): '325/601' or '326' does not stand in son-ha; copy it from the article word for word"


@pytest.mark.parametrize(
    ("gold", "article", "mend"),
    [
        ("4900", "son-ha", "son-ha writes '4.900'"),
        ("325", "son-ha", "son-ha has it only as a part of '325/600': give whole words and figures"),
        ("Hoang Sao", "son-ha", "son-ha writes 'hoàng sao'"),
        ("75 ha", "son-ha", "it stands in ban-mon"),
    ],
)
def test_the_mend_says_where_gold_is_after_all(gold, article, mend):
    (one,) = found(asked(answers=(gold,), articles=(article,)))
    assert (one.check, one.mend) == ("unfounded", mend)


def test_each_demand_needs_its_own_place():
    assert rules(asked(answers=(), all_of=(("Hoàng Sao",), ("Hoàng Lan",)))) == [("unfounded", True, "a")]


def test_an_article_that_adds_nothing():
    assert rules(asked(articles=("son-ha", "na-loc"))) == [("needless_article", True, "a")]


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("son-hạ", "did you mean 'son-ha'?"),
        ("Bài na-loc", "the id of that article is 'na-loc'"),
        ("na-loc.md", "the id of that article is 'na-loc'"),
        ("zzzz", "`python -m corpus.check` lists the ids"),
    ],
)
def test_an_article_that_does_not_exist(name, mend):
    (one,) = found(asked(articles=(name,)))
    assert (one.check, one.fault, one.mend) == ("unknown_article", True, mend)


def test_gold_without_an_article():
    assert [(one.check, one.fault, one.mend) for one in found(asked(articles=()))] == [
        ("no_article", False, "name it; the gold stands in son-ha")
    ]
    assert rules(asked(articles=(), answers=("0,1",))) == [("unfounded", True, "a"), ("no_article", False, "a")]


def test_a_question_without_gold_counts_for_less():
    assert "retrieval and coverage only" in str(found(asked(answers=()))[0])
    assert "counts for coverage only" in str(found(asked(answers=(), articles=()))[0])
    assert rules(asked(answers=(), articles=(), answerable=False)) == []


def test_gold_that_stands_in_half_of_the_articles():
    (one,) = found(asked(answers=("4.900",)))
    assert (one.check, one.fault) == ("ambiguous", False)
    assert "stands in 2 of 4 articles" in one.message
    assert rules(asked(answers=("4.900",), category="number")) == []  # must stand in the short answer
    assert rules(asked(answers=("4.900",)), articles={name: ARTICLES[name] for name in ("son-ha", "son-la", "na-loc")}) == []


def test_of_many_articles_some_are_looked_at(monkeypatch):
    monkeypatch.setattr(check_gold, "_LOOKED_AT", 5)
    many = {f"a{number}": Article(id=f"a{number}", text="có 75 ha", title="") for number in range(9)}
    (one,) = found(asked(answers=("75 ha",), articles=("a1",)), articles=many)
    assert "stands in 5 of 5 articles" in one.message  # every second of nine


# -- wording

LONG = "Trong năm 2022 huyện Ba Bể kết nạp bao nhiêu người?"


@pytest.mark.parametrize(
    ("other", "leaks"),
    [
        ("trong nam 2021 huyen ba be ket nap bao nhieu nguoi", True),  # the pairs "năm 2022" and "năm 2021" are one
        ("Trong năm 2022 huyện Ba Bể trồng bao nhiêu cây?", False),  # 6 of 13 pairs of words
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_test_question_worded_like_a_development_question(other, leaks, turned):
    pair = [asked("d", LONG, split="dev"), asked("t", other)]
    assert rules(*(reversed(pair) if turned else pair)) == [("leak", True, "t")] * leaks
    assert ("leak", True, "t") not in rules(pair[0], asked("t", other, split="dev"))


def test_follow_ups_after_other_questions_are_other_questions():
    one = asked("d", "Ai ban hành nghị quyết?", split="dev", history=(("Nghị quyết nào nói về lúa?", "A"),))
    same = asked("t", "Ai ban hành nghị quyết?", history=(("Nghị quyết nào nói về lúa?", "B"),))
    other = asked("t", "Ai ban hành nghị quyết?", history=(("Kế hoạch gì cho trường học?", "B"),))
    assert rules(one, same) == [("leak", True, "t")]
    assert rules(one, other) == []


def test_the_same_question_twice():
    assert [str(one) for one in found(asked(), asked("b"), asked("c", answers=("4.900 đảng viên",)))] == [
        "b (line 2): the same question as a (line 1); take one out, it counts twice",
        "c (line 3): the same question as a (line 1), but with other gold; keep the one that is right",
    ]
    assert rules(asked(history=(("Một?", "1"),)), asked("b", history=(("Hai?", "2"),))) == []


def test_nearly_the_same_question():
    one, two = "Đảng bộ xã Sơn Hạ năm 2022 có bao nhiêu đảng viên?", "Đảng bộ xã Sơn Hạ năm 2022 có bao nhiêu đảng viên nữ?"
    # 11 pairs of words, 10 of them in both of 11
    assert rules(asked("a", one), asked("b", two)) == [("near_duplicate", False, "b")]
    assert rules(asked("a", one), asked("b", two.replace("2022", "2023"))) == []  # 8 of 13


@pytest.mark.parametrize("share", [0.5, 0.6, 0.8, 1.0])
def test_similar_pairs_are_those_of_a_plain_comparison(share):
    random = Random(7)
    items = [frozenset(random.choices("abcdefgh", k=random.randint(0, 9))) for _ in range(150)]
    plain = [(i, j) for (i, a), (j, b) in combinations(enumerate(items), 2) if a and b and len(a & b) >= share * len(a | b)]
    assert len(plain) > 20
    assert sorted(similar_pairs(items, share)) == plain


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (asked(question="Có phải 325/600 người không?"), "holds the answer '325/600'"),
        (asked(question="Hoàng Sao là ai?", answers=(), all_of=(("Hoàng Sao",),)), "holds all that is demanded"),
        (asked(category="follow_up"), "without the talk before it"),
        (asked(category="no_diacritics"), "yet it has diacritics"),
        (asked(category="list"), "fewer than two things"),
    ],
)
def test_what_a_single_question_gives_away(question, words):
    (one,) = found(question)
    assert (one.fault, words in one.message) == (False, True)


# -- balance


def many(count, category="number", split="test", **more):
    return [Question(f"{category}{split}{more}{n}", f"{n}?", category=category, split=split, **more) for n in range(count)]


def told(questions):
    return [finding.check for finding in balance_findings(questions)]


REFUSED = {"answerable": False, "near_miss": True}


def test_a_balanced_set():
    assert told(many(15) + many(10, "person") + many(5, "person", **REFUSED)) == []


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        (many(14) + many(9, "person") + many(10, "list") + many(5, **REFUSED), ["few"]),  # 9 of a category
        (many(14) + many(10, "person") + many(5, "list", **REFUSED), ["few"]),  # 29 in all
        (many(25) + many(6, **REFUSED), ["one_category"]),
        (many(20) + many(12, "person") + many(6, **REFUSED), ["dominant"]),  # 26 of 38
        (many(15) + many(15, "person"), ["unanswerable"]),
        (many(15) + many(13, "person") + many(2, "person", **REFUSED), ["unanswerable"]),  # 2 of 30
        (many(10) + many(20, "person", **REFUSED) + many(10, "list", **REFUSED), ["unanswerable"]),  # 30 of 40
        (many(15) + many(10, "person") + many(5, "person", answerable=False), ["near_miss"]),
        (many(15) + many(10, "persn") + many(5, "persn", **REFUSED), ["category"]),
    ],
)
def test_a_set_that_says_little(questions, expected):
    assert told(questions) == expected


def test_shares_count_each_split():
    counted = shares(many(2) + many(1, "person", "dev", **REFUSED))
    assert counted == {
        "dev": {"": Share(1, 1, 1), "number": Share(0, 0, 0), "person": Share(1, 1, 1)},
        "test": {"": Share(2, 0, 0), "number": Share(2, 0, 0), "person": Share(0, 0, 0)},
    }


# -- the command


@pytest.fixture
def folder(tmp_path):
    """A corpus, and a question file with an article of its own beside it."""
    for name, text in TEXTS.items():
        where = tmp_path / ("q/articles" if name == "ban-mon" else "corpus")
        where.mkdir(parents=True, exist_ok=True)
        (where / f"{name}.md").write_text(text + "\n\n" + "Bà con trong xã phấn khởi, ai cũng mong đường sớm xong." * 3, "utf-8")
    return tmp_path


def ask(folder, *rows):
    file = folder / "q" / "q.jsonl"
    file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return ["--questions", str(file), "--corpus", str(folder / "corpus")]


GOOD = {"id": "a", "question": "Trồng bao nhiêu?", "answers": ["75 ha"], "articles": ["ban-mon"], "category": "number"}


def test_a_good_set_exits_with_0(folder, capsys):
    assert main(ask(folder, GOOD)) == 0
    out = capsys.readouterr().out
    assert f"q.jsonl: 1 questions; 4 articles in {folder / 'corpus'} and {folder / 'q' / 'articles'}, 1 asked about" in out
    assert "number            1 (100%)             0          0" in out
    assert out.endswith("0 faults, 2 warnings\n")


def test_all_faults_are_told_one_a_line_with_the_rows_that_cannot_be_read(folder, capsys):
    rows = (GOOD, "{oops", {**GOOD, "id": "b", "question": "Ai?", "articles": ["bn-mon"]}, {"question": 5})
    assert main(ask(folder, *rows)) == 1
    out = capsys.readouterr().out
    faults = out[out.index("faults, to be mended:\n") : out.index("\n\nwarnings")].splitlines()[1:]
    assert faults == [
        "  line 2: not JSON (Expecting property name enclosed in double quotes at column 2)",
        "  line 4: question is missing or not a text",
        "  b (line 3): the corpus has no article 'bn-mon'; did you mean 'ban-mon'?",
    ]
    assert "3 faults" in out


def test_json_on_stdout_and_in_a_file(folder, capsys):
    options = ask(folder, GOOD, {**GOOD, "id": "b", "split": "dev"})
    assert main([*options, "--json", "-"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert list(found) == [
        "file", "corpus", "questions", "articles", "articles_asked", "articles_in_both_splits", "shares", "faults", "warnings",
    ]  # fmt: skip
    assert found["articles_in_both_splits"] == ["ban-mon"]
    assert found["shares"]["dev"]["number"] == {"questions": 1, "unanswerable": 0, "near_miss": 0}
    (fault,) = found["faults"]
    assert (fault["check"], fault["id"], fault["place"]) == ("leak", "a", "line 1")
    assert main([*options, "--json", str(folder / "out.json")]) == 1
    assert json.loads((folder / "out.json").read_text("utf-8")) == found
    assert "1 fault," in capsys.readouterr().out


def test_a_squad_file_is_checked_by_its_own_contexts(tmp_path, capsys):
    rows = [{"id": "a", "context": TEXTS["son-ha"], "question": "Mấy?", "answers": [{"text": "4.90"}]}, {"context": "b"}]
    file = tmp_path / "s.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert main(["--squad", str(file)]) == 1
    out = capsys.readouterr().out
    assert "line 2: question is missing or not a text" in out
    assert "a (line 1): '4.90' does not stand in" in out
    assert "has it only as a part of '4.900'" in out


@pytest.mark.parametrize("options", [["--questions", "a", "--squad", "b"], ["--corpus", "a", "--index", "b"], ["--nonsense"]])
def test_options_that_exclude_each_other(options):
    with pytest.raises(SystemExit) as left:
        main(options)
    assert left.value.code == 2


def test_what_cannot_be_read_is_no_finding(folder):
    for options in (
        ["--questions", "none.csv"],
        [*ask(folder, GOOD)[:2], "--corpus", "none"],
        [*ask(folder, GOOD)[:2], "--index", "none"],
    ):
        with pytest.raises(HoiBaoError) as caught:
            main(options)
        assert caught.value.exit_code == 2


# -- the template


@pytest.mark.parametrize("name", ["t.xlsx", "t.csv"])
def test_the_template_can_be_read(tmp_path, name):
    assert main(["--template", str(tmp_path / name)]) == 0
    first, second = load_questions(tmp_path / name)
    assert (first.answers, first.articles, first.category, first.split) == (
        ("12 đảng viên", "12"),
        ("son-ha-dang-vien-moi",),
        "number",
        "test",
    )
    assert (second.answerable, second.near_miss, second.history[0][1]) == (False, True, "12 đảng viên")
    assert [one.check for one in check_file(tmp_path / name, ARTICLES).faults] == ["unknown_article"]  # left in, it is told
    with pytest.raises(HoiBaoError, match="there already"):
        main(["--template", str(tmp_path / name)])


def test_the_template_says_where_ids_are_seen(tmp_path, capsys):
    from openpyxl import load_workbook

    for name in ("t.xlsx", "t.csv"):
        assert main(["--template", str(tmp_path / name)]) == 0
        told = capsys.readouterr().out
        assert "python -m corpus.check DIR" in told and "/kho" in told
    guide = {row[0].value: row[1].value for row in load_workbook(tmp_path / "t.xlsx").worksheets[1]}
    for text in (guide["Bài"], csv_template().decode("utf-8-sig").split("\r\n")[1]):
        assert "bằng lệnh python -m corpus.check THƯ_MỤC (mã đứng trước tên bài), hoặc ở trang /kho" in text


def test_cells_of_the_template_are_text(tmp_path):
    from openpyxl import load_workbook

    main(["--template", str(tmp_path / "t.xlsx")])
    sheet = load_workbook(tmp_path / "t.xlsx").worksheets[0]
    assert {cell.number_format for row in sheet.iter_rows(min_row=2, max_row=300) for cell in row} == {"@"}
    lists = [choice.formula1 for choice in sheet.data_validations.dataValidation]
    assert len(lists) == 4
    assert all(len(listed) <= 255 for listed in lists)  # more, and Excel calls the file damaged


def test_a_template_of_another_kind(tmp_path):
    with pytest.raises(HoiBaoError, match=r"\.xlsx or \.csv"):
        main(["--template", str(tmp_path / "t.ods")])


def test_the_template_that_ships_is_the_one_that_is_written():
    assert (Path(__file__).resolve().parents[1] / "eval" / "questions-template.csv").read_bytes() == csv_template()
