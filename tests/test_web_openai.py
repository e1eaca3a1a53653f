"""`/v1/chat/completions` as OpenAI's own client sees it, over a real server of this machine."""

import json

import openai
import pytest
from browsing import listening
from fastapi.testclient import TestClient
from test_web_fake import BA_BE, QUOTE, FakeAnswerer

from rag.answer import Answer, Citation, Nearest
from web import Limits, create_app
from web.openai.request import ONLY
from web.openai.text import answer_within, marks_in, message_of
from web.pool import BusyError, WorkerPool

ASKED = [{"role": "user", "content": "Ba Bể?"}]


@pytest.fixture(scope="module")
def site(service):
    with listening(create_app(service, limits=Limits(access_token="s3"))) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def chat(site):
    with openai.OpenAI(base_url=f"{site}/v1", api_key="s3", max_retries=0) as found:
        yield found


def test_an_answer_with_its_sources(chat, site, service):
    found = chat.chat.completions.create(model="hoi-bao", messages=ASKED)
    message = found.choices[0].message
    link = f"{site}/bai/ba-be?start={BA_BE.text.index(QUOTE)}&end={BA_BE.text.index(QUOTE) + len(QUOTE)}&fp="
    body, below = message.content.split("\n\nNguồn:\n")
    assert body == f"{QUOTE} [1]\n\nLưu ý:\n\n- Số liệu tính đến năm 2022."
    told = "(Hỏi Báo (bài mẫu), viết lại theo “Ba Bể phát triển đảng viên”, Báo Bắc Kạn, 23/11/2022)"
    assert below.startswith(f"\n- [1] {BA_BE.title} {told}: {link}") and below.endswith("&n=1#trich-dan")
    (mark,) = message.annotations
    assert message.content[mark.url_citation.start_index : mark.url_citation.end_index] == "[1]"
    assert mark.url_citation.url.startswith(link) and mark.url_citation.title == BA_BE.title
    assert found.hoibao == json.loads(json.dumps(service.ask("Ba Bể?").to_dict()))
    assert (found.choices[0].finish_reason, found.object, found.model) == ("stop", "chat.completion", "hoi-bao")
    assert found.usage.total_tokens == 0 and found.id.startswith("chatcmpl-")


def test_its_link_leads_to_the_sentence(chat, site):
    found = chat.chat.completions.create(model="hoi-bao", messages=ASKED)
    url = found.choices[0].message.annotations[0].url_citation.url
    with TestClient(create_app(FakeAnswerer())) as client:
        page = client.get(url.removeprefix(site).split("#")[0]).text
    assert f">{QUOTE}</mark>" in page


def test_a_stream(chat):
    whole = chat.chat.completions.create(model="hoi-bao", messages=ASKED).choices[0].message
    with chat.chat.completions.create(
        model="hoi-bao", messages=ASKED, stream=True, stream_options={"include_usage": True}
    ) as stream:
        first, *middle, last, usage = list(stream)
    assert (first.choices[0].delta.role, first.choices[0].delta.content) == ("assistant", "")
    assert "".join(chunk.choices[0].delta.content for chunk in middle) == whole.content
    assert middle[-1].choices[0].delta.annotations == [one.model_dump() for one in whole.annotations]
    assert (last.choices[0].finish_reason, last.hoibao["answered"]) == ("stop", True)
    assert usage.choices == [] and usage.usage.total_tokens == 0
    assert len({chunk.id for chunk in (first, *middle, last, usage)}) == 1


def test_a_stream_ends_as_clients_expect(client):
    told = client.post("/v1/chat/completions", json={"model": "hoi-bao", "messages": ASKED, "stream": True})
    assert told.headers["content-type"].startswith("text/event-stream") and told.text.endswith("\n\ndata: [DONE]\n\n")
    assert '"usage"' not in told.text


def test_a_refusal_is_an_answer(chat):
    found = chat.chat.completions.create(model="hoi-bao", messages=[{"role": "user", "content": "thời tiết?"}])
    body, below = found.choices[0].message.content.split("\n\nBài gần nhất:\n")
    assert body == "Các bài báo trong kho không có thông tin để trả lời câu hỏi này."
    assert f"- {BA_BE.title}: http" in below and below.endswith("/bai/b%C3%A0i%20x%E1%BA%A5u")
    assert (found.choices[0].message.annotations, found.hoibao["answered"]) == ([], False)


