"""The API's Lambda function: all routes on one Powertools resolver, with errors as problem documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from omnigen.errors import OmnigenError

from functions.api import access, json_codec, openapi_document, problems, request_body
from functions.api.routes import (
    account,
    admin,
    assets,
    brands,
    compliance,
    drawn,
    generate,
    health,
    images,
    job_actions,
    jobs,
    keys,
    labels,
    me,
    openapi,
    projects,
    scenes,
    scripts,
    uploads,
    videos,
    voices,
    webhook_deliveries,
    webhooks,
)

PREFIX = "/api/v1"
_RESOURCES = (
    generate,
    jobs,
    job_actions,
    drawn,
    videos,
    compliance,
    webhook_deliveries,
    webhooks,
    projects,
    brands,
    labels,
    scripts,
    scenes,
    images,
    uploads,
    assets,
    voices,
    account,
    keys,
    me,
    admin,
    health,
    openapi,
)


def application() -> APIGatewayHttpResolver:
    """The resolver with every route. It keeps the current request as state, so it handles one at a time."""
    app = APIGatewayHttpResolver(
        enable_validation=True,
        strip_prefixes=[PREFIX],
        json_body_deserializer=json_codec.read_json,
        serializer=json_codec.write_json,
    )
    problems.install(app)
    for resource in _RESOURCES:
        app.include_router(resource.router)
    openapi_document.describe(app, PREFIX)
    return app


_app = application()


def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Answer one request (API Gateway HTTP API, payload format 2.0)."""
    try:
        event = access.admitted(event, PREFIX)
    except OmnigenError as error:
        return problems.as_lambda_response(error)
    return request_body.refusal(event) or _app.resolve(request_body.with_plain_type(event), context)
