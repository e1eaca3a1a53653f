"""For operators: whether the process runs, whether it can answer, and what it counted."""

from typing import Literal

from fastapi import APIRouter, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel, ConfigDict, Field

from web.api.problem_docs import problems
from web.metrics import Measured

_METRICS = """# HELP hoibao_questions_total Questions by outcome.
# TYPE hoibao_questions_total counter
hoibao_questions_total{outcome="answered"} 12.0
"""


class Healthy(BaseModel):
    """The process runs."""

    status: Literal["ok"]


class Ready(BaseModel):
    """The index in use; more keys tell its model, its day and its counts."""

    model_config = ConfigDict(extra="allow")

    status: Literal["ready"]
    index_version: str = Field(examples=["v000002"])


def health_router(service: Measured) -> APIRouter:
    """`/healthz`, `/readyz` and `/metrics`."""
    router = APIRouter(tags=["operation"])

    @router.head("/healthz", include_in_schema=False)
    @router.get("/healthz", summary="The process runs", responses=problems("/healthz"))
    def healthz() -> Healthy:
        return Healthy(status="ok")

    @router.head("/readyz", include_in_schema=False)
    @router.get("/readyz", summary="Index open, model loaded", responses=problems("/readyz"))
    def readyz() -> Ready:
        return Ready(status="ready", index_version=service.index_version, **service.describe())

    @router.get(
        "/metrics",
        response_class=PlainTextResponse,
        summary="Counts and times for Prometheus",
        responses={200: {"content": {"text/plain": {"example": _METRICS}}}, **problems("/metrics")},
    )
    def metrics() -> Response:
        return Response(service.text(), media_type=CONTENT_TYPE_LATEST)

    return router
