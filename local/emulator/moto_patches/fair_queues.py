"""A queue hands out no message of a group that is being delivered.

Reason: fair queues of SQS give messages of quiet groups first; moto hands out the oldest one whatever its group, so
that one receiver with many messages would occupy every delivery. Here a group has one delivery at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto.sqs.models import Queue

from local.emulator.moto_patches.hooks import Hooks


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """Messages of busy groups count as not visible."""
    stock: Any = vars(Queue)["messages"].fget

    def messages(queue: Any) -> list[Any]:
        return [message for message in stock(queue) if message.group_id not in hooks.busy_groups]

    yield Queue, "messages", property(messages)