def test_the_turns_before_are_the_history(chat, service):
    first = chat.chat.completions.create(model="hoi-bao", messages=ASKED).choices[0].message.content
    talk = [
        {"role": "system", "content": "You are a pirate."},
        {"role": "assistant", "content": "Xin chào!"},
        *ASKED,
        {"role": "assistant", "content": first},
        {"role": "user", "content": [{"type": "text", "text": "Bỏ dở"}]},
        {"role": "user", "content": [{"type": "text", "text": "Còn"}, {"type": "text", "text": "Ba Chẽ?"}]},
    ]
    limits = {"hoibao": {"filters": {"source": ["Báo Bắc Kạn"]}}}
    chat.chat.completions.create(model="hoi-bao", messages=talk, temperature=0.2, max_tokens=9, seed=1, extra_body=limits)
    question, history, filters = service.asked[-1]
    assert (question, history) == ("Còn\nBa Chẽ?", [("Ba Bể?", f"{QUOTE} [1]"), ("Bỏ dở", "")])
    assert filters.source == ("Báo Bắc Kạn",)


def test_of_a_long_talk_the_last_twenty_turns_count(chat, service):
    talk = [{"role": role, "content": f"{number}"} for number in range(25) for role in ("user", "assistant")]
    chat.chat.completions.create(model="hoi-bao", messages=[*talk, *ASKED])
    assert service.asked[-1][1] == [(f"{number}", f"{number}") for number in range(5, 25)]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"n": 2}, "n"),
        ({"n": True}, "n"),
        ({"tools": [{"type": "function", "function": {"name": "f"}}]}, "tools"),
        ({"tool_choice": "required"}, "tool_choice"),
        ({"functions": [{"name": "f"}]}, "functions"),
        ({"response_format": {"type": "json_object"}}, "response_format"),
        ({"logprobs": True}, "logprobs"),
        ({"audio": {"voice": "alloy"}}, "audio"),
        ({"web_search_options": {}}, "web_search_options"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]}, "messages.content"),
    ],
)
def test_what_would_be_another_answer_is_refused(chat, more, field):
    with pytest.raises(openai.BadRequestError) as refused:
        chat.chat.completions.create(**{"model": "hoi-bao", "messages": ASKED, **more})
    error = refused.value
    assert (error.code, error.param, error.type) == ("unsupported-parameter", field, "invalid_request_error")
    assert error.body["message"] == f"Máy chủ này không hỗ trợ giá trị được chọn cho “{field}”."
    assert error.request_id == error.body["request_id"]


@pytest.mark.parametrize("name", sorted(ONLY))
def test_what_is_so_anyway_may_be_said(client, name):
    for value in (*ONLY[name], None):
        told = client.post("/v1/chat/completions", json={"model": "hoi-bao", "messages": ASKED, name: value})
        assert told.status_code == 200, (name, value)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"messages": []}, 400, "invalid-request"),
        ({"messages": [{"role": "tool", "content": "x"}]}, 400, "invalid-request"),
        ({"messages": [{"role": "system", "content": "x"}]}, 400, "no-question"),
        ({"messages": [{"role": "user", "content": "?!"}]}, 400, "empty-question"),
        ({"messages": [{"role": "user", "content": "a" * 2_001}]}, 400, "question-too-long"),
        ({"messages": ASKED, "model": "gpt-4o"}, 404, "model_not_found"),
        ({"messages": ASKED, "hoibao": {"filter": {}}}, 400, "unknown-field"),
        ({"messages": ASKED, "hoibao": {"filters": {"from": "2022-02-01", "to": "2022-01-01"}}}, 400, "refused-input"),
        ({"messages": [{"role": "user", "content": "hỏng"}]}, 503, "damaged"),
        ({"messages": [{"role": "user", "content": "lỗi"}]}, 500, "internal-error"),
        ({"messages": [{"role": "user", "content": "x" * 70_000}]}, 413, "body-too-large"),
    ],
)
def test_errors_have_the_shape_that_clients_read(client, body, status, code):
    told = client.post("/v1/chat/completions", json={"model": "hoi-bao", **body})
    assert (told.status_code, told.headers["content-type"]) == (status, "application/json")
    error = told.json()["error"]
    assert set(error) == {"message", "message_en", "type", "param", "code", "request_id"}
    assert (error["code"], error["type"]) == (code, "server_error" if status >= 500 else "invalid_request_error")
    assert error["request_id"] == told.headers["x-request-id"] and "secret" not in told.text


