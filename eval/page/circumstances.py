"""What was measured, on what and how: so that somebody else can run it again and get the same."""

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from eval.measures.alce import CONTAINMENT
from eval.page.html import paragraph, table
from eval.page.text import Text, both, count, day, same, seconds

_TABLE = Text("Môi trường chạy", "Environment")
_FACT, _VALUE = Text("Mục", "What"), Text("Giá trị", "Value")
_AGAIN = Text("Chạy lại bằng lệnh:", "To run it again:")
_UNKNOWN = Text("không rõ", "unknown")
_MODES = {
    "corpus": Text("các bài được lập chỉ mục riêng cho lần chạy này", "articles indexed for this run"),
    "index": Text("chỉ mục có sẵn", "an index that was there"),
    "endpoint": Text("hệ thống khác, hỏi qua HTTP", "another system, asked over HTTP"),
    "squad": Text("tệp SQuAD", "a SQuAD file"),
    "squad-gold-passage": Text("tệp SQuAD, đọc thẳng đoạn có đáp án", "a SQuAD file, each question with its own passage"),
}
_LABELS = {
    "date": Text("Ngày chạy", "Date"),
    "question_file": Text("Tệp câu hỏi", "Question file"),
    "question_file_sha256": Text("Mã băm tệp câu hỏi (SHA-256)", "SHA-256 of the question file"),
    "question_count": Text("Số câu hỏi", "Questions"),
    "mode": Text("Hỏi trên", "Asked of"),
    "corpus_size": Text("Số bài báo", "Articles"),
    "index_version": Text("Phiên bản chỉ mục", "Index version"),
    "index_sha256": Text("Mã băm chỉ mục (SHA-256)", "SHA-256 of the index"),
    "embedding_model": Text("Mô hình nhúng", "Embedding model"),
    "model_revision": Text("Phiên bản mô hình", "Model revision"),
    "code_sha256": Text("Mã băm chương trình (SHA-256)", "SHA-256 of the programs"),
    "corpus_sha256": Text("Mã băm các bài báo (SHA-256)", "SHA-256 of the articles"),
    "reader_sha256": Text("Mã băm bộ đọc (SHA-256)", "SHA-256 of the reader"),
    "verifier_sha256": Text("Mã băm bộ kiểm chứng (SHA-256)", "SHA-256 of the verifier"),
    "settings": Text("Cấu hình", "Settings"),
    "settings_sha256": Text("Mã băm cấu hình (SHA-256)", "SHA-256 of the settings"),
    "citation_judge": Text("Cách chấm nguồn dẫn", "Judge of citations"),
    "git_commit": Text("Phiên bản mã nguồn (git)", "Source version (git)"),
    "cpu": Text("Bộ xử lý", "Processor"),
    "cores": Text("Số nhân", "Cores"),
    "jobs": Text("Số tiến trình hỏi cùng lúc", "Processes that ask at a time"),
    "platform": Text("Hệ điều hành", "Platform"),
    "python": Text("Python", "Python"),
    "packages": Text("Thư viện", "Packages"),
    "peak_memory_mb": Text("Bộ nhớ lúc cao nhất", "Peak memory"),
    "warm_up_ms": Text("Câu hỏi thử lúc khởi động, không tính vào kết quả", "Warm-up, kept out of the figures"),
    "unknown_articles": Text("Bài có trong đáp án nhưng không có trong kho", "Gold articles that the corpus lacks"),
    "unfounded_questions": Text("Câu có đáp án chuẩn không nằm trong bài", "Questions whose gold their articles lack"),
    "failed_questions": Text("Câu không nhận được trả lời", "Questions without a reply"),
    "resumed_answers": Text("Câu lấy lại từ lần chạy bị ngắt", "Answers of a run that was broken off"),
    "correct_without": Text("Chấm “Trả lời đúng” mà không xét", "“Answered right” is judged without"),
    "endpoint": Text("Địa chỉ được hỏi", "Address asked"),
    "endpoint_kind": Text("Kiểu giao tiếp", "Kind of address"),
    "endpoint_model": Text("Mô hình được hỏi", "Model asked"),
    "refusal_pattern": Text("Mẫu câu coi là từ chối (biểu thức chính quy)", "What counts as a refusal (regular expression)"),
    "quotes_checked": Text("Đã đối chiếu trích dẫn với tệp bài", "Quotes checked against the files"),
}
_APART = frozenset({"command"})
# What `eval.measures.alce.judge_name` is made of.
_JUDGE = {
    CONTAINMENT: "mọi từ và con số đều có trong câu trích, tiêu đề hoặc ngày của nguồn dẫn",
    "all answers": "mọi câu trả lời",
    "extractive answers": "câu trả lời trích từ bài",
    "language model": "câu do mô hình ngôn ngữ viết",
    "rag.support": "kiểm bằng rag.support",
    "threshold": "ngưỡng",
    "verifier": "bộ kiểm chứng",
}
_WITHOUT = {"cited": Text("nguồn dẫn", "citations"), "short_answer": Text("đáp án ngắn", "the short answer")}
_KINDS = {
    "hoibao": Text("giao tiếp của Hỏi Báo", "Hỏi Báo's own"),
    "openai": Text("kiểu OpenAI (chat completions)", "OpenAI's chat completions"),
}
_SETTINGS = {
    "columns": Text("cột của bản xuất: {value}", "columns of exports: {value}"),
    "embedding_model": Text("mô hình nhúng: {value}", "embedding model: {value}"),
}
_DEFAULT = Text("mặc định", "default")
_CHANGED = Text(" (có sửa đổi chưa ghi lại)", " (with changes not committed)")
_YES, _NO, _NONE = Text("có", "yes"), Text("không", "no"), Text("không có", "none")


