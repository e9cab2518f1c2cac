"""The states of a machine as a graph: where each is, who catches for it, and whether all roads lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

State = Mapping[str, Any]
_ENDS = frozenset({"Succeed", "Fail"})


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


def places(machine: State, *, caught: bool = False) -> Iterator[Place]:
    """Every state, those inside a Map or Parallel included."""
    for name, state in machine["States"].items():
        here = caught or _catches_all(state)
        yield Place(name, state, machine["States"], here)
        for inner in _inner(state):
            yield from places(inner, caught=here)


def graph_complaints(machine: State) -> Iterator[str]:
    """Targets that do not exist, states that nobody reaches, states that neither go on nor end; at every level."""
    states = machine["States"]
    reached: set[str] = set()
    ahead = [machine["StartAt"]]
    while ahead:
        name = ahead.pop()
        if name not in states:
            yield f"there is no state {name}"
        elif name not in reached:
            reached.add(name)
            ahead += _targets(states[name])
    yield from (f"{name} cannot be reached" for name in sorted(states.keys() - reached))
    for name, state in states.items():
        ends = state["Type"] in _ENDS or state.get("End") is True
        if state["Type"] != "Choice" and ends == ("Next" in state):
            yield f"{name} neither goes on nor ends, or does both"
        for inner in _inner(state):
            yield from graph_complaints(inner)


def _targets(state: State) -> list[str]:
    named = [state[key] for key in ("Next", "Default") if key in state]
    return named + [entry["Next"] for part in ("Choices", "Catch") for entry in state.get(part, [])]


def _inner(state: State) -> list[State]:
    return [*state.get("Branches", []), *([state["ItemProcessor"]] if "ItemProcessor" in state else [])]


def _catches_all(state: State) -> bool:
    return any("States.ALL" in catch["ErrorEquals"] for catch in state.get("Catch", []))
