"""The data folder read directly: its records and files, without a host and without changing anything."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from omnigen.deployment.resources import TABLES

from local.emulator.data_dir import private_data_dir
from local.emulator.persistence.database import StateDatabase
from local.emulator.persistence.items import ItemStore
from local.emulator.persistence.layouts import TableLayout
from local.emulator.persistence.object_files import UnsafePath, object_path
from local.emulator.persistence.schema import VERSION
from local.emulator.resources import ENVIRONMENT


@dataclass(frozen=True)
class StoredState:
    """The database and the objects of one data folder. A folder that was never used has no records."""

    data_dir: Path

    def jobs_of(self, table: str, user_id: str) -> Iterator[dict[str, Any]]:
        """A user's jobs, newest first, as the index shows them (not the whole records)."""
        query = (
            "SELECT entry FROM index_entries WHERE table_name = ? AND index_name = 'UserJobsIndex' AND partition = ?"
            " ORDER BY sort DESC, item_partition DESC"
        )
        with self._rows(query, table, user_id) as rows:
            for (text,) in rows:
                yield plain_item(text)

    def item(self, table: str, partition: str, sort: str = "") -> dict[str, Any] | None:
        """The record with this key; None when there is none."""
        query = "SELECT item FROM items WHERE table_name = ? AND partition = ? AND sort = ?"
        with self._rows(query, table, partition, sort) as rows:
            return next((plain_item(text) for (text,) in rows), None)

    def items_of(self, table: str, partition: str) -> Iterator[dict[str, Any]]:
        """The records with this partition key, the highest sort key first."""
        query = "SELECT item FROM items WHERE table_name = ? AND partition = ? ORDER BY sort DESC"
        with self._rows(query, table, partition) as rows:
            for (text,) in rows:
                yield plain_item(text)

    def execution(self, arn: str) -> tuple[str, str | None] | None:
        """Status and error of an execution as they were last written; None when it never began."""
        with self._rows("SELECT status, error FROM executions WHERE arn = ?", arn) as rows:
            return next(iter(rows), None)

    def file(self, bucket: str, key: str) -> Path | None:
        """The file of an object; None when there is none."""
        with self._rows("SELECT path FROM objects WHERE bucket = ? AND key = ?", bucket, key) as rows:
            path = next((path for (path,) in rows), None)
        try:
            return object_path(self.data_dir.resolve() / "s3", bucket, path) if path is not None else None
        except UnsafePath:
            return None

    @contextmanager
    def _rows(self, query: str, *values: str) -> Iterator[Iterator[tuple[Any, ...]]]:
        place = self.data_dir.resolve() / "state.sqlite3"
        if self.data_dir.exists():
            private_data_dir(self.data_dir)
        if not place.exists():
            yield iter(())
            return
        with closing(_current(place)) as database:
            yield database.execute(query, values)


def _current(path: Path) -> sqlite3.Connection:
    """The database, open for reading. One of an older version is brought to the current one first."""
    database = sqlite3.connect(f"{path.as_uri()}?mode=ro{_IMMUTABLE if _cannot_change(path) else ''}", uri=True)
    layouts = [TableLayout.of(table, ENVIRONMENT) for table in TABLES]
    if database.execute("PRAGMA user_version").fetchone()[0] >= VERSION:
        known = dict(database.execute("SELECT table_name, layout FROM layouts").fetchall())
        if all(layout.name in known and layout.is_readable_from(known[layout.name]) for layout in layouts):
            return database
    database.close()
    upgraded = StateDatabase(path)
    try:
        ItemStore(upgraded, layouts)
    finally:
        upgraded.close()
    return _current(path)


_IMMUTABLE = "&immutable=1"


def _cannot_change(path: Path) -> bool:
    """Whether the database is closed and on a read-only disk, where SQLite cannot make its log."""
    return bool(os.statvfs(path).f_flag & os.ST_RDONLY) and not path.with_name(f"{path.name}-wal").exists()


def plain_item(text: str) -> dict[str, Any]:
    """A stored record as plain Python; ValueError for what is none."""
    return {name: _plain(value) for name, value in json.loads(text).items()}


def _plain(value: Mapping[str, Any]) -> Any:
    """A DynamoDB value as plain Python, whole numbers as int.

    boto3's deserializer does the same, but importing boto3 takes half of the time that such a command may take.
    """
    [(kind, content)] = value.items()
    match kind:
        case "M":
            return {name: _plain(part) for name, part in content.items()}
        case "L":
            return [_plain(part) for part in content]
        case "N":
            number = Decimal(content)
            return int(number) if number == number.to_integral_value() else number
        case "NULL":
            return None
        case "S" | "BOOL":
            return content
        case _:
            raise ValueError(f"a DynamoDB value of kind {kind!r} is in no record of ours")
