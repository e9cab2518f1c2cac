"""StopExecution takes effect at once, wherever the execution stands, and keeps its error and cause.

Reason: moto forgets error and cause, never interrupts a token wait (the execution stays RUNNING) and ends a stopped Map
as FAILED. AWS answers when the execution is ABORTED.
"""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Iterator
from typing import Any

from moto.core.responses import ActionResult
from moto.stepfunctions.models import StateMachine
from moto.stepfunctions.parser.api import ExecutionStatus
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.program_state import ProgramStopped, ProgramTimedOut
from moto.stepfunctions.parser.backend.execution import BaseExecutionWorkerCommunication, Execution
from moto.stepfunctions.responses import StepFunctionResponse

from local.emulator.moto_patches.hooks import Hooks

_START_SECONDS = 10
"""How long an execution may take to get its environment, which moto makes in the execution's own thread."""


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """The first end wins: the status changes under one lock."""
    lock = threading.RLock()
    stock_set_error: Any = Environment.set_error
    stock_reflect: Any = BaseExecutionWorkerCommunication._reflect_execution_status

    def set_error(environment: Any, error: Any) -> None:
        with environment._state_mutex:
            if not isinstance(environment._program_state, ProgramStopped | ProgramTimedOut):
                stock_set_error(environment, error)

    def reflect(worker: Any) -> None:
        with lock:
            if worker.execution.exec_status == ExecutionStatus.RUNNING:
                stock_reflect(worker)

    def stop(execution: Any, stop_date: datetime.datetime, error: str | None, cause: str | None) -> None:
        environment = _environment(execution)
        with lock:
            if execution.exec_status != ExecutionStatus.RUNNING:
                return
            environment.set_stop(stop_date=stop_date, cause=cause, error=error)
            execution.error, execution.cause, execution.stop_date = error or None, cause or None, stop_date
            execution.exec_status = ExecutionStatus.ABORTED
        for endpoint in list(environment.callback_pool_manager._pool.values()):
            endpoint.interrupt_all()

    def stop_in_machine(machine: Any, execution_arn: str, error: str = "", cause: str = "") -> Any:
        execution = machine.backend.describe_execution(execution_arn)
        execution.stop(datetime.datetime.now(datetime.UTC), error, cause)
        return execution

    def respond(response: Any) -> Any:
        arn = response._get_param("executionArn")
        machine = response.stepfunction_backend._get_state_machine_for_execution(arn)
        execution = machine.stop_execution(arn, response._get_param("error"), response._get_param("cause"))
        return ActionResult({"stopDate": execution.stop_date})

    yield Environment, "set_error", set_error
    yield BaseExecutionWorkerCommunication, "_reflect_execution_status", reflect
    yield Execution, "stop", stop
    yield StateMachine, "stop_execution", stop_in_machine
    yield StepFunctionResponse, "stop_execution", respond


def _environment(execution: Any) -> Any:
    deadline = time.monotonic() + _START_SECONDS
    while execution.exec_worker.env is None or execution.exec_worker.env._program_state is None:
        if time.monotonic() > deadline:
            raise RuntimeError(f"execution {execution.execution_arn} has not begun within {_START_SECONDS} s")
        time.sleep(0.001)
    return execution.exec_worker.env