def test_an_error_in_a_stream_reaches_the_client(chat):
    with pytest.raises(openai.APIError, match="Kho bài đang hỏng"):
        list(chat.chat.completions.create(model="hoi-bao", messages=[{"role": "user", "content": "hỏng"}], stream=True))


def test_models(chat):
    assert [one.id for one in chat.models.list()] == ["hoi-bao"]
    assert chat.models.retrieve("hoi-bao").owned_by == "hoibao"
    with pytest.raises(openai.NotFoundError) as unknown:
        chat.models.retrieve("gpt-4o")
    assert unknown.value.code == "model_not_found"


def test_the_secret(site):
    for wrong in ("sai", "s33"):
        with openai.OpenAI(base_url=f"{site}/v1", api_key=wrong, max_retries=0) as stranger:
            for call in (stranger.models.list, lambda: stranger.chat.completions.create(model="hoi-bao", messages=ASKED)):
                with pytest.raises(openai.AuthenticationError) as refused:
                    call()
                assert refused.value.type == "authentication_error"


def test_the_limits_are_those_of_ask(service, monkeypatch):
    body = {"model": "hoi-bao", "messages": ASKED}
    limits = Limits(questions_per_minute=2, max_question=5)
    with TestClient(create_app(service, limits=limits), raise_server_exceptions=False) as client:
        assert client.post("/v1/chat/completions", json=body).json()["error"]["code"] == "question-too-long"
        assert client.post("/api/ask", json={"question": "Bể?"}).status_code == 200  # one count for both
        told = client.post("/v1/chat/completions", json=body)
        assert (told.status_code, told.json()["error"]["type"]) == (429, "rate_limit_error")
        assert int(told.headers["retry-after"]) > 0

    def full(self, work):
        raise BusyError

    monkeypatch.setattr(WorkerPool, "submit", full)
    with TestClient(create_app(service), raise_server_exceptions=False) as busy:
        told = busy.post("/v1/chat/completions", json=body | {"stream": True})
        assert (told.status_code, told.json()["error"]["code"], "retry-after" in told.headers) == (503, "busy", True)
        assert busy.post("/v1/chat/completions", content=b"{}", headers={"content-type": "text/plain"}).status_code == 415


# --- the text


def an_answer(text, title="Tiêu đề"):
    cited = Citation(1, "a", title, "Báo", None, "2022-11-23", "Câu một.", 0, 8, 0.9)
    return Answer("?", "?", True, None, None, text, 0.9, citations=(cited,))


def test_what_comes_from_articles_is_no_markdown():
    answer = an_answer("Câu ![ảnh](http://x/) <b>đậm</b> `mã` [2] [1]", title="[x](http://y) <img src=z>\nhai")
    shown = message_of(answer, "https://h/")
    assert shown.startswith(r"Câu !\[ảnh\](http://x/) \<b>đậm\</b> \`mã\` \[2\] [1]")
    assert r"- [1] \[x\](http://y) \<img src=z> hai (Báo, 23/11/2022): https://h/bai/a?start=0&end=8&fp=" in shown
    (mark,) = marks_in(shown, answer, "https://h/")
    assert shown[mark.start : mark.end + 1] == "[1]\n"  # the one at the end of the answer, not the one in the list


@pytest.mark.parametrize(
    "text",
    ["325/600\nHuyện Ba Bể đã kết nạp 325/600. [1]", "Có [dấu], \\ và `mã` <a>. [1]", "Một. [1]\nHai. [1]\n… và 2 bài khác."],
)
def test_a_client_sends_back_what_the_answer_was(text):
    shown = message_of(an_answer(text), "https://h/")
    assert "Nguồn:" in shown and answer_within(shown) == text
    assert answer_within(shown.replace("\n", "\r\n")) == text


def test_a_refusal_sent_back_is_its_sentence():
    refusal = Answer("?", "?", False, "not_found", None, "Không tìm thấy.", 0.1, nearest=(Nearest("a", "Bài", None, None),))
    assert answer_within(message_of(refusal, "https://h/")) == "Không tìm thấy."
