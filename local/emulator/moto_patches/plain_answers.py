"""DynamoDB's answers about items go out as they are.

Reason: moto already has them in the form in which they travel, and yet walks through every attribute of every item by
the service's model, trying several spellings of each name: a fifth of all CPU time of a job on the emulator (py-spy,
moto 5.2.5). Anything else than plain JSON (an error, bytes, a model object) is left to moto.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from moto.core.common_types import TYPE_RESPONSE
from moto.core.responses import ActionResult, BaseResponse
from moto.dynamodb.responses import DynamoHandler

from local.emulator.moto_patches.hooks import Hooks

_ABOUT_ITEMS = frozenset(
    {"BatchGetItem", "GetItem", "PutItem", "Query", "Scan", "TransactGetItems", "TransactWriteItems", "UpdateItem"}
)


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """How the handler writes its answers."""
    yield DynamoHandler, "serialized", _serialized


def _serialized(handler: DynamoHandler, answer: ActionResult) -> TYPE_RESPONSE:
    if isinstance(answer.result, dict) and handler._get_action() in _ABOUT_ITEMS:
        try:
            body = json.dumps({name: value for name, value in answer.result.items() if value is not None})
        except TypeError:
            return BaseResponse.serialized(handler, answer)
        return 200, {"Content-Type": "application/x-amz-json-1.0", **handler.response_headers}, body
    return BaseResponse.serialized(handler, answer)
