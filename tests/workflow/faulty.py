"""Functions that crash, hang or are cancelled on demand: what happens around a stage rather than inside a vendor."""

from __future__ import annotations

import importlib
import json
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from omnigen.deployment.resources import FUNCTIONS

from local.emulator.resources import definition_text
from tests.workflow import stub_composer

Moment = Literal["before", "after"]
Act = Callable[[Mapping[str, Any]], None]


@dataclass
class Trap:
    """Strikes once, before or after the function of a state does its work."""

    state: str
    moment: Moment
    act: Act
    struck: bool = False


@dataclass
class Traps:
    """The traps that are set; the handlers given to the local cloud look here."""

    laid: list[Trap] = field(default_factory=list)

    def lay(self, state: str, moment: Moment, act: Act) -> Trap:
        """Set a trap."""
        trap = Trap(state, moment, act)
        self.laid = [trap]
        return trap

    def clear(self) -> None:
        """Take all traps away."""
        self.laid = []

    def strike(self, state: str, moment: Moment, event: Mapping[str, Any]) -> None:
        """Let the trap for this state and moment strike, if one is set."""
        for trap in self.laid:
            if trap.state == state and trap.moment == moment and not trap.struck:
                trap.struck = True
                trap.act(event)


traps = Traps()
_here = threading.local()
_composed: set[tuple[str, str, int]] = set()
"""Host, job and run of every composition."""


def handlers() -> dict[str, Callable[[Any, Any], Any]]:
    """Every function of the program, each between its traps; goes with `composing_in_process`."""
    return {function.name: _trapped(function.name, function.module) for function in FUNCTIONS}


def fail_as(name: str) -> Act:
    """Fail the way Lambda does: `Runtime.ExitError` for a crash, `Sandbox.Timedout` for a hang."""
    kind = type(name, (Exception,), {})

    def act(_: Mapping[str, Any]) -> None:
        raise kind(f"{name}, on demand")

    return act


def composing_in_process(text: str = "") -> str:
    """The state machine of the text, or the program's, but the stub composes inside CompleteJob, without a process."""
    machine = json.loads(text or definition_text())
    states = machine["States"]
    states["ComposeVideo"] = {"Type": "Pass", "ResultPath": None, "Next": states["ComposeVideo"]["Next"]}
    return json.dumps(machine)


def state_here() -> str:
    """The state whose function runs in this thread, or has begun it to speak a scene; empty in any other."""
    speaking = "Narrate" if threading.current_thread().name.startswith("voice") else ""
    return getattr(_here, "state", speaking)


def _state_of(function: str, event: Mapping[str, Any]) -> str:
    """The state that calls the function with this event: two of them wait for slots."""
    return "AcquireComposition" if function == "AcquireSlot" and event.get("queue") == "compose" else function


def _compose_once(job_id: str, run: int) -> None:
    """The composition is a state of its own: a retry of CompleteJob does not come with another one."""
    composition = (os.environ["AWS_ENDPOINT_URL"], job_id, run)
    if composition not in _composed:
        stub_composer.main(job_id, run)
        _composed.add(composition)


def _trapped(name: str, module: str) -> Callable[[Any, Any], Any]:
    def handler(event: Any, context: Any) -> Any:
        state = _state_of(name, event)
        traps.strike(state, "before", event)
        if name == "CompleteJob":
            _compose_once(event["job_id"], event["run"])
        _here.state = state
        try:
            answer = importlib.import_module(module).handler(event, context)
        finally:
            _here.state = ""
        traps.strike(state, "after", event)
        return answer

    return handler
