"""What an execution cost is read from its history as Step Functions writes it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from infra.prove.account import MeasuredExecutions, measured

_BEGUN = datetime(2026, 11, 27, tzinfo=UTC)


def _event(number: int, kind: str, seconds: float, **detail: Any) -> dict[str, Any]:
    return {
        "id": number,
        "previousEventId": number - 1,
        "type": kind,
        "timestamp": _BEGUN + timedelta(seconds=seconds),
        **detail,
    }


def _asked(number: int, seconds: float, resource: str, kind: str, **parameters: Any) -> dict[str, Any]:
    detail = {"resource": resource, "resourceType": kind, "parameters": json.dumps(parameters)}
    return _event(number, "TaskScheduled", seconds, taskScheduledEventDetails=detail)


def test_a_functions_time_is_priced_by_its_memory() -> None:
    arn = "arn:aws:lambda:us-east-1:123456789012:function:omnigen-dev-CheckClip"
    found = measured(
        [
            _event(1, "TaskStateEntered", 0),
            _asked(2, 0, "invoke", "lambda", FunctionName=arn),
            _event(3, "TaskSucceeded", 3),
        ]
    )
    assert (found.transitions, found.function_seconds, found.function_gb_seconds) == (1, 3, 6)


def test_waiting_for_a_person_is_no_time_of_a_function() -> None:
    arn = "arn:aws:lambda:us-east-1:123456789012:function:omnigen-OpenReview"
    found = measured(
        [_asked(1, 0, "invoke.waitForTaskToken", "lambda", FunctionName=arn), _event(2, "TaskSucceeded", 80_000)]
    )
    assert found.function_seconds == 0


def test_a_composition_is_billed_from_the_fetching_of_its_image() -> None:
    task = {"PullStartedAt": 1_000_000, "StoppedAt": 1_090_000}
    detail = {"taskSucceededEventDetails": {"output": json.dumps(task)}}
    events = [
        _asked(1, 0, "runTask.sync", "ecs"),
        _event(2, "TaskSubmitted", 1),
        _event(3, "TaskSucceeded", 120, **detail),
    ]
    assert measured(events).composition_seconds == 90


def test_sums_are_priced_from_the_list() -> None:
    used = MeasuredExecutions(1, 100, 10, 10, 3_600) + MeasuredExecutions(1, 0, 0, 0, 0)
    expected = Decimal("0.0025") + 4 * Decimal("0.03238") + 16 * Decimal("0.00356") + 10 * Decimal("0.0000133334")
    assert used.executions == 2
    assert float(used.usd(4_096, 16_384)) == pytest.approx(float(expected))
