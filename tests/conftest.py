"""Fixtures that several files share."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from test_web_fake import FakeAnswerer

from web import create_app

pytest.register_assert_rewrite("browsing")
from browsing import browser  # noqa: E402, F401


@pytest.fixture(scope="module")
def service():
    return FakeAnswerer()


@pytest.fixture(scope="module")
def client(service):
    with TestClient(create_app(service), raise_server_exceptions=False) as found:
        yield found


def pytest_addoption(parser):
    parser.addoption("--proof", metavar="FILE", help="run the tests marked `proof` too and write what they counted to FILE")


def pytest_collection_modifyitems(config, items):
    """Tests of minutes run only where they are asked for."""
    if config.getoption("--proof") is None:
        long = [item for item in items if item.get_closest_marker("proof")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


@pytest.fixture
def record_proof(request):
    """Adds what a proof counted to the file of `--proof`."""

    def record(name, counts):
        file = Path(request.config.getoption("--proof"))
        known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        file.write_text(json.dumps({**known, name: counts}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    return record
