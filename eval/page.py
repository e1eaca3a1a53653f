"""The report as one self-contained Vietnamese HTML page: no script, no outside file; every text is escaped."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from eval.report import Report
from eval.scoring import Row
from eval.summary import Metric

_METRICS = {
    "ndcg@10": "Xếp hạng bài báo (nDCG@10)",
    "mrr@10": "Hạng của bài đúng đầu tiên (MRR@10)",
    "recall@1": "Bài đúng đứng đầu (recall@1)",
    "recall@5": "Bài đúng trong 5 bài đầu (recall@5)",
    "recall@10": "Bài đúng trong 10 bài đầu (recall@10)",
    "exact_match": "Đáp án ngắn trùng khớp (exact match)",
    "f1": "Đáp án ngắn trùng từ (F1)",
    "contains": "Câu trả lời chứa đáp án",
    "cited": "Dẫn đúng bài",
    "citation_precision": "Tỉ lệ dẫn nguồn đúng",
    "correct": "Trả lời đúng, dẫn đúng, đủ ngắn",
    "alce_recall": "Câu nói được đoạn trích chứng minh (ALCE recall)",
    "alce_precision": "Đoạn trích cần thiết (ALCE precision)",
    "exact_quote": "Trích dẫn khớp nguyên văn",
    "refusal_recall": "Từ chối khi không có đáp án",
    "near_miss_refusal_recall": "Từ chối khi câu hỏi chỉ gần với nội dung bài",
    "refusal_precision": "Từ chối đúng lúc",
    "coverage": "Có trả lời khi có đáp án",
    "refused": "Tỉ lệ từ chối",
    "answer_syllables": "Độ dài câu trả lời (âm tiết)",
    "refusal_auroc": "Độ tin cậy phân biệt có/không có đáp án (AUROC)",
    "aurc": "Rủi ro trung bình theo độ phủ (AURC)",
    "nauc": "Độ tin cậy phân biệt đúng/sai (nAUC)",
    "latency_p50_ms": "Thời gian trả lời, trung vị (ms)",
    "latency_p95_ms": "Thời gian trả lời, bách phân vị 95 (ms)",
}
_CATEGORIES = {
    "number": "số liệu",
    "person": "nhân vật, chức vụ",
    "date_or_id": "ngày tháng, số hiệu",
    "list": "liệt kê",
    "why_how": "vì sao, thế nào",
    "paraphrase": "diễn đạt khác",
    "no_diacritics": "không dấu",
    "abbreviation": "viết tắt",
    "follow_up": "hỏi nối tiếp",
    "compare": "so sánh",
}  # a site's own category keeps its name
_SPLITS = {"dev": "phát triển", "test": "kiểm tra"}
_GROUP_COLUMNS = {"correct": "Đúng", "cited": "Dẫn đúng bài", "contains": "Chứa đáp án", "refused": "Từ chối"}
_CAUSES = {
    "answered": "trả lời dù không có đáp án",
    "not retrieved": "không tìm thấy bài",
    "refused": "từ chối",
    "wrong text": "sai nội dung",
    "wrong source": "dẫn sai bài",
    "too long": "quá dài",
}
_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1d1d1f;background:#fff}
table{border-collapse:collapse;width:100%;margin:1rem 0}
th,td{border-bottom:1px solid #d5d5da;padding:.4rem .6rem;text-align:left;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
p,blockquote{white-space:pre-line}
blockquote{margin:.3rem 0;padding-left:.6rem;border-left:3px solid #b0b0b8}
.bad{color:#a3000b}.quiet{color:#55555c}
@media (prefers-color-scheme:dark){
body{color:#eee;background:#17171a}th,td{border-color:#444}.quiet{color:#aaa}.bad{color:#ff8a8a}
}
"""


_PAGE = """<!doctype html>
<html lang="vi">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Báo cáo đánh giá Hỏi Báo</title><style>{style}</style></head>
<body>
{body}
</body>
</html>
"""


def report_page(report: Report) -> str:
    """The whole page."""
    parts = (
        "<h1>Báo cáo đánh giá Hỏi Báo</h1>",
        f"<p class=quiet>{_circumstances(report)}</p>",
        "<h2>Kết quả chung</h2>",
        _headline(report.metrics),
        "<h2>Theo phần của bộ câu hỏi</h2>",
        _groups("Phần", _SPLITS, report.by_split, Counter(row.split for row in report.rows)),
        "<h2>Theo loại câu hỏi</h2>",
        _groups("Loại", _CATEGORIES, report.by_category, Counter(row.category for row in report.rows)),
        f"<h2>Câu chưa đạt ({len(report.failures)}/{len(report.rows)})</h2>",
        _failures(report.failures),
    )
    return _PAGE.format(style=_STYLE, body="\n".join(parts))


