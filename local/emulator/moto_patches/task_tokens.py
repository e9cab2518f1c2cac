"""A task token is found at once, answered once, and its failure keeps its cause.

Reason: moto asks every running execution for the token and breaks with AttributeError on one that is just starting,
drops the `cause` of SendTaskFailure, and calls a late token invalid where AWS says TaskTimedOut.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

from moto.core.exceptions import AWSError
from moto.core.responses import EmptyResult
from moto.stepfunctions.exceptions import InvalidToken
from moto.stepfunctions.parser.asl.eval.callback.callback import (
    CallbackOutcomeFailure,
    CallbackOutcomeSuccess,
    CallbackPoolManager,
)
from moto.stepfunctions.responses import StepFunctionResponse

from local.emulator.moto_patches.hooks import Hooks


class TaskTimedOut(AWSError):
    """moto's own reaches the caller without an error code."""

    TYPE = "TaskTimedOut"
    STATUS = 400


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """An index of endpoints by token; an endpoint stays in it, answered or not, as long as the host runs."""
    stock_add = CallbackPoolManager.add
    endpoints: dict[str, Any] = {}
    lock = threading.Lock()

    def add(pool: Any, callback_id: str) -> Any:
        endpoints[callback_id] = stock_add(pool, callback_id)
        return endpoints[callback_id]

    def waiting(token: str) -> Any:
        if token not in endpoints:
            raise InvalidToken
        endpoint = endpoints[token]
        if endpoint.consumer_error is not None or endpoint._notify_event.is_set():
            raise TaskTimedOut("Task Timed Out: 'Provided task does not exist anymore'")
        return endpoint

    def answer(token: str, outcome: Any) -> Any:
        with lock:
            waiting(token).notify(outcome)
        return EmptyResult()

    def success(response: Any) -> Any:
        token = response._get_param("taskToken")
        return answer(token, CallbackOutcomeSuccess(token, response._get_param("output")))

    def failure(response: Any) -> Any:
        token, error, cause = (response._get_param(name) for name in ("taskToken", "error", "cause"))
        return answer(token, CallbackOutcomeFailure(token, error or "", cause or ""))

    def heartbeat(response: Any) -> Any:
        waiting(response._get_param("taskToken")).notify_heartbeat()
        return EmptyResult()

    yield CallbackPoolManager, "add", add
    yield StepFunctionResponse, "send_task_success", success
    yield StepFunctionResponse, "send_task_failure", failure
    yield StepFunctionResponse, "send_task_heartbeat", heartbeat
