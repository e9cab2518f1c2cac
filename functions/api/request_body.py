"""Checks of a request's body before routing: its size and its media type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.api.problems import TooLarge, UnsupportedMediaType, as_lambda_response

MAX_BODY_CHARACTERS = 320 * 1024
"""The largest valid request is an edit of 24 scenes of 1,000 characters, each an escaped surrogate pair: 288,000."""

_JSON = "application/json"
_TYPE_HEADER = "content-type"


def refusal(event: Mapping[str, Any]) -> dict[str, Any] | None:
    """The response to a body that is too large (413) or not JSON (415); None for a body that may be parsed.

    Powertools would parse forms too, which no route takes.
    """
    body = event.get("body") or ""
    if len(body) > MAX_BODY_CHARACTERS:
        limit = f"{MAX_BODY_CHARACTERS:,} characters"
        return as_lambda_response(TooLarge(f"The body has {len(body):,} characters; at most {limit} are accepted"))
    if body and _media_type(event) not in {"", _JSON}:
        return as_lambda_response(UnsupportedMediaType("Send the body as application/json"))
    return None


def with_plain_type(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """The event with its JSON media type in lower case and without parameters, the only form Powertools reads.

    Media types are case-insensitive (RFC 9110, 8.3.1).
    """
    if _media_type(event) != _JSON:
        return event
    return {**event, "headers": {**event["headers"], _TYPE_HEADER: _JSON}}


def _media_type(event: Mapping[str, Any]) -> str:
    return str((event.get("headers") or {}).get(_TYPE_HEADER, "")).partition(";")[0].strip().lower()
