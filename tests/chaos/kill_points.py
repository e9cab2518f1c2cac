"""Copies of a host's state as they are before each of its writes: what a kill at that very write leaves behind.

A write is a commit of the state database or of the offline vendor's order log. Both are watched where sqlite3 is
called, whatever the program above it looks like. A copy is taken while the write waits, so that no later one is in it;
other threads may be anywhere, as at a real kill.
"""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

STATE, ORDER_LOG = "state.sqlite3", "ledger.sqlite3"
_WATCHED = frozenset({STATE, ORDER_LOG})


@dataclass(frozen=True)
class KillPoint:
    """A copy of the folder, before the write of this number (1 is the first), and what had been told by then."""

    number: int
    folder: Path
    database: str
    told: int


@dataclass
class KillPoints:
    """Takes a copy of `folder` before every write into a database within it. `told` counts the events told so far."""

    folder: Path
    copies: Path
    told: Callable[[], int] = lambda: 0
    points: list[KillPoint] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def before_commit(self, path: Path) -> None:
        """Copy the folder."""
        with self.lock:
            number = len(self.points) + 1
            copy = self.copies / f"{number:03d}"
            copy_folder(self.folder, copy)
            self.points.append(KillPoint(number, copy, path.name, self.told()))


def copy_folder(source: Path, target: Path) -> None:
    """Copy a data folder with its databases as they are committed, while others may be using them."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.sqlite3", "*.sqlite3-*", "partial"))
    for database in source.rglob("*.sqlite3"):
        copy = target / database.relative_to(source)
        with sqlite3.Connection(f"file:{database}?mode=ro", uri=True) as opened, sqlite3.Connection(copy) as written:
            opened.backup(written)
        opened.close()
        written.close()


@contextmanager
def watched(before_commit: Callable[[Path], object]) -> Iterator[None]:
    """While this lasts, `before_commit` is called with the database's path before every write into a state database."""
    stock = sqlite3.connect

    def connect(path: Any, *args: Any, **kwargs: Any) -> Any:
        if Path(str(path)).name not in _WATCHED:
            return stock(path, *args, **kwargs)
        connection = stock(path, *args, **kwargs | {"factory": _Watched})
        connection.before_commit = lambda: before_commit(Path(path))
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", connect)
        yield


class _Watched(sqlite3.Connection):
    """Calls `before_commit` before what was changed is committed."""

    before_commit: Callable[[], object]
    _seen = 0

    def execute(self, sql: str, *args: Any) -> sqlite3.Cursor:
        if sql == "COMMIT" and self.total_changes != self._seen:
            self._seen = self.total_changes
            self.before_commit()
        return super().execute(sql, *args)
