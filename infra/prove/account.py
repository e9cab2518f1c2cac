"""What credentials of the account show of a deployment: histories of executions, their costs, and expiry."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from omnigen.deployment.resources import FUNCTIONS

from infra.cost.prices import read_prices

_MEMORY_GB = {function.name: Decimal(function.memory_mb) / 1024 for function in FUNCTIONS}
_ENDS = frozenset({"TaskSucceeded", "TaskFailed", "TaskTimedOut", "TaskSubmitted"})

Event = Mapping[str, Any]
"""An event of an execution's history."""


@dataclass(frozen=True)
class MeasuredExecutions:
    """What the executions of jobs used, and its list price. Function times contain the start of the function."""

    executions: int = 0
    transitions: int = 0
    function_seconds: float = 0
    function_gb_seconds: float = 0
    composition_seconds: float = 0

    def __add__(self, other: MeasuredExecutions) -> MeasuredExecutions:
        return MeasuredExecutions(
            self.executions + other.executions,
            self.transitions + other.transitions,
            self.function_seconds + other.function_seconds,
            self.function_gb_seconds + other.function_gb_seconds,
            self.composition_seconds + other.composition_seconds,
        )

    def usd(self, cpu_units: int, memory_mib: int) -> Decimal:
        """From list prices of us-east-1: transitions, functions, and compositions on a task of this size."""
        prices = read_prices()
        hours = Decimal(str(self.composition_seconds)) / 3600
        task = prices.usd("fargate_vcpu_hour", hours * cpu_units / 1024) + prices.usd(
            "fargate_gb_hour", hours * memory_mib / 1024
        )
        functions = prices.usd("lambda_gb_second", self.function_gb_seconds)
        return prices.usd("state_transition", self.transitions) + functions + task


@dataclass(frozen=True)
class Account:
    """boto3 clients of the account, the deployment's state machine and the table of its jobs."""

    states: Any
    dynamodb: Any
    machine_arn: str
    jobs_table: str

    def expire(self, job_id: str) -> None:
        """Remove a job's record, as DynamoDB does when its time is over: the same event follows."""
        self.dynamodb.delete_item(TableName=self.jobs_table, Key={"job_id": {"S": job_id}})

    def measured(self, job_ids: Iterable[str]) -> MeasuredExecutions:
        """What all executions of these jobs used."""
        wanted = tuple(f"{job_id}-r" for job_id in job_ids)
        pages = self.states.get_paginator("list_executions").paginate(stateMachineArn=self.machine_arn)
        found = (execution for page in pages for execution in page["executions"])
        mine = [execution["executionArn"] for execution in found if execution["name"].startswith(wanted)]
        return sum((measured(self._history(arn)) for arn in mine), MeasuredExecutions())

    def _history(self, arn: str) -> list[Event]:
        pages = self.states.get_paginator("get_execution_history").paginate(executionArn=arn)
        return [event for page in pages for event in page["events"]]


def measured(events: Iterable[Event]) -> MeasuredExecutions:
    """What one execution used, from its history."""
    by_id = {event["id"]: event for event in events}
    total = MeasuredExecutions(executions=1)
    for event in by_id.values():
        if event["type"].endswith("StateEntered"):
            total += MeasuredExecutions(transitions=1)
        if event["type"] in _ENDS:
            total += _task(by_id, event)
    return total


def _task(by_id: Mapping[int, Event], ended: Event) -> MeasuredExecutions:
    """The time of a task, from when it was asked for until it ended; of a composition, what Fargate bills."""
    asked = ended
    while asked["type"] != "TaskScheduled":
        asked = by_id[asked["previousEventId"]]
    detail = asked["taskScheduledEventDetails"]
    seconds = (ended["timestamp"] - asked["timestamp"]).total_seconds()
    if detail["resourceType"] == "ecs":
        if ended["type"] == "TaskSubmitted":
            return MeasuredExecutions()
        return MeasuredExecutions(composition_seconds=_billed(ended) or seconds)
    if ended["type"] == "TaskSubmitted" or "waitForTaskToken" in detail["resource"]:
        return MeasuredExecutions()  # waiting for a person is no time of a function
    name = json.loads(detail["parameters"])["FunctionName"].rpartition(":function:")[2].rpartition("-")[2]
    gb_seconds = seconds * float(_MEMORY_GB.get(name, Decimal(1)))
    return MeasuredExecutions(function_seconds=seconds, function_gb_seconds=gb_seconds)


def _billed(ended: Event) -> float:
    """From the fetching of the image to the end of the task, in seconds; 0 when the task does not say."""
    task = json.loads(ended.get("taskSucceededEventDetails", {}).get("output", "{}"))
    begun, over = task.get("PullStartedAt"), task.get("StoppedAt")
    is_known = isinstance(begun, int | float) and isinstance(over, int | float)
    return (over - begun) / 1000 if is_known else 0.0
