"""The bars and the text beside them."""

from datetime import date

from web.pages.corpus_counts import Stretch
from web.pages.time_plot import time_plot

MONTHS = [
    Stretch("11/2022", date(2022, 11, 1), date(2022, 11, 30), 2),
    Stretch("12/2022", date(2022, 12, 1), date(2022, 12, 31), 0),
    Stretch("01/2023", date(2023, 1, 1), date(2023, 1, 31), 1),
]


def test_bars_are_as_high_as_their_share_of_the_highest():
    plot = time_plot(MONTHS, lambda one: f"kho?m={one.name}&x")
    assert 'viewBox="0 0 30 100"' in plot and plot.count("<rect") == 3
    assert '<rect x="1" y="0" width="8" height="100"><title>11/2022: 2 bài</title>' in plot
    assert '<rect x="21" y="50" width="8" height="50"><title>01/2023: 1 bài</title>' in plot


def test_text_alternative_and_table():
    plot = time_plot(MONTHS, lambda one: f"kho?m={one.name}&x")
    told = "Biểu đồ cột: số bài theo tháng, từ 11/2022 đến 01/2023; nhiều nhất là 2 bài, tháng 11/2022."
    assert f'role="img" aria-label="{told}"' in plot
    assert '<a href="kho?m=11/2022&amp;x">11/2022</a></th><td>2</td>' in plot
    assert "m=12/2022" not in plot


def test_no_days_no_plot():
    assert time_plot([], str) == '<p class="hb-facts">Không bài nào ghi ngày.</p>'
