"""Health checks of the service and of what a video needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from omnigen import __version__
from omnigen.domain.ids import new_job_id
from omnigen.domain.job_view import ViewModel
from omnigen.errors import NotFound
from omnigen.runtime.context import AppContext
from ulid import ULID

from functions.api.auth import request_context
from functions.api.routes.router import Routes

router = Routes()
_logger = Logger(service="Api")


class HealthResponse(ViewModel):
    """The service answers."""

    status: Literal["ok"]
    version: str


class VideoHealthResponse(ViewModel):
    """Whether everything a video needs is there; `checks` says what is not."""

    status: Literal["ok", "degraded"]
    providers: str
    checks: Mapping[str, Literal["ok", "failed"]]


@router.get("/health", tags=["health"], summary="Whether the service answers", security=[{}])
def show_health() -> HealthResponse:
    """Needs no token and looks at nothing."""
    return HealthResponse(status="ok", version=__version__)


_BOTH: Any = {
    200: {"description": "It could", "content": {"application/json": {"model": VideoHealthResponse}}},
    503: {"description": "Something is missing", "content": {"application/json": {"model": VideoHealthResponse}}},
}


@router.get("/health/video", tags=["health"], summary="Whether a video could be made now", responses=_BOTH)
def show_video_health() -> Response[VideoHealthResponse]:
    """Looks at the records, the files, the state machine and the providers; 503 when one is missing."""
    app = request_context(router).app
    checks: dict[str, Literal["ok", "failed"]] = {
        name: "ok" if _works(name, check) else "failed" for name, check in _checks(app).items()
    }
    healthy = set(checks.values()) == {"ok"}
    view = VideoHealthResponse(
        status="ok" if healthy else "degraded", providers=app.settings.omnigen_providers, checks=checks
    )
    return Response(200 if healthy else 503, "application/json", view)


def _checks(app: AppContext) -> Mapping[str, Callable[[], object]]:
    job_id = new_job_id(ULID())
    return {
        "records": lambda: _missing(app, job_id),
        "files": lambda: app.aws.objects.size(f"users/nobody/jobs/{job_id}/nothing"),
        "workflow": lambda: app.aws.workflow.status(app.aws.workflow.execution_arn(job_id, 1)),
        "providers": lambda: app.providers,
    }


def _missing(app: AppContext, job_id: str) -> None:
    try:
        app.aws.jobs.get(job_id)
    except NotFound:
        return


def _works(name: str, check: Callable[[], object]) -> bool:
    """Whether a check ends without an exception; the exception goes to the log."""
    try:
        check()
    except Exception:
        _logger.exception("unhealthy", check=name)
        return False
    return True
