"""Plays an execution of moto again in aws-local-stepfunctions: the same answers of tasks, the interpreter's own way."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra import NODE, ROOT
from local.emulator.cloud import LocalCloud

PACKAGE = ROOT / "node_modules" / "aws-local-stepfunctions"
_PROGRAM = Path(__file__).with_name("replay.mjs")
_SCENE = re.compile(r'"scene_id":"([^"]+)"')

Event = Mapping[str, Any]
Entered = tuple[str, str]
"""A state's name and its input as canonical JSON."""


@dataclass(frozen=True)
class Course:
    """What an execution did: the states it entered, in the order of events, and its status in the end."""

    entered: tuple[Entered, ...]
    status: str

    def states(self) -> Counter[Entered]:
        """How often each state was entered with each input, whatever ran beside it."""
        return Counter(self.entered)

    def order(self, part: frozenset[str]) -> list[str]:
        """The states of one part of the machine, such as a branch, in order; of a Map's, scene after scene."""
        mine = [(name, _SCENE.search(given)) for name, given in self.entered if name in part]
        scenes = sorted({found[1] if found else "" for _, found in mine})
        return [name for scene in scenes for name, found in mine if (found[1] if found else "") == scene]


def recorded(cloud: LocalCloud, execution_arn: str) -> tuple[Course, dict[str, Any]]:
    """The course of an execution of moto, and what the other interpreter must be told to follow it."""
    states = cloud.client("stepfunctions")
    pages = states.get_paginator("get_execution_history").paginate(executionArn=execution_arn)
    events = [event for page in pages for event in page["events"]]
    execution = states.describe_execution(executionArn=execution_arn)
    machine = states.describe_state_machine_for_execution(executionArn=execution_arn)
    entered = tuple((_detail(e)["name"], canonical(json.loads(_detail(e)["input"]))) for e in events if _enters(e))
    stopped = execution["status"] == "ABORTED"
    if stopped:  # moto says that the task at which it was stopped ran out of time; Step Functions says nothing of it
        events = [event for event in events if event["type"] != "TaskTimedOut"]
    told = {
        "definition": json.loads(machine["definition"]),
        "input": json.loads(execution["input"]),
        "context": {"Execution": {"Id": execution_arn}, "Task": {"Token": "token"}},
        "answers": _answers(events),
        "stopped": stopped,
    }
    return Course(entered, execution["status"]), told


def replayed(told: Mapping[str, Any]) -> Course:
    """The course that aws-local-stepfunctions takes with the same answers."""
    command = [str(NODE), str(_PROGRAM)]
    done = subprocess.run(command, input=json.dumps(told), capture_output=True, text=True, check=False, timeout=60)
    if done.returncode:
        raise AssertionError(done.stderr[-2000:])
    said = json.loads(done.stdout)
    return Course(tuple((name, given) for name, given in said["entered"]), _status(said["error"]))


def _status(error: str | None) -> str:
    """What Step Functions calls the end of an execution that ended with this error."""
    if error is None:
        return "SUCCEEDED"
    return "ABORTED" if error.startswith("ExecutionAbortedError") else "FAILED"


def parts(definition: Mapping[str, Any]) -> list[frozenset[str]]:
    """The names of the states in each part that runs in one order: the machine itself, each branch, each Map."""
    found: list[frozenset[str]] = []
    _collect(definition, found)
    return found


def canonical(value: Any) -> str:
    """JSON with sorted keys and without task tokens."""
    return json.dumps(_without_tokens(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _collect(machine: Mapping[str, Any], found: list[frozenset[str]]) -> None:
    found.append(frozenset(machine["States"]))
    for state in machine["States"].values():
        for inner in (*state.get("Branches", []), *([state["ItemProcessor"]] if "ItemProcessor" in state else [])):
            _collect(inner, found)


def _answers(events: Iterable[Event]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """The answers of tasks by state and parameters, in order."""
    by_id = {event["id"]: event for event in events}
    answers: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for event in by_id.values():
        if event["type"] in {"TaskSucceeded", "TaskFailed", "TaskTimedOut"}:
            asked = _before(by_id, event, "TaskScheduled")
            state = _detail(_before(by_id, asked, "TaskStateEntered"))["name"]
            parameters = canonical(json.loads(_detail(asked)["parameters"]))
            answers.setdefault(state, {}).setdefault(parameters, []).append(_answer(event))
    return answers


def _answer(event: Event) -> dict[str, Any]:
    detail = _detail(event)
    if event["type"] == "TaskSucceeded":
        return {"output": json.loads(detail["output"])}
    return {"error": detail.get("error", "States.Timeout"), "cause": detail.get("cause", "")}


def _before(by_id: Mapping[int, Event], event: Event, kind: str) -> Event:
    while event["type"] != kind:
        event = by_id[event["previousEventId"]]
    return event


def _enters(event: Event) -> bool:
    return bool(event["type"].endswith("StateEntered"))


def _detail(event: Event) -> Mapping[str, Any]:
    return next((value for name, value in event.items() if name.endswith("EventDetails")), {})


def _without_tokens(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_tokens(part) for name, part in value.items() if name != "task_token"}
    return [_without_tokens(part) for part in value] if isinstance(value, list) else value
