"""The interface of what runs Lambda handlers, and a host that runs them in threads of this process, for tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any, Protocol

from local.emulator.lambda_.worker import Context, error_payload, run
from local.emulator.moto_patches.hooks import Invocation, Outcome

Handler = Callable[[Any, Any], Any]

WORKERS_CANNOT_START = "Runtime.InvalidEntrypoint"
"""Error type of a call for which no worker could be started. The state machine does not retry it, unlike a crash in the
middle of a call: another attempt would die in the same way, while the job seems to wait.
"""


class LambdaHost(Protocol):
    """Runs one call at a time per worker; any number of callers."""

    def invoke(self, call: Invocation) -> Outcome:
        """The answer, or the error that Lambda would give; never raises for what the function does."""

    def close(self) -> None:
        """Ends what is running."""


class ThreadLambdaHost:
    """Handlers in threads of this process, for tests: quick, but no environment of their own and no way to end one.

    `handlers` stand in for functions by name; the others are imported.
    """

    def __init__(self, handlers: Mapping[str, Handler] | None = None, size: int = 32) -> None:
        self._handlers = dict(handlers or {})
        self._pool = ThreadPoolExecutor(size, thread_name_prefix="lambda")

    def invoke(self, call: Invocation) -> Outcome:
        """After a timeout the handler goes on in the background; its answer is lost, as on AWS."""
        future = self._pool.submit(self._run, call)
        try:
            return future.result(call.timeout_seconds)
        except TimeoutError:
            return sandbox_failure("Sandbox.Timedout", f"Task timed out after {call.timeout_seconds:.2f} seconds")

    def close(self) -> None:
        """Lets running handlers end in the background."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _run(self, call: Invocation) -> Outcome:
        context = Context(asdict(call), "local")
        try:
            return Outcome(run(self._handlers.get(call.function, call.handler), json.loads(call.payload), context))
        except Exception as error:
            return Outcome(error_payload(error, context.aws_request_id), failed=True)


def sandbox_failure(kind: str, message: str) -> Outcome:
    """Lambda's answer when the function gave none: after a timeout, a crash, or without a worker."""
    return Outcome(json.dumps({"errorType": kind, "errorMessage": f"Error: {message}"}), failed=True)
