"""moto itself: switched to executing state machines, emptied before and after."""

from __future__ import annotations

import datetime
import importlib
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from moto.core.base_backend import BackendDict
from moto.core.config import default_user_config
from moto.core.model_instances import reset_model_data

_INTERPRETER = "moto.stepfunctions.parser"
_BATCH = f"{_INTERPRETER}.asl.component.state.exec.state_task.service.state_task_service_batch"


@contextmanager
def executing_moto() -> Iterator[None]:
    """An empty AWS that executes state machines. moto's state is global to the process, so this must not be nested."""
    _import_interpreter()
    before = default_user_config.get("stepfunctions", {})
    default_user_config["stepfunctions"] = {"execute_state_machine": True}
    # Its interpreter warns with whole syntax trees. (What breaks in a request is logged by werkzeug, and stays loud.)
    interpreter = logging.getLogger("moto.stepfunctions")
    level = interpreter.level
    interpreter.setLevel(logging.CRITICAL)
    _forget_everything()
    try:
        yield
    finally:
        _forget_everything()
        default_user_config["stepfunctions"] = before
        interpreter.setLevel(level)


def end_executions() -> None:
    """Lets the threads of running executions end."""
    backends = importlib.import_module(f"{_INTERPRETER}.models").stepfunctions_parser_backends
    now = datetime.datetime.now(datetime.UTC)
    for account in backends.values():
        for backend in account.values():
            for machine in backend.state_machines:
                for execution in machine.executions:
                    execution.stop(now, "HostStopped", "The local host was stopped")


def _import_interpreter() -> None:
    """Its integration with AWS Batch imports all of EC2 (1.5 s), for no use of ours: a stand-in spares us that."""
    if f"{_INTERPRETER}.models" in sys.modules:
        return
    stand_in = ModuleType(_BATCH)
    stand_in.StateTaskServiceBatch = object  # type: ignore[attr-defined]
    sys.modules[_BATCH] = stand_in
    try:
        importlib.import_module(f"{_INTERPRETER}.models")
    finally:
        del sys.modules[_BATCH]


def _forget_everything() -> None:
    BackendDict.reset()
    reset_model_data()
