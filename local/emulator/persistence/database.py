"""What must outlive the process, in one sqlite file: items, executions, messages, what S3 knows of its objects.

Every write is committed and on the disk when the call that caused it returns: it survives `kill -9` and a power cut.
"""

from __future__ import annotations

import base64
import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path
from typing import Any

from omnigen.errors import InvalidRequest

from local.emulator.data_dir import open_owned, unusable
from local.emulator.moto_patches.hooks import QueuedMessage, WrittenItem
from local.emulator.persistence.rows import ExecutionRow, ObjectRow

_KEEP_EXECUTIONS_SECONDS = 90 * 24 * 3600
"""Step Functions forgets a closed execution, and lets its name be used again, after 90 days."""

_VERSION = 2
"""Of the tables below. Whoever changes them so that an older program would misread them raises it."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS items (
    table_name TEXT, key TEXT, item TEXT NOT NULL, PRIMARY KEY (table_name, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS removals (id INTEGER PRIMARY KEY, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS executions (
    arn TEXT PRIMARY KEY, name TEXT, input TEXT, status TEXT, started REAL, stopped REAL, output TEXT, error TEXT,
    cause TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS queue_messages (
    id TEXT PRIMARY KEY, queue TEXT NOT NULL, body TEXT NOT NULL, receiver TEXT, sent_at INTEGER NOT NULL,
    first_received_at INTEGER, received INTEGER NOT NULL, visible_at REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS objects (
    bucket TEXT, key TEXT, path TEXT, etag TEXT, size INTEGER, modified REAL, version TEXT, file_time INTEGER,
    metadata TEXT, PRIMARY KEY (bucket, key)) WITHOUT ROWID;
"""


class StateDatabase:
    """Any thread may call; one write at a time. Without `durable` a power cut may take the last writes back."""

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        self._synchronous = "FULL" if durable else "NORMAL"
        self._lock = threading.RLock()
        self._owner = open_owned(path)  # sqlite gives its other files the mode of this one
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        try:
            self._open(path)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Closes the file; further calls fail."""
        with self._lock:
            self._db.close()
            if self._owner >= 0:
                os.close(self._owner)  # last: closing any descriptor of the file ends sqlite's own locks
                self._owner = -1

    def save_items(self, changes: Iterable[WrittenItem], removals: Sequence[Mapping[str, Any]]) -> list[int]:
        """The items of one write and the stream records of its removals, all or nothing; returns the records' ids."""
        with self._transaction() as db:
            for change in changes:
                row = (change.table, _text(change.key))
                if change.item is None:
                    db.execute("DELETE FROM items WHERE table_name = ? AND key = ?", row)
                else:
                    db.execute("REPLACE INTO items VALUES (?, ?, ?)", (*row, _text(change.item)))
            insert = "INSERT INTO removals (record) VALUES (?) RETURNING id"
            return [db.execute(insert, (_text(record),)).fetchone()[0] for record in removals]

    def items(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every item with its table's name, as DynamoDB JSON."""
        for table, item in self._rows("SELECT table_name, item FROM items"):
            yield table, json.loads(item, object_hook=_bytes_of_text)

    def removals(self) -> list[tuple[int, dict[str, Any]]]:
        """Stream records that no function has processed yet, with their ids, oldest first."""
        return [(id_, json.loads(record)) for id_, record in self._rows("SELECT id, record FROM removals ORDER BY id")]

    def forget_removals(self, ids: Iterable[int]) -> None:
        """Deletes stream records that a function has processed."""
        with self._transaction() as db:
            db.executemany("DELETE FROM removals WHERE id = ?", [(id_,) for id_ in ids])

    def save_execution(self, row: ExecutionRow) -> None:
        """Inserts or replaces the row of an execution."""
        with self._transaction() as db:
            db.execute("REPLACE INTO executions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", astuple(row))

    def executions(self) -> list[ExecutionRow]:
        """Oldest first; those that Step Functions would have forgotten are gone."""
        with self._transaction() as db:
            db.execute("DELETE FROM executions WHERE stopped < ?", (time.time() - _KEEP_EXECUTIONS_SECONDS,))
        columns = "arn, name, input, status, started, stopped, output, error, cause"
        names = columns.split(", ")
        rows = self._rows(f"SELECT {columns} FROM executions ORDER BY started")  # noqa: S608 - our own column names
        return [ExecutionRow(**dict(zip(names, row, strict=True))) for row in rows]

    def save_message(self, message: QueuedMessage) -> None:
        """Inserts or replaces a message of a queue; one that moves to another queue keeps its id."""
        with self._transaction() as db:
            db.execute("REPLACE INTO queue_messages VALUES (?, ?, ?, ?, ?, ?, ?, ?)", message)

    def forget_message(self, id_: str) -> None:
        """Deletes a message."""
        with self._transaction() as db:
            db.execute("DELETE FROM queue_messages WHERE id = ?", (id_,))

    def messages(self) -> list[QueuedMessage]:
        """Every message, oldest first."""
        columns = "id, queue, body, receiver, sent_at, first_received_at, received, visible_at"
        rows = self._rows(f"SELECT {columns} FROM queue_messages ORDER BY sent_at, id")  # noqa: S608 - our own names
        return [QueuedMessage(*row) for row in rows]

    def save_object(self, row: ObjectRow) -> None:
        """Inserts or replaces the row of an object, whose file exists."""
        with self._transaction() as db:
            db.execute("REPLACE INTO objects VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", astuple(row))

    def forget_object(self, bucket: str, key: str) -> None:
        """Deletes the row of an object; its file is removed afterwards."""
        with self._transaction() as db:
            db.execute("DELETE FROM objects WHERE bucket = ? AND key = ?", (bucket, key))

    def objects(self) -> list[ObjectRow]:
        """Every object of every bucket."""
        columns = "bucket, key, path, etag, size, modified, version, file_time, metadata"
        names = columns.split(", ")
        rows = self._rows(f"SELECT {columns} FROM objects ORDER BY bucket, key")  # noqa: S608 - our own column names
        return [ObjectRow(**dict(zip(names, row, strict=True))) for row in rows]

    def _open(self, path: Path) -> None:
        """Makes the tables that are missing."""
        try:
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute(f"PRAGMA synchronous={self._synchronous}")
            self._db.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            raise unusable(path, error) from error
        [version] = self._db.execute("PRAGMA user_version").fetchone()
        if version > _VERSION:
            raise InvalidRequest(
                f"{str(path)!r} was written by a newer Omnigen (format {version}, this one knows {_VERSION}); "
                "update Omnigen or choose another data folder",
                "data_dir",
            )
        for statement in _SCHEMA.split(";"):
            self._db.execute(statement)
        if version < 2:
            self._take_over_messages()
        self._db.execute(f"PRAGMA user_version = {_VERSION}")
        self._db.execute("COMMIT")

    def _take_over_messages(self) -> None:
        """Messages of format 1 had neither attempts nor due times: they begin anew."""
        if self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'messages'").fetchone():
            take = "INSERT INTO queue_messages SELECT id, queue, body, NULL, ?, NULL, 0, 0 FROM messages"
            self._db.execute(take, (int(time.time() * 1000),))
            self._db.execute("DROP TABLE messages")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(query).fetchall()


_BYTES = "$bytes"


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=_text_of_bytes)


def _text_of_bytes(value: Any) -> dict[str, str]:
    """Binary attributes in JSON; moto holds them as bytes."""
    return {_BYTES: base64.b64encode(bytes(value)).decode()}


def _bytes_of_text(value: dict[str, Any]) -> Any:
    return base64.b64decode(value[_BYTES]) if value.keys() == {_BYTES} else value
