"""Counts over time."""

from datetime import date

from fakes import article

from web.pages.corpus_counts import Stretch, by_time


def dated(*days):
    return [article(str(number), "", published=day) for number, day in enumerate(days)]


def test_by_month_with_the_empty_ones_between():
    assert by_time(dated(date(2023, 1, 31), None, date(2022, 11, 2), date(2022, 11, 30))) == [
        Stretch("11/2022", date(2022, 11, 1), date(2022, 11, 30), 2),
        Stretch("12/2022", date(2022, 12, 1), date(2022, 12, 31), 0),
        Stretch("01/2023", date(2023, 1, 1), date(2023, 1, 31), 1),
    ]


def test_by_year_beyond_sixty_months():
    assert len(by_time(dated(date(2018, 1, 1), date(2022, 12, 1)))) == 60
    years = by_time(dated(date(2018, 1, 1), date(2023, 1, 1)))
    assert [(one.name, one.articles) for one in years] == [
        ("2018", 1), ("2019", 0), ("2020", 0), ("2021", 0), ("2022", 0), ("2023", 1)
    ]  # fmt: skip


def test_undated_articles_alone():
    assert by_time(dated(None)) == []
