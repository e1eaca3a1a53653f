"""A day as a reader types it; a browser's own date field would follow the language of the browser, not of the page."""

import re
from calendar import monthrange
from datetime import date

from corpus import HoiBaoError

_TYPED = re.compile(r"(?:(?:(?P<day>[0-9]{1,2})/)?(?P<month>[0-9]{1,2})/)?(?P<year>[0-9]{4})")
FIELD = 'maxlength="10" placeholder="ngày/tháng/năm" autocomplete="off"'  # attributes of its box


def typed_day(typed: str, *, last: bool = False) -> date | None:
    """23/11/2022 or 2022-11-23; the first or the last day of 11/2022 and of 2022."""
    if not typed:
        return None
    found = _TYPED.fullmatch(typed)
    try:
        if found is None:
            return date.fromisoformat(typed)
        year, month = int(found["year"]), int(found["month"] or (12 if last else 1))
        return date(year, month, int(found["day"] or (monthrange(year, month)[1] if last else 1)))
    except ValueError as error:
        raise HoiBaoError(
            f"{typed!r} is no day",
            mend="write it as 23/11/2022",
            vietnamese=f"“{typed}” không phải là một ngày; bạn hãy ghi như 23/11/2022, 11/2022 hoặc 2022.",
        ) from error
