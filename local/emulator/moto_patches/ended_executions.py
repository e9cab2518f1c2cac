"""Executions that have ended are found in the state, and leave the memory.

Reason: moto keeps every execution with its whole history and its copy of the state machine, and looks for one by going
through all. The last few that ended are kept, so that people can read their history. ListExecutions shows only those.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

from moto.stepfunctions.exceptions import ExecutionAlreadyExists, ExecutionDoesNotExist
from moto.stepfunctions.models import StateMachine, StepFunctionBackend

from local.emulator.moto_patches.hooks import Hooks

KEEP_ENDED = 10
"""Ended executions whose history can be read."""


class KnownExecutions:
    """The executions of a state machine that run, and the last that ended: a list to moto."""

    def __init__(self) -> None:
        self._by_arn: dict[str, Any] = {}
        self._lock = threading.Lock()

    def append(self, execution: Any) -> None:
        """Adds one that begins, and forgets those that ended long ago: they have been saved."""
        with self._lock:
            saved = [arn for arn, known in self._by_arn.items() if hasattr(known, "omnigen_saved")]
            for arn in saved[:-KEEP_ENDED]:
                del self._by_arn[arn]
            self._by_arn[execution.execution_arn] = execution

    def find(self, arn: str) -> Any | None:
        """The execution with this ARN."""
        return self._by_arn.get(arn)

    def __iter__(self) -> Iterator[Any]:
        with self._lock:
            return iter(list(self._by_arn.values()))

    def __len__(self) -> int:
        return len(self._by_arn)


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """How a state machine keeps its executions, and both ways to look for one."""

    def find(machine: Any, arn: str) -> Any:
        return machine.executions.find(arn) or hooks.past_execution(arn)

    def with_this_name(machine: Any, name: str, execution_input: str) -> Any:
        execution = find(machine, f"{machine.arn.replace(':stateMachine:', ':execution:')}:{name}")
        if execution is None or (execution.status == "RUNNING" and execution.execution_input == execution_input):
            return execution
        raise ExecutionAlreadyExists(f"Execution Already Exists: '{execution.execution_arn}'")

    def describe_execution(backend: Any, execution_arn: str) -> Any:
        backend._validate_execution_arn(execution_arn)
        execution = find(backend._get_state_machine_for_execution(execution_arn), execution_arn)
        if execution is None:
            raise ExecutionDoesNotExist(f"Execution Does Not Exist: '{execution_arn}'")
        return execution

    yield StateMachine, "__init__", _with_no_executions(StateMachine.__init__)
    yield StateMachine, "_handle_name_input_idempotency", with_this_name
    yield StepFunctionBackend, "describe_execution", describe_execution


def _with_no_executions(stock: Callable[..., None]) -> Callable[..., None]:
    def __init__(machine: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807 - stands in for it
        stock(machine, *args, **kwargs)
        machine.executions = KnownExecutions()

    return __init__
