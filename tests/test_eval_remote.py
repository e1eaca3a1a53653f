"""Another system's endpoint, played by a real HTTP server on this machine."""

import json
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest
from answering_server import answering
from pydantic import SecretStr
from test_eval_fakes import ARTICLES, quote, refusal, told

from corpus import HoiBaoError
from eval.asking import ask as asking
from eval.asking import remote
from eval.asking.endpoint import Endpoint
from eval.asking.failures import BusyError, FailedError
from eval.asking.pipeline import PlainAnswer
from eval.asking.remote import open_remote
from eval.run import main

ROWS = [
    {"id": "q1", "question": "Kết nạp?", "answers": ["325/600"], "articles": ["ba-be"], "category": "number"},
    {"id": "q2", "question": "Còn thôn?", "answers": ["75"], "articles": ["ba-che"], "history": [["Kết nạp?", "325/600"]]},
    {"id": "q3", "question": "Giá vàng?", "answerable": False},
]
OURS = {
    "Kết nạp?": told("Đã kết nạp 325/600 đảng viên. [1]", "325/600", [quote("ba-be", "325/600")]),
    "Còn thôn?": replace(told("Có 75 thôn. [1]", "75", [quote("ba-che", "75 thôn")]), timings_ms={"retrieve": 3.0, "total": 9.0}),
    "Giá vàng?": refusal(),
}
PLAIN = {"Kết nạp?": "Huyện đã kết nạp 325/600 đảng viên [1].", "Còn thôn?": "Có 80 thôn.", "Giá vàng?": "Tôi không biết."}


def ours(body, number):
    return OURS[body["question"]].to_dict()


def completion(text, **more):
    return {"choices": [{"message": {"role": "assistant", "content": text}}], **more}


def plain(body, number):
    return completion(PLAIN[body["messages"][-1]["content"]])


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("HOIBAO_STATE", str(tmp_path / "state"))

    def run(url, *options, rows=ROWS):
        file, out = tmp_path / "q.jsonl", tmp_path / "out.json"
        file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        assert main(["--questions", str(file), "--json", str(out), "--endpoint", url, *options]) == 0
        text = out.read_text(encoding="utf-8")
        return json.loads(text), text

    return run


def values(report, *names):
    return [report["metrics"][name]["value"] for name in names]


def test_our_own_form(run):
    with answering(ours) as server:
        report, _ = run(server.url)
        assert {one["path"] for one in server.asked} == {"/api/ask"}
        assert server.asked[0]["body"] == {"question": "Kết nạp?"}
        assert server.asked[1]["body"] == {"question": "Còn thôn?", "history": [["Kết nạp?", "325/600"]]}
        assert len(server.asked) == 3 + 3  # to warm up
    assert values(report, "correct", "cited", "exact_match", "citation_precision", "refusal_recall") == [1.0] * 5
    assert values(report, "refusal_auroc", "latency_retrieve_p50_ms") == [1.0, 3.0]
    assert values(report, "ndcg@10", "recall@10", "exact_quote") == [None] * 3  # it tells neither ranking nor articles
    known = report["environment"]
    assert (known["mode"], known["endpoint"], known["endpoint_kind"]) == ("endpoint", server.url, "hoibao")
    assert (known["index_version"], known["embedding_model"], known["failed_questions"]) == ("v000001", None, 0)


