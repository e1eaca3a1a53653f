"""Settings: their reference page is the generated one, and a wrong value names its variable."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from settings import load_settings, reference

ROOT = Path(__file__).resolve().parents[1]


def test_the_reference_page_is_up_to_date():
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == reference()


def test_the_environment_decides(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOIBAO_PORT", "8123")
    assert load_settings().port == 8123


def test_an_env_file_is_read(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HOIBAO_HOST", raising=False)
    (tmp_path / ".env").write_text("HOIBAO_HOST=0.0.0.0\n", encoding="utf-8")
    assert load_settings().host == "0.0.0.0"


def test_a_wrong_port_is_refused(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOIBAO_PORT", "70000")
    with pytest.raises(ValidationError, match="port"):
        load_settings()


def test_origins_that_may_embed(monkeypatch):
    assert load_settings().frame_ancestors == ()
    monkeypatch.setenv("HOIBAO_FRAME_ANCESTORS", "https://Intranet.example/, http://localhost:8080  https://*.tinh.example")
    assert load_settings().frame_ancestors == ("https://intranet.example", "http://localhost:8080", "https://*.tinh.example")


@pytest.mark.parametrize(
    "value",
    [
        "*",
        "'self'",
        "intranet.example",
        "https://a.example/path",
        "https://a;script-src *",
        "ftp://a",
        "https://",
        "https://báo.vn",
    ],
)
def test_what_is_no_origin_is_refused(monkeypatch, value):
    monkeypatch.setenv("HOIBAO_FRAME_ANCESTORS", f"https://good.example {value}")
    with pytest.raises(ValidationError, match="is no origin"):
        load_settings()