def circumstances(known: Mapping[str, Any]) -> str:
    """Everything that the run knows of itself; a fact that this page has no word for stands under its own name."""
    names = [name for name in _LABELS if name in known] + [name for name in known if name not in _LABELS and name not in _APART]
    rows = [(both(_LABELS.get(name) or same(name)), _shown(name, known[name])) for name in names]
    command = known.get("command")
    again = f"{paragraph(_AGAIN)}<pre><code>{escape(str(command))}</code></pre>\n" if command else ""
    return again + f'<div class="facts-table">{table(_TABLE, (_FACT, _VALUE), rows, hidden=True)}</div>\n'


def subtitle(known: Mapping[str, Any], asked: int) -> Text:
    """One line under the title."""
    date, size = day(str(known.get("date", ""))), known.get("corpus_size")
    articles = count(int(size)) if isinstance(size, int) else _UNKNOWN
    return _SUBTITLE.fill(n=count(asked), file=str(known.get("question_file", "–")), articles=articles, date=date)


_SUBTITLE = Text(
    "{n} câu hỏi từ {file}, {articles} bài báo, chạy lúc {date}", "{n} questions from {file}, {articles} articles, run at {date}"
)


def _shown(name: str, value: Any) -> str:
    text = both(_told(name, value))
    return f"<code>{text}</code>" if name.endswith(("sha256", "commit", "revision")) else text


def _told(name: str, value: Any) -> Text:
    if value is None or value == "":
        return same("–")
    if isinstance(value, list | tuple) and not value:
        return _NONE
    return _WORDED[name](value) if name in _WORDED else _plain(value)


def _plain(value: Any) -> Text:
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, Mapping):
        return same(", ".join(f"{key} {one}" for key, one in value.items() if one not in (None, "")))
    if isinstance(value, list | tuple):
        return same(", ".join(map(str, value)))
    return count(value) if isinstance(value, int) else same(str(value))


def _judge(english: Any) -> Text:
    vietnamese = str(english)
    for word, said in _JUDGE.items():
        vietnamese = vietnamese.replace(word, said)
    return Text(re.sub(r"(?<=\d)\.(?=\d)", ",", vietnamese), str(english))


def _listed(texts: Iterable[Text]) -> Text:
    return Text(*map(", ".join, zip(*texts, strict=True)))


def _without(parts: Any) -> Text:
    return _listed(_WITHOUT.get(one, same(one)) for one in parts)


def _settings(found: Any) -> Text:
    named = ((_SETTINGS.get(name, same(f"{name}: {{value}}")), value) for name, value in found.items())
    return _listed(form.fill(value=str(value) if value else _DEFAULT) for form, value in named)


def _commit(value: Any) -> Text:
    commit, changed, _ = str(value).partition("+changes")
    return Text(*(commit + told for told in _CHANGED)) if changed else same(commit)


def _megabytes(value: Any) -> Text:
    return Text(*(f"{number} MB" for number in count(round(value))))


_WORDED: dict[str, Callable[[Any], Text]] = {
    "mode": lambda value: _MODES.get(str(value)) or same(str(value)),
    "citation_judge": _judge,
    "correct_without": _without,
    "settings": _settings,
    "git_commit": _commit,
    "peak_memory_mb": _megabytes,
    "warm_up_ms": lambda value: _listed(map(seconds, value)),
    "endpoint_kind": lambda value: _KINDS.get(str(value)) or same(str(value)),
    "date": lambda value: day(str(value)),
}
