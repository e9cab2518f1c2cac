"""StopExecution takes effect at once."""

from __future__ import annotations

import time
from typing import Any

from tests.integration.emulator.small_cloud import Open, act, eventually, wait_for_token


def test_an_execution_waiting_for_a_token_is_aborted_at_once_with_error_and_cause(open_cloud: Open) -> None:
    tokens: list[Any] = []
    aws = open_cloud(lambda event, context: tokens.append(event))
    execution = aws.start({"Wait": wait_for_token()})
    eventually(lambda: tokens)
    aws.states.stop_execution(executionArn=execution, error="Cancelled", cause="the user said so")
    found = aws.states.describe_execution(executionArn=execution)
    assert (found["status"], found["error"], found["cause"]) == ("ABORTED", "Cancelled", "the user said so")


def test_a_stopped_map_is_aborted_not_failed(open_cloud: Open) -> None:
    calls: list[Any] = []

    def slow(event: Any, context: Any) -> None:
        calls.append(event)
        time.sleep(0.2)

    aws = open_cloud(slow)
    each = {"StartAt": "Each", "States": {"Each": act()}}
    execution = aws.start({"All": {"Type": "Map", "ItemsPath": "$.n", "Iterator": each, "End": True}}, {"n": [1, 2]})
    eventually(lambda: len(calls) == 2)
    aws.states.stop_execution(executionArn=execution)
    time.sleep(0.4)
    assert aws.states.describe_execution(executionArn=execution)["status"] == "ABORTED"


def test_an_execution_that_has_just_ended_stays_as_it_ended(open_cloud: Open) -> None:
    aws = open_cloud()
    execution = aws.start({"Done": {"Type": "Succeed"}})
    aws.end_of(execution)
    aws.states.stop_execution(executionArn=execution)
    assert aws.states.describe_execution(executionArn=execution)["status"] == "SUCCEEDED"


def test_a_stop_in_the_very_moment_of_the_start_is_heard(open_cloud: Open) -> None:
    aws = open_cloud()
    for _ in range(5):
        execution = aws.start({"Sleep": {"Type": "Wait", "Seconds": 3600, "End": True}})
        aws.states.stop_execution(executionArn=execution)
        assert aws.states.describe_execution(executionArn=execution)["status"] == "ABORTED"


def test_stock_moto_still_leaves_a_token_wait_running(open_cloud: Open) -> None:
    tokens: list[Any] = []
    aws = open_cloud(lambda event, context: tokens.append(event), without=("stop_execution",))
    execution = aws.start({"Wait": wait_for_token()})
    eventually(lambda: tokens)
    aws.states.stop_execution(executionArn=execution)
    assert aws.end_of(execution, timeout_seconds=0.5)["status"] == "RUNNING"
    aws.states.send_task_success(taskToken=tokens[0]["token"], output="{}")
