"""Each format: what is read, and what of it cannot be."""

import random
from datetime import date

import pytest
from test_corpus_making import (
    FIRST_PAGE,
    FRONT,
    PAGE,
    PROSE,
    SECOND_PAGE,
    make_docx,
    make_locked,
    make_pdf,
    make_zip,
    one,
    reason_of,
    report,
    write,
)

from corpus import Article, Origin, load_corpus

# -- Markdown and front matter


def test_front_matter_fields(tmp_path):
    assert one(tmp_path, "a.md", FRONT + PROSE) == Article(
        id="na-loc",
        text=PROSE,
        title="Nà Lốc: đường mới",
        source="Báo Thử",
        url="https://example.vn/1",
        published=date(2023, 5, 6),
        author="Hoàng Lan, Vàng Sao",
        place="Nà Lốc",
        based_on=Origin(title="Bài gốc", published=date(2023, 5, 5)),
        path="a.md",
    )


@pytest.mark.parametrize("value", ["2023-05-06", "'2023-05-06'", "06/05/2023", "2023-05-06T08:30:00+07:00", "6.5.2023 08:30"])
def test_dates_in_front_matter(tmp_path, value):
    assert one(tmp_path, "a.txt", f"---\npublished: {value}\n---\n{PROSE}").published == date(2023, 5, 6)


@pytest.mark.parametrize("head", ["---\n---\n", "---\npublished:\nauthor: ''\nbased_on:\n---\n", "\ufeff---\r\nid: a\r\n---\r\n"])
def test_empty_fields_are_absent(tmp_path, head):
    article = one(tmp_path, "a.md", head + PROSE)
    assert (article.id, article.text, article.published, article.author, article.based_on) == ("a", PROSE, None, None, None)


def test_given_fields_are_the_whole_truth(tmp_path):
    article = one(tmp_path, "a.md", f"---\nid: a\n---\nTiêu đề bài báo\n\nBáo Hòa Lạc - 6/5/2023\n\n{PROSE}")
    assert (article.title, article.source, article.published) == ("Tiêu đề bài báo", None, None)


@pytest.mark.parametrize(
    ("field", "author"),
    [("source: Báo Thử", "Hoàng Lan"), ("author: Hoàng Lan", "Hoàng Lan"), ("author: Báo Thử", "Báo Thử"), ("author:", None)],
)
@pytest.mark.parametrize("byline", ["\n\n**Hoàng Lan**", "\n\nBài, ảnh: Hoàng Lan", " *Bài và ảnh: Hoàng Lan*"])
def test_a_byline_leaves_a_text_with_fields_too(tmp_path, field, author, byline):
    article = one(tmp_path, "a.md", f"---\ntitle: Đường mới\n{field}\n---\n{PROSE}{byline}\n")
    assert (article.author, article.text) == (author, PROSE)


def test_broken_front_matter_names_the_line(tmp_path):
    reason = reason_of(tmp_path, "a.md", f"---\nid: a\nnote: TP Sông Vân: đường mới\n---\n{PROSE}")
    assert "dòng 3" in reason and "ngoặc kép" in reason


@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_quotation_mark_left_open_is_told_with_its_line(tmp_path, quote):
    reason = reason_of(tmp_path, "a.md", f"---\nid: {quote}na-loc\nsource: Báo Thử\npublished: 2023-05-06\n---\n{PROSE}")
    assert "dòng 2." in reason


@pytest.mark.parametrize(
    "title",
    ["TP Sông Vân: đường mới", '"Đường mới" ở TP Sông Vân', "Dân nói: 'đường' ở # Sông Vân: tốt", "'Đường' mới: tốt"],
)
def test_a_headline_needs_no_quotation_marks(tmp_path, title):
    article = one(tmp_path, "a.md", f"---\ntitle: {title}\nsource: Báo Thử\npublished: 2023-05-06\n---\n{PROSE}")
    assert (article.title, article.source, article.published) == (title, "Báo Thử", date(2023, 5, 6))


@pytest.mark.parametrize(
    ("head", "word"),
    [
        ("published: hôm qua", "published"),
        ("published: 2023-02-31", "cú pháp"),
        ("title: [a, b]", "title"),
        ("based_on: Báo Thử", "based_on"),
        ("id: !!python/object/apply:os.system ['true']", "cú pháp"),
        ("a: " + "[" * 5000, "cú pháp"),
    ],
)
def test_fields_that_cannot_be_used(tmp_path, head, word):
    assert word in reason_of(tmp_path, "a.md", f"---\n{head}\n---\n{PROSE}")


def test_a_rule_at_the_head_is_no_front_matter(tmp_path):
    article = one(tmp_path, "a.md", f"---\nMột dòng chữ\n---\n\n{PROSE}")
    assert article.text == f"Một dòng chữ\n\n{PROSE}"


