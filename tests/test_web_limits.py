"""Whose address a request has, and what the settings of the limits take."""

from ipaddress import ip_network

import pytest
from pydantic import ValidationError

from settings import Settings
from web.limits import Limits, limits_of

PROXIES = Limits(trusted_proxies=(ip_network("10.0.0.0/8"), ip_network("127.0.0.1"), ip_network("fd00::/8")))


def scope(peer, *forwarded):
    return {"type": "http", "client": (peer, 1), "headers": [(b"x-forwarded-for", line.encode()) for line in forwarded]}


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.5", ["198.51.100.1"], "203.0.113.5"),  # not our proxy: what it claims counts for nothing
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["1.1.1.1, 198.51.100.1"], "198.51.100.1"),  # the first was written by the client itself
        ("10.0.0.1", ["198.51.100.1, 10.0.0.2"], "198.51.100.1"),  # two proxies of ours
        ("10.0.0.1", ["1.1.1.1", "198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["198.51.100.1, nonsense"], "10.0.0.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("::ffff:127.0.0.1", ["2001:db8::1"], "2001:db8::1"),
        ("fd00::1", ["2001:db8::1"], "2001:db8::1"),
        ("testclient", ["198.51.100.1"], "testclient"),
    ],
)
def test_client_address(peer, forwarded, client):
    assert PROXIES.client(scope(peer, *forwarded)) == client


def test_without_proxies_nothing_forwarded_is_believed():
    assert Limits().client(scope("127.0.0.1", "198.51.100.1")) == "127.0.0.1"


def made(monkeypatch, tmp_path, **named):
    monkeypatch.chdir(tmp_path)
    for name, value in named.items():
        monkeypatch.setenv(f"HOIBAO_{name}", value)
    return limits_of(Settings())


def test_by_default_everything_is_denied(monkeypatch, tmp_path):
    found = made(monkeypatch, tmp_path)
    assert (found.allowed_origins, found.trusted_proxies, found.access_token, found.user_header) == ((), (), "", "")
    assert (found.questions_per_minute, found.queue, found.max_body, found.max_question) == (60, 32, 65_536, 2_000)


def test_lists_are_split(monkeypatch, tmp_path):
    found = made(
        monkeypatch, tmp_path, ALLOWED_ORIGINS="https://A.example/, http://b.example:8080", TRUSTED_PROXIES="10.0.0.0/8 ::1",
        ACCESS_TOKEN="s3",
    )  # fmt: skip
    assert found.allowed_origins == ("https://a.example", "http://b.example:8080")
    assert found.trusted_proxies == (ip_network("10.0.0.0/8"), ip_network("::1"))
    assert found.access_token == "s3"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOWED_ORIGINS", "*"), ("ALLOWED_ORIGINS", "https://a.example/path"), ("ALLOWED_ORIGINS", "a.example"),
        ("ALLOWED_ORIGINS", "https://*.a.example"),
        ("FRAME_ANCESTORS", "https://*"), ("FRAME_ANCESTORS", "https://a.example;script-src"), ("TRUSTED_PROXIES", "proxy"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"), ("QUESTIONS_PER_MINUTE", "-1"), ("MAX_QUESTION", "2001"), ("MAX_BODY", "0"),
        ("USER_HEADER", "X-Remote-User"),
    ],
)  # fmt: skip
def test_unusable_values_are_refused(monkeypatch, tmp_path, name, value):
    with pytest.raises(ValidationError):
        made(monkeypatch, tmp_path, **{name: value})
