"""The address of a search, read and written."""

from datetime import date

import pytest

from corpus import HoiBaoError
from web.pages.corpus_search import LONGEST, CorpusSearch


def days(first, last):
    filters = CorpusSearch(first=first, last=last).filters()
    return filters.from_, filters.to


def test_an_address_and_its_search():
    search = CorpusSearch.of({"q": " đảng  viên", "source": "Báo A", "page": "3"})
    assert search == CorpusSearch("đảng viên", "Báo A", page=3)
    assert search.path(2) == "kho?q=%C4%91%E1%BA%A3ng+vi%C3%AAn&source=B%C3%A1o+A&page=2"
    assert search.of_source("B&C").path() == "kho?q=%C4%91%E1%BA%A3ng+vi%C3%AAn&source=B%26C"
    assert CorpusSearch().of_days(date(2022, 2, 1), date(2022, 2, 28)).path() == "kho?from=2022-02-01&to=2022-02-28"
    assert CorpusSearch().path() == "kho"


@pytest.mark.parametrize("page", ["", "0", "-1", "x", "٣", "9999999", "1.5"])
def test_what_is_no_page_is_the_first(page):
    assert CorpusSearch.of({"page": page}).page == 1


def test_long_words_are_cut():
    assert CorpusSearch.of({"q": "a" * 500}).words == "a" * LONGEST


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("", "", (None, None)),
        ("23/11/2022", "2022-11-23", (date(2022, 11, 23), date(2022, 11, 23))),
        ("2/2024", "2/2024", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2022", "2022", (date(2022, 1, 1), date(2022, 12, 31))),
    ],
)
def test_days_as_they_are_typed(first, last, found):
    assert days(first, last) == found


@pytest.mark.parametrize("typed", ["hôm qua", "30/2/2022", "13/2022", "0000", "1/1/22"])
def test_what_is_no_day_is_told(typed):
    with pytest.raises(HoiBaoError) as error:
        days(typed, "")
    assert error.value.vietnamese.startswith(f"“{typed}” không phải là một ngày") and error.value.exit_code == 2
