"""CMS exports: one article a row, whatever the columns are called and whichever rows are broken."""

import json
from datetime import date

import pytest
from test_corpus_making import PROSE, write

from corpus import HoiBaoError, export_rows, exports, load_corpus

OTHER = "Chi bộ bản Nà Lốc họp bàn việc mở đường, phân công từng đảng viên phụ trách nhóm hộ và báo cáo hằng tháng."


def lines(*rows):
    return "\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows) + "\n"


def reasons(corpus):
    return {item.path: item.reason for item in corpus.set_aside}


# -- rows


def test_a_row_is_an_article(tmp_path):
    row = {
        "id": 12,
        "Tiêu đề": "Nà Lốc có đường mới",
        "Sapo": "Đường dài 2,4 km.",
        "noi_dung": PROSE,
        "Nguồn": "Báo Thử",
        "link": "https://vi-du.vn/1",
        "Ngày đăng": "06/05/2023 08:30",
        "tac_gia": ["Hoàng Lan", "Vàng Sao"],
        "Địa bàn": "Nà Lốc",
        "views": 9,
    }
    (article,) = write(tmp_path, {"tin.jsonl": lines(row)}).articles
    assert (article.id, article.path, article.title) == ("12", "tin.jsonl:1", "Nà Lốc có đường mới")
    assert article.text == f"Đường dài 2,4 km.\n\n{PROSE}"
    assert (article.source, article.url, article.published) == ("Báo Thử", "https://vi-du.vn/1", date(2023, 5, 6))
    assert (article.author, article.place) == ("Hoàng Lan, Vàng Sao", "Nà Lốc")


def test_bad_rows_are_named_and_the_others_stay(tmp_path):
    content = lines({"text": PROSE}, '{"text": "hở', "", "[1, 2]", {"text": "  "}, {"title": "Không có chữ"}, {"text": OTHER})
    corpus = write(tmp_path, {"tin.jsonl": content})
    assert [(article.id, article.path) for article in corpus.articles] == [("tin-1", "tin.jsonl:1"), ("tin-7", "tin.jsonl:7")]
    found = reasons(corpus)
    assert list(found) == ["tin.jsonl:2", "tin.jsonl:4", "tin.jsonl:5", "tin.jsonl:6"]
    assert "cú pháp JSON" in found["tin.jsonl:2"] and "đối tượng" in found["tin.jsonl:4"]
    assert "không có nội dung" in found["tin.jsonl:5"] == found["tin.jsonl:6"]


@pytest.mark.parametrize("row", ['{"text": ' + "[" * 100_000, '{"text": ' + "9" * 10_000 + "}", '{"text": NaN'])
def test_json_that_breaks_parsers_is_one_bad_row(tmp_path, row):
    corpus = write(tmp_path, {"tin.jsonl": lines(row, {"text": PROSE})})
    assert (len(corpus.articles), [item.path for item in corpus.set_aside]) == (1, ["tin.jsonl:1"])


def test_rows_are_sorted_as_numbers(tmp_path):
    corpus = write(tmp_path, {"tin.jsonl": lines(*(["{"] * 11), {"text": PROSE})})
    assert [item.path for item in corpus.set_aside] == [f"tin.jsonl:{number}" for number in range(1, 12)]


def test_the_same_id_twice_keeps_the_first(tmp_path):
    corpus = write(tmp_path, {"a.jsonl": lines({"id": "x", "text": PROSE}, {"id": "x", "text": OTHER})})
    assert [article.text for article in corpus.articles] == [PROSE]
    assert "a.jsonl:1" in reasons(corpus)["a.jsonl:2"] and "id: x" in reasons(corpus)["a.jsonl:2"]


def test_rows_without_an_id_never_share_one(tmp_path):
    row = lines({"text": PROSE})
    corpus = write(tmp_path, {"x/tin.jsonl": row, "y/tin.jsonl": row, "tin-1.txt": OTHER, "z.csv": f"text\n{OTHER[:30]}\n"})
    assert {article.path: article.id for article in corpus.articles} == {
        "tin-1.txt": "tin-1",
        "x/tin.jsonl:1": "x-tin-1",
        "y/tin.jsonl:1": "y-tin-1",
        "z.csv:2": "z-2",
    }


