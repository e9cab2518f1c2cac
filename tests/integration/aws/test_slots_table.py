"""The line in front of the renderers, with real executions that wait in it."""

from __future__ import annotations

import dataclasses
import itertools
import json
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from omnigen.aws.slots import RenderSlots
from omnigen.domain.render_queue import QueueLimits
from omnigen.runtime.context import AppContext

from local.emulator.cloud import LocalCloud

WAITING = {
    "StartAt": "Wait",
    "States": {
        "Wait": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
            "Parameters": {
                "FunctionName": "${AcquireSlot}",
                "Payload": {"arn.$": "$$.Execution.Id", "task_token.$": "$$.Task.Token"},
            },
            "TimeoutSeconds": 60,
            "ResultPath": None,
            "Next": "Render",
        },
        "Render": {"Type": "Wait", "Seconds": 3600, "End": True},
    },
}
_tokens: dict[str, str] = {}
_names = itertools.count()


def _park(event: Mapping[str, Any], context: object) -> None:
    _tokens[event["arn"]] = event["task_token"]


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    """Executions that wait for a slot and then render for ever; nobody is told when they end."""
    ignored = {"ExecutionEnded": lambda event, context: None}
    return {"definition": json.dumps(WAITING), "handlers": {"AcquireSlot": _park} | ignored, "wait_scale": 1.0}


