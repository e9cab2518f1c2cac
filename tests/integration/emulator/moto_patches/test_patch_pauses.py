"""Pauses end with their execution and can be shortened."""

from __future__ import annotations

import time
from typing import Any

from tests.integration.emulator.small_cloud import Open, RunningCloud, act, eventually


def test_wait_states_take_their_seconds_times_the_scale(open_cloud: Open) -> None:
    aws = open_cloud(wait_scale=0.1)
    begun = time.monotonic()
    assert aws.run({"Sleep": {"Type": "Wait", "Seconds": 5, "End": True}})["status"] == "SUCCEEDED"
    assert 0.5 <= time.monotonic() - begun < 2


def test_retry_intervals_take_their_seconds_times_the_scale(open_cloud: Open) -> None:
    aws, calls = _failing(open_cloud, wait_scale=0.1)
    begun = time.monotonic()
    aws.run({"Try": act(Retry=[{"ErrorEquals": ["OSError"], "IntervalSeconds": 3, "MaxAttempts": 1}])})
    assert 0.3 <= time.monotonic() - begun < 2
    assert len(calls) == 2


def test_an_execution_stopped_between_two_attempts_makes_no_second_one(open_cloud: Open) -> None:
    aws, calls = _failing(open_cloud, wait_scale=1.0)
    _stop_between_attempts(aws, calls)
    time.sleep(1.3)
    assert len(calls) == 1


def test_stock_moto_still_sleeps_between_attempts_whatever_happens(open_cloud: Open) -> None:
    aws, _ = _failing(open_cloud, wait_scale=0.0, without=("pauses",))
    begun = time.monotonic()
    aws.run({"Try": act(Retry=[{"ErrorEquals": ["OSError"], "IntervalSeconds": 1, "MaxAttempts": 1}])})
    assert time.monotonic() - begun >= 1


def _failing(open_cloud: Open, **options: Any) -> tuple[RunningCloud, list[Any]]:
    calls: list[Any] = []

    def fail(event: Any, context: Any) -> None:
        calls.append(event)
        raise OSError("down")

    return open_cloud(fail, **options), calls


def _stop_between_attempts(aws: RunningCloud, calls: list[Any]) -> None:
    retry = [{"ErrorEquals": ["OSError"], "IntervalSeconds": 1, "MaxAttempts": 3}]
    execution = aws.start({"Try": act(Retry=retry)})
    eventually(lambda: calls)
    aws.states.stop_execution(executionArn=execution)