def test_wordpress_rows(tmp_path):
    row = {
        "id": 5,
        "date": "2023-05-06T08:30:00",
        "link": "https://vi-du.vn/5",
        "title": {"rendered": "Nà Lốc &#8211; đường mới"},
        "content": {"rendered": f"<p>{PROSE}</p>", "protected": False},
    }
    (article,) = write(tmp_path, {"a.jsonl": lines(row)}).articles
    assert (article.title, article.text, article.published) == ("Nà Lốc – đường mới", PROSE, date(2023, 5, 6))


# -- fields


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2023-05-06", date(2023, 5, 6)),
        ("2023-05-06 23:30:00.000", date(2023, 5, 6)),
        ("Thứ Bảy, 6/5/2023 | 08:30 GMT+7", date(2023, 5, 6)),
        ("Sat, 06 May 2023 08:30:00 +0700", date(2023, 5, 6)),
        (1683331200, date(2023, 5, 6)),
        ("1683331200000", date(2023, 5, 6)),
        (None, None),
    ],
)
def test_dates(tmp_path, value, day):
    corpus = write(tmp_path, {"a.jsonl": lines({"text": PROSE, "date": value})})
    assert corpus.articles[0].published == day and corpus.drafts["a.jsonl:1"].reading.notes == ()


def test_a_date_that_is_none_costs_the_date_only(tmp_path):
    corpus = write(tmp_path, {"a.jsonl": lines({"text": PROSE, "date": "hôm qua"})})
    assert (corpus.articles[0].published, corpus.set_aside) == (None, ())
    assert corpus.drafts["a.jsonl:1"].reading.notes == ("không hiểu ngày đăng: “hôm qua”",)


def test_fields_without_a_column_are_looked_for_in_the_text(tmp_path):
    text = f"Nà Lốc có đường mới\n06/05/2023\n{PROSE}\nHoàng Lan"
    corpus = write(tmp_path, {"a.jsonl": lines({"text": text}), "b.jsonl": lines({"text": text, "author": "", "date": None})})
    assert [(article.title, article.published, article.author) for article in corpus.articles] == [
        ("Nà Lốc có đường mới", date(2023, 5, 6), "Hoàng Lan"),
        ("Nà Lốc có đường mới", None, None),
    ]


def test_a_lead_that_the_text_repeats_stands_once(tmp_path):
    (article,) = write(tmp_path, {"a.jsonl": lines({"lead": "Sau ba tháng thi công", "text": PROSE})}).articles
    assert article.text == PROSE


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (f"<p>{PROSE}</p><p>Hết&nbsp;&amp; xong.</p>", f"{PROSE}\n\nHết & xong."),
        (f"<div>{PROSE}<br>Hết.</div>", f"{PROSE}\nHết."),
        ("<ul><li>Một\n dòng</li><li>Hai <b>đậm</b></li></ul>", "- Một dòng\n- Hai đậm"),
        ("<table><tr><th>Năm</th><th>Hộ</th></tr><tr><td>2022</td><td>31</td></tr></table>", "Năm 2022 – Hộ: 31."),
        ("<p>Hiện</p><p style='display:none'>Ẩn</p><script>x()</script><p hidden>Ẩn</p>", "Hiện"),
        ("&lt;p&gt;Thoát hai lần&lt;/p&gt;", "Thoát hai lần"),
        ("Nếu a < b và b > c thì xong", "Nếu a < b và b > c thì xong"),
        ("Dòng một\n\nDòng hai &quot;trích&quot;", 'Dòng một\n\nDòng hai "trích"'),
        ("<p>Chưa đóng", "Chưa đóng"),
    ],
)
def test_html_in_a_column_becomes_text(tmp_path, text, plain):
    assert write(tmp_path, {"a.jsonl": lines({"text": text})}).articles[0].text == plain


