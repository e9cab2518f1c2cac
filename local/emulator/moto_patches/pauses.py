"""Wait states and retry intervals end when the execution does, and tests may shorten them.

Reason: moto sleeps through a StopExecution between two attempts, and knows no faster clock.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.wait_function import WaitFunction

from local.emulator.moto_patches.hooks import Hooks


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """Both kinds of pause wait for the execution's own event."""
    stock = retrier_decl.RetrierDecl._eval_body
    current = threading.local()

    def pause(env: Any, seconds: float) -> None:
        deadline = time.monotonic() + seconds * hooks.pause_scale
        while env.is_running() and (left := deadline - time.monotonic()) > 0:
            env.program_state_event.wait(left)

    def wait(state: Any, env: Any, wait_seconds: float) -> None:
        pause(env, wait_seconds)

    def evaluate_retrier(retrier: Any, env: Any) -> None:
        current.env = env
        stock(retrier, env)

    yield WaitFunction, "_wait_interval", wait
    yield retrier_decl.RetrierDecl, "_eval_body", evaluate_retrier
    yield retrier_decl, "time", SimpleNamespace(sleep=lambda seconds: pause(current.env, seconds))
