"""Follow-ups that ask for the same at another time: "Còn năm 2021?", "Vụ trước đó thì sao?", "Năm tới nhắm bao nhiêu?"."""

import re

from corpus import tokens
from rag import referring as say
from rag.names import lowered
from rag.wording import FUNCTION_WORDS

# "Sang năm 2025 họ nhắm tới bao nhiêu?": what is planned of the same.
_AIMS = re.compile(
    rf"^(?:(?:vậy|thế|rồi|còn|thì) )*(?:(?:đến|tới|sang) )?(?P<period>{say.PERIOD.pattern})[, ]*(?:thì )?"
    rf"(?:(?:{say.PLACES}|họ|nơi (?:đó|này)|đơn vị|ở đó|người ta)(?: {say.THAT})? )?(?:sẽ |dự kiến |định |muốn |đã )?"
    r"(?:nhắm (?:tới|đến|vào)|hướng (?:tới|đến)|phấn đấu|đặt (?:ra )?(?:mục tiêu|chỉ tiêu|kế hoạch)|mục tiêu|chỉ tiêu|kế hoạch)"
    r"(?: (?:là|đạt|được|có|lên|tới|đến))*(?: (?:con số nào|con số bao nhiêu|bao nhiêu|mấy))(?: [^\W\d_]+)?$",
    re.I,
)
_NOW = re.compile(r"\b(?:hiện nay|hiện tại|hiện giờ|đến nay|hiện|bây giờ)(?= |$|\?)", re.I)
_STEP = re.compile(r"\b(?P<unit>[^\W\d_]+) (?:liền |kế )?(?P<way>trước|sau|kế tiếp|tiếp theo)(?: (?:đó|nữa))?", re.I)


def with_period(last: str, period: str) -> str:
    """The last question of another time, which may count from its own: "vụ trước đó"."""
    old = say.PERIOD.search(last) or _NOW.search(last)
    moved = _moved(period, old.group()) if old else None
    if moved:
        period = moved
    elif re.fullmatch(say.YEAR, period):
        period = f"năm {period}"
    return f"{last[: old.start()]}{period}{last[old.end() :]}" if old else f"{last.rstrip(' ?')} {period}?"


def _moved(period: str, old: str) -> str | None:
    """A period that is told by the one before or after it, in years: of "vụ 2022-2023" the next is "vụ 2023-2024"."""
    step, years = _STEP.search(period), [int(year) for year in re.findall(say.YEAR, old)]
    if step is None or not years or step["unit"].lower() in {"ngày", "tháng", "quý"}:
        return None
    length = years[-1] - years[0] or 1
    if step["unit"].lower() == "đoạn" and len(years) > 1:  # "giai đoạn 2016 - 2020" follows "giai đoạn 2011 - 2015"
        length += 1
    sign = -1 if step["way"].lower() == "trước" else 1
    if len(years) == 1:
        return period[: step.start()] + f"năm {years[0] + sign}"
    shifted = re.sub(say.YEAR, lambda year: str(int(year.group()) + sign * length), old)
    return lowered(shifted)


def adds_nothing(rest: str, last: str) -> bool:
    """Whether words beside a period only say again what the last question asked: "Còn năm 2023 thì mấy lớp?"."""
    return bool(re.search(r"\b(?:mấy|bao nhiêu)\b", rest)) and set(tokens(rest)) <= {*tokens(last), *FUNCTION_WORDS}


def aimed_at(text: str, last: str) -> str | None:
    """The last question of a plan for another time; None where the text asks for none."""
    found = _AIMS.match(text)
    return f"Theo mục tiêu, {lowered(with_period(last.strip(' ?'), lowered(found['period'])))}" if found else None
