"""Articles found by words and filters: every match, in an order that can be told by hand."""

from dataclasses import replace
from datetime import date

import pytest
from fakes import article, small_index

from corpus import Origin
from rag.catalogue import find_articles
from rag.filters import Filters

OLD = article(
    "cu", "Mèo ngủ. Đảng viên trẻ đi họp.", title="Họp chi bộ", source="Báo A", place="Ba Bể", published=date(2020, 1, 1)
)
NEW = article("moi", "Viên gạch. Đảng bộ họp. Chó chạy.", title="Tin xã", source="Báo B", published=date(2024, 1, 1))
UNDATED = article("khong-ngay", "Con cá bơi.", title="Đảng viên nuôi cá", place="Ba Chẽ")
BASED = article("goc", "Cá ươn.", title="Chợ", based_on=Origin(source="Báo A", published=date(2022, 1, 1)))


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return small_index(tmp_path_factory.mktemp("index"), [OLD, NEW, UNDATED, BASED])


def found(index, words="", **filters):
    return [one.id for one in find_articles(index, words, Filters(**filters))]


def test_without_words_the_newest_first(index):
    assert found(index) == ["moi", "goc", "cu", "khong-ngay"]


def test_in_the_title_then_side_by_side_then_anywhere(index):
    assert found(index, "đảng viên") == ["khong-ngay", "cu", "moi"]
    assert found(index, "ĐẢNG  Viên!") == ["khong-ngay", "cu", "moi"]


@pytest.mark.parametrize(
    ("words", "ids"),
    [("dang vien", ["khong-ngay", "cu", "moi"]), ("ca", ["khong-ngay", "goc"]), ("cà", []), ("cá chó", []), ("?!", None)],
)
def test_every_word_must_stand_there(index, words, ids):
    assert found(index, words) == (found(index) if ids is None else ids)


def test_filters(index):
    assert found(index, source=("Báo A",)) == ["goc", "cu"]
    assert found(index, place=("Ba Bể", "Ba Chẽ")) == ["cu", "khong-ngay"]
    assert found(index, from_=date(2021, 1, 1)) == ["moi", "goc"]
    assert found(index, "họp", to=date(2021, 1, 1)) == ["cu"]
    assert found(index, "đảng viên", source=("Báo A",), place=("Ba Chẽ",)) == []


def test_copies_are_found_with_the_article_that_stands_for_them(tmp_path):
    index = small_index(tmp_path, [OLD, replace(OLD, id="cu-2", title="Bản in lại")])
    assert sorted(found(index, "mèo ngủ")) == ["cu", "cu-2"]
    assert found(index, "bản in") == ["cu-2"]
