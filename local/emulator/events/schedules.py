"""The schedules of the emulated AWS (expiry, sweep, webhook queue), and the invocation of a function."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from omnigen.deployment.resources import Function

from local.emulator import resources
from local.emulator.events.eventbridge import Call, schedule_event
from local.emulator.events.sqs_poller import SqsPoller
from local.emulator.events.steady_clock import SteadyClock
from local.emulator.events.ticker import Ticker
from local.emulator.moto_patches.hooks import Invocation

_EXPIRY_SECONDS = 5.0
_WEBHOOK_POLL_SECONDS = 1.0
_RESERVE_SECONDS = 30.0


def start_schedules(
    functions: Collection[str],
    client: Callable[[str], Any],
    invoke: Call,
    expire: Callable[[float], object],
    keep_reserve: Callable[[], object],
    *,
    sweep_seconds: float,
    busy_groups: set[str],
) -> Iterator[Ticker | SqsPoller]:
    """Starts tickers: expiry, the reserve on the disk, and the sweep and the webhook queue if `functions` has theirs.

    `expire` gets a time (Unix seconds) that the machine's clock has shown for an hour.
    """
    clock = SteadyClock()

    def expire_steadily() -> None:
        now = clock.seconds()
        if now is not None:
            expire(now)

    yield Ticker("expiry", _EXPIRY_SECONDS, expire_steadily)
    yield Ticker("reserve", _RESERVE_SECONDS, keep_reserve)
    if "Sweep" in functions:
        yield Ticker("sweep", sweep_seconds, lambda: invoke("Sweep", schedule_event()))
    if "DeliverWebhook" in functions:
        poller = SqsPoller(client("sqs"), invoke, busy_groups)
        yield poller
        yield Ticker("webhooks", _WEBHOOK_POLL_SECONDS, poller.drain)


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
