"""`/openapi.json`: what FastAPI finds in the routes, with the shapes of errors and events, and the limits of this site."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from web.api.problem_docs import OpenAIErrorBody, ProblemBody
from web.limits import Limits
from web.openai.response import ChatCompletionChunk

TITLE = "Hỏi Báo"
DESCRIPTION = (
    "Answers Vietnamese questions over a folder of news articles; every answer cites its sentences. Texts are Vietnamese, "
    "errors are told in Vietnamese and English. See docs/api.md."
)
_BESIDE_ROUTES: list[tuple[type[BaseModel], JsonSchemaMode]] = [
    (one, "validation") for one in (ProblemBody, OpenAIErrorBody, ChatCompletionChunk)
]


def completed(schema: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """The schema with the components that the routes' errors name, the site's longest question, and its secret if it has one."""
    _, named = models_json_schema(_BESIDE_ROUTES, ref_template="#/components/schemas/{model}")
    components = schema["components"]
    components["schemas"] = named["$defs"] | components["schemas"]
    components["schemas"]["AskRequest"]["properties"]["question"]["maxLength"] = limits.max_question
    if limits.access_token:
        components["securitySchemes"] = {"secret": {"type": "http", "scheme": "bearer"}}
        for path, methods in schema["paths"].items():
            for operation in methods.values():
                operation["security"] = [] if path == "/healthz" else [{"secret": []}]
    return schema