def test_its_quotes_are_checked_against_a_corpus(run, tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, article in ARTICLES.items():
        (folder / f"{name}.md").write_text(f"---\nid: {name}\n---\n{article.text}\n", encoding="utf-8")
    with answering(ours) as server:
        report, _ = run(server.url, "--corpus", str(folder))
    assert values(report, "exact_quote") == [1.0]


def test_a_ranking_that_it_tells_counts(run):
    with answering(lambda body, number: {**ours(body, number), "retrieved": ["ba-be", "ba-che"]}) as server:
        report, _ = run(server.url)
    assert values(report, "recall@1", "mrr@10") == [0.5, 0.75]


def test_openais_form_has_text_alone(run, capsys):
    with answering(plain) as server:
        report, _ = run(server.url, "--endpoint-kind", "openai", "--endpoint-model", "m")
        assert {one["path"] for one in server.asked} == {"/v1/chat/completions"}
        assert server.asked[1]["body"] == {
            "model": "m",
            "stream": False,
            "messages": [
                {"role": "user", "content": "Kết nạp?"},
                {"role": "assistant", "content": "325/600"},
                {"role": "user", "content": "Còn thôn?"},
            ],
        }
    assert values(report, "contains", "correct", "refusal_recall", "coverage") == [0.5, 0.5, 1.0, 1.0]
    undefined = ("cited", "citation_precision", "exact_quote", "exact_match", "f1", "ndcg@10", "refusal_auroc")
    assert [report["metrics"][name]["n"] for name in undefined] == [0] * 7
    assert [(row["cause"], row["confidence"]) for row in report["questions"]] == [
        (None, None),
        ("wrong text", None),
        (None, None),
    ]
    assert report["environment"]["correct_without"] == ["cited", "short_answer"]
    assert "correct: contains (anywhere in the answer) and short enough; this system tells no sources" in capsys.readouterr().out


def test_our_own_answer_within_openais_form_is_whole(run):
    def both(body, number):
        question = body["messages"][-1]["content"]
        return completion("Markdown", hoibao=OURS[question].to_dict())

    with answering(both) as server:
        report, _ = run(server.url, "--endpoint-kind", "openai", "--endpoint-model", "hoi-bao")
    assert values(report, "correct", "cited") == [1.0, 1.0]
    assert "correct_without" not in report["environment"]


@pytest.mark.parametrize(
    ("base", "path"),
    [
        ("", "/v1/chat/completions"),
        ("/v1", "/v1/chat/completions"),
        ("/v1/", "/v1/chat/completions"),
        ("/a", "/a/chat/completions"),
    ],
)
def test_the_address_of_openais_form(base, path):
    assert Endpoint(f"http://h:1{base}", "openai").address == f"http://h:1{path}"


def test_two_processes_ask_it_too(run):
    with answering(ours) as server:
        one, _ = run(server.url)
        two, _ = run(server.url, "--jobs", "2")
    assert values(one, "correct", "cited", "refusal_recall") == values(two, "correct", "cited", "refusal_recall") == [1.0] * 3


def test_the_key_is_sent_and_shown_nowhere(run, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("THEIR_KEY", "s3cr3t-word")
    with answering(ours) as server:
        _, text = run(server.url, "--endpoint-key-env", "THEIR_KEY")
        assert {one["key"] for one in server.asked} == {"Bearer s3cr3t-word"}
    out = capsys.readouterr()
    assert "s3cr3t" not in text + out.out + out.err
    assert "s3cr3t" not in repr(Endpoint("http://h", key=SecretStr("s3cr3t")))


@pytest.mark.parametrize("value", [None, "two words", "khóa"])
def test_a_key_that_is_none_is_found_before_the_run(run, monkeypatch, value):
    if value:
        monkeypatch.setenv("THEIR_KEY", value)
    with pytest.raises(HoiBaoError, match="the variable THEIR_KEY"):
        run("http://127.0.0.1:9", "--endpoint-key-env", "THEIR_KEY")


@pytest.mark.parametrize(
    ("text", "refuses"),
    [
        ("Tôi không tìm thấy thông tin về việc này.", True),
        ("Xin lỗi, các bài báo không đề cập.", True),
        ("KHÔNG CÓ THÔNG TIN", True),
        ("Bài chưa nêu rõ.", True),
        ("Huyện có 75 thôn.", False),
        ("Huyện có 75 thôn. " + "a " * 100 + "không có thông tin", False),  # at its end it takes nothing back
    ],
)
def test_the_usual_phrases_of_a_refusal(text, refuses):
    assert Endpoint("http://h", "openai").is_refusal(text) is refuses


def test_a_pattern_of_ones_own(run):
    with answering(lambda body, number: completion("Hết vốn rồi")) as server:
        report, _ = run(server.url, "--endpoint-kind", "openai", "--endpoint-model", "m", "--refusal", "^hết vốn")
    assert values(report, "refused") == [1.0]
    assert report["environment"]["refusal_pattern"] == "^hết vốn"


FAULTS = {
    "HTTP 422: too long": (422, {}, {"detail_en": "too long"}),
    "HTTP 400: no such thing": (400, {}, {"error": {"message": "no such thing"}}),
    "HTTP 500": (500, {}, b"<html>"),
    "HTTP 307": (307, {"Location": "http://127.0.0.1:9/api/ask"}, b""),
    "the response is no JSON object": b"[1, 2]",
    "answer: Field required": {"answered": True, "confidence": 0.5},
    "confidence: Input should be a valid number": {"answered": True, "answer": "a", "confidence": "much"},
}


@pytest.mark.parametrize("cause", [*FAULTS, "NaN", "infinite", "half a letter", "too long", "nests"])
def test_one_failing_question_is_a_failed_row(run, monkeypatch, cause, capsys):
    monkeypatch.setattr(remote, "MAX_BYTES", 100_000)
    odd = {
        "NaN": b'{"answered": true, "answer": "a", "confidence": NaN}',
        "infinite": b'{"answered": true, "answer": "a", "confidence": 1, "timings_ms": {"read": 1e999}}',
        "half a letter": b'{"answered": true, "answer": "\\ud800", "confidence": 1}',
        "too long": b" " * 200_000,
        "nests": b"[" * 90_000,
    }
    bad = FAULTS.get(cause, odd.get(cause))
    with answering(lambda body, number: bad if body["question"] == "Kết nạp?" else ours(body, number)) as server:
        report, _ = run(server.url)
    row = report["questions"][0]
    assert (row["cause"], row["answered"], row["refused"], row["correct"], row["cited"]) == ("failed", False, False, False, None)
    assert {"too long": "the response is longer than 100000 bytes"}.get(cause, "" if cause in odd else cause) in row["error"]
    assert values(report, "correct", "coverage", "refusal_recall", "refusal_precision") == [0.5, 0.5, 1.0, 1.0]
    assert report["metrics"]["latency_p50_ms"]["n"] == 2
    assert report["environment"]["failed_questions"] == 1
    assert "1 of 3 questions got no answer, q1 for one: " in capsys.readouterr().out


def test_a_question_that_takes_too_long_fails(run):
    def slow(body, number):
        time.sleep(1.5 if body["question"] == "Kết nạp?" else 0)
        return ours(body, number)

    with answering(slow) as server:
        report, _ = run(server.url, "--endpoint-timeout", "0.3")
    assert report["questions"][0]["error"] == "no answer within 0.3 s"
    assert report["environment"]["failed_questions"] == 1


def test_a_busy_system_is_waited_for_off_the_clock(run, monkeypatch):
    waited = []
    clock = SimpleNamespace(sleep=waited.append, perf_counter=lambda: time.perf_counter() + sum(waited))
    monkeypatch.setattr(asking, "time", clock)

    def busy(body, number):
        return (429, {"Retry-After": "7"}, {}) if number in {2, 3} else ours(body, number)  # number 1 warms up

    with answering(busy) as server:
        report, _ = run(server.url)
    assert waited == [7.0, 7.0] * 3
    assert all(row["latency_ms"] < 7000 for row in report["questions"])
    assert report["environment"]["failed_questions"] == 0


def test_it_is_not_waited_for_without_end(monkeypatch):
    monkeypatch.setattr(asking, "time", SimpleNamespace(sleep=lambda seconds: None, perf_counter=time.perf_counter))
    with answering(lambda body, number: (503, {}, {})) as server, pytest.raises(HoiBaoError, match=r"\(HTTP 503\)"):
        asker = asking.Asker(open_remote(Endpoint(server.url)))
        asker.warm_up([question("a")])
    assert server.counts["a"] == asking.TRIES
    with answering(lambda body, number: (429, {"Retry-After": "99999"}, {})) as server, pytest.raises(BusyError) as caught:
        open_remote(Endpoint(server.url)).ask("a")
    assert caught.value.seconds == remote.LONGEST_WAIT


def question(text):
    return asking.Question(text, text)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_dead_endpoint_is_one_clear_error(run, jobs):
    with answering(ours) as server:
        pass
    with pytest.raises(HoiBaoError, match=r"answers none of the first questions \(ConnectError: .*\): see that it runs"):
        run(server.url, "--jobs", jobs)


def test_an_endpoint_that_dies_ends_the_run_and_the_answers_are_kept(run, tmp_path, capsys):
    rows = [{"id": f"q{n}", "question": f"Câu {n}?", "answers": ["1"]} for n in range(30)]
    alive = {"until": 8}

    def dying(body, number):
        return told("1").to_dict() if int(body["question"][4:-1]) < alive["until"] else (502, {}, b"")

    with answering(dying) as server:
        with pytest.raises(HoiBaoError, match=r"has not answered 10 questions in a row \(HTTP 502\): start the same") as caught:
            run(server.url, rows=rows)
        assert caught.value.exit_code == 1
        assert "8 answers are kept in" in capsys.readouterr().err
        alive["until"] = 30
        before = server.counts.copy()
        report, _ = run(server.url, rows=rows)
        again = server.counts - before
        assert [again[f"Câu {n}?"] for n in range(30)] == [0] * 8 + [2] * 3 + [1] * 19  # three to warm up
    assert report["environment"]["failed_questions"] == 0


def test_the_environments_proxy_is_not_used(run, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with answering(ours) as server:
        report, _ = run(server.url)
    assert report["environment"]["failed_questions"] == 0


@pytest.mark.parametrize(
    "answer",
    [
        {"choices": []},
        {"choices": [{"message": None}]},
        completion(""),
        completion(None),
        completion([{"type": "image"}]),
    ],
)
def test_what_is_no_chat_completion_fails(answer):
    with answering(lambda body, number: answer) as server, pytest.raises(FailedError):
        open_remote(Endpoint(server.url, "openai", "m")).ask("a")


def test_parts_of_a_message_and_a_declared_refusal():
    with answering(
        lambda body, number: completion([{"type": "text", "text": "Có 75"}, {"type": "text", "text": "thôn"}])
    ) as server:
        found = open_remote(Endpoint(server.url, "openai", "m")).ask("a")
        assert (found.answer, found.answered) == ("Có 75\nthôn", True)
        assert isinstance(found, PlainAnswer)
    declared = {"choices": [{"message": {"content": None, "refusal": "Không được."}}]}
    with answering(lambda body, number: declared) as server:
        assert open_remote(Endpoint(server.url, "openai", "m")).ask("a").answered is False


@pytest.mark.parametrize(
    "url", ["hoibao", "ftp://h", "http://", "http://u:p@h", "http://h?key=1", "http://h:99999", "http://h/#a"]
)
def test_an_address_that_is_none(run, url):
    with pytest.raises(HoiBaoError, match="--endpoint is no address"):
        run(url)


@pytest.mark.parametrize(
    "options",
    [
        ["--endpoint", "http://h", "--index", "a"],
        ["--endpoint", "http://h", "--squad", "a"],
        ["--endpoint", "http://h", "--gold-passage"],
        ["--endpoint", "http://h", "--endpoint-kind", "openai"],
        ["--endpoint", "http://h", "--refusal", "a"],
        ["--endpoint", "http://h", "--endpoint-kind", "openai", "--endpoint-model", "m", "--refusal", "("],
        ["--endpoint", "http://h", "--endpoint-timeout", "0"],
        ["--endpoint-model", "m"],
        ["--jobs", "0"],
    ],
)
def test_options_that_do_not_go_together(options, capsys):
    with pytest.raises(SystemExit) as caught:
        main(options)
    assert caught.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
