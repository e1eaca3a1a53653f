"""`GET /api/articles` with its optional parameters."""

import pytest
from test_web_api import problem


def ids(client, query=""):
    response = client.get(f"/api/articles{query}")
    assert response.status_code == 200, response.text
    return [row["id"] for row in response.json()], response.headers.get("x-total-count")


def test_without_parameters_it_is_the_whole_list(client):
    assert ids(client) == (["ba-be", "bài xấu"], None)


@pytest.mark.parametrize(
    ("query", "found", "total"),
    [
        ("?q=4.900", ["ba-be"], "1"),
        ("?q=", ["ba-be", "bài xấu"], "2"),
        ("?q=không-có", [], "0"),
        ("?source=Báo Bắc Kạn&source=Báo khác", ["ba-be"], "1"),
        ("?place=Ba Bể", ["ba-be"], "1"),
        ("?from=2022-11-23&to=2022-11-23", ["ba-be"], "1"),
        ("?to=2022-11-22", [], "0"),
        ("?limit=1", ["ba-be"], "2"),
        ("?limit=1&offset=1", ["bài xấu"], "2"),
        ("?offset=5", [], "2"),
    ],
)
def test_search_filters_and_paging(client, query, found, total):
    assert ids(client, query) == (found, total)


@pytest.mark.parametrize(
    ("query", "field"), [("?limit=0", "limit"), ("?limit=501", "limit"), ("?offset=-1", "offset"), ("?from=x", "from")]
)
def test_a_parameter_of_the_wrong_shape_is_named(client, query, field):
    assert field in problem(client.get(f"/api/articles{query}"), 422, "invalid-request")["detail"]


def test_what_is_too_long_and_days_that_exclude_each_other(client):
    problem(client.get("/api/articles?q=" + "a" * 201), 422, "invalid-request")
    problem(client.get("/api/articles?from=2022-02-01&to=2022-01-31"), 422, "refused-input")


def test_a_misspelt_filter_is_named_and_lists_nothing(client):
    told = problem(client.get("/api/articles?sources=Báo Bắc Kạn"), 422, "unknown-field")["detail"]
    assert "“sources”" in told and "“source”" in told
