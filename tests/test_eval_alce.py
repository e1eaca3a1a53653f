"""Citation recall and precision by ALCE's rules, worked by hand."""

from dataclasses import replace
from datetime import date

import pytest
from test_eval_fakes import ARTICLES, citation, opener, quote, refusal, told
from test_rag_fakes import E5Like, FakeReader

from corpus import tokens
from eval.measures.alce import CONTAINMENT, Statement, citation_score, contained, judge_name, statements
from eval.measures.scoring import Asked, score
from eval.measures.summary import summarise
from eval.sets.questions import Question
from index import build_index, open_index
from rag import Answerer, Guard
from rag.vectors import SentenceVectors

JOINED = quote("ba-be", "Huyện đã kết nạp 325/600 đảng viên.")
ALL = quote("ba-be", "Toàn Đảng bộ huyện Ba Bể hiện có trên 4.900 đảng viên.", 2)
VILLAGES = quote("ba-che", "Ba Chẽ có 75 thôn.", 3)
CITES = [JOINED, ALL, VILLAGES]


def scored(text, mode="extractive", guard=None, cites=CITES):
    found = citation_score(replace(told(text, cites=cites), mode=mode), guard)
    return found and (found.recall, found.precision)


def test_a_quote_and_its_short_answer_are_supported():
    assert scored("325/600 [1]\nHuyện đã kết nạp 325/600 đảng viên. [1]") == (1.0, 1.0)


def test_a_number_that_the_quote_does_not_hold_is_not():
    # one of two lines, and one of two citations
    assert scored("326/600 [1]\nHuyện đã kết nạp 325/600 đảng viên. [1]") == (1 / 2, 1 / 2)
    assert scored("325 [1]") == (0.0, 0.0)  # a part of a ratio is another number


def test_a_line_without_a_citation_costs_recall_alone():
    assert scored("Huyện đã kết nạp 325/600 đảng viên.\nBa Chẽ có 75 thôn. [3]") == (1 / 2, 1.0)


def test_a_citation_that_is_not_there_supports_nothing():
    assert scored("Ba Chẽ có 75 thôn. [9]") == (0.0, 0.0)
    assert scored("Ba Chẽ có 75 thôn. [3] [9]") == (0.0, 0.0)


def test_a_citation_that_adds_nothing_costs_precision_alone():
    # [3] holds it all; [1] alone does not, and without [1] it is still held
    assert scored("Ba Chẽ có 75 thôn. [3] [1]") == (1.0, 1 / 2)


def test_two_citations_that_are_both_needed_count():
    # neither quote alone holds the two numbers
    assert scored("Kết nạp 325/600, Ba Chẽ 75 [1] [3]") == (1.0, 1.0)


def test_two_citations_that_each_hold_it_count():
    # [2] and a copy of it: each supports the statement alone
    same = replace(ALL, number=4, article_id="copy")
    assert scored("Ba Bể hiện có trên 4.900 đảng viên [2] [4]", cites=[ALL, same]) == (1.0, 1.0)


def test_a_citation_named_twice_counts_once():
    assert scored("Ba Chẽ có 75 thôn. [3] [3] [1]") == (1.0, 1 / 2)


def test_the_title_and_the_day_of_the_article_are_read_with_the_quote():
    dated = replace(VILLAGES, published="2024-05-07")
    assert contained("“Bài ba-che” (7/5/2024)", [dated])
    assert not contained("“Bài ba-che” (8/5/2024)", [dated])
    based = replace(VILLAGES, based_on={"published": "2024-05-07"})
    assert contained("7/5/2024", [based])
    assert not contained("7/5/2024", [VILLAGES])


def test_what_a_rule_concludes_stands_in_no_quote():
    assert scored("Ba Bể nhiều hơn Ba Chẽ [2] [3]") == (0.0, 0.0)


def test_a_line_without_a_word_is_no_statement():
    assert not contained("…", [ALL])
    assert scored("[1]\n\n") is None


def test_a_refusal_has_no_citations_to_judge():
    assert citation_score(refusal(), None) is None


def test_a_language_models_text_is_cut_into_sentences():
    answer = replace(told("Huyện kết nạp 325/600. [1] Ba Chẽ có 75 thôn [3]."), mode="llm")
    assert statements(answer) == [Statement("Huyện kết nạp 325/600.", (1,)), Statement("Ba Chẽ có 75 thôn.", (3,))]