def _circumstances(report: Report) -> str:
    known = report.environment
    facts = (
        f"{len(report.rows)} câu hỏi từ {known.get('question_file')}",
        f"{known.get('corpus_size')} bài",
        f"mô hình {known.get('embedding_model')}",
        f"chỉ mục {known.get('index_version')}",
        f"{known.get('cpu')}, {known.get('cores')} nhân",
        f"{known.get('date')}",
    )
    return escape(" · ".join(facts))


def _headline(metrics: dict[str, Metric]) -> str:
    rows = [
        (_METRICS[name], _number(name, m.value), " – ".join(_number(name, bound) for bound in m.ci95 or ()), str(m.n))
        for name, m in metrics.items()
        if m.n
    ]
    return _table(("Thước đo", "Giá trị", "Khoảng tin cậy 95 %", "n"), rows)


def _groups(title: str, names: Mapping[str, str], groups: Mapping[str, Mapping[str, Metric]], counts: Mapping[str, int]) -> str:
    rows = [
        (names.get(name, name), str(counts[name]), *(_number(column, metrics[column].value) for column in _GROUP_COLUMNS))
        for name, metrics in groups.items()
    ]
    return _table((title, "Số câu", *_GROUP_COLUMNS.values()), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column is text and whose others are numbers."""
    titles = "".join(f"<th scope=col{' class=n' if place else ''}>{escape(cell)}</th>" for place, cell in enumerate(head))
    lines = (
        "<tr>" + "".join(f"<td{' class=n' if place else ''}>{escape(cell)}</td>" for place, cell in enumerate(row)) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


def _failures(rows: Sequence[Row]) -> str:
    if not rows:
        return "<p>Không có.</p>"
    head = "<tr><th scope=col>Câu hỏi</th><th scope=col>Đáp án mong đợi</th><th scope=col>Hệ thống trả lời</th></tr>"
    lines = "".join(f"<tr><td>{_asked(row)}</td><td>{_gold(row)}</td><td>{_answer(row)}</td></tr>\n" for row in rows)
    return f"<table><thead>{head}</thead><tbody>{lines}</tbody></table>"


def _asked(row: Row) -> str:
    understood = ""
    if row.standalone_question != row.question:
        understood = f"<p class=quiet>Hiểu là: {escape(row.standalone_question)}</p>"
    cause = escape(_CAUSES.get(row.cause or "", row.cause or ""))
    return f"<p>{escape(row.question)}</p>{understood}<p class=bad>{cause}</p><p class=quiet>{escape(row.id)}</p>"


def _gold(row: Row) -> str:
    if not row.answerable:
        return "<p>Không có đáp án trong các bài.</p>"
    groups = ([row.answers] if row.answers else []) + list(row.all_of)
    wanted = "".join(f"<p>{escape(' / '.join(alternatives))}</p>" for alternatives in groups)
    return f"{wanted}<p class=quiet>Bài: {escape(', '.join(row.articles) or '–')}</p>"


def _answer(row: Row) -> str:
    short = f"<p><b>{escape(row.short_answer)}</b></p>" if row.short_answer else ""
    quotes = "".join(
        f"<blockquote>{escape(citation.quote)}<br><span class=quiet>{escape(citation.article_id)} · {escape(citation.title)}"
        f"{' · <b class=bad>không khớp nguyên văn</b>' if citation.exact is False else ''}</span></blockquote>"
        for citation in row.citations
    )
    found = "không tìm thấy" if row.rank is None else f"hạng {row.rank}"
    rank = f" · bài đúng: {found}" if row.ranking else ""
    return (
        f"{short}<p>{escape(row.answer)}</p>{quotes}<p class=quiet>độ tin cậy {_number('confidence', row.confidence)}{rank}</p>"
    )


def _number(name: str, value: float | None) -> str:
    """Decimal comma, as Vietnamese writes it."""
    if value is None:
        return "–"
    places = 1 if name.endswith(("_ms", "_syllables")) else 3
    return f"{value:.{places}f}".replace(".", ",")
