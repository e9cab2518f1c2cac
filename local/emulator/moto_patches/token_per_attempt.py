"""Every attempt of a `.sync` or `.waitForTaskToken` state gets a token of its own, as on AWS.

Reason: moto makes one token per state and spends it on the first attempt, so a Retry ends at once with States.Timeout.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.resource import ResourceCondition
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_callback import (
    StateTaskServiceCallback,
)

from local.emulator.moto_patches.hooks import Hooks


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """Renews the token where an attempt begins."""
    stock = StateTaskServiceCallback._evaluate_with_timeout

    def evaluate(state: Any, env: Any) -> None:
        takes_tokens = ResourceCondition.WaitForTaskToken in state._supported_integration_patterns
        if takes_tokens and state._is_integration_pattern():
            env.callback_pool_manager.add(env.states.context_object.update_task_token())
        stock(state, env)

    yield StateTaskServiceCallback, "_evaluate_with_timeout", evaluate