class OneWord:
    """A guard that supports what shares a word of letters with every quote."""

    name = "one word"

    def supports(self, claim, cited):
        return all(set(tokens(claim)) & set(tokens(one.quote)) for one in cited)


def test_the_guard_judges_a_language_model_and_nobody_else():
    text = "Chẽ rất rộng. [3]"
    assert scored(text, "llm", OneWord()) == (1.0, 1.0)
    assert scored(text, "llm", None) == (0.0, 0.0)
    assert scored(text, "extractive", OneWord()) == (0.0, 0.0)


def test_the_judge_is_named():
    assert judge_name(None) == f"all answers: {CONTAINMENT}"
    assert judge_name(OneWord()) == f"extractive answers: {CONTAINMENT}; language model: one word"


def test_both_are_means_over_answers():
    asked = Question("n", "Kết nạp?", ("325/600",), articles=("ba-be",))
    answers = [told("325/600 [1]", cites=CITES), told("Ba Chẽ có 75 thôn. [3] [1]\nKhông rõ.", cites=CITES), refusal()]
    rows = score([Asked(replace(asked, id=str(n)), one, 1.0) for n, one in enumerate(answers)], ARTICLES)
    found = summarise(rows)
    # (1 + 1/2) / 2 and (1 + 1/2) / 2; the refusal has neither
    assert [(row.alce_recall, row.alce_precision) for row in rows] == [(1.0, 1.0), (0.5, 0.5), (None, None)]
    assert (found["alce_recall"].value, found["alce_recall"].n) == (3 / 4, 2)
    assert (found["alce_precision"].value, found["alce_precision"].n) == (3 / 4, 2)


class SureVerifier:
    """Finds everything rather supported, so that the rules decide."""

    def support(self, claim, opening, sentences):
        return 2.0


class SureReader(FakeReader):
    verifier = SureVerifier()


@pytest.fixture(scope="module")
def guard(tmp_path_factory):
    folder, embedder = tmp_path_factory.mktemp("index"), E5Like()
    dated = [replace(article, published=date(2024, 5, 7)) for article in ARTICLES.values()]
    build_index(dated, folder, embedder, progress=False)
    return Guard(lambda: Answerer(open_index(folder, embedder), SentenceVectors(embedder), SureReader()))


def test_the_guard_of_rag_judges_by_the_quotes(guard):
    assert guard.supports("Ba Chẽ có 75 thôn.", [VILLAGES])
    assert not guard.supports("Ba Chẽ có 76 thôn.", [VILLAGES])
    assert not guard.supports("Ba Chẽ có 75 thôn.", [JOINED])  # it stands in the article, but not in what is quoted of that
    assert guard.supports("Ba Chẽ có 75 thôn.", [JOINED, VILLAGES])
    assert guard.supports("Ba Chẽ có 75 thôn.", [replace(VILLAGES, article_id="gone")])
    told_in_may = replace(VILLAGES, quote="Ngày 5/1, Ba Chẽ có 75 thôn.")
    assert guard.supports("Ngày 5/1/2024, Ba Chẽ có 75 thôn.", [told_in_may])  # the year is that of the article
    assert not guard.supports("Ngày 5/1/2023, Ba Chẽ có 75 thôn.", [told_in_may])
    assert guard.name.startswith("rag.support, threshold 0.83, verifier ")


def test_offsets_play_no_part():
    moved = citation("ba-che", VILLAGES.quote, 0, 1, 3)
    assert scored("Ba Chẽ có 75 thôn. [3]", cites=[moved]) == (1.0, 1.0)


def test_the_report_names_the_judge(tmp_path):
    import json

    from eval.run import main

    file, out = tmp_path / "q.jsonl", tmp_path / "out.json"
    file.write_text(json.dumps({"question": "Thôn?", "answers": ["75"], "articles": ["ba-che"]}), encoding="utf-8")
    main(["--questions", str(file), "--json", str(out)], opener({"Thôn?": told("75 [3]", "75", cites=CITES)}))
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["environment"]["citation_judge"] == judge_name(None)
    assert (found["metrics"]["alce_recall"]["value"], found["questions"][0]["alce_precision"]) == (1.0, 1.0)
