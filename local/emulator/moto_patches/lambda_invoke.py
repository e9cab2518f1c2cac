"""Lambda functions run on our executor.

Reason: moto starts a Docker container for each call, and runs `InvocationType=Event` while the caller waits.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from moto.awslambda.models import LambdaFunction

from local.emulator.moto_patches.hooks import Hooks, Invocation


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """Replaces the call itself and adds the asynchronous kind."""
    stock_invoke = LambdaFunction.invoke

    def run(function: Any, event: Any = None) -> tuple[str, bool, str]:
        outcome = hooks.invoke(_invocation(function, event if isinstance(event, str) else json.dumps(event)))
        return outcome.payload, outcome.failed, ""

    def invoke(function: Any, body: Any, request_headers: Any, response_headers: Any) -> Any:
        headers = {name.lower(): value for name, value in dict(request_headers or {}).items()}
        if headers.get("x-amz-invocation-type") != "Event":
            return stock_invoke(function, body, request_headers, response_headers)
        text = body.decode() if isinstance(body, bytes) else body
        hooks.invoke_later(_invocation(function, text or "{}"))
        return ""

    yield LambdaFunction, "_invoke_lambda", run
    yield LambdaFunction, "invoke", invoke


def _invocation(function: Any, payload: str) -> Invocation:
    return Invocation(
        function=function.function_name,
        arn=function.function_arn,
        handler=function.handler,
        memory_mb=int(function.memory_size),
        timeout_seconds=float(function.timeout),
        environment=dict(function.environment_vars),
        payload=payload,
    )
