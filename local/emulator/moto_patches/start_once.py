"""Starting an execution is atomic: of two starts with one name one wins.

Reason: moto looks for the name and appends the execution without a lock, so two threads can both start it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

from moto.stepfunctions.parser.models import StepFunctionsParserBackend

from local.emulator.moto_patches.hooks import Hooks


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """One start at a time, and the host is told of each new execution before it is answered."""
    stock = StepFunctionsParserBackend.start_execution
    lock = threading.Lock()

    def start_execution(backend: Any, state_machine_arn: str, *args: Any, **kwargs: Any) -> Any:
        with lock:
            known = len(backend.describe_state_machine(state_machine_arn).executions)
            execution = stock(backend, state_machine_arn, *args, **kwargs)
            if len(backend.describe_state_machine(state_machine_arn).executions) > known:
                hooks.started(execution)
            return execution

    yield StepFunctionsParserBackend, "start_execution", start_execution
