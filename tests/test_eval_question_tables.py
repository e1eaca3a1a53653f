"""Question files as tables: what editors' spreadsheets write is understood, and every error is told by its cell."""

import datetime
import unicodedata
import zipfile

import pytest
from openpyxl import Workbook

from corpus import HoiBaoError
from eval.sets import questions
from eval.sets import sheet as question_sheet
from eval.sets.cell_text import seen_in_cell
from eval.sets.questions import Question, load_questions, read_questions


def write(folder, text, name="q.csv", encoding="utf-8"):
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return file


def sheet(folder, *rows, prepare=None):
    book = Workbook()
    page = book.active
    for row in rows:
        page.append(row)
    if prepare:
        prepare(book, page)
    book.save(folder / "q.xlsx")
    return folder / "q.xlsx"


def cp1258(text):
    """Bytes as Windows writes Vietnamese: a letter with its hat, then the tone as a mark of its own."""
    out = b""
    for char in text:
        base, tone = char, ""
        for mark in "\u0300\u0301\u0303\u0309\u0323":
            parts = unicodedata.normalize("NFD", char)
            if mark in parts:
                base, tone = unicodedata.normalize("NFC", parts.replace(mark, "")), mark
        out += (base + tone).encode("cp1258")
    return out


def told(file):
    return [str(problem) for problem in read_questions(file).problems]


WHOLE = "Mã;Câu hỏi;Đáp án 1;dap_an_2;Phải có đủ;BÀI;Có trả lời được;Gần đúng;Loại;Phần;Câu hỏi trước;Trả lời trước;Ghi chú\n"
FULL = Question(
    "a", "Huyện Sơn Hạ có bao nhiêu đảng viên?", ("4.900", "trên 4.900", "4900"),
    (("Tày", "người Tày"), ("Nùng",)), ("son-ha", "son-la"), True, "number", "dev", (("Huyện nào?", "Sơn Hạ"),),
)  # fmt: skip
LINE = (
    "a;Huyện Sơn Hạ có bao nhiêu đảng viên?;4.900;trên 4.900 | 4900;Tày|người Tày; Nùng;son-ha, son-la;có;;con số;phát triển;"
    "Huyện nào?;Sơn Hạ;xem lại\n"
).replace("Tày|người Tày; Nùng", '"Tày|người Tày; Nùng"')


# -- CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_all_columns_in_vietnamese(tmp_path, encoding):
    assert load_questions(write(tmp_path, WHOLE + LINE, encoding=encoding)) == [FULL]


def test_windows_own_encoding(tmp_path):
    assert load_questions(write(tmp_path, cp1258(WHOLE + LINE))) == [FULL]


@pytest.mark.parametrize(("separator", "name"), [(",", "q.csv"), ("\t", "q.tsv"), (";", "q.csv"), ("\t", "q.csv")])
def test_columns_in_english_with_any_separator(tmp_path, separator, name):
    rows = [
        ["id", "Question", "answer", "All of", "articles", "answerable", "near_miss", "category", "split"],
        ["x", "Who?", "", "", "y", "0", "TRUE", "person", "test"],
        ["z", "What?", "A|B", "", "y", "yes", "", "why_how", "DEV"],
    ]
    found = load_questions(write(tmp_path, "\r\n".join(separator.join(row) for row in rows), name))
    assert found == [
        Question("x", "Who?", (), (), ("y",), False, "person", "test", near_miss=True),
        Question("z", "What?", ("A", "B"), (), ("y",), True, "why_how", "dev"),
    ]


def test_a_title_above_the_head_line_and_empty_rows_are_passed_over(tmp_path):
    file = write(tmp_path, 'Bộ câu hỏi tháng 3;\n;\nCâu hỏi;Đáp án\n;\n"Ai\nlàm?";Ông A\n ; \nBao giờ?;2022\n')
    assert [(q.id, q.question) for q in load_questions(file)] == [("line-5", "Ai\nlàm?"), ("line-8", "Bao giờ?")]


def test_every_error_is_told_with_line_and_column(tmp_path):
    text = (
        "mã;câu hỏi;đáp án;có trả lời được;phần;đáp an đugn\n"
        'a;"Ai\nlàm?";x;có;dev;\n'
        "a;Ai?;x;không;train;\n"
        ";;x;đôi khi;;\n"
        "b;Thiếu ô\n"
        ';"Hở;x;;;\n'
        "c;Ai đó?;x;;;;thừa\n"
    )
    assert told(write(tmp_path, text)) == [
        "line 1, column F: unknown column 'đáp an đugn', did you mean 'đáp án đúng'?",
        "line 4 (row 3), column E (phần): split must be dev or test",
        "line 4 (row 3), column A (mã): id 'a' is already used in line 2",
        "line 4 (row 3), column D (có trả lời được): answerable is false, yet there are answers",
        "line 5 (row 4), column D (có trả lời được): 'đôi khi' is neither có nor không",
        "line 5 (row 4), column B (câu hỏi): question is missing or not a text",
        "line 6 (row 5): the row has 2 cells, but there are 6 columns; check quotation marks and separators",
        'line 7 (row 6): a quotation mark opens and never closes, or the row is too long; inside a cell write " as ""',
        "line 8 (row 7), column G: 'thừa' stands in a column without a name",
    ]


