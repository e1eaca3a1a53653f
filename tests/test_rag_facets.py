"""What the filters can be set to."""

from datetime import date

from corpus import Article, Origin
from rag.facets import Facets, by_source, facets


def _article(name, **facts):
    return Article(id=name, text="Một câu.", title="Một câu", **facts)


def test_names_are_counted_with_the_larger_places_that_hold_them():
    found = facets(
        [
            _article("a", source="Báo A", place="Mường Nhé, Điện Biên", published=date(2022, 5, 1)),
            _article("b", source="Báo A", place="Tủa Chùa, Điện Biên", published=date(2021, 1, 2)),
            _article("c", source="  ", based_on=Origin(source="Báo B", published=date(2023, 3, 4))),
        ]
    )
    assert found.sources == (("Báo A", 2), ("Báo B", 1))
    assert found.places == (("Điện Biên", 2), ("Mường Nhé, Điện Biên", 1), ("Tủa Chùa, Điện Biên", 1))
    assert (found.first, found.last) == (date(2021, 1, 2), date(2023, 3, 4))


def test_an_article_counts_once_for_a_name():
    assert facets([_article("a", source="Báo A", based_on=Origin(source="Báo A"))]).sources == (("Báo A", 1),)


def test_an_article_counts_for_its_source_and_for_that_of_the_text_it_is_based_on():
    articles = [_article("a", source="B"), _article("b", source="A", based_on=Origin(source="B")), _article("c")]
    articles.append(_article("d", source="A", based_on=Origin(source="A")))
    assert by_source(articles) == (("A", 2), ("B", 2))


def test_nothing_is_known_of_nothing():
    assert facets([]) == Facets((), (), None, None)
