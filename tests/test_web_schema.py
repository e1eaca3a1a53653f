"""What `/openapi.json` promises is what the server does: schemathesis sends what it allows and what it forbids, and looks at
statuses, content types, headers, bodies and methods. A server of this machine over a fake, with a fixed seed."""

import copy

import pytest
import schemathesis
from browsing import listening
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from test_web_fake import FakeAnswerer

from web import create_app

SETTINGS = {
    "seed": 20260301,
    "generation": {"max-examples": 12, "deterministic": True, "database": "none"},  # beside those made of the schema's limits
    "phases": {"stateful": {"enabled": False}},
}
APP = create_app(FakeAnswerer())
RAW = APP.openapi()


def schema_of(raw):
    return schemathesis.openapi.from_dict(copy.deepcopy(raw), config=SchemathesisConfig.from_dict(SETTINGS))


schema = schema_of(RAW)


@pytest.fixture(scope="module")
def site():
    with listening(APP) as port:
        yield f"http://127.0.0.1:{port}"


def days_crossed(case):
    """A first day behind the last: the one thing that the server refuses and a schema cannot say."""
    body = case.body if isinstance(case.body, dict) else {}
    own = body.get("hoibao") if isinstance(body.get("hoibao"), dict) else body
    limits = own.get("filters") if isinstance(own.get("filters"), dict) else case.query or {}
    first, last = limits.get("from"), limits.get("to")
    return isinstance(first, str) and isinstance(last, str) and last < first


def without_a_question(case):
    """The last message of the user says nothing: a schema cannot speak of the last of several."""
    messages = case.body.get("messages") if isinstance(case.body, dict) else None
    users = [one for one in messages or () if isinstance(one, dict) and one.get("role") == "user"]
    said = users[-1].get("content") if users else ""
    parts = [part.get("text", "") for part in said if isinstance(part, dict)] if isinstance(said, list) else [said or ""]
    return isinstance(messages, list) and not any(character.isalnum() for part in parts for character in str(part))


@schema.parametrize()
def test_the_server_does_what_its_schema_says(case, site):
    if not days_crossed(case) and not without_a_question(case):
        case.call_and_validate(base_url=site)


def _of(raw):
    return raw["paths"]["/api/ask"]["post"]["responses"]


@pytest.mark.parametrize(
    ("broken", "question", "failure"),
    [
        (lambda raw: None, "Ba Bể?", None),
        (lambda raw: None, "?", None),
        (lambda raw: _of(raw).pop("422"), "?", "Undocumented status code"),
        (lambda raw: _of(raw)["422"].update(content={"application/json": {}}), "?", "Undocumented Content-Type"),
        (lambda raw: raw["components"]["schemas"]["AnswerBody"]["required"].append("x"), "Ba Bể?", "Response violates schema"),
    ],
)
def test_a_promise_that_is_not_kept_is_found(site, broken, question, failure):
    raw = copy.deepcopy(RAW)
    broken(raw)
    case = schema_of(raw)["/api/ask"]["POST"].Case(body={"question": question}, media_type="application/json")
    if failure is None:
        case.call_and_validate(base_url=site)
        return
    with pytest.raises(FailureGroup) as found:
        case.call_and_validate(base_url=site)
    assert [one.title for one in found.value.exceptions] == [failure]
