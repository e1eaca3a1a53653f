"""The drawings of the page, each in both languages, with what it says in words and its numbers in a table."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import numpy as np

from eval.measures.scoring import Row
from eval.measures.summary import Metric
from eval.page import plots
from eval.page.html import folded, table
from eval.page.shares import FEW, cells, is_wide, written
from eval.page.text import Text, both, count, decimal, percent, seconds
from eval.page.words import CATEGORIES, CATEGORY, INTERVAL, RANKS, RIGHT, SHARE, STAGES, N, name_of
from eval.report import Report

_NUMBERS = Text("Số liệu của hình", "The numbers of this figure")
_BELOW = Text("Số liệu ở bảng ngay bên dưới.", "The numbers are in the table below.")
_MOST_GROUPS = 15
_MOST_POINTS = 12  # of a curve, in its table

_BY_CATEGORY = Text("Loại câu hỏi nào trả lời được?", "Which kinds of question are answered right?")
_BY_CATEGORY_TOLD = Text(
    "Phần trả lời đúng trong các câu hỏi có đáp án của từng loại; vạch ngang là khoảng tin cậy 95%, càng dài là càng ít câu hỏi.",
    "Share answered right of the questions of each kind that have an answer; the line is the 95% interval, long where few "
    "were asked.",
)
_BY_CATEGORY_MOST = Text(" Hình vẽ {n} loại có nhiều câu hỏi nhất.", " The {n} kinds with most questions are drawn.")
_BY_CATEGORY_FEW = Text(
    " Cột gạch chéo: dưới {n} câu hỏi, quá ít để kết luận.", " Hatched: fewer than {n} questions, too few to say anything."
)
_BY_CATEGORY_ALIKE = Text(
    " Cột không có vạch: mọi câu cùng một kết quả nên không tính được khoảng tin cậy.",
    " A bar without a line: all came out alike, so that no interval can be told.",
)
_RIGHT_AXIS = Text("trả lời đúng, %", "answered right, %")

_BY_RANK = Text("Bài có đáp án đứng thứ mấy khi tìm kiếm?", "Where did the article with the answer come in the search?")
_BY_RANK_TOLD = Text(
    "Hạng của bài báo có đáp án trong danh sách tìm được, trước khi đọc từng câu. Hạng 1 là tốt nhất.",
    "Rank of the article that holds the answer among those found, before any sentence is read. Rank 1 is best.",
)
_RANK = Text("Hạng của bài đúng", "Rank of the right article")

_RISK = Text("Trả lời càng nhiều thì sai thêm bao nhiêu?", "How much more is wrong if more is answered?")
_RISK_TOLD = Text(
    "Nếu chỉ trả lời những câu mà hệ thống tự tin nhất: càng sang phải càng trả lời nhiều câu, càng lên cao càng nhiều câu sai. "
    "Chấm tròn là mức hệ thống đang dùng; nét đứt bên phải tính câu đã từ chối là sai, tức là trường hợp xấu nhất.",
    "If only the questions that the system is surest of were answered: further right more are answered, further up more of "
    "them are wrong. The dot is where the system stands; the dashes beyond count refused questions as wrong, the worst case.",
)
_COVERAGE_AXIS = Text("phần câu hỏi được trả lời, %", "questions answered, %")
_RISK_AXIS = Text("câu trả lời sai, %", "wrong answers, %")
_COVERAGE = Text("Phần câu hỏi được trả lời", "Questions answered")
_WRONG = Text("Phần câu trả lời sai", "Wrong answers")
_NOW = Text("đang dùng", "as it stands")
_THRESHOLD = Text("Ngưỡng tin cậy", "Confidence from")

_TIME = Text("Người đọc phải chờ bao lâu?", "How long does a reader wait?")
_TIME_TOLD = Text(
    "Số câu hỏi theo thời gian trả lời; một nửa số câu xong trước vạch “trung vị”. Cột cuối gồm cả những câu lâu hơn.",
    "Questions by the time they took; half were done before the line “median”. The last bar holds the longer ones too.",
)
_TIME_AXIS = Text("thời gian trả lời, giây", "time to answer, s")
_N_AXIS = Text("số câu hỏi", "questions")
_MEDIAN = Text("trung vị {time}", "median {time}")
_MOST = Text("95% trong {time}", "95% within {time}")
_STAGE = Text("Bước", "Stage")
_STAGES = Text("Thời gian của từng bước", "Time of each stage")
_HALF, _NEARLY_ALL = Text("Một nửa số câu xong trong", "Half within"), Text("95% số câu xong trong", "95% within")
_TOTAL = Text("cả câu trả lời", "the whole answer")


def all_figures(report: Report, extras: Mapping[str, Any]) -> str:
    """Every drawing that the run has numbers for."""
    drawn = (_categories(report), _ranks(report.rows), _risk_coverage(report.rows, extras), _times(report))
    return f'<div class="figures">\n{"".join(drawn)}</div>\n'


def rank_buckets(rows: Sequence[Row]) -> dict[str, int]:
    """How often the first right article stood at which rank, over the questions that are ranked."""
    found = Counter(_bucket(row.rank) for row in rows if row.ranking)
    return {name: found[name] for name in RANKS if found[name] or name != "11+"} if found else {}


def operating_point(rows: Sequence[Row]) -> tuple[float, float] | None:
    """(answered / judged, wrong / answered) of the run itself, over the questions whose outcome can be judged."""
    judged = [row for row in rows if row.right is not None]
    answered = [row for row in judged if row.answered]
    if not answered:
        return None
    return len(answered) / len(judged), sum(not row.right for row in answered) / len(answered)


def _bucket(rank: int | None) -> str:
    if rank is None:
        return "none"
    return str(rank) if rank <= 3 else "4-5" if rank <= 5 else "6-10" if rank <= 10 else "11+"


def _categories(report: Report) -> str:
    groups = [(name, found["correct"]) for name, found in report.by_category.items() if found["correct"].n]
    if not groups:
        return ""
    groups.sort(key=lambda group: (group[1].n < FEW, group[1].value or 0, group[0]))
    drawn = _most_asked(groups)
    metrics = [metric for _, metric in drawn]

    def draw(place: int) -> plots.Draw:
        names = [plots.plain_label(name_of(CATEGORIES, name)[place]) for name, _ in drawn]
        return plots.rates(names, metrics, _RIGHT_AXIS[place], [written(metric.value, metric.n)[place] for metric in metrics])

    rows = [(both(name_of(CATEGORIES, name)), *cells(m.value, m.ci95, m.n), both(count(m.n))) for name, m in groups]
    numbers = table(_BY_CATEGORY, (CATEGORY, RIGHT, INTERVAL, N), rows, hidden=True)
    told = _told_of_categories(metrics, len(drawn) < len(groups))
    return _figure("category", _BY_CATEGORY, told, draw, 0.6 + 0.29 * len(drawn), numbers)


def _told_of_categories(drawn: Sequence[Metric], is_part: bool) -> Text:
    """What the drawing means, as far as it shows it."""
    parts = [_BY_CATEGORY_TOLD]
    parts += [_BY_CATEGORY_FEW.fill(n=FEW)] if any(metric.n < FEW for metric in drawn) else []
    parts += [_BY_CATEGORY_ALIKE] if any(metric.n >= FEW and not is_wide(metric.ci95) for metric in drawn) else []
    parts += [_BY_CATEGORY_MOST.fill(n=len(drawn))] if is_part else []
    return Text(*map("".join, zip(*parts, strict=True)))


def _most_asked(groups: list[tuple[str, Metric]]) -> list[tuple[str, Metric]]:
    most = {name for name, _ in sorted(groups, key=lambda group: -group[1].n)[:_MOST_GROUPS]}
    return [group for group in groups if group[0] in most]


def _ranks(rows: Sequence[Row]) -> str:
    buckets = rank_buckets(rows)
    if not buckets:
        return ""
    total = sum(buckets.values())

    def draw(place: int) -> plots.Draw:
        return plots.counts([RANKS[name][place] for name in buckets], list(buckets.values()), _N_AXIS[place], accent_last=True)

    lines = [tuple(map(both, (RANKS[name], count(number), percent(number / total)))) for name, number in buckets.items()]
    numbers = table(_BY_RANK, (_RANK, N, SHARE), lines, hidden=True)
    return _figure("rank", _BY_RANK, _BY_RANK_TOLD, draw, 0.4 + 0.29 * len(buckets), numbers)


def _risk_coverage(rows: Sequence[Row], extras: Mapping[str, Any]) -> str:
    points = list(extras.get("risk_coverage") or ())
    if not points:
        return ""
    curve = [(float(point["coverage"]), float(point["risk"])) for point in points]
    now = operating_point(rows)

    def draw(place: int) -> plots.Draw:
        return plots.risk(curve, now, (_COVERAGE_AXIS[place], _RISK_AXIS[place], _NOW[place]))

    step = max(1, len(points) // _MOST_POINTS)
    told = [points[at] for at in sorted({*range(0, len(points), step), len(points) - 1})]
    lines = [tuple(map(both, (percent(p["coverage"]), percent(p["risk"]), decimal(p["threshold"], 3)))) for p in told]
    if now:
        lines.append(tuple(map(both, (percent(now[0]), percent(now[1]), _NOW))))
    numbers = table(_RISK, (_COVERAGE, _WRONG, _THRESHOLD), lines, hidden=True)
    return _figure("risk", _RISK, _RISK_TOLD, draw, 2.5, numbers)


def _times(report: Report) -> str:
    times = [row.latency_ms for row in report.rows]
    if not times:
        return ""
    half, nearly = (float(np.percentile(times, share)) for share in (50, 95))
    most = max(1.35 * nearly, 1.0) / 1000

    def draw(place: int) -> plots.Draw:
        marks = [(half / 1000, _MEDIAN.fill(time=seconds(half))[place]), (nearly / 1000, _MOST.fill(time=seconds(nearly))[place])]
        return plots.histogram([one / 1000 for one in times], marks, (_TIME_AXIS[place], _N_AXIS[place]), most)

    lines = [(both(_TOTAL), both(seconds(half)), both(seconds(nearly)))]
    lines += [
        (both(name_of(STAGES, stage)), both(seconds(middle)), both(seconds(slow)))
        for stage, middle, slow in stage_times(report.metrics)
    ]
    numbers = table(_STAGES, (_STAGE, _HALF, _NEARLY_ALL), lines)
    return _figure("time", _TIME, _TIME_TOLD, draw, 2.2, numbers)


def stage_times(metrics: Mapping[str, Metric]) -> list[tuple[str, float | None, float | None]]:
    """(stage, median, 95th percentile) in milliseconds, of the stages whose time was taken."""
    found = []
    for name, metric in metrics.items():
        stage = name.removeprefix("latency_").removesuffix("_p50_ms")
        if name == f"latency_{stage}_p50_ms" and metric.n:
            slow = metrics.get(f"latency_{stage}_p95_ms")
            found.append((stage, metric.value, slow.value if slow else None))
    return found


def _figure(name: str, title: Text, told: Text, draw: Callable[[int], plots.Draw], height: float, numbers: str) -> str:
    drawings = []
    for place, language in enumerate(Text._fields):
        label = f"{title[place]} {told[place]} {_BELOW[place]}"
        drawn = plots.svg(draw(place), name=f"{name}-{language}", label=label, height=height, comma=language == "vi")
        drawings.append(f'<div lang="{language}">{drawn}</div>')
    return (
        f'<figure id="figure-{escape(name)}"><h3>{both(title)}</h3>{"".join(drawings)}<figcaption>{both(told)}</figcaption>'
        f"{folded(_NUMBERS, numbers)}</figure>\n"
    )
