"""The conversation as a file: what each format holds, and that hostile text stays text in all of them."""

import base64
import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
from markdown_it import MarkdownIt
from test_web_fake import BA_BE, QUOTE, FakeAnswerer
from test_web_hostile import HostileAnswerer, payloads

from rag.filters import Filters
from web.chat.turns import Turn
from web.export.markdown import as_markdown
from web.export.saved import exported
from web.export.transcript import Entry, Transcript, flat, transcript
from web.words import LONGEST_LINK, link_target

SITE = "https://hoibao.example/hoi-bao/"
NOW = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)  # the next day in Việt Nam
READER = f"{SITE}bai/ba-be?start=108&end=173&fp=294df044-65#trich-dan"
CREATED = {"asked": datetime(2026, 3, 1, 18, 5, tzinfo=UTC), "done": True}
LABEL = "Câu trả lời được máy trích từ các bài báo trong kho."
FAKE = FakeAnswerer()


def conversation():
    answer = FAKE.ask("Ba Bể?")
    (citation,) = answer.citations
    understood = ("Câu hỏi được hiểu là: Huyện Ba Bể có bao nhiêu đảng viên?",)
    linked = replace(citation, url="https://bao.example/a (1)")
    return [
        Turn(1, "Ba Bể?", "", answer, filters=Filters(source=("Báo A",)), **CREATED),
        Turn(2, "Còn thời tiết?", "", FAKE.ask("thời tiết?"), **CREATED),
        Turn(4, "Bao nhiêu?", "", replace(answer, notes=understood, citations=(linked,), short_answer=None), **CREATED),
        Turn(5, "Đã dừng?", "", None, **CREATED),
        Turn(6, "Đang tìm?", "", None),
    ]


def saved(form, turns, **wish):
    """File name, media type and bytes."""
    told = json.loads(exported(turns, json.dumps({"format": form, "id": "7", "site": SITE, "minutes": 420} | wish), NOW))
    assert told["id"] == "7"
    return told["name"], told["type"], base64.b64decode(told["data"], validate=True)


