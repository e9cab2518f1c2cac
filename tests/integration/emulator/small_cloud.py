"""What the tests of the local AWS share: a running cloud with a few functions and tables, and what they do with it."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from omnigen.deployment.resources import Function, Index, Table

from local.emulator.cloud import LocalCloud

FUNCTIONS = (
    Function(name="Act", module="nowhere", timeout_seconds=5),
    Function(name="ExecutionEnded", module="nowhere"),
    Function(name="RecordExpired", module="nowhere"),
)
TABLES = (
    Table(
        name="things",
        variable="THINGS_TABLE",
        partition="id",
        indexes=(Index(name="ByOwner", partition=("owner",), sort="id", attributes=("n",)),),
        ttl="ttl",
        stream=True,
    ),
    Table(name="places", variable="PLACES_TABLE", partition="line", sort="place", numbers=frozenset({"place"})),
)
NOTHING = json.dumps({"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}})
THINGS = "omnigen-local-things"
PLACES = "omnigen-local-places"


class RunningCloud:
    """A running cloud, and what the tests do with it."""

    def __init__(self, cloud: LocalCloud) -> None:
        self.cloud = cloud
        self.states = cloud.client("stepfunctions")
        self.items = cloud.client("dynamodb")
        self.objects = cloud.client("s3")

    def start(self, states: Mapping[str, Any], input_: Any = None, **top: Any) -> str:
        """Starts an execution of a new machine that begins with the first of `states`; returns its ARN."""
        text = json.dumps({"StartAt": next(iter(states)), "States": states, **top})
        arn = self.states.create_state_machine(
            name=f"m-{uuid.uuid4().hex[:8]}", roleArn="arn:aws:iam::123456789012:role/x", definition=text
        )["stateMachineArn"]
        return str(
            self.states.start_execution(stateMachineArn=arn, name="run", input=json.dumps(input_ or {}))["executionArn"]
        )

    def end_of(self, execution: str, timeout_seconds: float = 10) -> dict[str, Any]:
        """The description of an execution once it has ended, or as it stands when the time is up."""
        deadline = time.monotonic() + timeout_seconds
        while True:
            found: dict[str, Any] = self.states.describe_execution(executionArn=execution)
            if found["status"] != "RUNNING" or time.monotonic() > deadline:
                return found
            time.sleep(0.01)

    def run(self, states: Mapping[str, Any], input_: Any = None, **top: Any) -> dict[str, Any]:
        """Starts an execution and waits for its end."""
        return self.end_of(self.start(states, input_, **top))


Open = Callable[..., RunningCloud]
"""`act` is what the function Act does; `without` leaves moto patches out."""


def act(payload: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A Task state that calls Act, with the state's input if no payload is given, and ends the machine unless told."""
    what = {"Payload": payload} if payload is not None else {"Payload.$": "$"}
    parameters = {"FunctionName": "omnigen-local-Act", **what}
    state = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": parameters, **more}
    return state if "Next" in state else {**state, "End": True}


def wait_for_token(**more: Any) -> dict[str, Any]:
    """A Task state that hands Act a task token and waits for its answer."""
    payload = {"token.$": "$$.Task.Token"}
    return {**act(payload), "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken", "TimeoutSeconds": 60, **more}


def eventually(condition: Callable[[], Any], timeout_seconds: float = 5) -> Any:
    """The first true value of `condition`; fails the test if there is none in time."""
    deadline = time.monotonic() + timeout_seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)
    return value
