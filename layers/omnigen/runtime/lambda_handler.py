"""Turns a stage function into a Lambda handler: parses the event, calls the stage, serialises its result or error."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeVar, cast, get_type_hints

from aws_lambda_powertools import Logger
from pydantic import BaseModel

import omnigen.aws.adapters
import omnigen.aws.secrets  # noqa: F401 - while a Lambda starts it has a whole processor: boto3 is loaded then
from omnigen import metrics
from omnigen.aws.transient_errors import is_transient
from omnigen.domain.failure import with_stage
from omnigen.errors import Contention, OmnigenError, ProviderError
from omnigen.runtime.context import AppContext
from omnigen.runtime.live_settings import live_context
from omnigen.settings import read

EventT = TypeVar("EventT", bound=BaseModel)
ResponseT = TypeVar("ResponseT", bound=BaseModel)
Handler = Callable[[Mapping[str, Any], Any], dict[str, Any]]


def lambda_handler(work: Callable[[EventT, AppContext], ResponseT]) -> Handler:
    """The Lambda handler of a stage: JSON in by its first parameter's model, JSON out by its result's.

    An error keeps its class, by whose name the state machine retries and catches; its message gets stage and scene in
    front, which `domain.failure.parse_failure` reads. A transient failure of AWS itself becomes Contention, which the
    state machine retries.
    """
    name = work.__name__

    @lru_cache(maxsize=1)
    def message_type() -> type[EventT]:
        return cast("type[EventT]", next(hint for key, hint in get_type_hints(work).items() if key != "return"))

    def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001 - Lambda passes it
        message = message_type().model_validate(event)
        logger = _logger(name)
        logger.append_keys(job_id=event.get("job_id"), run=event.get("run"), scene_id=event.get("scene_id"))
        try:
            answer = _raising_contention(lambda: work(message, context_from_environment()))
        except OmnigenError as error:
            if isinstance(error, ProviderError):
                metrics.record_provider_error(os.environ.get("OMNIGEN_ENV", "local"), error.code)
            logger.warning("stage_failed", error=error.code, reason=str(error))
            raise type(error)(with_stage(name, event.get("scene_id"), str(error))) from error
        logger.info("stage_done", answer=answer.model_dump(mode="json"))
        return answer.model_dump(mode="json")

    return handler


def context_from_environment() -> AppContext:
    """The context that this process's environment describes, with what an operator has changed since."""
    return live_context(read(os.environ))


def _raising_contention(work: Callable[[], ResponseT]) -> ResponseT:
    try:
        return work()
    except Exception as error:
        if not is_transient(error):
            raise
        raise Contention(f"AWS is too busy at the moment: {error}") from error


@lru_cache
def _logger(name: str) -> Logger:
    return Logger(service=name)
