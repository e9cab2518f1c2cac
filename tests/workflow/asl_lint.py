"""The rules that our state machine keeps and no general linter knows: what travels, what is retried, what is caught."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import botocore.session
from omnigen import errors
from omnigen.blueprint import COMPOSE_CONTAINER, COMPOSE_PLACEHOLDERS, FUNCTIONS
from omnigen.domain.job import Review
from omnigen.errors import OmnigenError

LAMBDA = "arn:aws:states:::lambda:invoke"
LAMBDA_AND_WAIT = f"{LAMBDA}.waitForTaskToken"
RUN_TASK = "arn:aws:states:::ecs:runTask.sync"
TOKEN = "$$.Task.Token"

LAMBDAS_OWN = frozenset(
    {
        "Lambda.TooManyRequestsException",
        "Lambda.ServiceException",
        "Lambda.AWSLambdaException",
        "Lambda.SdkClientException",
        "Lambda.Unknown",
        "Runtime.ExitError",
        "Sandbox.Timedout",
    }
)
"""Failures of the host that pass (docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html)."""

STATES_OWN = frozenset({"States.ALL", "States.TaskFailed", "States.Timeout"})

State = Mapping[str, Any]
_FUNCTIONS = {f"${{{function.name}}}": function for function in FUNCTIONS}


@dataclass(frozen=True)
class Place:
    """A state, by name, among its siblings; `caught` says that an error in it ends in a Catch somewhere above."""

    name: str
    state: State
    siblings: Mapping[str, State]
    caught: bool

    @cached_property
    def kind(self) -> str:
        return str(self.state["Type"])


def complaints(machine: State, text: str) -> list[str]:
    """What breaks our rules, a sentence each."""
    found = [complaint for place in places(machine) for complaint in _about_state(place)]
    for level in _levels(machine):
        found += _about_graph(level)
    return [*found, *_about_text(machine, text)]


def places(machine: State, *, caught: bool = False) -> Iterator[Place]:
    """Every state, nested ones included."""
    for name, state in machine["States"].items():
        here = caught or _catches_all(state)
        yield Place(name, state, machine["States"], here)
        for inner in _inner(state):
            yield from places(inner, caught=here)


def error_classes() -> dict[str, type[OmnigenError]]:
    """Our own errors by the names that the state machine sees."""
    kinds = (kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, OmnigenError))
    return {kind.__name__: kind for kind in kinds}


def _about_state(place: Place) -> Iterator[str]:
    state, name = place.state, place.name
    if place.kind in {"Task", "Map", "Parallel"} and "ResultPath" not in state:
        yield f"{name} has no ResultPath: its result would replace the whole state"
    if state.get("ResultPath") == "$":
        yield f"{name} replaces the whole state with its result"
    for catch in state.get("Catch", []):
        if catch.get("ResultPath") != "$.error":
            yield f"{name} catches into {catch.get('ResultPath')}, not $.error"
    for listed in (entry for part in ("Retry", "Catch") for entry in state.get(part, [])):
        for error in set(listed["ErrorEquals"]) - error_classes().keys() - LAMBDAS_OWN - STATES_OWN:
            yield f"{name} names {error}, which nobody raises"
    if place.kind == "Task":
        yield from _about_task(place)
    if place.kind == "Choice":
        yield from _about_choice(place)


def _about_task(place: Place) -> Iterator[str]:
    state, name = place.state, place.name
    if not place.caught:
        yield f"{name} fails past every Catch"
    if "TimeoutSeconds" not in state:
        yield f"{name} has no TimeoutSeconds"
    if state["Resource"] == RUN_TASK:
        yield from _about_container(place)
    elif state["Resource"] in {LAMBDA, LAMBDA_AND_WAIT}:
        yield from _about_lambda(place)
    else:
        yield f"{name} uses {state['Resource']}"


def _about_lambda(place: Place) -> Iterator[str]:
    state, name = place.state, place.name
    function = _FUNCTIONS.get(state["Parameters"]["FunctionName"])
    if function is None:
        yield f"{name} calls {state['Parameters']['FunctionName']}, which is no function of the blueprint"
    elif state.get("TimeoutSeconds", 0) <= function.timeout_seconds:
        yield f"{name} gives up before its function does ({function.timeout_seconds} s)"
    payload = state["Parameters"]["Payload"]
    if {"job_id.$": "$.job_id", "run.$": "$.run"}.items() - payload.items():
        yield f"{name} does not say which run of which job"
    waits = state["Resource"] == LAMBDA_AND_WAIT
    if waits != (payload.get("task_token.$") == TOKEN):
        yield f"{name} waits for a token it does not hand out, or hands out one that nobody waits for"
    retryable = {error for error, kind in error_classes().items() if kind.retryable}
    retried = {error for retry in state.get("Retry", []) for error in retry["ErrorEquals"]}
    if retried != retryable | LAMBDAS_OWN:
        yield f"{name} retries {sorted(retried ^ (retryable | LAMBDAS_OWN))} wrongly"
    for retry in state.get("Retry", []):
        if retry.get("JitterStrategy") != "FULL" or "MaxDelaySeconds" not in retry or retry.get("BackoffRate", 1) <= 1:
            yield f"{name} retries without growing, capped, jittered pauses"


def _about_container(place: Place) -> Iterator[str]:
    retried = {error for retry in place.state.get("Retry", []) for error in retry["ErrorEquals"]}
    if retried != {"States.TaskFailed"}:
        yield f"{place.name} retries {sorted(retried)}; a container only ever says States.TaskFailed"
    run_task = botocore.session.get_session().get_service_model("ecs").operation_model("RunTask").input_shape
    yield from _unknown_arguments(place.name, place.state["Parameters"], run_task)
    overrides = place.state["Parameters"]["Overrides"]["ContainerOverrides"]
    if [override["Name"] for override in overrides] != [COMPOSE_CONTAINER]:
        yield f"{place.name} does not override the container {COMPOSE_CONTAINER!r}"


def _unknown_arguments(name: str, given: Any, shape: Any) -> Iterator[str]:
    """Step Functions takes the API's arguments with a capital first letter."""
    if shape.type_name == "structure" and isinstance(given, Mapping):
        members = {member[0].upper() + member[1:]: inner for member, inner in shape.members.items()}
        for argument, value in given.items():
            plain = argument.removesuffix(".$")
            if plain not in members:
                yield f"{name}: ecs:RunTask has no argument {plain}"
            elif plain == argument:
                yield from _unknown_arguments(name, value, members[plain])
    elif shape.type_name == "list" and isinstance(given, list):
        for value in given:
            yield from _unknown_arguments(name, value, shape.member)
    elif getattr(shape, "enum", None) and given not in shape.enum:
        yield f"{name}: {given} is none of {shape.enum}"


