"""The filter form and what it sends."""

import json
from datetime import date

import pytest

from corpus import HoiBaoError
from rag.facets import Facets
from rag.filters import Filters
from web.chat.filter_panel import SHOWN, filter_panel, filters_in_words, read_filters
from web.problems import ProblemError

NASTY = '"><script>alert(1)</script>'


def test_form_escapes_names_and_hides_what_the_corpus_lacks():
    page = filter_panel(Facets(((NASTY, 2),), (), None, None))
    assert "<script" not in page and "&lt;script&gt;" in page
    assert "(2 bài)" in page
    assert "Địa điểm" not in page and 'name="from"' not in page
    assert "\n" not in page  # a blank line would end the block of HTML
    assert filter_panel(Facets((), (), None, None)) == ""


def test_days_and_rarer_names():
    names = tuple((f"Xã {number}", 1) for number in range(SHOWN + 1))
    page = filter_panel(Facets((), names, date(2022, 1, 5), date(2023, 2, 6)))
    assert page.count('type="checkbox"') == SHOWN
    assert page.count('type="text" name="place"') == 1 and page.count('placeholder="ngày/tháng/năm"') == 2
    assert "từ 5/1/2022 đến 6/2/2023" in page


def test_what_the_form_sends_is_read():
    sent = json.dumps({"source": ["Báo A"], "place": [], "from": " 5/1/2022", "to": None})
    assert read_filters(sent) == Filters(source=("Báo A",), from_=date(2022, 1, 5))
    assert read_filters('{"from": "2/2022", "to": "2/2022"}') == Filters(from_=date(2022, 2, 1), to=date(2022, 2, 28))
    assert read_filters("") == Filters()


@pytest.mark.parametrize("sent", ["{", "[]", '{"source": "Báo A"}', '{"form": "2022"}'])
def test_what_cannot_be_meant_is_a_problem(sent):
    with pytest.raises(ProblemError):
        read_filters(sent)


def test_what_is_no_day_is_told():
    with pytest.raises(HoiBaoError, match="is no day"):
        read_filters('{"from": "hôm qua"}')


def test_days_in_the_wrong_order_are_told():
    with pytest.raises(HoiBaoError, match="lies behind"):
        read_filters('{"from": "2023-01-01", "to": "2022-01-01"}')


def test_filters_in_words():
    found = Filters(("Báo A", "Báo B"), ("Ba Bể",), date(2022, 1, 5), date(2022, 12, 31))
    assert filters_in_words(found) == "nguồn “Báo A” hoặc “Báo B”; địa điểm “Ba Bể”; từ 5/1/2022 đến 31/12/2022"
    assert filters_in_words(Filters()) == ""
