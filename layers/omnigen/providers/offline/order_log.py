"""The offline vendor's order log: what was ordered, delivered, cancelled and charged.

It outlives every process. Tests compare it with the job records: an order that is logged twice was paid twice.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

State = Literal["ordered", "delivered", "failed", "cancelled"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS orders (
    id TEXT PRIMARY KEY, order_id TEXT NOT NULL, kind TEXT NOT NULL, model TEXT NOT NULL, state TEXT NOT NULL,
    usd TEXT NOT NULL, ordered_at REAL NOT NULL, ready_at REAL NOT NULL, failure TEXT
);
CREATE INDEX IF NOT EXISTS orders_by_order_id ON orders (order_id);
CREATE TABLE IF NOT EXISTS faults (rule TEXT PRIMARY KEY, used INTEGER NOT NULL);
"""


@dataclass(frozen=True, kw_only=True)
class LoggedOrder:
    """One order in the log. Times in Unix seconds, `usd` what was charged for it."""

    id: str
    order_id: str
    kind: str
    model: str
    state: State
    usd: Decimal
    ordered_at: float
    ready_at: float
    failure: str | None


def new_order(order_id: str, kind: str, model: str, usd: Decimal, latency_seconds: float) -> LoggedOrder:
    """An order that is placed now, under an id of the vendor's own."""
    now = time.time()
    return LoggedOrder(
        id=f"off_{secrets.token_hex(12)}",
        order_id=order_id,
        kind=kind,
        model=model,
        state="ordered",
        usd=usd,
        ordered_at=now,
        ready_at=now + latency_seconds,
        failure=None,
    )


@dataclass(frozen=True)
class OrderLog:
    """The order log in a folder: one SQLite database, and each order's files."""

    folder: Path

    def order(
        self,
        *,
        order_id: str,
        kind: str,
        model: str,
        usd: Decimal,
        latency_seconds: float,
        inputs: Mapping[str, bytes],
    ) -> LoggedOrder:
        """Enter a new order, its inputs kept first; it is paid from here on."""
        entry = new_order(order_id, kind, model, usd, latency_seconds)
        for name, data in inputs.items():
            self.keep(entry.id, name, data)
        with self._database() as database:
            values = (entry.id, order_id, kind, model, entry.state, str(usd), entry.ordered_at, entry.ready_at, None)
            database.execute("INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        return entry

    def entry(self, entry_id: str) -> LoggedOrder | None:
        """The line with this id."""
        return next(self._select("WHERE id = ?", entry_id), None)

    def placed(self, order_id: str, claimed_ids: frozenset[str] = frozenset()) -> LoggedOrder | None:
        """The newest line for this order that came to something or still may, and is not among `claimed_ids`."""
        found = self._select(
            "WHERE order_id = ? AND state IN ('ordered', 'delivered') ORDER BY ordered_at DESC", order_id
        )
        return next((entry for entry in found if entry.id not in claimed_ids), None)

    def all(self) -> list[LoggedOrder]:
        """Every line, oldest first."""
        return list(self._select("ORDER BY ordered_at, id"))

    def close(self, entry_id: str, state: State, failure: str | None = None) -> None:
        """End an order that is open; what has ended stays as it is."""
        with self._database() as database:
            database.execute(
                "UPDATE orders SET state = ?, failure = ? WHERE id = ? AND state = 'ordered'",
                (state, failure, entry_id),
            )

    def keep(self, entry_id: str, name: str, data: bytes) -> None:
        """Write a file of an order (its result or an input), whole or not at all."""
        folder = self.folder / "goods" / entry_id
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f".{name}.{secrets.token_hex(4)}"
        partial.write_bytes(data)
        partial.replace(folder / name)

    def fetch(self, entry_id: str, name: str) -> bytes | None:
        """What was kept under that name."""
        path = self.folder / "goods" / entry_id / name
        return path.read_bytes() if path.is_file() else None

    def use_fault(self, rule: str, most: int | None) -> bool:
        """Count one use of a fault rule; False when it has been used up."""
        with self._database() as database:
            row = database.execute("SELECT used FROM faults WHERE rule = ?", (rule,)).fetchone()
            used = row[0] if row else 0
            if most is not None and used >= most:
                return False
            database.execute("INSERT OR REPLACE INTO faults VALUES (?, ?)", (rule, used + 1))
            return True

    def _select(self, rest: str, *values: str) -> Iterator[LoggedOrder]:
        with self._database() as database:
            rows = database.execute(f"SELECT * FROM orders {rest}", values).fetchall()  # noqa: S608 - `rest` is ours
        for row in rows:
            facts = dict(zip(LoggedOrder.__annotations__, row, strict=True))
            yield LoggedOrder(**(facts | {"usd": Decimal(facts["usd"])}))

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        self.folder.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self.folder / "ledger.sqlite3", timeout=30, isolation_level=None)
        try:
            database.execute("PRAGMA journal_mode = WAL")
            database.executescript(_SCHEMA)
            database.execute("BEGIN IMMEDIATE")
            yield database
            database.execute("COMMIT")
        finally:
            database.close()


def as_json(**facts: object) -> bytes:
    """Small values as JSON text for the log."""
    return json.dumps(facts, default=str).encode()
