"""Fixtures that several files share."""

import pytest
from fastapi.testclient import TestClient
from test_web_fake import FakeAnswerer

from web import create_app


@pytest.fixture(scope="module")
def service():
    return FakeAnswerer()


@pytest.fixture(scope="module")
def client(service):
    with TestClient(create_app(service), raise_server_exceptions=False) as found:
        yield found
