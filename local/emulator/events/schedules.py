"""What the local AWS does by itself every few seconds or minutes, and a call as Lambda is given one."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from omnigen.deployment.resources import Function

from local.emulator import resources
from local.emulator.events.eventbridge import Call, schedule_event
from local.emulator.events.sqs_poller import SqsPoller
from local.emulator.events.ticker import Ticker
from local.emulator.moto_patches.hooks import Invocation

_EXPIRE_EVERY_SECONDS = 5.0
_LOOK_FOR_WEBHOOKS_EVERY_SECONDS = 1.0


def start_schedules(
    functions: Collection[str],
    client: Callable[[str], Any],
    invoke: Call,
    expire: Callable[[], object],
    sweep_seconds: float,
) -> Iterator[Ticker]:
    """Starts it: expiry of records, and for those of `functions` that exist the sweep and the webhook queue."""
    yield Ticker("expiry", _EXPIRE_EVERY_SECONDS, expire)
    if "Sweep" in functions:
        yield Ticker("sweep", sweep_seconds, lambda: invoke("Sweep", schedule_event()))
    if "DeliverWebhook" in functions:
        yield Ticker("webhooks", _LOOK_FOR_WEBHOOKS_EVERY_SECONDS, SqsPoller(client("sqs"), invoke).drain)


def invocation(function: Function, environment: Mapping[str, str], event: Any) -> Invocation:
    """A call of a function with this event."""
    return Invocation(
        function=resources.function_name(function),
        arn=resources.function_arn(function),
        handler=function.handler,
        memory_mb=function.memory_mb,
        timeout_seconds=function.timeout_seconds,
        environment=resources.function_environment(function, environment),
        payload=json.dumps(event),
    )
