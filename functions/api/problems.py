"""Errors as `application/problem+json` (RFC 9457), all in one shape, none with a stack trace."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from omnigen.errors import ConfigError, FixableBy, InvalidRequest, OmnigenError, OverBudget, OverQuota
from pydantic import BaseModel, Field

MEDIA_TYPE = "application/problem+json"

_logger = Logger(service="Api")


class FieldProblem(BaseModel):
    """One thing wrong with one field of the request."""

    field: str = Field(description="dotted path, e.g. `product.name`; empty for the whole request")
    message: str
    code: str


class ProblemDetails(BaseModel):
    """What went wrong, whether the same request may work later, and who can mend it."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    stage: str | None = None
    retryable: bool
    fixable_by: FixableBy
    field: str | None = None
    errors: list[FieldProblem] | None = None
    retry_after: int | None = Field(default=None, description="seconds")


class NotSignedIn(OmnigenError):
    """The request came without a user."""

    http_status = 401
    fixable_by = "user"


class Forbidden(OmnigenError):
    """The caller is known, and may not do this."""

    http_status = 403
    fixable_by = "user"


class NoSuchRoute(OmnigenError):
    """There is no such path, or not with this method."""

    http_status = 404
    fixable_by = "user"


class UnsupportedMediaType(OmnigenError):
    """A body that is not JSON."""

    http_status = 415
    fixable_by = "user"


class TooLarge(OmnigenError):
    """A body larger than any valid request."""

    http_status = 413
    fixable_by = "user"


class Unchanged(Exception):
    """What was asked for is as its tag in `If-None-Match` says. Answered with 304 and these headers, without a body."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        super().__init__("unchanged")
        self.headers = headers


class Unexpected(OmnigenError):
    """An error that no code expected; its traceback is in the log."""


def install(app: APIGatewayHttpResolver) -> None:
    """Register the handlers that turn every exception into a problem document."""
    app.exception_handler(OmnigenError)(problem_response)
    app.exception_handler(Unchanged)(_unchanged)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(NotFoundError)(_no_route)
    app.exception_handler(UnicodeDecodeError)(_not_text)
    app.exception_handler(Exception)(_unexpected)


def as_lambda_response(error: OmnigenError) -> dict[str, Any]:
    """An error as the Lambda's response, for requests that are refused before routing."""
    problem = _problem(error)
    body = problem.model_dump_json(exclude_none=True)
    headers = {"Content-Type": MEDIA_TYPE, **_retry_header(problem)}
    return {"statusCode": problem.status, "headers": headers, "body": body}


def problem_response(error: OmnigenError) -> Response[str]:
    """An expected error as a response."""
    if isinstance(error, ConfigError):
        _logger.error("not_configured", reason=str(error))
    return _respond(_problem(error))


def _problem(error: OmnigenError) -> ProblemDetails:
    return ProblemDetails(
        type=f"urn:omnigen:error:{error.code}",
        title=re.sub(r"(?<=[a-z])(?=[A-Z])", " ", error.code).capitalize(),
        status=error.http_status,
        detail=str(error),
        code=error.code,
        retryable=error.retryable or isinstance(error, OverQuota),
        fixable_by=error.fixable_by,
        field=error.field if isinstance(error, InvalidRequest) else _cap_field(error),
        retry_after=error.retry_after_seconds if isinstance(error, OverQuota) else None,
    )


def _cap_field(error: OmnigenError) -> str | None:
    return "max_cost_usd" if isinstance(error, OverBudget) else None


def _invalid(error: RequestValidationError) -> Response[str]:
    found = [_field_problem(detail) for detail in error.errors()]
    sentence = "; ".join(f"{entry.field}: {entry.message}" if entry.field else entry.message for entry in found)
    problem = _problem(InvalidRequest(sentence, found[0].field if found else ""))
    return _respond(problem.model_copy(update={"errors": found}))


def _field_problem(detail: dict[str, Any]) -> FieldProblem:
    """One error of pydantic's: the dotted path within body, query or headers. Positions in broken JSON are left out."""
    place: Sequence[Any] = detail["loc"][1:]
    broken = detail["type"] == "json_invalid"
    message = f"The body is not JSON: {detail['ctx']['error']}" if broken else str(detail["msg"])
    field = "" if broken else ".".join(str(part) for part in place)
    return FieldProblem(field=field, message=message, code=str(detail["type"]))


def _unchanged(known: Unchanged) -> Response[str]:
    return Response(304, body="", headers=dict(known.headers))


def _not_text(_: UnicodeDecodeError) -> Response[str]:
    return problem_response(InvalidRequest("The body is not text in UTF-8"))


def _no_route(_: NotFoundError) -> Response[str]:
    return problem_response(NoSuchRoute("There is nothing here; GET /api/v1/docs lists all there is"))


def _unexpected(error: Exception) -> Response[str]:
    _logger.exception("unexpected", error=type(error).__name__)
    return problem_response(Unexpected("Something went wrong on our side. It is in the log; try again later"))


def _respond(problem: ProblemDetails) -> Response[str]:
    headers: dict[str, Any] = _retry_header(problem)
    return Response(problem.status, MEDIA_TYPE, problem.model_dump_json(exclude_none=True), headers)


def _retry_header(problem: ProblemDetails) -> dict[str, str]:
    return {"Retry-After": str(problem.retry_after)} if problem.retry_after else {}