def test_deep_html_costs_one_row_at_most(tmp_path):
    corpus = write(tmp_path, {"a.jsonl": lines({"text": "<div>" * 50_000 + PROSE}, {"text": OTHER})})
    assert OTHER in {article.text for article in corpus.articles}


def test_the_tidying_of_files_serves_rows(tmp_path):
    text = f"{PROSE}\nXem thêm\nBạn còn 500/500 ký tự\n" + "Ðảng bộ\u200b xã".replace("ộ", "o\u0323\u0302")
    assert write(tmp_path, {"a.jsonl": lines({"text": text})}).articles[0].text == f"{PROSE}\nĐảng bộ xã"


# -- CSV


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_separators_and_encodings(tmp_path, separator, encoding):
    rows = [["Tiêu đề", "Nội dung", "Ngày đăng"], ["Đường mới", f'"{PROSE}\r\n\r\nÔng ""Páo""; vui."', "6/5/2023"]]
    content = "\r\n".join(separator.join(row) for row in rows) + "\r\n"
    (article,) = write(tmp_path, {"a.csv": content.encode(encoding)}).articles
    assert (article.id, article.path, article.title) == ("a-2", "a.csv:2", "Đường mới")
    assert (article.text, article.published) == (f'{PROSE}\n\nÔng "Páo"; vui.', date(2023, 5, 6))


def test_the_separator_line_of_excel(tmp_path):
    (article,) = write(tmp_path, {"a.csv": f'sep=;\ntext;title\n"{PROSE}";Tin\n'}).articles
    assert (article.title, article.path) == ("Tin", "a.csv:3")


def test_a_csv_in_tcvn3(tmp_path):
    # "§¶ng bé x· häp bµn." is "Đảng bộ xã họp bàn." as the fonts of TCVN3 wrote it
    content = 'text,title\n"' + "§¶ng bé x· häp bµn. " * 9 + '",Tin\n'
    corpus = write(tmp_path, {"a.csv": content.encode("latin-1")})
    assert corpus.articles[0].text.startswith("Đảng bộ xã họp bàn. Đảng bộ")
    assert corpus.drafts["a.csv:2"].reading.encoding == "tcvn3"


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ('"chưa khép,Tin', "khép"),
        ('"a "trích" b",Tin', "khép"),
        ("một,hai,ba", "3 ô"),
        ("chỉ một ô", "1 ô"),
        ('"",Tin', "không có nội dung"),
    ],
)
def test_a_broken_csv_row_costs_no_other(tmp_path, row, word):
    corpus = write(tmp_path, {"a.csv": f'text,title\n"Bài một",Một\n{row}\n"Bài ""ba""\nhai dòng",Ba\n\nBài sáu,Sáu\n'})
    assert [(article.path, article.title) for article in corpus.articles] == [
        ("a.csv:2", "Một"),
        ("a.csv:4", "Ba"),
        ("a.csv:6", "Sáu"),
    ]
    assert list(reasons(corpus)) == ["a.csv:3"] and word in reasons(corpus)["a.csv:3"]


def test_a_quote_open_to_the_end_of_the_file_loses_its_row_only(tmp_path):
    corpus = write(tmp_path, {"a.csv": 'text,title\n"hở,Tin\n' + "".join(f"Bài {n},Tin\n" for n in range(500))})
    assert len(corpus.articles) == 500 and list(reasons(corpus)) == ["a.csv:2"]


def test_endless_open_quotes_end(tmp_path, monkeypatch):
    monkeypatch.setattr(export_rows, "_REREAD", 5_000)
    corpus = write(tmp_path, {"a.csv": "text\nBài một\n" + '"a ""b\n' * 2_000})
    assert corpus.articles[0].text == "Bài một" and "khép" in reasons(corpus)["a.csv"]


# -- columns