def test_all_of_them_stop_a_run_as_one_line(tmp_path):
    with pytest.raises(HoiBaoError, match=r"has 2 errors: line 2, column A .*; line 3, column A") as caught:
        load_questions(write(tmp_path, "câu hỏi;đáp án\n;x\n;y\n"))
    assert "\n" not in str(caught.value)


def test_what_is_readable_is_kept_beside_what_is_not(tmp_path):
    found = read_questions(write(tmp_path, "câu hỏi;đáp án\nMột?;1\n;2\nBa?;3\n"))
    assert [(placed.question.question, placed.place) for placed in found.questions] == [("Một?", "line 2"), ("Ba?", "line 4")]


def test_a_column_of_ticks_means_no_where_it_is_empty(tmp_path):
    ticks = load_questions(write(tmp_path, "câu hỏi;trả lời được\nMột?;x\nHai?;\n"))
    words = load_questions(write(tmp_path, "câu hỏi;trả lời được\nMột?;có\nHai?;\n"))
    assert [q.answerable for q in ticks] == [True, False]
    assert [q.answerable for q in words] == [True, True]
    mixed = load_questions(write(tmp_path, "câu hỏi;trả lời được\nMột?;x\nHai?;\nBa?;có\n"))
    assert [q.answerable for q in mixed] == [True, True, True]


def test_a_talk_before_has_its_question(tmp_path):
    text = "câu hỏi;câu hỏi trước;trả lời trước;câu hỏi trước 2;trả lời trước 2\nCòn?;Một?;1;Hai?;2\nCòn nữa?;;2;;\n"
    found = read_questions(write(tmp_path, text))
    assert [placed.question.history for placed in found.questions] == [(("Một?", "1"), ("Hai?", "2"))]
    assert [str(p) for p in found.problems] == [
        "line 3, column C (trả lời trước): an answer before, without the question that it answers"
    ]


def test_lists_in_json_as_exports_write_them(tmp_path):
    text = 'question\tanswers\thistory\nAi?\t["A|B", "C"]\t[["Trước?", "Có"]]\nGì?\tx\tkhông phải\n'
    found = read_questions(write(tmp_path, text, "q.tsv"))
    assert [(q.question.answers, q.question.history) for q in found.questions] == [(("A|B", "C"), (("Trước?", "Có"),))]
    assert [problem.where for problem in found.problems] == ["line 3, column C (history)"]


def test_a_column_given_twice_and_one_that_is_not_known(tmp_path):
    found = read_questions(write(tmp_path, "câu hỏi;question;đáp án;nguồn tin;ghi chú\nAi?;;A;b;c\n"))
    assert [str(p) for p in found.problems] == ["line 1, column B: column 'question' means the same as 'câu hỏi'; keep one"]
    assert [str(n) for n in found.notes] == ["line 1, column D: column 'nguồn tin' is not known and not read"]


def test_doubtful_cells_are_told_on_stderr(tmp_path, capsys):
    load_questions(write(tmp_path, "câu hỏi;nguồn tin\nAi?;b\n"))
    assert capsys.readouterr().err == "warning: q.csv: line 1, column B: column 'nguồn tin' is not known and not read\n"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("q.csv", "tên;tuổi\na;1\n", "no column holds the questions (found: tên, tuổi)"),
        ("q.csv", "", "it holds no question"),
        ("q.csv", "câu hỏi;đáp án\n", "it holds no question"),
        ("q.csv", bytes(range(256)) * 4, "as a table"),
        ("q.xls", b"", ".xls is not read"),
        ("q.xlsx", b"PK\x03\x04 broken", "(the file is damaged): open it in Excel"),
        ("q.xlsx", b"\xd0\xcf\x11\xe0 old", "(it has a password"),
    ],
)
def test_files_that_are_no_table(tmp_path, name, data, message):
    with pytest.raises(HoiBaoError) as caught:
        load_questions(write(tmp_path, data, name))
    assert message in str(caught.value)
    assert str(caught.value).isascii() or "as a table" not in str(caught.value)  # English alone
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("data", "line", "byte", "value"),
    [
        (b"question\nAi?\n" + b"\x90\x8d\x81" * 500, 3, 14, "90"),  # 9 and 4 bytes before
        (b"question\nAi?" + b"\x00\x02" * 500, 2, 13, "00"),
    ],
)
def test_where_a_table_is_no_text_and_the_mend_in_one_language_each(tmp_path, data, line, byte, value):
    with pytest.raises(HoiBaoError) as caught:
        load_questions(write(tmp_path, data))
    assert str(caught.value) == (
        f"cannot read {tmp_path / 'q.csv'} as a table (line {line}, byte {byte} (0x{value}) is no letter in UTF-8 or another "
        'known encoding): save it in Excel as "CSV UTF-8 (Comma delimited)", or as .xlsx'
    )
    assert caught.value.vietnamese == (
        f"Không đọc được tệp q.csv. Dòng {line}, byte thứ {byte} của tệp không đọc được thành chữ. "
        "Trong Excel, hãy chọn Lưu thành (Save As), kiểu tệp “CSV UTF-8”, hoặc lưu dạng .xlsx."
    )


