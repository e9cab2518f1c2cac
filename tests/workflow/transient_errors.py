"""AWS itself fails under a stage, or something else happens there: at a given call to it, once in every state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError
from omnigen.runtime.context import AppContext

from tests.workflow.faulty import state_here


@dataclass
class Strike:
    """Before the `number`th call of an operation (`dynamodb.UpdateItem`) in every state, or in one only."""

    operation: str
    act: Callable[[], None]
    number: int = 1
    only: str = ""
    struck: set[str] = field(default_factory=set)
    _seen: Counter[str] = field(default_factory=Counter)

    def __call__(self, **_: Any) -> None:
        """What the SDK calls."""
        state = state_here()
        self._seen[state] += 1
        if state and self.only in {"", state} and state not in self.struck and self._seen[state] == self.number:
            self.struck.add(state)
            self.act()


def throttled(operation: str, number: int = 1, only: str = "") -> Strike:
    """The service says no, and the SDK has already tried again as often as it does."""

    def act() -> None:
        failure: Any = {"Error": {"Code": "ThrottlingException", "Message": "Rate exceeded"}}
        raise ClientError(failure, operation.partition(".")[2])

    return Strike(operation, act, number, only)


@contextmanager
def failing_calls(app: AppContext, *strikes: Strike) -> Iterator[None]:
    """Let them strike in the stages that work with this studio's settings."""
    clients: dict[str, Any] = {
        "dynamodb": app.aws.jobs.table.meta.client,
        "s3": app.aws.objects.client,
        "sfn": app.aws.workflow.client,
        "sqs": app.aws.webhook_queue.client,
    }
    with ExitStack() as over:
        for strike in strikes:
            events = clients[strike.operation.partition(".")[0]].meta.events
            events.register(f"before-call.{strike.operation}", strike)
            over.callback(events.unregister, f"before-call.{strike.operation}", strike)
        yield
