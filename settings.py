"""Every setting, read once by the entry points and passed on as plain values.

Environment variables carry the prefix HOIBAO_ (HOIBAO_PORT=8080); a `.env` file in the working directory is read too.
"""

import io
import logging
import os
import re
import sys
from collections.abc import Iterator
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from pydantic import (
    BeforeValidator,
    Field,
    IPvAnyNetwork,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

logging.getLogger("dotenv").setLevel(logging.ERROR)  # of lines that it cannot read we tell more
_ROOT = Path(__file__).parent
_PREFIX = "hoibao_"  # in any case
_ENV_FILE = ".env"

# Read by the libraries when they are imported: nothing reports home, nothing looks for updates, no statistics per event.
_QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
}
_OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
# Written into headers as they are, so that nothing but an origin may pass: no path, no quotes, no semicolon.
_HOST, _PORT = r"[a-z0-9-]+(\.[a-z0-9-]+)*", r"(:[0-9]{1,5})?"
_ORIGIN = re.compile(rf"https?://({_HOST}|\[[0-9a-f:]+\]){_PORT}", re.A)
_ANCESTOR = re.compile(rf"https?://(\*\.)?{_HOST}{_PORT}", re.A)
_EXAMPLE = "https://intranet.example:8443"
_LONGEST_SHOWN = 60  # characters of a wrong value


def _split(value: object) -> object:
    """Names between commas or blanks."""
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


def _split_titles(value: object) -> object:
    """Names that may hold blanks and commas, between semicolons; what holds none is kept, to be refused."""
    if not isinstance(value, str):
        return value
    return tuple(name.strip() for name in value.split(";") if name.strip()) or tuple(filter(None, [value.strip()]))


def _split_networks(value: object) -> object:
    """As `_split`; pydantic's own complaint of a network does not say which."""
    names = _split(value)
    for name in names if isinstance(names, tuple) else ():
        try:
            ip_network(name)
        except ValueError:
            example = "127.0.0.1 or 10.0.0.0/8"
            told = {"name": name[:_LONGEST_SHOWN], "example": example}
            raise PydanticCustomError("network", "{name} is no address or network such as {example}", told) from None
    return names


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
Titles = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split_titles)]
Networks = Annotated[tuple[IPvAnyNetwork, ...], NoDecode, BeforeValidator(_split_networks)]


