"""What must outlive the process, in one sqlite file.

Every write is committed and on the disk when the call that caused it returns: it survives `kill -9` and a power cut.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from omnigen.errors import InvalidRequest

from local.emulator.data_dir import open_owned, unusable
from local.emulator.persistence.schema import VERSION, statements_since


class StateDatabase:
    """The file, brought to the current version. Any thread may call; one call at a time.

    Without `durable` a power cut may take the last writes back. `make_room` is called before each write.
    """

    def __init__(self, path: Path, *, durable: bool = True, make_room: Callable[[], None] = lambda: None) -> None:
        self._make_room = make_room
        self._synchronous = "FULL" if durable else "NORMAL"
        self.lock = threading.RLock()
        """Held during each call, and by whoever reads rows one by one."""
        self._owner = open_owned(path)  # sqlite gives its other files the mode of this one
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        try:
            self._open(path)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Closes the file; further calls fail."""
        with self.lock:
            self._db.close()
            if self._owner >= 0:
                os.close(self._owner)  # last: closing any descriptor of the file ends sqlite's own locks
                self._owner = -1

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Writes that happen together or not at all; on the disk when the block has ended."""
        with self.lock:
            self._make_room()
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # sqlite has ended it itself after some errors, a full disk among them
                    self._db.execute("ROLLBACK")
                raise

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self.lock:
            return self._db.execute(query, values).fetchall()

    def cursor(self, query: str, values: Sequence[Any]) -> sqlite3.Cursor:
        """The rows of a query one by one; for the holder of the lock, who closes it."""
        return self._db.execute(query, values)

    def _open(self, path: Path) -> None:
        self._make_room()
        try:
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute(f"PRAGMA synchronous={self._synchronous}")
            self._db.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            raise unusable(path, error) from error
        [version] = self._db.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            raise InvalidRequest(
                f"{str(path)!r} was written by a newer Omnigen (format {version}, this one knows {VERSION}); "
                "update Omnigen or choose another data folder",
                "data_dir",
            )
        for statement in statements_since(version):
            self._db.execute(statement)
        self._db.execute(f"PRAGMA user_version = {VERSION}")
        self._db.execute("COMMIT")