def test_names_and_kinds():
    assert saved("docx", [])[:2] == (
        "hoi-bao-2026-03-02-0130.docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )
    assert saved("json", [], minutes=0)[:2] == ("hoi-bao-2026-03-01-1830.json", "application/json")
    assert saved("markdown", [])[:2] == ("hoi-bao-2026-03-02-0130.md", "text/markdown;charset=utf-8")


@pytest.mark.parametrize("wish", [{"format": "exe"}, {"minutes": 1440}, {"site": "x" * 401}, {"id": "x" * 41}, {"path": "/etc"}])
def test_another_wish_is_refused(wish):
    with pytest.raises(ValueError):
        saved("json", [], **wish)


def test_markdown():
    text = saved("markdown", conversation())[2].decode()
    assert text.startswith("# Cuộc hỏi đáp trên Hỏi Báo\n\nTải về lúc 01:30 ngày 2/3/2026 từ <https://hoibao.example/hoi-bao/>. ")
    first, refused, followed, stopped = text.split("\n## ")[1:]
    assert first.splitlines() == [
        "1. Ba Bể?", "",
        f"*Hỏi lúc 01:05 ngày 2/3/2026. Chỉ tìm trong các bài có nguồn “Báo A”. {LABEL}*", "",
        "**325/600**", "",
        f"{QUOTE} \\[1\\]", "",
        "- Ghi chú: Số liệu tính đến năm 2022.", "",
        "### Nguồn", "",
        f"**\\[1\\] {BA_BE.title}**  ",
        "Hỏi Báo (bài mẫu), viết lại theo “Ba Bể phát triển đảng viên”, Báo Bắc Kạn, 23/11/2022 – "
        f"[Mở bài tại câu này](<{READER}>)", "",
        f"> {QUOTE}", "",
        "*Độ tin cậy cao · trả lời trong dưới 0,1 giây.*",
    ]  # fmt: skip
    assert "không có thông tin để trả lời" in refused and LABEL not in refused
    assert f"- [{BA_BE.title}](<{SITE}bai/ba-be>) (không rõ ngày)\n- [Một bài khác](<" in refused
    assert "Câu hỏi được hiểu là: Huyện Ba Bể có bao nhiêu đảng viên?" in followed
    assert "[Trang gốc](<https://bao.example/a%20%281%29>)" in followed
    assert "không có câu trả lời" in stopped and "Đang tìm" not in text


def test_json_is_the_contract_turn_by_turn():
    turns = conversation()
    told = json.loads(saved("json", turns)[2])
    assert (told["saved"], told["site"]) == ("2026-03-02T01:30:00+07:00", SITE)
    assert [one["question"] for one in told["turns"]] == ["Ba Bể?", "Còn thời tiết?", "Bao nhiêu?", "Đã dừng?"]
    assert [one["answer"] for one in told["turns"]] == [
        json.loads(json.dumps(turn.answer.to_dict())) if turn.answer else None for turn in turns[:4]
    ]
    first, refused, _, stopped = told["turns"]
    assert first["asked"] == "2026-03-02T01:05:00+07:00"
    assert (first["label"], first["limits"], first["readers"]) == (LABEL, "nguồn “Báo A”", {"1": READER})
    assert (refused["label"], refused["error"]) == ("", None)
    assert stopped["error"].startswith("Câu hỏi này không có câu trả lời")


def test_docx():
    paper = docx.Document(io.BytesIO(saved("docx", conversation())[2]))
    headings = [(one.style.name, one.text) for one in paper.paragraphs if one.style.name.startswith(("Title", "Heading"))]
    assert headings == [
        ("Title", "Cuộc hỏi đáp trên Hỏi Báo"),
        ("Heading 1", "1. Ba Bể?"), ("Heading 2", "Nguồn"),
        ("Heading 1", "2. Còn thời tiết?"), ("Heading 2", "Các bài gần nhất"),
        ("Heading 1", "3. Bao nhiêu?"), ("Heading 2", "Nguồn"),
        ("Heading 1", "4. Đã dừng?"),
    ]  # fmt: skip
    texts = [one.text for one in paper.paragraphs]
    assert texts[3:7] == [
        f"Hỏi lúc 01:05 ngày 2/3/2026. Chỉ tìm trong các bài có nguồn “Báo A”. {LABEL}",
        "325/600",
        f"{QUOTE}[1]",
        "Ghi chú: Số liệu tính đến năm 2022.",
    ]
    assert [one.text for one in paper.paragraphs if one.style.name == "Quote"] == [QUOTE, QUOTE]
    links = [link for one in paper.paragraphs for link in one.hyperlinks]
    assert [link.url for link in links if link.address] == [
        READER, f"{SITE}bai/ba-be", f"{SITE}bai/b%C3%A0i%20x%E1%BA%A5u", READER, "https://bao.example/a%20%281%29",
    ]  # fmt: skip
    marks = re.findall(r'<w:bookmarkStart w:id="(\d+)" w:name="(\w+)"', paper.element.xml)
    assert marks == [("1", "nguon_1_1"), ("2", "nguon_3_1")]
    assert [link.fragment for link in links if not link.address] == ["nguon_1_1", "nguon_3_1"]
    assert (paper.core_properties.author, paper.core_properties.language) == ("Hỏi Báo", "vi-VN")
    assert 'w:lang w:val="vi-VN"' in paper.styles.element.xml


# --- hostile text


def hostile():
    """Every field of an answer and of a refusal is a payload; so are the questions."""
    service = HostileAnswerer(payloads())
    answers = [service.ask(question) for question in ("mô hình viết", "từ chối")]
    return [Turn(number, " ".join(payloads()), "", answer, **CREATED) for number, answer in enumerate(answers, 1)]


def plain(text):
    """One entry that says only this."""
    return Entry(text, text, text, text, text, (text,), (text,), (), (), text)


MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OURS = set("heading paragraph inline text em strong bullet_list list_item blockquote link hardbreak code_inline".split())


def pieces(text):
    """Every token of a Markdown file."""
    for token in MARKDOWN.parse(text):
        yield token
        yield from token.children or ()


def test_hostile_text_makes_nothing_in_markdown():
    text = saved("markdown", hostile())[2].decode()
    tokens = list(pieces(text))
    assert {re.sub("_(open|close)$", "", token.type) for token in tokens} == OURS
    assert all(token.content.strip("@") == "" for token in tokens if token.type == "code_inline")
    targets = [token.attrs["href"] for token in tokens if token.type == "link_open"]
    named = [link_target(payload) for payload in payloads()]
    assert targets.pop(0) == SITE
    assert targets and all(one.startswith(f"{SITE}bai/") or one in named for one in targets)
    levels = [token.tag for token in tokens if token.type == "heading_open"]
    assert levels == ["h1", "h2", "h3", "h2", "h3"]


@pytest.mark.parametrize(
    "text",
    [
        "- một", "+ một", "12. một", "3) một", "====", "---", "# một", "> một", ": một", "[một]: http://a.invalid", "    một",
        "|a|", "~~~", "```", "&lt;b&gt;", "\\", "một\\", "a_b_c *d* **e**", "~x~ ==y== ^z^ $$t$$", "[^1]", "![x](y)",
        "<http://a.invalid>", "@@", "`@`",
    ],
)  # fmt: skip
def test_markdown_reads_as_it_was_written(text):
    blocks = as_markdown(Transcript("", (plain(flat(text)),))).split("\n\n")
    for block, before in ((blocks[2], "1. "), (blocks[5], "")):  # the question and the line of the answer
        (inline,) = [token for token in MARKDOWN.parse(block) if token.type == "inline"]
        assert {token.type for token in inline.children} <= {"text", "code_inline"}
        assert "".join(token.content for token in inline.children) == before + flat(text)


def test_addresses_in_text_become_no_links_by_themselves():
    """As GitHub's parser makes them of what has "://", "www." or a mail address."""
    written = as_markdown(Transcript("", (plain("http://a.invalid WWW.a.invalid x@a.invalid"),)))
    assert "http\\://a.invalid WWW\\.a.invalid x`@`a.invalid" in written
    assert not re.search(r"\w://|www\.|\w@", written, re.I)


def test_hostile_text_is_data_in_json():
    told = json.loads(saved("json", hostile())[2])
    assert told["turns"][0]["answer"]["notes"] == payloads()
    assert told["turns"][0]["question"] == " ".join(payloads())


def test_hostile_text_is_data_in_docx():
    paper = docx.Document(io.BytesIO(saved("docx", hostile())[2]))
    questions = [one.text for one in paper.paragraphs if one.style.name == "Heading 1"]
    assert questions[0] == f"1. {flat(' '.join(payloads()))}"
    targets = {relation.target_ref for relation in paper.part.rels.values() if relation.is_external}
    named = {link_target(payload) for payload in payloads()}
    assert all(one.startswith(f"{SITE}bai/") or one in named for one in targets)
    assert not re.search(r"<w:(instrText|fldSimple|object|pict|drawing)\b", paper.element.xml)


def test_characters_that_xml_refuses_are_dropped():
    turn = replace(conversation()[3], question="Ba\x00 B\x0bể\ufffe\ud800?\x1b[0m")
    assert docx.Document(io.BytesIO(saved("docx", [turn])[2])).paragraphs[2].text == "1. Ba B ể?[0m"
    assert "## 1. Ba B ể?\\[0m" in saved("markdown", [turn])[2].decode()
    assert json.loads(saved("json", [turn])[2])["turns"][0]["question"] == "Ba\x00 B\x0bể\ufffe??\x1b[0m"


@pytest.mark.parametrize(
    "site", ["", "javascript:alert(1)//", "https://a.example/ (x)/", "https://a.example/)[x](/", "https://a.example"]
)
def test_a_site_that_is_none_makes_no_links(site):
    found = transcript(conversation(), site, NOW)
    assert found.told == "Tải về lúc 18:30 ngày 1/3/2026."
    assert [source.reader for entry in found.entries for source in entry.sources] == [None, None]
    assert [one.reader for entry in found.entries for one in entry.nearest] == [None, None]


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://bao.example/bài?x=1&y=%20#z", "https://bao.example/b%C3%A0i?x=1&y=%20#z"),
        ("HTTP://bao.example", "HTTP://bao.example"),
        ("https://bao.example/100%", "https://bao.example/100%25"),
        ("https://bao.example/<a> \"b\" 'c' (d)\\", "https://bao.example/%3Ca%3E%20%22b%22%20%27c%27%20%28d%29%5C"),
        ("https://bao.example@a.invalid/", None), ("https://[::1/", None), ("https://bao.example:x/", None),
        ("javascript:alert(1)", None), ("//bao.example/", None), ("", None), (None, None),
        ("https://bao.example/" + "a" * LONGEST_LINK, None),
    ],
)  # fmt: skip
def test_addresses_that_become_links(url, target):
    assert link_target(url) == target
