"""What waits to be delivered, in the state database: messages of queues, and stream records of removed items."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from local.emulator.clients import REGION
from local.emulator.moto_patches.hooks import QueuedMessage
from local.emulator.persistence.database import StateDatabase
from local.emulator.resources import ACCOUNT


class WaitingMessages:
    """Both kinds, until they have been dealt with."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def save(self, message: QueuedMessage) -> None:
        """Inserts or replaces a message of a queue; one that moves to another queue keeps its id."""
        with self._database.transaction() as db:
            db.execute("REPLACE INTO queue_messages VALUES (?, ?, ?, ?, ?, ?, ?, ?)", message)

    def forget(self, id_: str) -> None:
        """Deletes a message."""
        with self._database.transaction() as db:
            db.execute("DELETE FROM queue_messages WHERE id = ?", (id_,))

    def all(self) -> list[QueuedMessage]:
        """Every message, oldest first."""
        columns = "id, queue, body, receiver, sent_at, first_received_at, received, visible_at"
        query = f"SELECT {columns} FROM queue_messages ORDER BY sent_at, id"  # noqa: S608 - our own names
        return [QueuedMessage(*row) for row in self._database.rows(query)]

    def restore(self) -> None:
        """Puts the messages of queues that exist into them, with their attempts and due times."""
        from moto.sqs.models import sqs_backends

        from local.emulator.moto_patches.durable_queues import restore

        queues = sqs_backends[ACCOUNT][REGION].queues
        for message in self.all():
            if message.queue in queues:
                restore(message, queues[message.queue])

    def removals(self) -> list[tuple[int, dict[str, Any]]]:
        """Stream records that no function has processed yet, with their ids, oldest first."""
        rows = self._database.rows("SELECT id, record FROM removals ORDER BY id")
        return [(id_, json.loads(record)) for id_, record in rows]

    def forget_removals(self, ids: Iterable[int]) -> None:
        """Deletes stream records that a function has processed."""
        with self._database.transaction() as db:
            db.executemany("DELETE FROM removals WHERE id = ?", [(id_,) for id_ in ids])
