"""A table that editors fill in with questions: XLSX with lists to choose from and an explanation, or CSV."""

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import HoiBaoError
from eval.sets.columns import CATEGORY_NAMES, category_label

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_ROWS = 500  # rows prepared to be filled in
_IDS = (
    "Xem mã bài bằng lệnh python -m corpus.check THƯ_MỤC (mã đứng trước tên bài), "
    "hoặc ở trang /kho (mã là phần cuối địa chỉ của bài)."
)
_COLUMNS = (  # name, width, explanation
    ("Mã", 10, "Tên ngắn của câu hỏi, không trùng nhau. Để trống cũng được."),
    ("Câu hỏi", 50, "Viết như bạn đọc sẽ gõ."),
    ("Đáp án", 28, "Chép đúng chữ trong bài. Nhiều cách viết đúng thì cách nhau bằng dấu |"),
    ("Phải có đủ", 28, "Khi câu trả lời phải có nhiều ý: các ý cách nhau bằng dấu ; còn các cách viết của một ý bằng dấu |"),
    ("Bài", 24, f"Mã của bài chứa đáp án; nhiều bài thì cách nhau bằng dấu chấm phẩy. {_IDS}"),
    ("Có trả lời được", 16, "“không” nếu kho bài không có câu trả lời: khi ấy từ chối mới là đúng. Để trống là “có”."),
    ("Gần đúng", 10, "“có” nếu kho bài không trả lời được nhưng có chuyện rất giống: cùng việc ở xã khác, cùng nơi ở năm khác."),
    ("Loại", 26, "Chọn trong danh sách."),
    ("Phần", 12, "“phát triển” để xem khi sửa hệ thống, “kiểm tra” để chấm. Để trống là “kiểm tra”."),
    ("Câu hỏi trước", 36, "Chỉ dùng cho câu hỏi tiếp: câu mà bạn đọc đã hỏi ngay trước đó."),
    ("Trả lời trước", 28, "Câu trả lời cho câu hỏi trước."),
    ("Ghi chú", 28, "Dành cho người soạn, máy không đọc."),
)
_EXAMPLE = "Ví dụ, hãy xóa dòng này"
_NOTE = f"{_EXAMPLE}. {_IDS}"
_ASKED = "Năm 2025, xã Sơn Hạ kết nạp bao nhiêu đảng viên mới?"
_EXAMPLES = (
    ("vd-1", _ASKED, "12 đảng viên|12", "", "son-ha-dang-vien-moi", "có", "", "con số", "kiểm tra", "", "", _NOTE),
    ("vd-2", "Còn xã Sơn Thượng?", "", "", "", "không", "có", "hỏi tiếp", "kiểm tra", _ASKED, "12 đảng viên", _EXAMPLE),
)
_CHOICES = {
    "Có trả lời được": ("có", "không"),
    "Gần đúng": ("có", "không"),
    "Loại": tuple(category_label(name) for name in CATEGORY_NAMES),
    "Phần": ("phát triển", "kiểm tra"),
}


def write_template(file: Path) -> None:
    """Writes the table by the ending of the file; raises HoiBaoError for another ending and for a file that is there already."""
    if file.suffix.lower() not in (".xlsx", ".csv"):
        raise _refused(f"a template is .xlsx or .csv, not {file.name}", "name it so")
    if file.exists():
        raise _refused(f"{file} is there already", "name a new file")
    try:
        file.write_bytes(_sheets() if file.suffix.lower() == ".xlsx" else csv_template())
    except OSError as problem:
        raise _refused(f"cannot write {file} ({problem.strerror})", "name a file in a folder that you may write to") from problem


def csv_template() -> bytes:
    """As Excel in Vietnam writes CSV: semicolons, UTF-8 with a mark."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([[name for name, _, _ in _COLUMNS], *_EXAMPLES])
    return text.getvalue().encode("utf-8-sig")


def _sheets() -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    sheet.title = "Câu hỏi"
    for line in ([name for name, _, _ in _COLUMNS], *_EXAMPLES):
        sheet.append(line)
    _prepare(sheet)
    guide = book.create_sheet("Hướng dẫn")
    guide.append(["Cột", "Điền gì"])
    for name, _, meaning in _COLUMNS:
        guide.append([name, meaning])
    for page in (sheet, guide):
        for cell in page[1]:
            cell.font = Font(bold=True)
    guide.column_dimensions["A"].width, guide.column_dimensions["B"].width = 18, 110
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _prepare(sheet: "Worksheet") -> None:
    """Every cell is text, for a spreadsheet makes 4,9 of 4.900 and a day of 3/4; fixed words are chosen from lists."""
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet.freeze_panes = "C2"
    for number, (name, width, _) in enumerate(_COLUMNS, start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = width
        for row in range(2, _ROWS + 2):
            cell = sheet.cell(row, number)
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if name in _CHOICES:
            choice = DataValidation("list", formula1=f'"{",".join(_CHOICES[name])}"', allow_blank=True)
            choice.add(f"{letter}2:{letter}{_ROWS + 1}")
            sheet.add_data_validation(choice)


def _refused(message: str, mend: str) -> HoiBaoError:
    return HoiBaoError(message, mend=mend, vietnamese="Không ghi được bảng mẫu.")
