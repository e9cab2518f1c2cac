"""What waits to be delivered, in the state database: messages of queues, and stream records of removed items."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from local.emulator.clients import REGION
from local.emulator.persistence.database import StateDatabase
from local.emulator.resources import ACCOUNT


class WaitingMessages:
    """Both kinds, until they have been dealt with."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def save(self, id_: str, queue: str, body: str) -> None:
        """Inserts or replaces a message of a queue; one that moves to another queue keeps its id."""
        with self._database.transaction() as db:
            db.execute("REPLACE INTO messages VALUES (?, ?, ?)", (id_, queue, body))

    def forget(self, id_: str) -> None:
        """Deletes a message."""
        with self._database.transaction() as db:
            db.execute("DELETE FROM messages WHERE id = ?", (id_,))

    def send_again(self) -> None:
        """Sends every message again, under a new id; its attempts are counted anew."""
        from moto.sqs.models import sqs_backends

        backend = sqs_backends[ACCOUNT][REGION]
        for id_, queue, body in self._database.rows("SELECT id, queue, body FROM messages"):
            if queue in backend.queues:
                backend.send_message(queue, body)
                self.forget(id_)

    def removals(self) -> list[tuple[int, dict[str, Any]]]:
        """Stream records that no function has processed yet, with their ids, oldest first."""
        rows = self._database.rows("SELECT id, record FROM removals ORDER BY id")
        return [(id_, json.loads(record)) for id_, record in rows]

    def forget_removals(self, ids: Iterable[int]) -> None:
        """Deletes stream records that a function has processed."""
        with self._database.transaction() as db:
            db.executemany("DELETE FROM removals WHERE id = ?", [(id_,) for id_ in ids])
