"""A failing state is not printed.

Reason: on every failure moto builds the text of the whole parsed state, once per level of the program, and logs it as
an error. The failure is in the execution's history anyway.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto.stepfunctions.parser.asl.component.eval_component import EvalComponent

from local.emulator.moto_patches.hooks import Hooks


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """Neither builds nor logs the text."""

    def say_nothing(component: Any, *args: Any, **kwargs: Any) -> None:
        return None

    yield EvalComponent, "_log_failure_event_exception", say_nothing
    yield EvalComponent, "_log_exception", say_nothing
