"""The end of every execution is announced, as EventBridge does on AWS.

Reason: moto emits no `aws.states` events at all.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

from moto.stepfunctions.parser.api import ExecutionStatus
from moto.stepfunctions.parser.backend.execution import BaseExecutionWorkerCommunication, Execution

from local.emulator.moto_patches.hooks import Hooks


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """Looks after each of the two ways to end whether the execution has just ended."""
    stock_terminated, stock_stop = BaseExecutionWorkerCommunication.terminated, Execution.stop
    lock = threading.Lock()

    def announce(execution: Any) -> None:
        with lock:
            if execution.exec_status == ExecutionStatus.RUNNING or hasattr(execution, "omnigen_announced"):
                return
            execution.omnigen_announced = True
        hooks.ended(execution)
        execution.omnigen_saved = True

    def terminated(worker: Any) -> None:
        stock_terminated(worker)
        announce(worker.execution)

    def stop(execution: Any, *args: Any, **kwargs: Any) -> None:
        stock_stop(execution, *args, **kwargs)
        announce(execution)

    yield BaseExecutionWorkerCommunication, "terminated", terminated
    yield Execution, "stop", stop