def test_a_folder_named_as_a_table_is_no_file(tmp_path):
    (tmp_path / "q.csv").mkdir()
    with pytest.raises(HoiBaoError, match=r"q\.csv as a table \(Is a directory\): see that it is a regular file") as caught:
        load_questions(tmp_path / "q.csv")
    assert str(caught.value).isascii()


def test_lines_that_are_not_utf8_are_told_by_number(tmp_path):
    with pytest.raises(HoiBaoError, match="line 2 is not UTF-8"):
        load_questions(write(tmp_path, b'{"question": "Ai?"}\n{"question": "\xff"}', "q.jsonl"))


def test_a_missing_table(tmp_path):
    with pytest.raises(HoiBaoError, match="No such file"):
        load_questions(tmp_path / "none.xlsx")


def test_more_rows_than_anybody_asks(tmp_path, monkeypatch):
    monkeypatch.setattr(questions, "MOST_ROWS", 2)
    with pytest.raises(HoiBaoError, match="more than 2 questions"):
        load_questions(write(tmp_path, "câu hỏi\n1?\n2?\n3?\n"))


# -- XLSX


def test_a_sheet_reads_like_a_csv(tmp_path):
    cells = [line.rstrip("\n").replace('"', "") for line in (WHOLE, LINE)]
    row = cells[1].split(";")
    row[4:6] = [";".join(row[4:6])]
    assert load_questions(sheet(tmp_path, cells[0].split(";"), row)) == [FULL]


def test_the_first_sheet_that_is_not_hidden(tmp_path):
    def prepare(book, page):
        page.sheet_state = "hidden"
        shown = book.create_sheet("Câu hỏi")
        shown.append(["câu hỏi"])
        shown.append(["Hiện?"])
        book.create_sheet("Sau").append(["câu hỏi"])

    assert [q.question for q in load_questions(sheet(tmp_path, ["câu hỏi"], ["Ẩn?"], prepare=prepare))] == ["Hiện?"]


def test_errors_name_the_cell(tmp_path):
    def prepare(book, page):
        page["B6"].data_type = "e"
        page.merge_cells("C2:C3")
        page.merge_cells("A1:A1")

    file = sheet(
        tmp_path,
        ["câu hỏi", "đáp án", "bài", "gần đúng"],
        ["Một?", "1", "a"],
        ["Hai?", "2", None],
        [None, "3", "a", "có lẽ"],
        ["Năm?", "=1+1", "a"],
        ["Sáu?", "#N/A", "a"],
        ["Bảy?", "7", "a", None, None, "dư"],
        prepare=prepare,
    )
    assert told(file) == [
        "C3 (bài): cells C2:C3 are merged and only the first holds the text; unmerge them and fill each",
        "D4 (gần đúng): 'có lẽ' is neither có nor không",
        "A4 (câu hỏi): question is missing or not a text",
        "B5 (đáp án): the formula has not been worked out; open the file in a spreadsheet program and save it",
        "B6 (đáp án): the cell holds the error #N/A",
        "F7: 'dư' stands in a column without a name",
    ]


