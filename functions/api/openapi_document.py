"""The API's OpenAPI 3.1 document.

Powertools derives it from the routes; here it is completed so that validators and client generators accept it.
"""

from __future__ import annotations

import json
import re
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.models import HTTPBearer, License, Server, Tag
from omnigen import __version__
from omnigen.domain.webhook import WebhookChallenge, WebhookEvent
from pydantic import BaseModel

from functions.api.examples import EXAMPLES
from functions.api.problems import MEDIA_TYPE, ProblemDetails

DESCRIPTION = "Turns a brief into a finished video ad. Errors are problem documents (RFC 9457), all of one shape."

_TAGS = {
    "generate": "Submit a brief, or ask what its video would cost",
    "jobs": "Read jobs and follow their changes",
    "control": "Cancel, resume, continue, regenerate and delete jobs",
    "videos": "Finished videos, with presigned URLs",
    "compliance": "Rules for ads for medicines, waivers, approvals and review packets",
    "deliveries": "Webhook deliveries of a job",
    "projects": "Products that several videos are made from",
    "labels": "Labels of medicines: what their ads may and must say",
    "scripts": "Scripts: your own or written ones, and their review",
    "scenes": "Scenes of the storyboard and their review",
    "images": "Images of scenes and their review",
    "uploads": "Forms to upload files of your own with",
    "assets": "Files of your own, checked and kept, for any number of videos",
    "voices": "The voices that can be chosen, and samples of them",
    "account": "Usage, limits and models",
    "admin": "Limits of spending, for administrators",
    "health": "Whether the service answers and is complete",
}
_UNUSED_SCHEMAS = ("HTTPValidationError", "ValidationError", "ResponseValidationError")
"""Powertools' own error shapes; every error is answered as a `Problem`."""

_PROBLEM_RESPONSE = {"$ref": "#/components/responses/Problem"}


def describe(app: APIGatewayHttpResolver, prefix: str) -> None:
    """Set what holds for the whole document: version, licence, server, tags, sign-in."""
    app.configure_openapi(
        title="Omnigen",
        version=__version__,
        openapi_version="3.1.0",
        description=DESCRIPTION,
        license_info=License(name="Apache-2.0", identifier="Apache-2.0"),
        tags=[Tag(name=name, description=text) for name, text in _TAGS.items()],
        servers=[Server(url=prefix)],
        security_schemes={"token": HTTPBearer(bearerFormat="JWT", description="A Cognito token")},
        security=[{"token": []}],
    )


def document(app: APIGatewayHttpResolver) -> dict[str, Any]:
    """The OpenAPI document of these routes, as JSON values."""
    made: dict[str, Any] = json.loads(app.get_openapi_json_schema())
    schemas = made["components"]["schemas"]
    for name in _UNUSED_SCHEMAS:
        schemas.pop(name, None)
    _add_schema(schemas, "Problem", ProblemDetails)
    _add_schema(schemas, "WebhookEvent", WebhookEvent)
    _add_schema(schemas, "WebhookChallenge", WebhookChallenge)
    for name, schema in schemas.items():
        schema["title"] = name  # generators name their classes by the title
    made["components"]["responses"] = {"Problem": _problem_response()}
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            _complete(operation, path, method)
    made["webhooks"] = {
        "receiverVerification": {"post": _verification_operation()},
        "jobStatusChanged": {"post": _status_operation()},
    }
    return made


def _add_schema(schemas: dict[str, Any], name: str, model: type[BaseModel]) -> None:
    """Add a model that no route takes or returns, with the models it refers to."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= schema.pop("$defs", {})
    schemas[name] = schema


def _problem_response() -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": "What went wrong", "content": {MEDIA_TYPE: {"schema": schema}}}


def _complete(operation: dict[str, Any], path: str, method: str) -> None:
    """Give an operation its short id, its error responses and its examples."""
    # Powertools appends path and method to the function's name; functions of routes have unique names.
    suffix = re.sub(r"\W", "_", path.replace("{", "<").replace("}", ">")) + f"_{method}"
    operation["operationId"] = operation["operationId"].removesuffix(suffix).strip("_")
    operation["responses"].pop("422", None)
    operation["responses"] |= {"4XX": _PROBLEM_RESPONSE, "5XX": _PROBLEM_RESPONSE}
    if found := EXAMPLES.get((method, path)):
        content = operation["requestBody"]["content"]["application/json"]
        content["examples"] = {name: {"value": value} for name, value in found.items()}


def _verification_operation() -> dict[str, Any]:
    """The first request to a receiver."""
    challenge = {"type": "object", "properties": {"challenge": {"type": "string"}}, "required": ["challenge"]}
    content = {"application/json": {"schema": challenge}, "text/plain": {"schema": {"type": "string"}}}
    return _webhook_operation(
        "verify_receiver",
        "Verify a receiver",
        "Posted once before the first delivery to an address. The response repeats `data.challenge`.",
        "WebhookChallenge",
        {
            "2XX": {"description": "The challenge; deliveries follow", "content": content},
            "default": {"description": "Not verified; it is asked again later"},
        },
    )


def _status_operation() -> dict[str, Any]:
    """What a receiver at `webhook_url` gets."""
    return _webhook_operation(
        "job_status_changed",
        "The status of a job changed",
        "Posted to the brief's `webhook_url`, signed as Standard Webhooks (standardwebhooks.com) says.",
        "WebhookEvent",
        {
            "2XX": {"description": "Received; it is not sent again"},
            "410": {"description": "No more deliveries are wanted for this job"},
            "default": {"description": "Not received; it is sent again later"},
        },
    )


def _webhook_operation(
    operation_id: str, summary: str, description: str, schema: str, responses: dict[str, Any]
) -> dict[str, Any]:
    """A request to a user's server, described as OpenAPI 3.1 does it."""
    text = {"type": "string"}
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    return {
        "operationId": operation_id,
        "summary": summary,
        "description": description,
        "tags": ["deliveries"],
        "security": [],
        "parameters": [{"in": "header", "name": name, "required": True, "schema": text} for name in names],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
        },
        "responses": responses,
    }
