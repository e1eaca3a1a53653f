"""The command with a hand-made answerer in place of index and rag; everything else is real."""

import json

import pytest
from test_eval_fakes import ARTICLES, opener, quote, refusal, told

from corpus import HoiBaoError
from eval.run import main

ROWS = [
    {"id": "q1", "question": "Kết nạp?", "answers": ["325/600"], "articles": ["ba-be"], "category": "number", "split": "dev"},
    {
        "id": "q2",
        "question": "Thôn?",
        "answers": ["<75>"],
        "articles": ["ba-che"],
        "category": "other",
        "history": [["Hỏi", "Đáp"]],
    },
    {"id": "q3", "question": "Giá vàng?", "answerable": False, "category": "unanswerable"},
]
ANSWERS = {
    "Kết nạp?": told("Đã kết nạp 325/600 đảng viên. [1]", "325/600", [quote("ba-be", "325/600")]),
    "Thôn?": told("Có <script>alert(1)</script> thôn. [1]", None, [quote("ba-che", "75 thôn")]),
    "Giá vàng?": refusal(),
}


@pytest.fixture
def questions(tmp_path):
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS), encoding="utf-8")
    return file


def test_the_json_of_the_contract(tmp_path, questions):
    out = tmp_path / "out.json"
    assert main(["--questions", str(questions), "--json", str(out)], opener(ANSWERS)) == 0
    text = out.read_text(encoding="utf-8")
    found = json.loads(text)
    assert list(found) == ["metrics", "by_category", "by_split", "by_slice", "risk_coverage", "questions", "environment"]
    assert found["metrics"]["correct"]["value"] == 1 / 2
    assert found["metrics"]["refusal_recall"] == {"value": 1.0, "ci95": [1.0, 1.0], "n": 1}
    assert found["by_category"]["number"]["correct"]["value"] == 1.0
    row = found["questions"][0]
    expected = {
        "id": "q1", "answered": True, "reason": None, "short_answer": "325/600", "contains": True, "cited": True, "correct": True,
        "refused": False, "rank": 1, "category": "number", "answerable": True,
    }  # fmt: skip
    assert {key: row[key] for key in expected} == expected
    assert row["ndcg@10"] == 1.0
    assert (row["citations"][0]["article_id"], row["citations"][0]["quote"]) == ("ba-be", "325/600")
    assert found["questions"][2]["ndcg@10"] is None
    assert "Kết nạp" in text  # Vietnamese unescaped
    known = found["environment"]
    assert (known["index_version"], known["embedding_model"], known["corpus_size"]) == ("v000001", "fake-model", 2)
    assert len(known["question_file_sha256"]) == 64
    assert known["python"]
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".tmp")] == []


def test_the_table_and_the_failures_on_stdout(questions, capsys):
    main(["--questions", str(questions)], opener(ANSWERS))
    out = capsys.readouterr().out
    assert "correct             0.500  0.000 to 1.000  2" in out
    assert (
        "\nsplit  questions  correct  cited  contains  refused\ndev            1    1.000  1.000     1.000    0.000\ntest " in out
    )
    assert "1 failed, the first 1:\nq2  wrong span  Thôn?\n" in out


def test_the_page_escapes_what_it_shows(tmp_path, questions):
    page = tmp_path / "out.html"
    main(["--questions", str(questions), "--html", str(page)], opener(ANSWERS))
    text = page.read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script" not in text
    assert "&lt;75&gt;" in text
    assert ">Câu chưa đạt (1/3)<" in text
    assert 'href="http' not in text  # self-contained


def test_history_is_passed_on_and_the_first_three_warm_up(questions):
    fakes = []
    make = opener(ANSWERS)

    class Remember:
        def __init__(self, source, settings):
            self.inner = make(source, settings)

        def __enter__(self):
            bench = self.inner.__enter__()
            fakes.append(bench.answerer)
            return bench

        def __exit__(self, *error):
            return self.inner.__exit__(*error)

    main(["--questions", str(questions)], Remember)
    assert [asked for asked, _ in fakes[0].asked] == ["Kết nạp?", "Thôn?", "Giá vàng?"] * 2
    assert fakes[0].asked[1][1] == (("Hỏi", "Đáp"),)


def test_gold_that_no_answer_can_hold_is_told(tmp_path, capsys):
    file, out = tmp_path / "q.jsonl", tmp_path / "out.json"
    rows = [ROWS[0], {**ROWS[0], "id": "q9", "answers": ["326/600"]}]  # the article says 325/600
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    main(["--questions", str(file), "--json", str(out)], opener(ANSWERS))
    assert "warning: 1 questions demand what their articles do not say: q9; python -m eval.check" in capsys.readouterr().err
    assert json.loads(out.read_text(encoding="utf-8"))["environment"]["unfounded_questions"] == ["q9"]


def test_limit_asks_the_first_questions_only(tmp_path, questions):
    out = tmp_path / "out.json"
    main(["--questions", str(questions), "--limit", "1", "--json", str(out)], opener(ANSWERS))
    assert [row["id"] for row in json.loads(out.read_text(encoding="utf-8"))["questions"]] == ["q1"]


def test_a_sample_across_the_file_is_every_so_many_questions(tmp_path, questions):
    out = tmp_path / "out.json"
    main(["--questions", str(questions), "--every", "2", "--json", str(out)], opener(ANSWERS))
    report = json.loads(out.read_text(encoding="utf-8"))
    assert [row["id"] for row in report["questions"]] == ["q1", "q3"]
    assert report["environment"]["command"].endswith("--every 2")


