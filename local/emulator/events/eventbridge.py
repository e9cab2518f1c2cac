"""Events of the emulated AWS, sent to functions in the formats of EventBridge and DynamoDB streams."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from local.emulator.clients import REGION
from local.emulator.events.retrying_calls import RetryingCall, RetryingCalls
from local.emulator.moto_patches.hooks import Outcome
from local.emulator.resources import ACCOUNT

Event = dict[str, Any]

Route = Callable[[Event], Sequence[float]]
"""For each event, after how many seconds it arrives: `[0]` at once, `[]` never, `[0, 3]` twice. For tests of lost,
doubled and late events."""

Call = Callable[[str, Event], Outcome]
"""Calls a function by its name in the deployment resources."""


def arrive_at_once(_: Event) -> Sequence[float]:
    """Delivers every event once, without delay."""
    return [0.0]


class EventBridge:
    """Calls functions in the background, at least once per event; events for others than `functions` are dropped."""

    def __init__(
        self, calls: RetryingCalls, functions: Collection[str], call: Call, route: Route = arrive_at_once
    ) -> None:
        self._calls = calls
        self._functions = functions
        self._call = call
        self._route = route

    def execution_ended(self, execution: Any) -> None:
        """EventBridge: `aws.states`, Step Functions Execution Status Change -> ExecutionEnded."""
        self._send("ExecutionEnded", execution_event(execution))

    def records_removed(self, records: Sequence[Mapping[str, Any]], done: Callable[[], None]) -> None:
        """DynamoDB stream, REMOVE records only (as the event source's filter on AWS) -> RecordExpired."""
        self._send("RecordExpired", {"Records": list(records)}, done)

    def _send(self, function: str, event: Event, done: Callable[[], None] = lambda: None) -> None:
        def attempt() -> bool:
            if self._call(function, event).failed:
                return False
            done()
            return True

        for after_seconds in self._route(event) if function in self._functions else ():
            self._calls.send(RetryingCall(what=f"event for {function}", attempt=attempt), after_seconds)


def execution_event(execution: Any) -> Event:
    """The event of docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html; dates in milliseconds."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Step Functions Execution Status Change",
        "source": "aws.states",
        "account": ACCOUNT,
        "time": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [execution.execution_arn],
        "detail": {
            "executionArn": execution.execution_arn,
            "stateMachineArn": execution.state_machine_arn,
            "name": execution.name,
            "status": str(execution.status),
            "startDate": _milliseconds(execution.start_date),
            "stopDate": _milliseconds(execution.stop_date or datetime.datetime.now(datetime.UTC)),
            "input": execution.execution_input,
            "output": json.dumps(execution.output) if execution.output is not None else None,
            "error": execution.error,
            "cause": execution.cause,
            "inputDetails": {"included": True},
            "outputDetails": {"included": True},
        },
    }


def schedule_event() -> Event:
    """What an EventBridge schedule sends."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/omnigen-local-sweep"],
        "detail": {},
    }


def _milliseconds(moment: datetime.datetime) -> int:
    return int(moment.timestamp() * 1000)
