"""Every end is announced."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Sequence
from typing import Any

from tests.integration.emulator.small_cloud import Open, RunningCloud, act, eventually

_SLEEP = {"Sleep": {"Type": "Wait", "Seconds": 3600, "End": True}}


def test_success_failure_stop_and_timeout_are_each_announced_once(open_cloud: Open) -> None:
    aws, events = _listening(open_cloud)
    aws.run({"Done": {"Type": "Succeed"}}, {"job_id": "job_1"})
    aws.run({"Bad": {"Type": "Fail", "Error": "JobFailed", "Cause": "no"}})
    aws.states.stop_execution(executionArn=aws.start(_SLEEP), error="Cancelled", cause="by the user")
    aws.run(_SLEEP, TimeoutSeconds=1)
    eventually(lambda: len(events) == 4)
    assert aws.cloud.settle(5)
    found = [(e["detail"]["status"], e["detail"]["error"], e["detail"]["cause"]) for e in events]
    expected = [("SUCCEEDED", None, None), ("FAILED", "JobFailed", "no"), ("ABORTED", "Cancelled", "by the user")]
    assert sorted(found, key=str) == sorted([*expected, ("TIMED_OUT", None, None)], key=str)
    succeeded = next(event for event in events if event["detail"]["status"] == "SUCCEEDED")
    assert json.loads(succeeded["detail"]["input"]) == {"job_id": "job_1"}
    assert (succeeded["source"], succeeded["detail-type"]) == ("aws.states", "Step Functions Execution Status Change")
    assert succeeded["resources"] == [succeeded["detail"]["executionArn"]]


def test_an_announcement_is_repeated_until_the_function_accepts_it(open_cloud: Open) -> None:
    calls: list[Any] = []

    def refuse_once(event: Any, context: Any) -> None:
        calls.append(event["id"])
        if len(calls) == 1:
            raise OSError("not now")

    aws = open_cloud(handlers={"ExecutionEnded": refuse_once})
    aws.run({"Done": {"Type": "Succeed"}})
    assert aws.cloud.settle(5)
    assert len(calls) == 2
    assert len(set(calls)) == 1, "the same event again"


def test_announcements_can_be_lost_doubled_and_late(open_cloud: Open) -> None:
    routes: list[Sequence[float]] = [[], [0, 0], [0.3]]
    aws, events = _listening(open_cloud, route=lambda event: routes.pop(0))
    ended_at = []
    for _ in range(3):
        aws.run({"Done": {"Type": "Succeed"}})
        ended_at.append(time.monotonic())
        aws.cloud.settle(5)
    assert len(events) == 3, "none, two, one"
    assert time.monotonic() - ended_at[-1] >= 0.25


def test_an_execution_stopped_while_it_ends_is_announced_once(open_cloud: Open) -> None:
    aws, events = _listening(open_cloud)
    for _ in range(10):
        execution = aws.start({"Act": act()})
        stopper = threading.Thread(target=aws.states.stop_execution, kwargs={"executionArn": execution})
        stopper.start()
        aws.end_of(execution)
        stopper.join()
    assert aws.cloud.settle(5)
    assert len(events) == 10


def test_stock_moto_still_announces_nothing(open_cloud: Open) -> None:
    aws, events = _listening(open_cloud, without=("execution_events",))
    aws.run({"Done": {"Type": "Succeed"}})
    time.sleep(0.2)
    assert aws.cloud.settle(5)
    assert events == []


def _listening(open_cloud: Open, **options: Any) -> tuple[RunningCloud, list[Any]]:
    events: list[Any] = []
    return open_cloud(handlers={"ExecutionEnded": lambda event, context: events.append(event)}, **options), events
