"""What an editor reads first: the outcome in a sentence, the few numbers that matter, and why questions failed."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from eval.measures.scoring import Row
from eval.measures.summary import Metric, Part, ratio
from eval.page.html import folded, paragraph, table
from eval.page.shares import FEW, is_wide
from eval.page.text import Text, both, count, decimal, percent, same, seconds, span_of
from eval.page.words import CAUSES, EXPLAINED, INTERVAL, MEASURE, VALUE, metric_name, name_of
from eval.report import Report

_ALL_RIGHT = Text("Không có câu nào sai.", "Not one failed.")
_WORST = Text(
    "Lỗi hay gặp nhất là “{cause}”: {n} trong {all} câu chưa đạt.",
    "The most frequent failure is “{cause}”: {n} of {all} failed questions.",
)
_RIGHT = Text(
    "Trong {asked} câu hỏi, {right} câu được xử lý đúng ({share}).", "Of {asked} questions, {right} were handled right ({share})."
)
_ANSWERABLE = Text(
    "Khi các bài báo có đáp án, hệ thống trả lời đúng và dẫn đúng nguồn {right} trong {all} câu.",
    "Where the articles hold the answer, {right} of {all} questions were answered right with the right source.",
)
_UNANSWERABLE = Text(
    "Khi các bài báo không có đáp án, hệ thống biết từ chối {right} trong {all} câu; {wrong} câu còn lại vẫn cứ trả lời.",
    "Where the articles do not hold it, {right} of {all} were refused; {wrong} got an answer all the same.",
)
_ALL_REFUSED = Text(
    "Khi các bài báo không có đáp án, hệ thống biết từ chối cả {all} câu.",
    "Where the articles do not hold it, all of {all} were refused.",
)
_UNJUDGED = Text(
    "{n} câu không chấm được nội dung, chỉ dùng để đo việc tìm bài, trích dẫn và thời gian.",
    "{n} questions cannot be judged by their answer; they count for search, quotes and time alone.",
)
_OF = Text("{part}/{all} câu", "{part} of {all} questions")
_OF_QUOTES = Text("{part}/{all} câu trích", "{part} of {all} quotes")
_OVER = Text("trên {all} câu", "over {all} questions")
_BOUNDS = Text("Khoảng tin cậy 95%: {bounds}", "95% interval: {bounds}")
_NO_WIDTH = Text("không tính được, vì mọi câu cùng một kết quả", "cannot be told, all came out alike")
_TOO_FEW = Text("không tính, vì dưới {n} câu là quá ít để kết luận", "not told, fewer than {n} are too few to say anything")
_WHAT_INTERVAL = Text(
    "Khoảng tin cậy 95% cho biết con số có thể lên xuống bao nhiêu do bộ câu hỏi chỉ có hạn: với những câu hỏi khác cùng loại, "
    "con số nhiều khả năng vẫn nằm trong khoảng này.",
    "The 95% interval says how far a number could move because only so many questions were asked: with other questions of the "
    "same kinds it would most likely stay within.",
)
_ALL_METRICS = Text("Tất cả thước đo, dành cho người làm kỹ thuật", "All metrics, for engineers")
_CAUSE = Text("Nguyên nhân", "Cause")
_WHY = Text("Vì sao chưa đạt", "Why questions failed")


@dataclass(frozen=True)
class _Card:
    """A number that matters: how it is called, explained, written, and what it counts."""

    name: str
    title: Text
    told: Text
    write: Callable[[float | None], Text] = percent
    counted: Text = _OF


_CARDS = (
    _Card("correct", Text("Trả lời đúng", "Answered right"), Text(
        "Trong các câu hỏi có đáp án: câu trả lời chứa đáp án, dẫn đúng bài, không quá dài.",
        "Of the questions that have an answer: it is given, cites the right article and is not too long.",
    )),
    _Card("trusted", Text("Đáng tin khi trả lời", "Right when it answers"), Text(
        "Trong các câu mà hệ thống có trả lời: phần trả lời đúng, người đọc tin được.",
        "Of the questions that got an answer: the share that is right and can be trusted.",
    )),
    _Card("refusal_recall", Text("Biết từ chối", "Refuses honestly"), Text(
        "Trong các câu hỏi mà bài báo không có đáp án: hệ thống nói là không có.",
        "Of the questions that the articles do not answer: the system says so.",
    )),
    _Card("recall@5", Text("Tìm đúng bài", "Finds the article"), Text(
        "Bài báo có đáp án nằm trong 5 bài đầu tiên tìm được.",
        "The article that holds the answer is among the first 5 found.",
    ), counted=_OVER),
    _Card("exact_quote", Text("Trích nguyên văn", "Quotes word for word"), Text(
        "Câu trích dẫn khớp từng chữ với bài báo gốc.",
        "The quoted sentence stands letter for letter in the article.",
    ), counted=_OF_QUOTES),
    _Card("exact_match", Text("Đáp án trùng khớp", "Exact match"), Text(
        "Đáp án ngắn trùng hẳn với đáp án chuẩn.",
        "The short answer equals the gold answer.",
    )),
    _Card("f1", Text("Đáp án trùng từ (F1)", "Shared words (F1)"), Text(
        "Đáp án ngắn có nhiều từ chung với đáp án chuẩn; 100% là trùng hết.",
        "How many words the short answer shares with the gold answer; 100% is all.",
    ), counted=_OVER),
    _Card("latency_p50_ms", Text("Thời gian chờ", "Waiting time"), Text(
        "Một nửa số câu được trả lời nhanh hơn mức này; 95% số câu nhanh hơn {slow}.",
        "Half of the questions are answered faster than this; 95% faster than {slow}.",
    ), seconds, _OVER),
)  # fmt: skip
_OF_READING = frozenset({"exact_match", "f1"})  # the cards of a run that cannot be `correct`


def headline(report: Report) -> str:
    """The outcome in plain sentences."""
    judged = [row for row in report.rows if row.right is not None]
    told = []
    if judged:
        right = sum(bool(row.right) for row in judged)
        told.append(_RIGHT.fill(asked=count(len(judged)), right=count(right), share=percent(right / len(judged))))
    told += [sentence for sentence in (_of_answerable(judged), _of_unanswerable(judged)) if sentence]
    if len(judged) < len(report.rows):
        told.append(_UNJUDGED.fill(n=count(len(report.rows) - len(judged))))
    causes = by_cause(report.failures)
    if causes:
        worst, rows = causes[0]
        told.append(_WORST.fill(cause=name_of(CAUSES, worst), n=count(len(rows)), all=count(len(report.failures))))
    elif judged:
        told.append(_ALL_RIGHT)
    return "".join(paragraph(sentence, "lead") for sentence in told)


def cards(report: Report) -> str:
    """The numbers that matter, each with its interval and what it means."""
    metrics = {**report.metrics, "trusted": ratio(report.rows, _trusted)}
    left_out = _OF_READING if metrics["correct"].n else frozenset()
    shown = [card for card in _CARDS if card.name not in left_out and card.name in metrics and metrics[card.name].n]
    slow = seconds(metrics["latency_p95_ms"].value)
    inside = "".join(_card(card, metrics[card.name], slow) for card in shown)
    return f'<ul class="cards">\n{inside}</ul>\n{paragraph(_WHAT_INTERVAL, "quiet")}'


def by_cause(failures: list[Row]) -> list[tuple[str, list[Row]]]:
    """Failures by cause, the most frequent first; causes that are as frequent in the order of the pipeline."""
    counted = Counter(row.cause or "" for row in failures)
    order = list(CAUSES)
    names = sorted(counted, key=lambda name: (-counted[name], order.index(name) if name in order else len(order), name))
    return [(name, [row for row in failures if row.cause == name]) for name in names]


def cause_table(report: Report) -> str:
    """How often each cause is behind a failure, with a link to its questions."""
    causes = by_cause(report.failures)
    if not causes:
        return ""
    most = len(causes[0][1])
    items = "".join(
        f'<li><a href="#cause-{place}">{both(name_of(CAUSES, name))}</a> <strong>{both(count(len(rows)))}</strong>'
        f'<span class="bar" aria-hidden="true"><span style="width:{100 * len(rows) / most:.1f}%"></span></span>'
        f'<span class="quiet">{both(EXPLAINED.get(name, same("")))}</span></li>\n'
        for place, (name, rows) in enumerate(causes)
    )
    return f'<h3>{both(_WHY)}</h3>\n<ol class="causes">\n{items}</ol>\n'


def metric_table(metrics: dict[str, Metric]) -> str:
    """Every metric as `--json` has it."""
    rows = [_metric_row(name, metric) for name, metric in metrics.items() if metric.n]
    return folded(_ALL_METRICS, table(_ALL_METRICS, (MEASURE, VALUE, INTERVAL, same("n")), rows, hidden=True))


def raw_number(name: str, value: float | None) -> Text:
    """A metric as `--json` has it: rates with three places, milliseconds and syllables with one."""
    if value is None:
        return same("–")
    return decimal(value, 1 if name.endswith(("_ms", "_syllables")) else 3)


def _metric_row(name: str, metric: Metric) -> tuple[str, ...]:
    bounds = span_of(metric.ci95, lambda value: raw_number(name, value))
    title = f"{both(metric_name(name))} <code>{escape(name)}</code>"
    return (title, *map(both, (raw_number(name, metric.value), bounds, count(metric.n))))


def _of_answerable(judged: list[Row]) -> Text | None:
    rows = [row for row in judged if row.answerable]
    return _ANSWERABLE.fill(right=count(sum(bool(row.right) for row in rows)), all=count(len(rows))) if rows else None


def _of_unanswerable(judged: list[Row]) -> Text | None:
    rows = [row for row in judged if not row.answerable]
    right = sum(row.refused for row in rows)
    if not rows:
        return None
    if right == len(rows):
        return _ALL_REFUSED.fill(all=count(right))
    return _UNANSWERABLE.fill(right=count(right), all=count(len(rows)), wrong=count(len(rows) - right))


def _trusted(row: Row) -> Part | None:
    """Right / answered, over the questions that can be judged."""
    return (float(bool(row.right)), 1.0) if row.answered and row.right is not None else None


def _card(card: _Card, metric: Metric, slow: Text) -> str:
    part = count(round((metric.value or 0) * metric.n))
    wide = span_of(metric.ci95, card.write) if is_wide(metric.ci95) else _NO_WIDTH
    bounds = both(_BOUNDS.fill(bounds=_TOO_FEW.fill(n=FEW) if metric.n < FEW else wide))
    return (
        f'<li><h3>{both(card.title)}</h3><p class="big">{both(card.write(metric.value))}</p>'
        f'<p class="bounds">{bounds}<br>{both(card.counted.fill(part=part, all=count(metric.n)))}</p>'
        f"<p>{both(card.told.fill(slow=slow))}</p></li>\n"
    )
