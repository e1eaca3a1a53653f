"""`python -m rag.ask`: the contract's JSON, and one line with a mend for whatever is wrong."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_rag_fakes import ARTICLES, E5Like, FakeReader

import rag.ask
from corpus import load_corpus, run_command
from index import build_index, load_embedder
from rag import open_answerer, open_reader
from rag.answerer import MAX_CHARACTERS, MAX_TURNS
from settings import load_settings

ROOT = Path(__file__).resolve().parents[1]
KEYS = {
    "question": str,
    "standalone_question": str,
    "answered": bool,
    "reason": str | None,
    "short_answer": str | None,
    "answer": str,
    "confidence": float,
    "mode": str,
    "notes": list,
    "citations": list,
    "nearest": list,
    "timings_ms": dict,
    "index_version": str,
}
CITED = {"number", "article_id", "title", "source", "url", "published", "quote", "start", "end", "score", "copies"}
NEAR = {"article_id", "title", "url", "published"}


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    build_index(list(ARTICLES), folder, E5Like(), progress=False)
    return folder


@pytest.fixture
def ask(monkeypatch, capsys):
    """Run the command in this process with the fake model; returns exit code, standard output and standard error."""

    def run(*arguments, typed=""):
        monkeypatch.setattr(rag.ask, "load_embedder", lambda model, cache: E5Like())
        monkeypatch.setattr(rag.ask, "open_reader", lambda embedder, cache: FakeReader())
        monkeypatch.setattr(sys, "argv", ["rag.ask", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", None if typed is None else io.StringIO(typed))
        with pytest.raises(SystemExit) as left:
            run_command(rag.ask.main)
        printed = capsys.readouterr()
        return left.value.code, printed.out, printed.err

    return run


def complains(result, *pieces):
    code, out, err = result
    return code == 2 and out == "" and err.startswith("error: ") and err.count("\n") == 1 and all(p in err for p in pieces)


def test_json_has_the_keys_of_the_contract(ask, index):
    code, out, err = ask("Huyện Sơn Hạ có bao nhiêu đảng viên?", "--index", index, "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found.keys() == KEYS.keys()
    for key, kind in KEYS.items():
        assert isinstance(found[key], kind), key
    assert found["citations"]
    for citation in found["citations"]:
        assert citation.keys() == CITED | {"based_on"}  # added: the text an article was rewritten from
    assert {"retrieve", "read", "total"} <= found["timings_ms"].keys()


def test_a_refusal_is_an_answer_too(ask, index):
    code, out, _ = ask("Huyện Mường Pồ có bao nhiêu trường học?", "--index", index, "--json")
    found = json.loads(out)
    assert (code, found["answered"], found["citations"]) == (0, False, [])
    assert found["reason"] in {"not_found", "low_confidence"}
    assert 1 <= len(found["nearest"]) <= 3
    assert all(near.keys() == NEAR for near in found["nearest"])


def test_what_a_person_reads(ask, index):
    code, out, err = ask("Huyện Sơn Hạ có bao nhiêu đảng viên?", "--index", index)
    assert (code, err) == (0, "")
    assert "1.240" in out
    assert "[1] Sơn Hạ chăm lo phát triển đảng viên (son-ha, 2022-05-03)" in out
    _, out, _ = ask("Huyện Nậm Hua có bao nhiêu đảng viên?", "--index", index)
    assert "(nam-hua, 2021-07-01)" in out  # its own date is unknown, that of the text it is based on is not
    _, out, _ = ask("Huyện Mường Pồ có bao nhiêu trường học?", "--index", index)
    assert out.startswith("Không tìm thấy")
    assert "  - " in out


def test_the_question_may_come_from_standard_input(ask, index):
    code, out, _ = ask("-", "--index", index, "--json", typed="Huyện Sơn Hạ có bao nhiêu đảng viên?\n")
    assert code == 0
    assert json.loads(out)["question"] == "Huyện Sơn Hạ có bao nhiêu đảng viên?"


def test_a_history_makes_the_question_whole(ask, index, tmp_path):
    file = tmp_path / "talk.json"
    file.write_text('\ufeff[["Huyện Sơn Hạ có bao nhiêu đảng viên?", "1.240."]]', encoding="utf-8")
    code, out, _ = ask("Còn huyện Nậm Hua?", "--index", index, "--history", file, "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["question"], found["standalone_question"]) == ("Còn huyện Nậm Hua?", "Huyện Nậm Hua có bao nhiêu đảng viên?")
    assert any("Huyện Nậm Hua có bao nhiêu đảng viên?" in note for note in found["notes"])


def test_flags_limit_what_is_searched(ask, index):
    def cited(*flags):
        _, out, _ = ask("Huyện Sơn Hạ có bao nhiêu đảng viên?", "--index", index, "--json", *flags)
        return [citation["article_id"] for citation in json.loads(out)["citations"]]

    assert cited("--source", "Báo Mẫu", "--source", "Báo Thử") == ["son-ha"]
    assert cited("--source", "Báo Mẫu") == []
    assert cited("--place", "Sơn Hạ", "--from", "2022-05-03", "--to", "2022-05-03") == ["son-ha"]
    assert cited("--from", "2022-05-04") == []
    assert cited("--to", "2022-05-02") == []
    _, out, _ = ask("Huyện Sơn Hạ có bao nhiêu đảng viên?", "--index", index, "--place", "Điện Biên")
    assert "(Không bài nào trong kho ghi địa điểm “Điện Biên”. Hiện có: Sơn Hạ; Nậm Hua; Hải Vân.)" in out


@pytest.mark.parametrize(
    ("flags", "pieces"),
    [
        (("--from", "hôm qua"), ("--from hôm qua", "2022-01-31")),
        (("--to", "2022-02-30"), ("--to 2022-02-30", "2022-01-31")),
        (("--from", "31/1/2022"), ("--from 31/1/2022",)),
        (("--from", "2022-02-01", "--to", "2022-01-31"), ("2022-02-01", "2022-01-31")),
        (("--source", ""), ("source", "empty name")),
        (("--place", "?"), ("place", "empty name")),
    ],
)
def test_unusable_flags(ask, index, flags, pieces):
    assert complains(ask("Có gì mới?", "--index", index, *flags), *pieces)


@pytest.mark.parametrize("question", ["", "   ", "\u200b", "?!", "…"])
def test_an_empty_question(ask, index, question):
    assert complains(ask(question, "--index", index), "empty")
    assert complains(ask("-", "--index", index, typed=question), "empty")


def test_a_closed_standard_input_is_an_empty_question(ask, index):
    assert complains(ask("-", "--index", index, typed=None), "empty")


def test_the_longest_question_and_one_letter_more(ask, index):
    assert ask("a" * MAX_CHARACTERS, "--index", index)[0] == 0
    assert complains(ask("a" * (MAX_CHARACTERS + 1), "--index", index), "at most 2000", "shorten")
    assert complains(ask("-", "--index", index, typed="a " * 500_000), "at most 2000", "shorten")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"{}",
        b'{"ab": 1}',
        b'"ab"',
        b"[1]",
        b'["ab"]',
        b'[["one"]]',
        b'[["a", "b", "c"]]',
        b'[["a", null]]',
        b'[["a", 1]]',
        b"null",
        b"[" * 100_000,
        b"\xff\xfe\x00",
    ],
)
def test_a_bad_history_file(ask, index, tmp_path, content):
    file = tmp_path / "talk.json"
    file.write_bytes(content)
    assert complains(ask("Còn Nậm Hua?", "--index", index, "--history", file), "talk.json", "[[")


def test_no_history_file_and_one_too_long(ask, index, tmp_path):
    assert complains(ask("Còn Nậm Hua?", "--index", index, "--history", tmp_path / "none.json"), "none.json")
    assert complains(ask("Còn Nậm Hua?", "--index", index, "--history", tmp_path), "cannot be read")
    file = tmp_path / "talk.json"
    file.write_text(json.dumps([["a", "b"]] * MAX_TURNS), encoding="utf-8")
    assert ask("Còn Nậm Hua?", "--index", index, "--history", file)[0] == 0
    file.write_text(json.dumps([["a", "b"]] * (MAX_TURNS + 1)), encoding="utf-8")
    assert complains(ask("Còn Nậm Hua?", "--index", index, "--history", file), "at most 20")


def test_no_index(ask, tmp_path):
    assert complains(ask("Có gì mới?", "--index", tmp_path / "none"), "no index", "python -m index.build")
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    assert complains(ask("Có gì mới?", "--index", file), "python -m index.build")


def test_a_damaged_index_is_exit_1(ask, tmp_path):
    build_index(list(ARTICLES), tmp_path, E5Like(), progress=False)
    (tmp_path / "v000001" / "articles.jsonl").write_text("", encoding="utf-8")
    code, out, err = ask("Có gì mới?", "--index", tmp_path)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "python -m index.build --full" in err
    (tmp_path / "CURRENT").write_bytes(b"\xff\xfe")
    code, out, err = ask("Có gì mới?", "--index", tmp_path)
    assert (code, out, err.count("\n")) == (1, "", 1)


def test_a_real_process_fed_a_million_characters(tmp_path):
    environment = {**os.environ, "HOIBAO_STATE": str(tmp_path), "HOIBAO_INDEX": str(tmp_path / "none")}
    done = subprocess.run(
        [sys.executable, "-m", "rag.ask", "-"],
        input=("đảng viên " * 100_000).encode() + b"\xff",
        capture_output=True,
        cwd=ROOT,
        env=environment,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith("error: the question is too long")
    assert done.stderr.count(b"\n") == 1


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The sample corpus, indexed and opened with the real model."""
    folder = tmp_path_factory.mktemp("sample")
    settings = load_settings()
    embedder = load_embedder("", settings.state)
    articles = load_corpus(ROOT / "corpus" / "articles").articles
    build_index(articles, folder, embedder, progress=False)
    return open_answerer(folder, embedder, open_reader(embedder, settings.state))