class Line:
    """Slots for two at once and one per user, on a clock that ticks with every arrival.

    It starts today: what is older than a month is removed by the table itself.
    """

    def __init__(self, cloud: LocalCloud, app: AppContext) -> None:
        clock = itertools.count(time.time_ns() // 1_000_000)
        self.slots: RenderSlots = dataclasses.replace(
            app.aws.slots, limits=QueueLimits(total=2, per_user=1), now_ms=lambda: next(clock)
        )
        self.machine = app.settings.state_machine_arn
        self.client = cloud.client("stepfunctions")
        self.started: list[str] = []

    def start(self) -> str:
        """An execution that wants a slot; its ARN, once its token is there."""
        answer = self.client.start_execution(stateMachineArn=self.machine, name=f"e{next(_names)}", input="{}")
        arn: str = answer["executionArn"]
        self.started.append(arn)
        until(lambda: arn in _tokens)
        return arn

    def join(self, user_id: str) -> str:
        arn = self.start()
        self.slots.join(arn, user_id, _tokens[arn])
        return arn

    def renders(self, arn: str) -> bool:
        """Whether the execution has been told that it holds a slot."""
        events = self.client.get_execution_history(executionArn=arn)["events"]
        return any(event.get("stateEnteredEventDetails", {}).get("name") == "Render" for event in events)

    def stop(self, arn: str) -> None:
        self.client.stop_execution(executionArn=arn)
        until(lambda: self.client.describe_execution(executionArn=arn)["status"] == "ABORTED")

    def holders(self) -> set[str]:
        return set(self.slots.holders("render"))


@pytest.fixture
def line(cloud: LocalCloud, app: AppContext) -> Any:
    opened = Line(cloud, app)
    yield opened
    for arn in opened.started:
        opened.client.stop_execution(executionArn=arn)
        opened.slots.release(arn)


def until(reached: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.02)


def test_free_slot_is_given_at_once_and_the_rest_wait_in_order(line: Line) -> None:
    first, second, third, fourth = (line.join(user) for user in ("ada", "bob", "cy", "di"))
    until(lambda: line.renders(first) and line.renders(second))
    assert [waiter.execution_arn for waiter in line.slots.queued()] == [third, fourth]
    line.slots.release(first)
    until(lambda: line.renders(third))
    assert line.holders() == {second, third}
    assert not line.renders(fourth)


def test_user_with_a_slot_lets_the_next_user_pass(line: Line) -> None:
    first, again, other = (line.join(user) for user in ("ada", "ada", "bob"))
    until(lambda: line.renders(other))
    assert line.holders() == {first, other}
    line.slots.release(first)
    until(lambda: line.renders(again))


def test_retry_keeps_its_place_with_the_new_token(line: Line) -> None:
    for user in ("ada", "bob"):
        line.join(user)
    early = line.start()
    line.slots.join(early, "cy", "a token that is dead")
    late = line.join("di")
    line.slots.join(early, "cy", _tokens[early])
    assert [waiter.execution_arn for waiter in line.slots.queued()] == [early, late]
    line.slots.release(line.started[0])
    until(lambda: line.renders(early))


def test_holder_whose_answer_was_lost_is_told_again(line: Line) -> None:
    arn = line.start()
    line.slots.join(arn, "ada", "a token that is dead")
    assert (line.holders(), line.slots.queued()) == ({arn}, [])
    line.slots.join(arn, "ada", _tokens[arn])
    until(lambda: line.renders(arn))
    assert line.holders() == {arn}


def test_dead_waiter_is_skipped_and_leaves_nothing_behind(line: Line) -> None:
    first, second, dead, alive = (line.join(user) for user in ("ada", "bob", "cy", "di"))
    line.stop(dead)
    line.slots.release(first)
    until(lambda: line.renders(alive))
    assert line.holders() == {second, alive}
    assert line.slots.queued() == []


def test_slot_is_given_back_once_however_often_its_end_is_reported(line: Line) -> None:
    first, second, third, fourth = (line.join(user) for user in ("ada", "bob", "cy", "di"))
    for _ in range(3):
        line.slots.release(first)
    until(lambda: line.renders(third))
    assert line.holders() == {second, third}
    assert [waiter.execution_arn for waiter in line.slots.queued()] == [fourth]


def test_slot_of_an_execution_whose_end_nobody_reported_is_repaired(line: Line) -> None:
    first, second, third = (line.join(user) for user in ("ada", "bob", "cy"))
    line.stop(first)
    assert not line.renders(third)
    assert line.slots.repair() == [first]
    until(lambda: line.renders(third))
    assert line.holders() == {second, third}


def test_many_who_come_and_go_at_once_never_break_the_limits(line: Line) -> None:
    arns = [line.start() for _ in range(6)]
    most: list[int] = []

    def live(arn: str, user_id: str) -> None:
        line.slots.join(arn, user_id, _tokens[arn])
        until(lambda: line.slots.holds(arn), 60)
        most.append(len(line.holders()))
        line.slots.release(arn)

    threads = [threading.Thread(target=live, args=(arn, f"u{i % 4}")) for i, arn in enumerate(arns)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(most) == len(arns)
    assert max(most) <= 2
    assert (line.holders(), line.slots.queued()) == (set(), [])
    assert all(line.renders(arn) for arn in arns)


def test_queue_of_an_earlier_version_is_taken_over_whole(line: Line) -> None:
    """Its holder keeps its slot, those who waited keep their order, and one who was to be told is told."""
    holder, untold, third, fourth = (line.start() for _ in range(4))
    old: list[tuple[str, dict[str, Any]]] = [("holders", {"holders": {holder: "ada", untold: "bob"}, "rev": 7})]
    for number, (arn, user) in enumerate([(untold, "bob"), (third, "ada"), (fourth, "cy")]):
        waiting = {"execution_arn": arn, "user_id": user, "task_token": _tokens[arn], "ttl": 2**31}
        old.append((f"wait#{number:013d}#{arn.rpartition(':')[2]}", waiting))
    for place, item in old:
        line.slots.table.put_item(Item={"line": "render", "place": place, **item})
    assert line.slots.holds(holder)
    assert not line.slots.holds(third)
    line.slots.dispatch()
    assert line.holders() == {holder, untold}
    assert [waiter.execution_arn for waiter in line.slots.queued()] == [third, fourth]
    assert not line.slots.table.get_item(Key={"line": "render", "place": "holders"}).get("Item")
    line.slots.dispatch()
    until(lambda: line.renders(untold))
    line.slots.release(holder)
    until(lambda: line.renders(third))


def test_queue_of_an_earlier_version_is_taken_over_once_by_many(line: Line) -> None:
    arns = [line.start() for _ in range(4)]
    line.slots.table.put_item(
        Item={"line": "render", "place": "holders", "holders": dict.fromkeys(arns, "ada"), "rev": 3}
    )
    threads = [threading.Thread(target=line.slots.holders) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert line.holders() == set(arns)
    for arn in arns:
        line.slots.release(arn)
    assert line.holders() == set()


def test_execution_that_composes_gives_its_slot_for_rendering_back(line: Line) -> None:
    first, second = (line.join(user) for user in ("ada", "ada"))
    until(lambda: line.renders(first))
    assert not line.renders(second)
    line.slots.join(first, "ada", "another token", "compose")
    until(lambda: line.renders(second))
    assert set(line.slots.holders("compose")) == {first}
    assert not line.slots.holds(first), "it may not render any more"
    line.slots.release(first)
    assert line.slots.holders("compose") == {}


def test_calls_of_a_join_do_not_grow_with_the_queue(line: Line) -> None:
    def calls_of_a_join(user_id: str) -> int:
        calls: list[str] = []
        events = line.slots.table.meta.client.meta.events
        events.register("before-call.dynamodb", lambda **_: calls.append("call"), unique_id="counted")
        line.slots.join(f"arn:execution:{next(_names)}", user_id, "a token")
        events.unregister("before-call.dynamodb", unique_id="counted")
        return len(calls)

    for user in ("ada", "bob"):
        line.join(user)
    calls_of_a_join("u0")
    few = calls_of_a_join("u0")
    for number in range(40):
        line.slots.join(f"arn:execution:{next(_names)}", f"u{number % 4}", "a token")
    assert calls_of_a_join("u0") == few
    for waiter in line.slots.queued():
        line.slots.release(waiter.execution_arn)
