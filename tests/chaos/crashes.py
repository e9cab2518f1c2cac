"""Functions that die at a given write, as a Lambda does that is killed: nothing of that call happens any more.

Writes are the calls of boto3 that change something, and the orders at the offline vendor. Each job has a counter of its
own, so that many jobs can be walked at once, every one with its death at another write.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from omnigen.domain.ids import run_of
from omnigen.providers.offline.order_log import OrderLog
from omnigen.runtime.context import AppContext

from functions import narrate

WRITES = frozenset(
    {
        *("UpdateItem", "PutItem", "DeleteItem", "TransactWriteItems", "PutObject", "SendMessage"),
        *("SendTaskSuccess", "StartExecution", "StopExecution", "DeleteObjects"),
    }
)


class KilledError(BaseException):
    """The process of a function is gone."""


class ExitError(Exception):
    """What Lambda reports then."""


ExitError.__name__ = "Runtime.ExitError"  # the state machine knows errors by the names of their classes


@dataclass
class Death:
    """Of a job's functions: at its `at`th write, once. `place` says afterwards where that was."""

    at: int
    place: str = ""
    _seen: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def is_due(self, place: str) -> bool:
        """Count a write."""
        with self._lock:
            self._seen += 1
            if self._seen != self.at:
                return False
            self.place = place
            return True


@dataclass
class Call:
    """One call of a function; once it is dead, nothing that it does reaches anybody."""

    function: str
    death: Death
    dead: bool = False

    def before_write(self, operation: str) -> None:
        """KilledError at the write where the job's function dies, and at all that would follow in this call."""
        if self.dead or self.death.is_due(f"{self.function}: {operation}"):
            self.dead = True
            raise KilledError(operation)


_here = threading.local()


def in_call(call: Call, work: Callable[[], Any]) -> Any:
    """Do the work as this call; a death ends it with the error that Lambda reports."""
    _here.call = call
    try:
        return work()
    except KilledError as error:
        raise ExitError("RequestId: Error: Runtime exited") from error
    finally:
        _here.call = None


def dying(handlers: Mapping[str, Callable[[Any, Any], Any]], deaths: Mapping[str, Death]) -> dict[str, Any]:
    """The handlers, each of which dies where the death of its job is."""

    def wrapped(name: str, stock: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        def handler(event: Any, context: Any) -> Any:
            death = deaths.get(_job_of(event))
            return in_call(Call(name, death), lambda: stock(event, context)) if death else stock(event, context)

        return handler

    return {name: wrapped(name, stock) for name, stock in handlers.items()}


@contextmanager
def watched_writes(app: AppContext) -> Iterator[None]:
    """While this lasts, writes of calls are counted."""
    clients = (
        app.aws.jobs.table.meta.client,
        app.aws.objects.client,
        app.aws.workflow.client,
        app.aws.webhook_queue.client,
    )
    stock_order, stock_close = OrderLog.order, OrderLog.close

    def order(log: OrderLog, **facts: Any) -> Any:
        _before_write("vendor's order")
        return stock_order(log, **facts)

    def close(log: OrderLog, *facts: Any) -> Any:
        _before_write("vendor's delivery")
        return stock_close(log, *facts)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(OrderLog, "order", order)
        patch.setattr(OrderLog, "close", close)
        patch.setattr(narrate, "ThreadPoolExecutor", _VoicePool)
        for client in clients:
            client.meta.events.register("before-call", _before_call, unique_id="kill-walk")
        try:
            yield
        finally:
            for client in clients:
                client.meta.events.unregister("before-call", unique_id="kill-walk")


class _VoicePool(ThreadPoolExecutor):
    """Threads of a call belong to it."""

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        call = getattr(_here, "call", None)

        def as_call() -> Any:
            _here.call = call
            return work(*args, **kwargs)

        return super().submit(as_call)


def _before_call(model: Any, **_: Any) -> None:
    if model.name in WRITES:
        _before_write(model.name)


def _before_write(operation: str) -> None:
    call = getattr(_here, "call", None)
    if call is not None:
        call.before_write(operation)


def _job_of(event: Mapping[str, Any]) -> str:
    """The job that a function is called for; empty for one that is called for many."""
    arn = event.get("detail", {}).get("executionArn")
    return run_of(arn)[0] if arn else str(event.get("job_id", ""))