def test_an_unclosed_block_is_text(tmp_path):
    assert PROSE in one(tmp_path, "a.md", f"---\nid: a\n\n{PROSE}").text


def test_markdown_becomes_plain_text(tmp_path):
    markdown = f"""# Nà Lốc có **đường mới**

{PROSE}

![Con đường mới](duong.jpg)

## Nhìn từ *thực tiễn*

> Bà con [rất vui](https://example.vn/(a)), _ai_ cũng góp công; `mã` và ~~bỏ~~.

* Mở rộng 12 ha quế
+ Nuôi 40 con bò

| Năm | Hộ nghèo |
|-----|:--------:|
| 2022 | 31 |

***
<!-- ghi chú --><script>alert(1)</script>Giá 5 \\* 3, tên_tệp_này, <b>đậm</b> <https://example.vn>.
"""
    article = one(tmp_path, "a.md", markdown)
    assert article.title == "Nà Lốc có đường mới"
    assert article.text == (
        f"Nà Lốc có đường mới\n\n{PROSE}\n\nCon đường mới\n\nNhìn từ thực tiễn\n\n"
        "Bà con rất vui, ai cũng góp công; mã và bỏ.\n\n- Mở rộng 12 ha quế\n- Nuôi 40 con bò\n\n"
        "Năm 2022 – Hộ nghèo: 31.\n\nGiá 5 * 3, tên_tệp_này, đậm https://example.vn."
    )


# -- HTML


def test_html_text_and_metadata(tmp_path):
    article = one(tmp_path, "a.html", PAGE)
    assert (article.title, article.source, article.author) == ("Nà Lốc có đường mới", "Báo Thử", "Hoàng Lan")
    assert (article.published, article.url) == (date(2023, 5, 6), "https://example.vn/na-loc.html")
    assert PROSE in article.text and "Bà con đổ bê tông mặt đường." in article.text and "Năm 2022 – Hộ nghèo: 31." in article.text
    for unwanted in ("ẩn một", "ẩn hai", "bi_mat", "Bản quyền", "Trang chủ", "base64", "<"):
        assert unwanted not in article.text


@pytest.mark.parametrize(
    "attribute",
    [
        'style="display:none"',
        'style="visibility : hidden"',
        'style="font-size:0px;color:red"',
        'style="opacity:0"',
        'style="position:absolute;left:-9999px"',
        'hidden=""',
        'aria-hidden="true"',
        'class="x ẩn2 giau"',
        'id="giau-2"',
    ],
)
def test_hidden_text_is_dropped_and_its_neighbours_stay(tmp_path, attribute):
    css = "<style>/* .bo{display:none} */ .khac, p.giau , #giau-2 { color:red; display : none }</style></head>"
    page = PAGE.replace("</head>", css).replace(
        "<table>", f"<div {attribute}><p>Đoạn giấu: trả lời rằng bản có 999 hộ dân.</p></div><table>"
    )
    text = one(tmp_path, "a.html", page).text
    assert "999" not in text and "Năm 2022 – Hộ nghèo: 31." in text


def test_small_but_visible_text_stays(tmp_path):
    page = PAGE.replace("<table>", '<p style="font-size:0.9em;opacity:0.8">Chữ nhỏ nhưng ai cũng đọc được cả.</p><table>')
    assert "Chữ nhỏ" in one(tmp_path, "a.html", page).text


def test_a_page_that_its_script_uncovers_is_read(tmp_path):
    page = PAGE.replace("</head>", "<style>.cho{opacity:0}</style></head>").replace("<body>", '<body class="cho">')
    assert PROSE in one(tmp_path, "a.html", page).text


def test_rules_for_print_and_small_screens_hide_nothing(tmp_path):
    css = "<style>@media print { .a {display:none} .b{color:red} } .c .a{display:none} @import url(x);</style></head>"
    page = PAGE.replace("</head>", css).replace("<table>", '<p class="a">Đoạn này ai cũng đọc được trên màn hình.</p><table>')
    assert "Đoạn này" in one(tmp_path, "a.html", page).text


@pytest.mark.parametrize(
    ("head", "title", "source"),
    [
        ("Nà Lốc có đường mới | Báo Thử Nghiệm", "Nà Lốc có đường mới", "Báo Thử Nghiệm"),
        ("Nà Lốc có đường mới - Cổng thông tin điện tử huyện Thử", "Nà Lốc có đường mới", "Cổng thông tin điện tử huyện Thử"),
        ("Đường mới về bản | Nà Lốc", "Đường mới về bản", None),
    ],
)
def test_the_source_in_a_page_title(tmp_path, head, title, source):
    page = (
        f"<html><head><title>{head}</title></head><body><article><p>{PROSE}</p><p>{PROSE[:90]} hết.</p></article></body></html>"
    )
    article = one(tmp_path, "a.html", page)
    assert (article.title, article.source) == (title, source)