def _about_choice(place: Place) -> Iterator[str]:
    if "Default" not in place.state:
        yield f"{place.name} has no Default"
    rules = [rule for choice in place.state["Choices"] for rule in choice.get("Or", [choice])]
    for rule in rules:
        boolean = rule.get("BooleanEquals") is True
        decision = rule.get("Variable") == "$.review.decision" and rule.get("StringEquals") == Review.REJECTED
        if not boolean and not decision:
            yield f"{place.name} tests something else than a boolean or a decision: {rule}"


def _about_graph(level: State) -> Iterator[str]:
    states = level["States"]
    reached: set[str] = set()
    ahead = [level["StartAt"]]
    while ahead:
        name = ahead.pop()
        if name not in states:
            yield f"there is no state {name}"
        elif name not in reached:
            reached.add(name)
            ahead += _targets(states[name])
    for name in sorted(states.keys() - reached):
        yield f"{name} cannot be reached"
    for name, state in states.items():
        ends = state["Type"] in {"Succeed", "Fail"} or state.get("End") is True
        if state["Type"] != "Choice" and ends == ("Next" in state):
            yield f"{name} neither goes on nor ends, or does both"


def _about_text(machine: State, text: str) -> Iterator[str]:
    used = set(re.findall(r"\$\{(\w+)\}", text))
    called = {
        place.state["Parameters"]["FunctionName"][2:-1]
        for place in places(machine)
        if "FunctionName" in place.state.get("Parameters", {})
    }
    for name in sorted(used ^ (called | set(COMPOSE_PLACEHOLDERS))):
        yield f"the placeholder {name} is used without need, or needed and not used"
    for word in ('"QueryLanguage"', '"Assign"', "{%", "$states"):
        if word in text:
            yield f"{word}: the machine is plain JSONPath without variables"
    if machine.get("TimeoutSeconds", 0) <= 0:
        yield "the machine has no TimeoutSeconds"


def _targets(state: State) -> list[str]:
    named = [state[key] for key in ("Next", "Default") if key in state]
    return named + [entry["Next"] for part in ("Choices", "Catch") for entry in state.get(part, [])]


def _levels(machine: State) -> Iterator[State]:
    yield machine
    for state in machine["States"].values():
        for inner in _inner(state):
            yield from _levels(inner)


def _inner(state: State) -> list[State]:
    return [*state.get("Branches", []), *([state["ItemProcessor"]] if "ItemProcessor" in state else [])]


def _catches_all(state: State) -> bool:
    return any("States.ALL" in catch["ErrorEquals"] for catch in state.get("Catch", []))
