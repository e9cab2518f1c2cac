"""Messages in queues outlive the process, with their attempts and the time at which each is due.

Reason: moto keeps them in memory, so a webhook that waits for its next attempt would be lost with the host.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto.sqs.models import Message, Queue

from local.emulator.moto_patches.hooks import Hooks, QueuedMessage

_QUEUE = "omnigen_queue"
"""Attribute of a message: the name of its queue, which moto's own do not know."""


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """A message is saved whenever its queue or its attempts change, and forgotten when it is deleted."""
    stock_add, stock_delete = Queue.add_message, Queue.delete_message
    stock_receive, stock_change = Message.mark_received, Message.change_visibility

    def add_message(queue: Any, message: Any) -> None:
        setattr(message, _QUEUE, queue.name)
        hooks.queued(_row(message))
        stock_add(queue, message)

    def delete_message(queue: Any, receipt_handle: str) -> None:
        ids = [message.id for message in queue._messages if message.had_receipt_handle(receipt_handle)]
        stock_delete(queue, receipt_handle)
        for id_ in ids:
            hooks.unqueued(id_)

    def mark_received(message: Any, visibility_timeout: int | None = None) -> None:
        stock_receive(message, visibility_timeout)
        if not visibility_timeout:  # otherwise `change_visibility` has saved it
            hooks.queued(_row(message))

    def change_visibility(message: Any, visibility_timeout: int) -> None:
        stock_change(message, visibility_timeout)
        hooks.queued(_row(message))

    yield Queue, "add_message", add_message
    yield Queue, "delete_message", delete_message
    yield Message, "mark_received", mark_received
    yield Message, "change_visibility", change_visibility


def restore(row: QueuedMessage, queue: Any) -> None:
    """Puts a message into its queue as it stood when it was saved."""
    message: Any = Message(row.id, row.body)
    setattr(message, _QUEUE, row.queue)
    message.group_id = row.group
    message.sent_timestamp = row.sent_at
    message.approximate_first_receive_timestamp = row.first_received_at
    message.approximate_receive_count = row.received
    message.visible_at = row.visible_at
    queue._messages.append(message)


def _row(message: Any) -> QueuedMessage:
    return QueuedMessage(
        id=message.id,
        queue=getattr(message, _QUEUE),
        body=message.body,
        group=message.group_id,
        sent_at=message.sent_timestamp,
        first_received_at=message.approximate_first_receive_timestamp,
        received=message.approximate_receive_count,
        visible_at=message.visible_at,
    )