def test_columns_are_mapped_by_the_setting(tmp_path):
    (tmp_path / "a.csv").write_text(f"a,b,text\nTiêu,{PROSE.replace(',', '')},sai\n", encoding="utf-8")
    (article,) = load_corpus(tmp_path, "title=a, text=b").articles
    assert (article.title, article.text) == ("Tiêu", PROSE.replace(",", ""))


@pytest.mark.parametrize("setting", ["tiêu đề=a", "title", "title=", "=a", "text=a,headline=b"])
def test_a_mapping_that_cannot_be_understood(tmp_path, setting):
    with pytest.raises(HoiBaoError, match="HOIBAO_COLUMNS") as caught:
        load_corpus(tmp_path, setting)
    assert "title=tieu_de" in caught.value.mend and caught.value.exit_code == 2


def test_a_mapping_to_a_column_that_no_export_has(tmp_path):
    write(tmp_path, {"a.csv": "body,title\nx,y\n", "b.jsonl": lines({"noi_dung": PROSE})})
    load_corpus(tmp_path, "text=body,text=noi_dung")  # each is somewhere
    with pytest.raises(HoiBaoError, match="text=noidungg") as caught:
        load_corpus(tmp_path, "text=noidungg")
    assert "body, noi_dung, title" in caught.value.mend


def test_a_mapping_without_any_export_is_no_error(tmp_path):
    assert write(tmp_path, {"a.txt": PROSE}) and load_corpus(tmp_path, "text=body").articles


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_no_column_of_text_is_told_once_for_the_file(tmp_path, name):
    content = "cột_a,cột_b\n1,2\n3,4\n" if name == "a.csv" else lines({"cột_a": 1}, {"cột_b": 2})
    corpus = write(tmp_path, {name: content, "good.txt": PROSE})
    assert list(reasons(corpus)) == [name]
    assert "cột_a, cột_b" in reasons(corpus)[name] and "HOIBAO_COLUMNS" in reasons(corpus)[name]


# -- limits


@pytest.mark.parametrize(
    ("name", "row"), [("a.jsonl", lines({"text": "x" * 300})), ("a.csv", '"' + "x" * 300 + '"\n'), ("a.csv", "x" * 300 + "\n")]
)
def test_a_row_of_any_length_ends(tmp_path, monkeypatch, name, row):
    monkeypatch.setattr(export_rows, "LONGEST_ROW", 200)
    head = "text\n" if name == "a.csv" else ""
    good = "Bài ngắn\n" if name == "a.csv" else lines({"text": "Bài ngắn"})
    corpus = write(tmp_path, {name: head + row + good})
    assert [article.text for article in corpus.articles] == ["Bài ngắn"]
    assert "dài" in corpus.set_aside[0].reason and len(corpus.set_aside) == 1


def test_rows_beyond_the_limit_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(exports, "MOST_ROWS", 2)
    corpus = write(tmp_path, {"a.jsonl": lines(*({"text": f"Bài {n}"} for n in range(5)))})
    assert [article.text for article in corpus.articles] == ["Bài 0", "Bài 1"]
    assert "từ hàng 3" in reasons(corpus)["a.jsonl"]


def test_a_row_with_too_long_a_text_is_set_aside(tmp_path, monkeypatch):
    monkeypatch.setattr("corpus.readers.LONGEST_TEXT", len(OTHER))
    corpus = write(tmp_path, {"a.jsonl": lines({"text": OTHER + "."}, {"text": OTHER})})
    assert [article.path for article in corpus.articles] == ["a.jsonl:2"]
    assert "quá dài" in reasons(corpus)["a.jsonl:1"]


def test_an_export_beyond_the_limit_of_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(exports, "LARGEST_EXPORT", 50)
    assert "1 GB" in reasons(write(tmp_path, {"a.jsonl": lines({"text": PROSE})}))["a.jsonl"]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, b"\xef\xbb\xbf", b"\n\n\n", b"\0"]
)
def test_files_that_are_no_export(tmp_path, name, data):
    corpus = write(tmp_path, {name: data, "good.txt": PROSE})
    assert [article.id for article in corpus.articles] == ["good"]