@pytest.mark.model
@pytest.mark.parametrize("question", ["Huyện Ba Bể có bao nhiêu đảng viên?", "huyen ba be co bao nhieu dang vien"])
def test_the_sample_corpus_answers(sample, question):
    answer = sample.ask(question)
    assert answer.answered
    assert "4.900" in answer.short_answer
    assert answer.citations[0].article_id == "ba-be"
    for citation in answer.citations:
        assert sample.article(citation.article_id).text[citation.start : citation.end] == citation.quote


@pytest.mark.model
def test_the_sample_corpus_refuses(sample):
    answer = sample.ask("Giá vàng hôm nay bao nhiêu một lượng?")
    assert (answer.answered, answer.short_answer, answer.citations) == (False, None, ())
    assert answer.reason in {"not_found", "low_confidence", "out_of_scope"}
    assert 1 <= len(answer.nearest) <= 3


@pytest.mark.model
def test_the_sample_corpus_follows_up(sample):
    answer = sample.ask("Còn huyện Sốp Cộp thì sao?", [("Huyện Ba Bể có bao nhiêu đảng viên?", "Trên 4.900 đảng viên.")])
    assert answer.standalone_question == "Huyện Sốp Cộp có bao nhiêu đảng viên?"
    assert answer.answered
    assert "3.753" in answer.short_answer
    assert answer.citations[0].article_id == "sop-cop"