def test_a_formula_counts_by_its_value(tmp_path):
    file = sheet(tmp_path, ["câu hỏi", "đáp án"], ["Một?", "=1+1"])
    with zipfile.ZipFile(file) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    page = "xl/worksheets/sheet1.xml"
    assert b"<v></v>" in parts[page] or b"<v />" in parts[page] or b"<v/>" in parts[page]
    for empty in (b"<v></v>", b"<v />", b"<v/>"):
        parts[page] = parts[page].replace(empty, b"<v>2</v>")
    with zipfile.ZipFile(file, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    assert load_questions(file)[0].answers == ("2",)


def test_numbers_and_dates_are_what_a_reader_sees_and_are_told(tmp_path):
    def prepare(book, page):
        page["B2"].number_format = "#,##0"
        page["B4"].number_format = "dd/mm/yyyy"

    file = sheet(
        tmp_path,
        ["câu hỏi", "đáp án", "có trả lời được"],
        ["Một?", 4900, True],
        ["Hai?", 4900, 1],
        ["Ba?", datetime.date(2022, 4, 3), "x"],
        prepare=prepare,
    )
    found = read_questions(file)
    assert [placed.question.answers for placed in found.questions] == [("4.900",), ("4900",), ("03/04/2022",)]
    mend = "if the article has it otherwise, format the cell as text and type it so"
    assert [str(note) for note in found.notes] == [
        f"B2 (đáp án): the cell is a number, read as '4.900'; {mend}",
        f"B4 (đáp án): the cell is a date or time, read as '03/04/2022'; {mend}",
    ]


@pytest.mark.parametrize(
    ("value", "number_format", "text", "doubtful"),
    [
        (2022, "General", "2022", False),
        (75.0, "General", "75", False),
        (4.9, "General", "4,9", True),
        (-5, "0", "-5", False),
        (4900000, "#,##0", "4.900.000", True),
        (0.705, "0.0%", "70,5%", True),
        (0.7, "0%", "70%", True),
        (1.5, "0.0##", "1,5", True),
        (7, "000", "007", False),
        (12.5, '#,##0.00" km"', "12,50 km", True),
        (datetime.date(2022, 4, 3), "mm-dd-yy", "03/04/2022", True),
        (datetime.datetime(2022, 4, 3, 7, 30), "m/d/yy h:mm", "03/04/2022 07:30", True),
        (datetime.date(2022, 4, 3), "yyyy-mm-dd", "2022-04-03", True),
        (datetime.date(2022, 4, 3), "d/m/yy", "3/4/22", True),
        (datetime.date(2022, 4, 3), "mm/yyyy", "04/2022", True),
        (datetime.date(2022, 4, 3), '[$-42A]"ngày "d" tháng "m;@', "ngày 3 tháng 4", True),
        (datetime.date(2022, 4, 3), "mmm-yy", "03/04/2022", True),
        (datetime.datetime(2022, 4, 3, 7, 5), "dd/mm/yyyy hh:mm", "03/04/2022 07:05", True),
        (datetime.time(7, 30), "h:mm", "7:30", True),
        (datetime.timedelta(hours=25, minutes=5), "[h]:mm", "25:05", True),
        (True, "General", "TRUE", False),
        ("4.900", "@", "4.900", False),
        (None, "General", "", False),
    ],
)
def test_what_is_seen_in_a_cell(value, number_format, text, doubtful):
    seen = seen_in_cell(value, number_format)
    assert (seen.text, bool(seen.note)) == (text, doubtful)


def test_swollen_workbooks_are_not_opened(tmp_path, monkeypatch):
    file = sheet(tmp_path, ["câu hỏi"], ["Một?"])
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b" " * 30_000_000)
    with pytest.raises(HoiBaoError, match="swells"):
        load_questions(file)
    sheet(tmp_path, ["câu hỏi"], ["Một?", "", "", "x"])
    monkeypatch.setattr(question_sheet, "_MOST_CELLS", 3)
    with pytest.raises(HoiBaoError, match="swells"):
        load_questions(file)
    monkeypatch.setattr(question_sheet, "LARGEST_FILE", 100)
    with pytest.raises(HoiBaoError, match="50 MB"):
        load_questions(file)


# -- one list in JSON

REST = "; what follows was not read"


def test_a_list_of_objects(tmp_path):
    found = read_questions(write(tmp_path, '[\n {"question": "Một?"},\n {"question": "Hai?", "id": "b"}\n]\n', "q.json"))
    assert [(placed.question.id, placed.place) for placed in found.questions] == [
        ("item-1", "item 1 (line 2)"),
        ("b", "item 2 (line 3)"),
    ]
    assert load_questions(write(tmp_path, '{"question": "Một?"}\n{"question": "Hai?"}\n', "q.json"))[1].id == "line-2"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[{"question": "a"},\n {"question": "b"\n "c": 1}]', f"line 3: not JSON (Expecting ',' delimiter at column 2){REST}"),
        ('[{"question": "a"} {"question": "b"}]', f"line 1: not JSON (',' or ']' expected at column 20){REST}"),
        ('[{"question": "a"}] x', f"line 1: not JSON (something stands behind the list at column 21){REST}"),
        ('[{"question": "a"}, 5]', "item 2 (line 1): not a JSON object"),
        ('[{"question": "a", "x": 1, "x": 2}]', "item 1 (line 1): key 'x' is given twice"),
        ('[{"data": []}]', "item 1 (line 1): this is SQuAD's shape, give the file with --squad"),
        ("[" * 100_000, f"line 1: not JSON (a number too long, or brackets nested too deep at column 2){REST}"),
    ],
)  # fmt: skip
def test_errors_of_a_list(tmp_path, text, expected):
    assert told(write(tmp_path, text, "q.json")) == [expected]