class Settings(BaseSettings):
    """Typed settings; an unusable value raises pydantic's ValidationError, which names the field."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, env_file=_ENV_FILE, env_file_encoding="utf-8", extra="ignore")

    host: str = Field("127.0.0.1", description="Address the server listens on; 0.0.0.0 opens it to the network.")
    port: int = Field(7860, ge=1, le=65535, description="Port the server listens on.")
    corpus: Path = Field(_ROOT / "corpus" / "articles", description="Folder of articles.")
    columns: str = Field(
        "",
        description="Columns of .jsonl and .csv exports as field=column pairs, such as title=tieu_de,text=noi_dung; "
        "fields: id title lead text source url published author place. Usual names are recognised without it.",
    )
    index: Path = Field(_ROOT / "index" / "built", description="Folder that holds the index versions.")
    state: Path = Field(
        Path.home() / ".cache" / "hoibao",
        description="Folder for what a running site writes: the converted model, caches, feedback.",
    )
    embedding_model: str = Field(
        "", description="Path or hub id of a sentence-transformers model; empty means the bundled multilingual-e5-small."
    )
    llm_model: str = Field(
        "",
        description="A language model that puts answers into words: ollama:NAME, or the NAME on the server of "
        "HOIBAO_LLM_BASE_URL; empty means none: answers are sentences of the articles. What it writes is checked against them.",
    )
    llm_base_url: str = Field(
        "",
        description="Address of an OpenAI-compatible server, such as http://127.0.0.1:8080/v1, or of an Ollama elsewhere.",
    )
    llm_api_key: SecretStr = Field(SecretStr(""), description="Key of that server, if it wants one.")
    llm_passages: int = Field(
        5,
        ge=1,
        le=5,
        description="Passages that the language model reads; fewer let a model on a slow processor begin within the 10 seconds "
        "that it has.",
    )
    root_path: str = Field("", description="Path prefix when a reverse proxy serves the site below one, such as /hoi-bao.")
    allowed_origins: Names = Field(
        (), description="Origins whose pages may call the API (CORS), with blanks between them: https://intranet.example."
    )
    frame_ancestors: Names = Field(
        (),
        description="Origins whose pages may show the chat in a frame, with blanks between them: https://intranet.example "
        "https://*.tinh.example; empty means none. See docs/embed.md.",
    )
    only_sources: Titles = Field(
        (),
        description="Sources that the site is bound to, with semicolons between them: Báo Sơn Hạ; Đài Hạ Lâm. Articles of others "
        "are not searched, listed or opened, whatever a request says; empty means all.",
    )
    only_folders: Titles = Field(
        (),
        description="Folders of the corpus that the site is bound to, as paths below it with semicolons between them: "
        "xa/son-ha; empty means all.",
    )
    access_token: SecretStr = Field(
        SecretStr(""),
        description="A secret that every request must carry (`Authorization: Bearer ...`); /healthz and styles are open.",
    )
    admin_secret: SecretStr = Field(
        SecretStr(""),
        description="A secret of at least 12 characters; whoever knows it may have the index brought up to date on the page "
        "/kho/cap-nhat. Empty means that nobody may and that there is no such page.",
    )
    trusted_proxies: Networks = Field(
        (), description="Addresses or networks of reverse proxies whose X-Forwarded-For and user header are believed."
    )
    user_header: str = Field(
        "",
        description="Header in which a trusted proxy names the user it let in, such as X-Remote-User; nobody else is believed.",
    )
    questions_per_minute: int = Field(
        60,
        ge=0,
        description="Requests that one client address may post in a minute, on the page and to the API; 0 means any number. "
        "Opening a page and stopping an answer are not counted.",
    )
    queue: int = Field(32, ge=0, le=10_000, description="Questions that may wait for an answer; more are refused with 503.")
    max_body: int = Field(65_536, ge=1_024, le=1_048_576, description="Bytes of a request body.")
    max_question: int = Field(2_000, ge=1, le=2_000, description="Characters of a question.")

    @field_validator("allowed_origins", "frame_ancestors")
    @classmethod
    def _are_origins(cls, names: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        """As a browser tells them, in lower case and without a slash at the end."""
        origins = tuple(name.lower().removesuffix("/") for name in names)
        form, example = (_ANCESTOR, "https://*.tinh.example") if info.field_name == "frame_ancestors" else (_ORIGIN, _EXAMPLE)
        for origin in origins:
            if not form.fullmatch(origin):
                raise PydanticCustomError("origin", "{name} is no origin such as {example}", {"name": origin, "example": example})
        return origins

    @field_validator("only_sources", "only_folders")
    @classmethod
    def _name_something(cls, names: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        """A name without a letter would match nothing, or be passed over and open everything."""
        kind, example = ("folder", "xa/son-ha") if info.field_name == "only_folders" else ("source", "Báo Sơn Hạ; Đài Hạ Lâm")
        for name in names:
            if not any(character.isalnum() for character in name) or ".." in name.split("/"):
                told = {"name": name, "kind": kind, "example": example}
                raise PydanticCustomError("name", "{name} names no {kind}, write it as {example}", told)
        return names

    @field_validator("admin_secret")
    @classmethod
    def _is_hard_to_guess(cls, secret: SecretStr) -> SecretStr:
        if 0 < len(secret.get_secret_value()) < 12:
            raise PydanticCustomError("short_secret", "a secret needs at least 12 characters")
        return secret

    @field_validator("user_header")
    @classmethod
    def _has_a_proxy(cls, name: str, info: ValidationInfo) -> str:
        if name and not info.data.get("trusted_proxies"):
            raise PydanticCustomError("proxy", "it needs HOIBAO_TRUSTED_PROXIES (127.0.0.1), or nobody would be believed")
        return name

    @property
    def feedback_file(self) -> Path:
        """Where the page writes what readers say of answers, and the evaluation reads it."""
        return self.state / "feedback.jsonl"


def load_settings() -> Settings:
    """Settings from the environment and `.env`; raises ValidationError for an unusable value and for a variable that is none."""
    unknown = [name for name in _named() if name not in Settings.model_fields]
    problems = [*map(_no_such, unknown), *_unreadable_lines()]
    if problems:
        raise ValidationError.from_exception_data("Settings", problems)
    return Settings()


def unusable(error: ValidationError) -> str:
    """What is wrong with which variables, in words of our own: the value, what is expected, an example."""
    return "; ".join(f"{_PREFIX.upper()}{str(found['loc'][0]).upper()}: {_complaint(found)}" for found in error.errors())


def _complaint(found: ErrorDetails) -> str:
    field = Settings.model_fields.get(str(found["loc"][0]))
    if field is None or "url" not in found:  # only pydantic's own errors have an address
        return found["msg"]
    if field.annotation is SecretStr:
        return "it cannot be used"
    value = repr(str(found["input"])[:_LONGEST_SHOWN])
    return f"{value} is no {_number(field)}" if field.annotation is int else f"{value} is not what it takes: {field.description}"


def _number(field: FieldInfo) -> str:
    least, most = (next((getattr(one, end) for one in field.metadata if hasattr(one, end)), None) for end in ("ge", "le"))
    return f"whole number from {least} {f'to {most}' if most is not None else 'up'}, such as {field.default}"


def secret_of(variable: str) -> SecretStr:
    """A secret in a variable that somebody names, in the environment or in `.env`; raises HoiBaoError where there is none.

    It goes into an HTTP header, so it is one word of ASCII.
    """
    from corpus import HoiBaoError  # corpus itself may read the settings

    found = (os.environ.get(variable) or dotenv_values(_ENV_FILE, encoding="utf-8").get(variable) or "").strip()
    if not found or not all("!" <= char <= "~" for char in found):
        raise HoiBaoError(
            f"the variable {variable} {'holds more than one word of ASCII' if found else 'is not set'}",
            mend="put the key into it, or name another variable",
            vietnamese=f"Biến môi trường {variable} không chứa khóa dùng được.",
        )
    return SecretStr(found)


def _named() -> list[str]:
    """What the environment and `.env` set with our prefix, without the prefix."""
    found = {name.lower() for name in (*os.environ, *dotenv_values(_ENV_FILE, encoding="utf-8"))}
    return sorted(name.removeprefix(_PREFIX) for name in found if name.startswith(_PREFIX))


def _unreadable_lines() -> Iterator[InitErrorDetails]:
    """Lines of `.env` that mean one of ours and set nothing, which python-dotenv passes over."""
    file = Path(_ENV_FILE)
    for line in parse_stream(io.StringIO(file.read_text(encoding="utf-8"))) if file.is_file() else ():
        named = re.match(rf"\s*(?:export\s+)?{_PREFIX}(\w+)", line.original.string, re.IGNORECASE)
        if named and line.value is None:
            told = {"file": _ENV_FILE, "line": line.original.line}
            problem = PydanticCustomError("no_value", "line {line} of {file} sets nothing; write NAME=value", told)
            yield InitErrorDetails(type=problem, loc=(named.group(1).lower(),), input=None)


def _no_such(name: str) -> InitErrorDetails:
    near = get_close_matches(name, Settings.model_fields, n=1)
    meant = f"did you mean {_PREFIX.upper()}{near[0].upper()}?" if near else "docs/settings.md lists all"
    problem = PydanticCustomError("unknown_setting", "there is no such setting ({meant})", {"meant": meant})
    return InitErrorDetails(type=problem, loc=(name,), input=None)


def stay_quiet(settings: Settings) -> None:
    """Set before the libraries are imported. Only a model that is named by its hub id may be fetched."""
    named = settings.embedding_model
    offline = _OFFLINE if not named or Path(named).exists() else {}
    for name, value in (_QUIET | offline).items():
        os.environ.setdefault(name, value)


def reference() -> str:
    """The page docs/settings.md: every setting with its variable, default and meaning."""
    rows = ["# Settings", "", "Written by `python settings.py > docs/settings.md`.", ""]
    rows += [
        "Each is an environment variable or a line of a file `.env` in the working directory. A `HOIBAO_` variable that is not"
    ]
    rows += ["listed here is refused at the start, so that a misspelt limit is never passed over.", ""]
    rows += ["| variable | default | meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default == () else str(field.default)
        default = default.replace(f"{_ROOT}/", "./").replace(f"{Path.home()}/", "~/")
        rows.append(f"| `HOIBAO_{name.upper()}` | {f'`{default}`' if default else 'empty'} | {field.description} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.stdout.write(reference())
