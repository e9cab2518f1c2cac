"""Messages in queues outlive the process.

Reason: moto keeps them in memory, so a webhook that waits for its next attempt would be lost with the host.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto.sqs.models import Queue

from local.emulator.moto_patches.hooks import Hooks


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """A message is saved when a queue gets it, the dead-letter queue included, and forgotten when it is deleted."""
    stock_add, stock_delete = Queue.add_message, Queue.delete_message

    def add_message(queue: Any, message: Any) -> None:
        hooks.queued(message.id, queue.name, message.body)
        stock_add(queue, message)

    def delete_message(queue: Any, receipt_handle: str) -> None:
        ids = [message.id for message in queue._messages if message.had_receipt_handle(receipt_handle)]
        stock_delete(queue, receipt_handle)
        for id_ in ids:
            hooks.unqueued(id_)

    yield Queue, "add_message", add_message
    yield Queue, "delete_message", delete_message
