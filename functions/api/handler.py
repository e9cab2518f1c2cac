"""The API's Lambda: routes of all resources, one shape of errors, and the user taken from the authorizer alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from . import (
    account,
    control,
    deliveries,
    documentation,
    generate,
    health,
    images,
    jobs,
    problems,
    projects,
    scenes,
    scripts,
    text,
    uploads,
    videos,
)

PREFIX = "/api/v1"
_RESOURCES = (
    generate,
    jobs,
    control,
    videos,
    deliveries,
    projects,
    scripts,
    scenes,
    images,
    uploads,
    account,
    health,
    documentation,
)


def application() -> APIGatewayHttpResolver:
    """The resolver with every route. It holds the request it is at, so it takes one at a time."""
    app = APIGatewayHttpResolver(
        enable_validation=True,
        strip_prefixes=[PREFIX],
        json_body_deserializer=text.read_json,
        serializer=text.write_json,
    )
    problems.install(app)
    for resource in _RESOURCES:
        app.include_router(resource.router)
    documentation.describe(app, PREFIX)
    return app


_app = application()


def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Answer one request (API Gateway HTTP API, payload format 2.0)."""
    return problems.unreadable(event) or _app.resolve(event, context)