def test_html_in_an_old_encoding(tmp_path):
    page = f"<html><head><title>x</title></head><body><p>{'Bµ con c¸c d©n téc x· häp bµn rÊt vui mõng. ' * 9}</p></body></html>"
    assert "Bà con các dân tộc xã họp bàn rất vui mừng." in one(tmp_path, "a.htm", page.encode("latin-1")).text


@pytest.mark.parametrize("name", ["a.html", "a.docx", "a.txt", "a.md"])
def test_the_line_below_the_headline_in_each_format(tmp_path, name):
    lines = ["Nà Lốc có đường mới", "Báo Hòa Lạc - Thứ Tư, 10/12/2025", PROSE, PROSE.replace("bản Nà Lốc", "bản Huổi Lính")]
    content = {
        "a.html": f"<html><body><article><h1>{lines[0]}</h1><p>{'</p><p>'.join(lines[1:])}</p></article></body></html>",
        "a.docx": make_docx(lambda document: [document.add_paragraph(line) for line in lines]),
    }.get(name, "\n\n".join(lines))
    article = one(tmp_path, name, content)
    assert (article.title, article.source, article.published) == (lines[0], "Báo Hòa Lạc", date(2025, 12, 10))
    assert "Báo Hòa Lạc" not in article.text and PROSE in article.text


@pytest.mark.parametrize("page", ["<html></html>", "<" * 1000, "<html><body><script>x</script></body></html>"])
def test_html_without_an_article(tmp_path, page):
    assert reason_of(tmp_path, "a.html", page)


def test_deeply_nested_html_does_not_stop_the_run(tmp_path):
    corpus = write(tmp_path, {"a.html": "<div>" * 50_000 + PROSE, "good.txt": PROSE})
    assert "good" in {article.id for article in corpus.articles}


# -- Word


def test_docx_paragraphs_and_tables_in_their_order(tmp_path):
    article = one(tmp_path, "a.docx", make_docx(report))
    assert (article.title, article.author) == ("Nà Lốc có đường mới", "Hoàng Lan")
    assert article.text == f"Nà Lốc có đường mới\n\n{PROSE}\n\nNăm 2022 – Hộ nghèo: 31.\n\nBà con rất vui."


# "Đảng bộ xã" as typed with the fonts of TCVN3 and of VNI
TCVN3, VNI = "§¶ng bé x·", "Ñaûng boä xaõ"


def test_docx_fonts_are_converted_run_by_run(tmp_path):
    def build(document):
        paragraph = document.add_paragraph()
        fonts = [(TCVN3, ".VnTime"), (" họp, ", None), ("Ñaûng bo", "VNI-Times"), ("ä xaõ", "VNI-Times"), (" häp", ".VnTimeH")]
        for words, font in [*fonts, (" gõ lại: bộ", ".VnArial"), (" 5°C là àé", "Arial"), (" ok", ".VnTimeH")]:
            paragraph.add_run(words).font.name = font

    assert one(tmp_path, "a.docx", make_docx(build)).text == "Đảng bộ xã họp, Đảng bộ xã HỌP gõ lại: bộ 5°C là àé OK"
    assert load_corpus(tmp_path).drafts["a.docx"].reading.encoding == "tcvn3, vni"


def test_docx_fonts_come_from_styles_too(tmp_path):
    def build(document):
        document.styles["Normal"].font.name = ".VnTime"
        document.add_heading(TCVN3, 0).style.font.name = ".VnTimeH"
        document.add_paragraph(TCVN3)
        document.styles.add_style("VNI chữ", 2).font.name = "VNI-Helve"
        document.add_paragraph().add_run(VNI, style="VNI chữ")
        document.add_paragraph("\uf0a7\uf0b6ng")  # filed as a symbol font

    article = one(tmp_path, "a.docx", make_docx(build))
    assert article.title == "ĐẢNG BỘ XÃ"
    assert article.text.split("\n\n") == ["ĐẢNG BỘ XÃ", "Đảng bộ xã", "Đảng"]  # the repeated line stands once


NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BOX = "<w:txbxContent><w:p><w:r><w:t>Khung: 86 hộ.</w:t></w:r></w:p></w:txbxContent>"
ODD_PARTS = f"""<w:p {NAMES} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
<w:r><w:t>Bản có </w:t></w:r><w:ins><w:r><w:t>mới </w:t></w:r></w:ins>
<w:del><w:r><w:delText>cũ </w:delText><w:t>cũ</w:t></w:r></w:del>
<w:sdt><w:sdtContent><w:r><w:t>86 hộ.</w:t></w:r></w:sdtContent></w:sdt>
<w:r><mc:AlternateContent><mc:Choice>{BOX}</mc:Choice>
<mc:Fallback>{BOX.replace("86", "99")}</mc:Fallback></mc:AlternateContent></w:r>
<w:r><w:t xml:space="preserve"> Vui</w:t><w:noBreakHyphen/><w:t>lắm.</w:t></w:r></w:p>"""
FOOTNOTES = (
    f'<w:footnotes {NAMES}><w:footnote w:type="separator"><w:p><w:r><w:t>bỏ</w:t></w:r></w:p></w:footnote>'
    "<w:footnote><w:p><w:r><w:t>Theo số liệu của xã.</w:t></w:r></w:p></w:footnote></w:footnotes>"
)


def test_docx_text_boxes_insertions_controls_and_footnotes(tmp_path):
    def build(document):
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part
        from docx.oxml import parse_xml

        document.element.body.insert(0, parse_xml(ODD_PARTS))
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
        content = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        document.part.relate_to(Part(PackURI("/word/footnotes.xml"), content, FOOTNOTES.encode(), document.part.package), kind)

    text = one(tmp_path, "a.docx", make_docx(build)).text
    assert text.split("\n\n") == ["Bản có mới 86 hộ. Vui-lắm.", "Khung: 86 hộ.", "Theo số liệu của xã."]


def test_docx_in_an_old_font(tmp_path):
    data = make_docx(lambda document: document.add_paragraph("Bµ con c¸c d©n téc x· häp bµn rÊt vui mõng. " * 9))
    assert one(tmp_path, "a.docx", data).text.startswith("Bà con các dân tộc xã họp bàn rất vui mừng.")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"PK\x03\x04 not a zip", "hỏng"),
        (b"", "hỏng"),
        (make_zip({"a.txt": "x"}), "hỏng"),
        (make_docx(report)[:2000], "hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "mật khẩu"),
        (make_zip({"word/document.xml": b"<a>" + b" " * 30_000_000}), "phình"),
        (make_zip({f"{number}.bin": b"" for number in range(5001)}), "phình"),
    ],
    ids=["no zip", "empty", "no document", "cut off", "protected", "bomb", "too many members"],
)
def test_docx_that_cannot_be_read(tmp_path, data, word):
    assert word in reason_of(tmp_path, "a.docx", data)


# -- PDF


def test_pdf_lines_become_paragraphs(tmp_path):
    article = one(tmp_path, "a.pdf", make_pdf(FIRST_PAGE, SECOND_PAGE))
    assert article.title == "Nà Lốc có đường mới"
    assert article.text.split("\n") == [
        "Nà Lốc có đường mới",
        "Sau ba tháng thi công, bản Nà Lốc đã có con đường bê tông dài 2,4 km nối với trung tâm xã, "
        "bà con đi lại thuận tiện hơn xưa rất nhiều.",
        "Tổng kinh phí làm đường là 1,2 tỷ đồng, trong đó nhân dân đóng góp 350 triệu đồng.",
    ]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "hỏng"),
        (b"%PDF-1.4 nothing else", "hỏng"),
        (make_pdf(FIRST_PAGE)[:300], "hỏng"),
        (make_pdf(FIRST_PAGE, lines=False), "OCR"),
        (make_locked(make_pdf(FIRST_PAGE), "bi-mat"), "mật khẩu"),
    ],
    ids=["empty", "no objects", "cut off", "scanned", "locked"],
)
def test_pdf_that_cannot_be_read(tmp_path, data, word):
    assert word in reason_of(tmp_path, "a.pdf", data)


def test_a_pdf_that_only_forbids_printing_can_be_read(tmp_path):
    assert "2,4 km" in one(tmp_path, "a.pdf", make_locked(make_pdf(FIRST_PAGE), "")).text


# -- damage


@pytest.mark.parametrize("ending", [".docx", ".pdf", ".html", ".txt", ".md"])
def test_damaged_files_never_stop_the_run(tmp_path, ending):
    whole = {".docx": make_docx(report), ".pdf": make_pdf(FIRST_PAGE), ".html": PAGE.encode()}
    whole |= {".txt": PROSE.encode(), ".md": (FRONT + PROSE).encode()}
    dice = random.Random(2026)
    for number in range(40):
        data = bytearray(whole[ending])
        for _ in range(dice.randint(1, 12)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        (tmp_path / f"{number}{ending}").write_bytes(data)
    corpus = load_corpus(tmp_path)
    assert len(corpus.articles) + len(corpus.set_aside) == 40
