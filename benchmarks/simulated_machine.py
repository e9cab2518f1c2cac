"""Executes the state machine's definition in simulated time, with functions given as coroutines.

It knows the part of Amazon's States Language that the definition uses. Retry is left out: the functions given never
fail for a passing reason.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jsonpath_ng import parse

Call = Callable[[str, Mapping[str, Any]], Awaitable[Any]]
"""Called with a function's name in the manifest, or `ComposeVideo` or `ComposeEarly`, and its payload."""

_NAMED = re.compile(r"\$\{(\w+)\}")
_CALLED = re.compile(r"^States\.(\w+)\((.*)\)$")


class StateFailed(Exception):
    """A state failed; `error` is the name that Catch compares."""

    def __init__(self, error: str, cause: str = "") -> None:
        super().__init__(error, cause)
        self.error, self.cause = error, cause


@dataclass
class SimulatedMachine:
    """One execution. `state_seconds` pass in every state besides what it waits for."""

    definition: Mapping[str, Any]
    call: Call
    state_seconds: float
    entered: list[str] = field(default_factory=list)
    _tokens: dict[str, asyncio.Future[Any]] = field(default_factory=dict)

    async def run(self, given: Mapping[str, Any]) -> Any:
        """The output of the whole machine. StateFailed when it ends in a failure."""
        return await self._states(self.definition, given, {})

    def answer(self, token: str, output: Any) -> bool:
        """Answer a waiting task; False when it waits no more."""
        waiting = self._tokens.get(token)
        if waiting is None or waiting.done():
            return False
        waiting.set_result(output)
        return True

    async def _states(self, machine: Mapping[str, Any], data: Any, context: Mapping[str, Any]) -> Any:
        name = machine["StartAt"]
        while name:
            state = machine["States"][name]
            self.entered.append(name)
            await asyncio.sleep(self.state_seconds)
            try:
                data, name = await self._state(state, data, context)
            except StateFailed as failure:
                data, name = _caught(state, data, failure)
        return data

    async def _state(self, state: Mapping[str, Any], data: Any, context: Mapping[str, Any]) -> tuple[Any, str | None]:
        kind = state["Type"]
        if kind == "Succeed":
            return data, None
        if kind == "Fail":
            raise StateFailed(state.get("Error") or _at(state["ErrorPath"], data, context))
        if kind == "Choice":
            chosen = (choice["Next"] for choice in state["Choices"] if _holds(choice, data, context))
            return data, next(chosen, state["Default"])
        if kind == "Wait":
            await asyncio.sleep(_at(state["SecondsPath"], data, context))
            return data, state["Next"]
        result = await self._result(state, data, context)
        if "ResultSelector" in state:
            result = _filled(state["ResultSelector"], result, context)
        return _placed(state, data, result), state.get("Next")

    async def _result(self, state: Mapping[str, Any], data: Any, context: Mapping[str, Any]) -> Any:
        if state["Type"] == "Pass":
            return _filled(state["Parameters"], data, context)
        if state["Type"] == "Parallel":
            return await asyncio.gather(
                *(self._states(branch, deepcopy(data), context) for branch in state["Branches"])
            )
        if state["Type"] == "Map":
            return await self._map(state, data, context)
        limit = state.get("TimeoutSeconds") or _at(state["TimeoutSecondsPath"], data, context)
        try:
            return await asyncio.wait_for(self._task(state, data, context), limit)
        except TimeoutError as error:
            raise StateFailed("States.Timeout") from error

    async def _map(self, state: Mapping[str, Any], data: Any, context: Mapping[str, Any]) -> list[Any]:
        many = _at(state["ItemsPath"], data, context)
        most = state.get("MaxConcurrency") or _at(state["MaxConcurrencyPath"], data, context)
        free = asyncio.Semaphore(most)

        async def one(item: Any) -> Any:
            async with free:
                inner = {**context, "Map": {"Item": {"Value": item}}}
                return await self._states(state["ItemProcessor"], _filled(state["ItemSelector"], data, inner), inner)

        return await asyncio.gather(*(one(item) for item in many))

    async def _task(self, state: Mapping[str, Any], data: Any, context: Mapping[str, Any]) -> Any:
        if "FunctionName" not in state["Parameters"]:
            return await self.call("ComposeEarly" if "'early'" in str(state["Parameters"]) else "ComposeVideo", data)
        token = f"token {len(self._tokens)}"
        inner = {**context, "Task": {"Token": token}, "Execution": {"Id": "execution"}}
        parameters = _filled(state["Parameters"], data, inner)
        [function] = _NAMED.findall(parameters["FunctionName"])
        if not state["Resource"].endswith(".waitForTaskToken"):
            return {"Payload": await self.call(function, parameters["Payload"])}
        self._tokens[token] = asyncio.get_running_loop().create_future()
        await self.call(function, parameters["Payload"])
        return await self._tokens[token]


def _caught(state: Mapping[str, Any], data: Any, failure: StateFailed) -> tuple[Any, str]:
    for catcher in state.get("Catch", ()):
        if {failure.error, "States.ALL"} & set(catcher["ErrorEquals"]):
            error = {"Error": failure.error, "Cause": failure.cause}
            return _placed(catcher, data, error), catcher["Next"]
    raise failure


def _placed(state: Mapping[str, Any], data: Any, result: Any) -> Any:
    path = state.get("ResultPath", "$")
    if path is None:
        return data
    if path == "$":
        return result
    whole = {**data, path.removeprefix("$."): result}
    return _at(state["OutputPath"], whole, {}) if "OutputPath" in state else whole


def _holds(rule: Mapping[str, Any], data: Any, context: Mapping[str, Any]) -> bool:
    if "Or" in rule:
        return any(_holds(part, data, context) for part in rule["Or"])
    if "And" in rule:
        return all(_holds(part, data, context) for part in rule["And"])
    wanted = next(rule[name] for name in ("BooleanEquals", "StringEquals") if name in rule)
    return bool(_at(rule["Variable"], data, context) == wanted)


def _filled(template: Any, data: Any, context: Mapping[str, Any]) -> Any:
    if isinstance(template, list):
        return [_filled(part, data, context) for part in template]
    if not isinstance(template, dict):
        return template
    return {
        name.removesuffix(".$"): _at(part, data, context) if name.endswith(".$") else _filled(part, data, context)
        for name, part in template.items()
    }


def _at(path: str, data: Any, context: Mapping[str, Any]) -> Any:
    if called := _CALLED.match(path):
        if called[1] != "ArrayContains":
            raise NotImplementedError(path)
        listed, wanted = called[2].rsplit(", ", 1)
        return (wanted == "true") in [found.value for found in _parsed(listed).find(data)]
    source, query = (context, path[1:]) if path.startswith("$$") else (data, path)
    [found] = _parsed(query).find(source)
    return found.value


@cache
def _parsed(path: str) -> Any:
    return parse(path)
