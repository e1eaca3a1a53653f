"""How `/openapi.json` tells what a stream of events holds: one schema for each event (`itemSchema` of OpenAPI 3.2)."""

from typing import Any

_REF = "#/components/schemas/"
STAGE = {"type": "object", "required": ["stage"], "properties": {"stage": {"enum": ["queued", "retrieve", "read", "write"]}}}
TOKEN = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
CITED = {
    "type": "object",
    "required": ["citations"],
    "properties": {"citations": {"type": "array", "items": {"$ref": f"{_REF}CitationBody"}}},
}


def answer_stream(example: str) -> dict[str, Any]:
    """The `content` of `POST /api/ask/stream`."""
    kinds: dict[str, dict[str, Any]] = {
        "status": STAGE,
        "token": TOKEN,
        "citations": CITED,
        "done": {"$ref": f"{_REF}AnswerBody"},
        "error": {"$ref": f"{_REF}ProblemBody"},
    }
    events = [_event(data, {"event": {"const": name}}) for name, data in kinds.items()]
    return {"text/event-stream": {"itemSchema": {"oneOf": events}, "example": example}}


def chunk_stream(chunk: str, error: str) -> dict[str, Any]:
    """The `content` of a streamed completion; `chunk` and `error` name components."""
    events = [
        _event({"anyOf": [{"$ref": f"{_REF}{chunk}"}, {"$ref": f"{_REF}{error}"}]}),
        {"properties": {"data": {"const": "[DONE]"}}},
    ]
    return {"text/event-stream": {"itemSchema": {"type": "object", "required": ["data"], "anyOf": events}}}


def _event(data: dict[str, Any], more: dict[str, Any] | None = None) -> dict[str, Any]:
    told = {"type": "string", "contentMediaType": "application/json", "contentSchema": data}
    return {"type": "object", "required": [*(more or {}), "data"], "properties": {**(more or {}), "data": told}}
