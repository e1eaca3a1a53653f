"""Settings: their reference page is the generated one, and a wrong value names its variable."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from corpus import run_command
from settings import Settings, load_settings, reference, unusable

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


def _loaded_in(folder, monkeypatch):
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit) as left:
        run_command(lambda: load_settings() and 0)
    return left.value.code


def test_an_unknown_variable_is_one_line_with_its_mend(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("HOIBAO_PROT", "8123")
    assert _loaded_in(tmp_path, monkeypatch) == 2
    assert capsys.readouterr().err == (
        "error: unusable setting HOIBAO_PROT: there is no such setting (did you mean HOIBAO_PORT?); "
        "correct it in the environment or in .env\n"
    )


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PORT", "abc", "'abc' is no whole number from 1 to 65535, such as 7860"),
        ("PORT", "0", "'0' is no whole number from 1 to 65535, such as 7860"),
        ("PORT", "", "'' is no whole number from 1 to 65535, such as 7860"),
        ("QUEUE", "7.5", "'7.5' is no whole number from 0 to 10000, such as 32"),
        ("QUESTIONS_PER_MINUTE", "-1", "'-1' is no whole number from 0 up, such as 60"),
        ("PORT", "9" * 70, f"'{'9' * 60}' is no whole number from 1 to 65535, such as 7860"),
        ("ALLOWED_ORIGINS", "x", "x is no origin such as https://intranet.example:8443"),
        ("TRUSTED_PROXIES", "127.0.0.1 10.0.0.1/8", "10.0.0.1/8 is no address or network such as 127.0.0.1 or 10.0.0.0/8"),
        ("ONLY_SOURCES", " ; ", "; names no source, write it as Báo Sơn Hạ; Đài Hạ Lâm"),
        ("ONLY_FOLDERS", "../x", "../x names no folder, write it as xa/son-ha"),
        ("ADMIN_SECRET", "ngắn", "a secret needs at least 12 characters"),
        ("USER_HEADER", "X-User", "it needs HOIBAO_TRUSTED_PROXIES (127.0.0.1), or nobody would be believed"),
    ],
)
def test_a_wrong_value_is_one_line_in_our_own_words(monkeypatch, tmp_path, capsys, name, value, told):
    monkeypatch.setenv(f"HOIBAO_{name}", value)
    assert _loaded_in(tmp_path, monkeypatch) == 2
    assert capsys.readouterr().err == f"error: unusable setting HOIBAO_{name}: {told}; correct it in the environment or in .env\n"


def test_each_wrong_setting_is_told(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("HOIBAO_PORT", "x")
    monkeypatch.setenv("HOIBAO_MAX_BODY", "1")
    assert _loaded_in(tmp_path, monkeypatch) == 2
    assert capsys.readouterr().err == (
        "error: unusable setting HOIBAO_PORT: 'x' is no whole number from 1 to 65535, such as 7860; "
        "HOIBAO_MAX_BODY: '1' is no whole number from 1024 to 1048576, such as 65536; correct it in the environment or in .env\n"
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"allowed_origins": 5}, "HOIBAO_ALLOWED_ORIGINS: '5' is not what it takes: Origins whose pages may call the API"),
        ({"access_token": 12345}, "HOIBAO_ACCESS_TOKEN: it cannot be used"),  # a secret is not shown
    ],
)
def test_nothing_of_pydantics_own_phrases_is_left(given, told):
    with pytest.raises(ValidationError) as wrong:
        Settings(**given)
    assert unusable(wrong.value).startswith(told)


def test_an_unknown_line_of_the_env_file_is_refused_too(monkeypatch, tmp_path, capsys):
    (tmp_path / ".env").write_text("OTHER_TOOL=1\nHOIBAO_ZZZ=blue\n", encoding="utf-8")
    assert _loaded_in(tmp_path, monkeypatch) == 2
    assert "HOIBAO_ZZZ: there is no such setting (docs/settings.md lists all)" in capsys.readouterr().err


@pytest.mark.parametrize("line", ["HOIBAO_PORT", "HOIBAO_PORT 8080", "hoibao_port: 8080", "export HOIBAO_PORT"])
def test_a_line_of_the_env_file_that_sets_nothing_is_refused(monkeypatch, tmp_path, capsys, line):
    (tmp_path / ".env").write_text(f"# ours\nOTHER_TOOL\n{line}\n", encoding="utf-8")
    assert _loaded_in(tmp_path, monkeypatch) == 2
    assert capsys.readouterr().err == (
        "error: unusable setting HOIBAO_PORT: line 3 of .env sets nothing; write NAME=value; "
        "correct it in the environment or in .env\n"
    )


def test_what_belongs_to_others_is_left_alone(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("OTHER_TOOL=1\n", encoding="utf-8")
    assert load_settings().port == 7860


def test_an_administrators_secret_must_be_hard_to_guess(monkeypatch):
    assert load_settings().admin_secret.get_secret_value() == ""
    monkeypatch.setenv("HOIBAO_ADMIN_SECRET", "x" * 12)
    assert load_settings().admin_secret.get_secret_value() == "x" * 12
    monkeypatch.setenv("HOIBAO_ADMIN_SECRET", "x" * 11)
    with pytest.raises(ValidationError, match="at least 12 characters"):
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
