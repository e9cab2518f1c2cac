"""A DynamoDB write happens whole or not at all, one at a time, and a reader sees it only when it is done.

Reason: moto has no lock (two threads can pass one condition), changes items in slot while others read them, keeps half
an update that turns out too big, and copies whole tables for each transaction.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Table

from local.emulator.moto_patches.hooks import Hooks, WrittenItem

_READS = ("get_item", "query", "scan")


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """Wraps every method of the backend that touches items."""
    writer = TableWriter(hooks)
    for name in _READS:
        yield DynamoDBBackend, name, writer.reading(getattr(DynamoDBBackend, name))
    yield DynamoDBBackend, "put_item", writer.writing(DynamoDBBackend.put_item, _of_put)
    yield DynamoDBBackend, "update_item", writer.writing(DynamoDBBackend.update_item, _of_key)
    yield DynamoDBBackend, "delete_item", writer.writing(DynamoDBBackend.delete_item, _of_key)
    yield DynamoDBBackend, "transact_write_items", writer.writing(DynamoDBBackend.transact_write_items, _of_transaction)
    # The stock transaction keeps a deep copy of each table to go back to; ours goes back item by item.
    yield Table, "__deepcopy__", lambda table, memo: table


ItemSlots = list[tuple[str, Mapping[str, Any]]]


class TableWriter:
    """The lock, and what the write in progress has touched."""

    def __init__(self, hooks: Hooks) -> None:
        self._hooks = hooks
        self._lock = hooks.dynamodb_lock
        self._depth = 0

    def reading(self, stock: Callable[..., Any]) -> Callable[..., Any]:
        """The same method, under the lock."""

        def method(*args: Any, **kwargs: Any) -> Any:
            with self._lock:
                return stock(*args, **kwargs)

        return method

    def writing(self, stock: Callable[..., Any], slots: Callable[..., ItemSlots]) -> Callable[..., Any]:
        """The same method, undone if it fails; `slots` tells from its arguments which items it may touch."""

        def method(backend: Any, *args: Any, **kwargs: Any) -> Any:
            with self._lock:
                if self._depth:  # a step of a transaction, which undoes and reports as a whole
                    return stock(backend, *args, **kwargs)
                return self._write(backend, slots(backend, *args, **kwargs), lambda: stock(backend, *args, **kwargs))

        return method

    def _write(self, backend: Any, slots: ItemSlots, write: Callable[[], Any]) -> Any:
        before = [_ItemSlot.of(backend, table, key) for table, key in slots if table in backend.tables]
        self._depth += 1
        try:
            for slot in before:
                slot.detach()
            result = write()
        except BaseException:
            for slot in before:
                slot.restore()
            self._hooks.stream_records.clear()
            raise
        finally:
            self._depth -= 1
        records = list(self._hooks.stream_records)
        self._hooks.stream_records.clear()
        self._hooks.written([slot.written() for slot in before], records)
        return result


class _ItemSlot:
    """One key of one table, and the item that was there before the write."""

    def __init__(self, table: Any, key: Mapping[str, Any], hash_key: Any, range_key: Any) -> None:
        self.table, self.key, self.hash_key, self.range_key = table, key, hash_key, range_key
        self.before = table.get_item(hash_key, range_key)

    @classmethod
    def of(cls, backend: Any, table_name: str, key: Mapping[str, Any]) -> _ItemSlot:
        table = backend.get_table(table_name)
        names = [name for name in (table.hash_key_attr, table.range_key_attr) if name]
        own = {name: key[name] for name in names}
        return cls(table, own, *backend.get_keys_value(table, own))

    def detach(self) -> None:
        """Moto changes the stored item in slot: let it change a copy, since readers may still hold this one."""
        if self.before is not None:
            self._store(copy.deepcopy(self.before))

    def restore(self) -> None:
        if self.before is not None:
            self._store(self.before)
        elif self.table.get_item(self.hash_key, self.range_key) is not None:
            bucket = self.table.items[self.hash_key] if self.range_key else self.table.items
            del bucket[self.range_key or self.hash_key]

    def written(self) -> WrittenItem:
        item = self.table.get_item(self.hash_key, self.range_key)
        return WrittenItem(self.table.name, self.key, item.to_json()["Attributes"] if item is not None else None)

    def _store(self, item: Any) -> None:
        if self.range_key:
            self.table.items[self.hash_key][self.range_key] = item
        else:
            self.table.items[self.hash_key] = item


def _of_put(backend: Any, table_name: str, item_attrs: Mapping[str, Any], *args: Any, **kwargs: Any) -> ItemSlots:
    return _complete(backend, [(table_name, item_attrs)])


def _of_key(backend: Any, table_name: str, key: Mapping[str, Any], *args: Any, **kwargs: Any) -> ItemSlots:
    return _complete(backend, [(table_name, key)])


def _of_transaction(backend: Any, transact_items: list[dict[str, Any]]) -> ItemSlots:
    steps = [step for item in transact_items for kind, step in item.items() if kind != "ConditionCheck"]
    return _complete(backend, [(step["TableName"], step.get("Key") or step.get("Item") or {}) for step in steps])


def _complete(backend: Any, slots: ItemSlots) -> ItemSlots:
    """Leaves out what moto is about to refuse: an unknown table or a key that lacks an attribute."""

    def is_whole(table_name: str, key: Mapping[str, Any]) -> bool:
        table = backend.tables.get(table_name)
        return table is not None and all(name in key for name in (table.hash_key_attr, table.range_key_attr) if name)

    return [(table, key) for table, key in slots if is_whole(table, key)]
