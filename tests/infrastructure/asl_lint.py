"""What stock linters of the states language do not see, and the rules this project has for its state machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import botocore.session

Machine = Mapping[str, Any]

_INTEGRATIONS = {
    "lambda:invoke": ("lambda", "Invoke", {"", "waitForTaskToken"}),
    "ecs:runTask": ("ecs", "RunTask", {"", "sync"}),
}
_ENDS = frozenset({"Succeed", "Fail"})
_WITH_RESULTS = frozenset({"Task", "Map", "Parallel"})
_TOKEN = "$$.Task.Token"
_session = botocore.session.get_session()


def lint(machine: Machine, where: str = "") -> list[str]:
    """Findings in words, of the machine and of all machines in it."""
    return [
        *_graph(machine, where),
        *(f for name, state in machine["States"].items() for f in _state(state, f"{where}/{name}")),
    ]


def _state(state: Mapping[str, Any], where: str) -> Iterator[str]:
    yield from _results(state, where)
    if state["Type"] == "Task":
        yield from _task(state, where)
    for inner in _inner(state):
        yield from lint(inner, where)


def _graph(machine: Machine, where: str) -> Iterator[str]:
    """Targets exist, every state can be reached, and every state leads somewhere or ends."""
    states = machine["States"]
    reached: set[str] = set()
    waiting = [machine["StartAt"]]
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        if name not in states:
            yield f"{where}: there is no state {name!r}"
            continue
        reached.add(name)
        waiting += _targets(states[name])
    yield from (f"{where}/{name}: cannot be reached" for name in states if name not in reached)
    for name, state in states.items():
        if state["Type"] not in {"Choice", *_ENDS} and not ("Next" in state) ^ bool(state.get("End")):
            yield f"{where}/{name}: needs either Next or End"


def _targets(state: Mapping[str, Any]) -> list[str]:
    leads = [state.get("Next"), state.get("Default")]
    leads += [rule["Next"] for rule in (*state.get("Choices", []), *state.get("Catch", []))]
    return [target for target in leads if target]


def _inner(state: Mapping[str, Any]) -> list[Machine]:
    return [*state.get("Branches", []), *([state["ItemProcessor"]] if "ItemProcessor" in state else [])]


def _results(state: Mapping[str, Any], where: str) -> Iterator[str]:
    """A result goes to a place of its own or nowhere: it never replaces the input."""
    if state["Type"] in _WITH_RESULTS and state.get("ResultPath", "$") == "$":
        yield f"{where}: the result would replace the input; give it a ResultPath"
    for catch in state.get("Catch", []):
        if catch.get("ResultPath") != "$.error":
            yield f"{where}: a Catch puts the error under $.error"


def _task(state: Mapping[str, Any], where: str) -> Iterator[str]:
    kind, _, pattern = str(state["Resource"]).removeprefix("arn:aws:states:::").partition(".")
    if kind not in _INTEGRATIONS or pattern not in _INTEGRATIONS[kind][2]:
        yield f"{where}: unknown integration {state['Resource']!r}"
        return
    service, operation, _ = _INTEGRATIONS[kind]
    arguments = state.get("Parameters", {})
    yield from _arguments(arguments, _session.get_service_model(service).operation_model(operation).input_shape, where)
    if "TimeoutSeconds" not in state:
        yield f"{where}: has no TimeoutSeconds"
    if pattern == "waitForTaskToken" and _TOKEN not in _texts(arguments):
        yield f"{where}: waits for a task token that it gives to nobody"


def _arguments(given: Any, shape: Any, where: str) -> Iterator[str]:
    """Names as the service's own model has them, in PascalCase; `.$` marks a path. What Lambda is given is ours."""
    if shape.type_name == "list" and isinstance(given, list):
        for part in given:
            yield from _arguments(part, shape.member, where)
    if shape.type_name != "structure" or not isinstance(given, Mapping):
        return
    known = {name[0].upper() + name[1:]: member for name, member in shape.members.items()}
    names = {key.removesuffix(".$"): value for key, value in given.items()}
    yield from (f"{where}: unknown argument {name!r}" for name in names if name not in known)
    for name in shape.required_members:
        if name[0].upper() + name[1:] not in names:
            yield f"{where}: missing argument {name!r}"
    for name in names.keys() & known.keys() - {"Payload"}:
        yield from _arguments(names[name], known[name], where)


def _texts(value: Any) -> set[str]:
    if isinstance(value, Mapping):
        return set().union(*map(_texts, value.values()))
    if isinstance(value, list):
        return set().union(*map(_texts, value))
    return {value} if isinstance(value, str) else set()
