"""The offline vendor's order log in a bucket, for functions that share no folder.

`offline/orders/ID/` holds the files of an order: `order.json` what was ordered, `end.json` how it ended, the inputs and
the result. `offline/names/NAME/ID` finds the orders of a name, `offline/faults/` counts uses of fault rules. What may
happen once is a file that is put only where there is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from hashlib import sha256
from typing import Protocol

from omnigen.domain.storage_keys import ALL_OFFLINE_ORDERS as PREFIX
from omnigen.errors import NotFound
from omnigen.providers.offline.order_log import LoggedOrder, State, new_order

_JSON, _ANYTHING = "application/json", "application/octet-stream"


class Files(Protocol):
    """The part of a bucket that is needed."""

    def put(self, key: str, data: bytes, media_type: str) -> None:
        """Write a file."""
        ...

    def put_new(self, key: str, data: bytes, media_type: str) -> bool:
        """Write a file where there is none; whether it was written."""
        ...

    def get(self, key: str) -> bytes:
        """Read a file; NotFound when there is none."""
        ...

    def keys(self, prefix: str) -> Iterable[str]:
        """Every key under a prefix."""
        ...


@dataclass(frozen=True)
class StoredOrderLog:
    """As OrderLog, in a bucket."""

    files: Files

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
        self.files.put(_file(entry.id, "order.json"), json.dumps(asdict(entry), default=str).encode(), _JSON)
        self.files.put(f"{PREFIX}names/{order_id}/{entry.id}", b"", _ANYTHING)
        return entry

    def entry(self, entry_id: str) -> LoggedOrder | None:
        """The order with this id, as it stands."""
        found = self.fetch(entry_id, "order.json")
        if found is None:
            return None
        facts = json.loads(found)
        ended = json.loads(self.fetch(entry_id, "end.json") or b"{}")
        return replace(LoggedOrder(**(facts | {"usd": Decimal(facts["usd"])})), **ended)

    def placed(self, order_id: str, claimed_ids: frozenset[str] = frozenset()) -> LoggedOrder | None:
        """The newest order of this name that came to something or still may, and is not among `claimed_ids`."""
        prefix = f"{PREFIX}names/{order_id}/"
        found = [self.entry(key.removeprefix(prefix)) for key in self.files.keys(prefix)]
        alive = [
            entry
            for entry in found
            if entry and entry.state in {"ordered", "delivered"} and entry.id not in claimed_ids
        ]
        return max(alive, key=lambda entry: entry.ordered_at, default=None)

    def close(self, entry_id: str, state: State, failure: str | None = None) -> None:
        """End an order that is open; what has ended stays as it is."""
        end = json.dumps({"state": state, "failure": failure}).encode()
        self.files.put_new(_file(entry_id, "end.json"), end, _JSON)

    def keep(self, entry_id: str, name: str, data: bytes) -> None:
        """Write a file of an order (its result or an input)."""
        self.files.put(_file(entry_id, name), data, _ANYTHING)

    def fetch(self, entry_id: str, name: str) -> bytes | None:
        """What was kept under that name."""
        try:
            return self.files.get(_file(entry_id, name))
        except NotFound:
            return None

    def use_fault(self, rule: str, most: int | None) -> bool:
        """Count one use of a fault rule; False when it has been used up."""
        if most is None:
            return True
        uses = f"{PREFIX}faults/{sha256(rule.encode()).hexdigest()[:16]}/"
        return any(self.files.put_new(f"{uses}{use}", b"", _ANYTHING) for use in range(most))


def _file(entry_id: str, name: str) -> str:
    return f"{PREFIX}orders/{entry_id}/{name}"
