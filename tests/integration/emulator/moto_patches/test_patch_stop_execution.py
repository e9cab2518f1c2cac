"""StopExecution takes effect at once."""

from __future__ import annotations

import time
from typing import Any

from tests.integration.emulator.small_cloud import Open, act, eventually, wait_for_token


def test_an_execution_waiting_for_a_token_is_aborted_at_once_with_error_and_cause(open_bench: Open) -> None:
    tokens: list[Any] = []
    bench = open_bench(lambda event, context: tokens.append(event))
    execution = bench.start({"Wait": wait_for_token()})
    eventually(lambda: tokens)
    bench.states.stop_execution(executionArn=execution, error="Cancelled", cause="the user said so")
    found = bench.states.describe_execution(executionArn=execution)
    assert (found["status"], found["error"], found["cause"]) == ("ABORTED", "Cancelled", "the user said so")


def test_a_stopped_map_is_aborted_not_failed(open_bench: Open) -> None:
    calls: list[Any] = []

    def slow(event: Any, context: Any) -> None:
        calls.append(event)
        time.sleep(0.2)

    bench = open_bench(slow)
    each = {"StartAt": "Each", "States": {"Each": act()}}
    execution = bench.start({"All": {"Type": "Map", "ItemsPath": "$.n", "Iterator": each, "End": True}}, {"n": [1, 2]})
    eventually(lambda: len(calls) == 2)
    bench.states.stop_execution(executionArn=execution)
    time.sleep(0.4)
    assert bench.states.describe_execution(executionArn=execution)["status"] == "ABORTED"


def test_an_execution_that_has_just_ended_stays_as_it_ended(open_bench: Open) -> None:
    bench = open_bench()
    execution = bench.start({"Done": {"Type": "Succeed"}})
    bench.end_of(execution)
    bench.states.stop_execution(executionArn=execution)
    assert bench.states.describe_execution(executionArn=execution)["status"] == "SUCCEEDED"


def test_a_stop_in_the_very_moment_of_the_start_is_heard(open_bench: Open) -> None:
    bench = open_bench()
    for _ in range(5):
        execution = bench.start({"Sleep": {"Type": "Wait", "Seconds": 3600, "End": True}})
        bench.states.stop_execution(executionArn=execution)
        assert bench.states.describe_execution(executionArn=execution)["status"] == "ABORTED"


def test_stock_moto_still_leaves_a_token_wait_running(open_bench: Open) -> None:
    tokens: list[Any] = []
    bench = open_bench(lambda event, context: tokens.append(event), without=("stop_execution",))
    execution = bench.start({"Wait": wait_for_token()})
    eventually(lambda: tokens)
    bench.states.stop_execution(executionArn=execution)
    assert bench.end_of(execution, timeout_seconds=0.5)["status"] == "RUNNING"
    bench.states.send_task_success(taskToken=tokens[0]["token"], output="{}")
