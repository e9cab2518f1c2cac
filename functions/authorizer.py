"""Authorizer of the HTTP API: says who sends a request, by the token of a person or by an API key.

API Gateway keeps the answer for as long as the route's authorizer says; the API itself looks at a key at every request,
so that revoking it works at once. What is not accepted is let through without a user: the API answers it with 401 and
the reason, as a problem document, while API Gateway could only answer 403.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from omnigen.aws.user_tokens import UserTokenRefused
from omnigen.domain.api_key import PREFIX, parse_key
from omnigen.domain.caller import claims_context
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import context_from_environment


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001 - Lambda passes it
    """Answer in the simple format of HTTP APIs; `context` reaches the API as `requestContext.authorizer.lambda`."""
    headers = event.get("headers") or {}
    scheme, _, text = str(headers.get("authorization", "")).partition(" ")
    if scheme.lower() != "bearer":
        return _told({"refused": "Send a token or an API key: Authorization: Bearer …"})
    return _told(_known(context_from_environment(), text.strip()))


def _known(app: AppContext, text: str) -> dict[str, str]:
    """The user of a token or key, or why there is none."""
    if text.startswith(PREFIX):
        parts = parse_key(text)
        key = app.aws.api_keys.find(parts[0]) if parts else None
        if parts and key and key.opens_with(parts[1], app.now()):
            return {"sub": key.user_id, "key_id": key.key_id}
        return {"refused": "This API key is unknown, was revoked or has expired"}
    try:
        return claims_context(app.aws.user_tokens.claims(text))
    except UserTokenRefused as error:
        return {"refused": str(error)}


def _told(caller: Mapping[str, str]) -> dict[str, Any]:
    return {"isAuthorized": True, "context": dict(caller)}
