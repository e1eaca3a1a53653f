"""Rates of a few questions: what is drawn and written so that one right answer does not look like certainty."""

from eval.page.text import Text, both, count, percent, same, span_of

FEW = 5  # questions below which a rate says nothing
_ONLY = Text("chỉ {n} câu", "only {n}")
_TOO_FEW = Text("quá ít câu", "too few")


def is_wide(ci95: tuple[float, float] | None) -> bool:
    """Whether the interval says anything: where all questions came out alike it has no width."""
    return ci95 is not None and ci95[0] < ci95[1]


def share(value: float | None, n: int) -> Text:
    """ "71,4%"; of a few questions "1/3", for a percentage would pretend to more."""
    if value is None or not 0 < n < FEW:
        return percent(value)
    return same(f"{round(value * n)}/{n}")


def written(value: float | None, n: int) -> Text:
    """Beside a bar: "71,4% (5/7)", of a few questions "chỉ 3 câu"."""
    if n < FEW:
        return _ONLY.fill(n=count(n))
    part = count(round((value or 0) * n))
    return Text(*(f"{rate} ({right}/{all_})" for rate, right, all_ in zip(percent(value), part, count(n), strict=True)))


def bounds(ci95: tuple[float, float] | None, n: int) -> Text:
    """The interval of a rate, or why there is none to speak of."""
    if 0 < n < FEW:
        return _TOO_FEW
    return span_of(ci95, percent) if is_wide(ci95) else same("–")


def cells(value: float | None, ci95: tuple[float, float] | None, n: int) -> tuple[str, str]:
    """HTML of a rate and its interval in a table."""
    return both(share(value, n)), both(bounds(ci95, n))