@pytest.mark.parametrize(("split", "asked"), [("dev", ["q1"]), ("test", ["q2", "q3"])])
def test_one_split_alone_can_be_asked(tmp_path, questions, split, asked):
    out = tmp_path / "out.json"
    main(["--questions", str(questions), "--split", split, "--json", str(out)], opener(ANSWERS))
    assert [row["id"] for row in json.loads(out.read_text(encoding="utf-8"))["questions"]] == asked


def test_a_split_without_questions_is_one_clear_error(tmp_path):
    file = tmp_path / "dev.jsonl"
    file.write_text(json.dumps(ROWS[0]), encoding="utf-8")
    with pytest.raises(HoiBaoError, match="holds no question of the split test: ask another with --split"):
        main(["--questions", str(file), "--split", "test"], opener(ANSWERS))


def test_articles_beside_the_question_file_are_handed_on_and_told(tmp_path, questions, capsys):
    seen = []
    main(["--questions", str(questions), "--corpus", "a"], opener(ANSWERS, seen=seen))
    (tmp_path / "articles").mkdir()
    main(["--questions", str(questions), "--corpus", "a"], opener(ANSWERS, seen=seen))
    main(["--questions", str(questions), "--index", "b"], opener(ANSWERS, seen=seen))
    assert [source.beside for source in seen] == [None, tmp_path / "articles", tmp_path / "articles"]
    assert capsys.readouterr().err.count(f"indexing a with {tmp_path / 'articles'} in a temporary folder\n") == 1


def test_quotes_are_checked_against_the_articles_as_they_are_now(tmp_path, questions):
    out = tmp_path / "out.json"
    changed = {**ARTICLES, "ba-be": ARTICLES["ba-che"]}  # somebody rewrote the file
    main(["--questions", str(questions), "--json", str(out)], opener(ANSWERS, changed))
    assert json.loads(out.read_text(encoding="utf-8"))["metrics"]["exact_quote"]["value"] == 1 / 2


def test_gold_articles_that_are_not_there_are_named(questions, capsys):
    main(["--questions", str(questions)], opener(ANSWERS, {"ba-be": ARTICLES["ba-be"]}))
    assert "warning: gold articles that the corpus does not hold: ba-che\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("extra", "attribute", "value"), [(["--corpus", "a"], "corpus", "a"), (["--index", "b"], "index", "b"), ([], "index", None)]
)
def test_what_is_opened(questions, extra, attribute, value):
    seen = []
    main(["--questions", str(questions), *extra], opener(ANSWERS, seen=seen))
    found = getattr(seen[0], attribute)
    assert (None if found is None else str(found)) == value


def squad(tmp_path):
    file = tmp_path / "squad.jsonl"
    row = {"id": "s1", "context": "Ba Bể kết nạp 325/600 đảng viên.", "question": "Kết nạp?", "answers": [{"text": "325/600"}]}
    file.write_text(json.dumps(row), encoding="utf-8")
    return file


def test_squad_brings_articles_and_questions(tmp_path):
    seen, out = [], tmp_path / "out.json"
    main(["--squad", str(squad(tmp_path)), "--json", str(out)], opener(ANSWERS, seen=seen))
    assert [article.text for article in seen[0].squad] == ["Ba Bể kết nạp 325/600 đảng viên."]
    assert json.loads(out.read_text(encoding="utf-8"))["metrics"]["ndcg@10"]["value"] == 0.0  # the fake retrieves other ids


def test_gold_passage_reads_the_questions_own_context(tmp_path):
    out = tmp_path / "out.json"
    main(["--squad", str(squad(tmp_path)), "--gold-passage", "--json", str(out)], opener(ANSWERS))
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["metrics"]["exact_match"]["value"] == 1.0
    assert found["metrics"]["ndcg@10"]["n"] == 0
    assert found["environment"]["mode"] == "squad-gold-passage"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--corpus", "a", "--index", "b"],
        ["--squad", "a", "--corpus", "b"],
        ["--squad", "a", "--questions", "b"],
        ["--gold-passage"],
        ["--squad", "a", "--split", "dev"],
        ["--split", "train"],
        ["--limit", "0"],
        ["--limit", "x"],
        ["--json", "a", "--html", "a"],
        ["--nonsense"],
    ],
)
def test_wrong_arguments_end_with_2_and_one_line(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        main(arguments, opener({}))
    assert caught.value.code == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert err.startswith("error: ")


@pytest.mark.parametrize("target", ["", "missing/out.json"])
def test_an_unwritable_path_is_found_before_the_run(tmp_path, questions, target):
    seen = []
    with pytest.raises(HoiBaoError, match="cannot write"):
        main(["--questions", str(questions), "--json", str(tmp_path / target)], opener(ANSWERS, seen=seen))
    assert seen == []


def test_an_error_in_the_pipeline_names_the_question(questions):
    class Broken(dict):
        def __getitem__(self, question):
            raise HoiBaoError("the index is damaged", mend="rebuild", vietnamese="Hỏng.", exit_code=1)

    with pytest.raises(HoiBaoError, match="question q1: the index is damaged: rebuild") as caught:
        main(["--questions", str(questions)], opener(Broken()))
    assert caught.value.exit_code == 1
