"""Tables are in the state database: a read takes what it needs from there, a write happens whole and on the disk.

Reason: moto keeps all items in memory, goes through a whole table for each query, and has no lock: two threads can pass
one condition, readers see half a write, and an update that turns out too big is kept in part.

While a write is in progress its items are in memory. When it ends they are saved in one transaction, or forgotten: what
the disk refuses has never happened.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

from local.emulator.moto_patches.hooks import Hooks
from local.emulator.persistence.items import Range, WrittenItem
from local.emulator.persistence.key_text import key_text
from local.emulator.persistence.layouts import KeyText, TableLayout, item_of_text, item_text, partition_text
from local.emulator.persistence.moto_tables import (
    filters,
    index_names,
    item_of,
    layout_of,
    page,
    place,
    sort_conditions,
    typed_attributes,
)
from local.emulator.persistence.table_items import TableItems

_READS = ("get_item", "query", "scan")
_WRITES = ("put_item", "update_item", "delete_item", "transact_write_items")


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """Every method of the backend that touches items, and where a table looks for them."""
    tables = StoredTables(hooks)
    for name in _READS:
        yield DynamoDBBackend, name, tables.reading(getattr(DynamoDBBackend, name))
    for name in _WRITES:
        yield DynamoDBBackend, name, tables.writing(getattr(DynamoDBBackend, name))
    yield Table, "__init__", _with_items(tables, Table.__init__)
    yield Table, "get_item", tables.getting(Table.get_item)
    yield Table, "query", tables.querying(Table.query)
    yield Table, "scan", tables.scanning(Table.scan)
    yield Table, "all_items", lambda table: tables.candidates(table)  # noqa: PLW0108 - becomes a method
    yield Table, "has_idx_items", lambda table, index_name: tables.candidates(table)
    yield Table, "__len__", lambda table: tables.count(table)  # noqa: PLW0108 - becomes a method
    # The stock transaction keeps a deep copy of each table to go back to; ours forgets what it has not saved.
    yield Table, "__deepcopy__", lambda table, memo: table


class _Slot(NamedTuple):
    """An item that the write in progress has read or written, and its text before."""

    layout: TableLayout
    key: KeyText
    before: str | None
    item: Item | None


class StoredTables:
    """The lock, the items of the write in progress, and the items that a query or scan is about."""

    def __init__(self, hooks: Hooks) -> None:
        self._hooks = hooks
        self._lock = hooks.dynamodb_lock
        self._slots: dict[tuple[str, KeyText], _Slot] | None = None
        self._candidates: list[Item] | None = None

    def reading(self, stock: Callable[..., Any]) -> Callable[..., Any]:
        """The same method, under the lock."""

        def method(*args: Any, **kwargs: Any) -> Any:
            with self._lock:
                return stock(*args, **kwargs)

        return method

    def writing(self, stock: Callable[..., Any]) -> Callable[..., Any]:
        """The same method, which saves what it has changed, or changes nothing if it fails."""

        def method(*args: Any, **kwargs: Any) -> Any:
            with self._lock:
                if self._slots is not None:  # a step of a transaction, which is saved as a whole
                    return stock(*args, **kwargs)
                self._slots = {}
                try:
                    result = stock(*args, **kwargs)
                    self._hooks.written(list(self._changes()), list(self._hooks.stream_records))
                finally:
                    self._slots = None
                    self._hooks.stream_records.clear()
                return result

        return method

    def getting(self, stock: Callable[..., Any]) -> Callable[..., Any]:
        """The same look-up, which reads the item once."""

        def get_item(
            table: Table, hash_key: DynamoType, range_key: DynamoType | None = None, projection: Any = None
        ) -> Any:
            if table.has_range_key and not range_key:
                return stock(table, hash_key, range_key, projection)  # is refused
            item = self.get(table, (key_text(hash_key.to_json()), key_text(range_key.to_json()) if range_key else ""))
            return item.project(projection) if item is not None and projection else item

        return get_item

    def querying(self, stock: Callable[..., Any]) -> Callable[..., Any]:
        """The same query, over no more than the items of its page."""
        signature = inspect.signature(stock)

        def query(*args: Any, **kwargs: Any) -> Any:
            call = signature.bind(*args, **kwargs).arguments
            index, start = call.get("index_name"), call["exclusive_start_key"]
            partition = [value for _, value in call.get("hash_key_conditions") or ()] or [call["hash_key"]]
            what = Range(
                index=index,
                partition=partition_text([key_text(value.to_json()) for value in partition]),
                sort=sort_conditions(call["range_comparison"], call["range_objs"]),
                after=place(call["self"], index, start)[1:] if start else None,
                forward=call["scan_index_forward"] is not False,
            )
            with self._about(call["self"], what, call["limit"], whole=bool(call.get("filter_kwargs"))):
                return stock(*args, **kwargs)

        return query

    def scanning(self, stock: Callable[..., Any]) -> Callable[..., Any]:
        """The same scan, over no more than the items of its page."""
        signature = inspect.signature(stock)

        def scan(*args: Any, **kwargs: Any) -> Any:
            call = signature.bind(*args, **kwargs).arguments
            index, start, segments = call.get("index_name"), call["exclusive_start_key"], call.get("segments")
            what = Range(
                index=index,
                after=place(call["self"], index, start) if start else None,
                # With a limit, those that do not pass count as well.
                filters=filters(call.get("filter_expression")) if index is None and not call["limit"] else (),
            )
            whole = bool(call["filters"])
            with self._about(call["self"], what, call["limit"], segments=segments or (None, None), whole=whole):
                return stock(*args, **kwargs)

        return scan

    def candidates(self, table: Table) -> list[Item]:
        """The items that the query or scan in progress is about; outside of one all items."""
        if self._candidates is not None:
            return self._candidates
        return [item_of(table, attributes) for attributes in self._hooks.items.read(self._layout(table), Range())]

    def count(self, table: Table) -> int:
        """How many items the table has."""
        return int(self._hooks.items.count(table.name))

    def get(self, table: Table, key: KeyText) -> Item | None:
        """An item; the same one again while a write is in progress."""
        layout = self._layout(table)
        if self._slots is not None and (layout.name, key) in self._slots:
            return self._slots[layout.name, key].item
        text = self._hooks.items.get(layout, key)
        item = None if text is None else item_of(table, item_of_text(text))
        if self._slots is not None:
            self._slots[layout.name, key] = _Slot(layout, key, text, item)
        return item

    def set(self, table: Table, key: KeyText, item: Item | None) -> None:
        """Changes an item in the write in progress; None removes it."""
        if self._slots is None:
            raise RuntimeError(f"table {table.name!r} is written outside of a write")
        self.get(table, key)
        self._slots[table.name, key] = self._slots[table.name, key]._replace(item=item)

    def _changes(self) -> Iterator[WrittenItem]:
        for layout, key, before, item in (self._slots or {}).values():
            attributes = None if item is None else typed_attributes(item)
            if before != (None if attributes is None else item_text(attributes)):
                yield WrittenItem(layout, key, attributes)

    @contextmanager
    def _about(
        self, table: Table, what: Range, limit: int | None, *, segments: Any = (None, None), whole: bool
    ) -> Iterator[None]:
        """Within it, the items of a page are the table's only ones, and one more that shows whether there is another.

        All of the range if it is wanted `whole`, as for a legacy filter, which is applied before items are counted.
        None for an index that does not exist, which moto refuses.
        """
        self._candidates = []
        try:
            if what.index is None or what.index in index_names(table):
                rows = (item_of(table, attributes) for attributes in self._hooks.items.read(self._layout(table), what))
                items = (item for item in rows if item.is_within_segment(segments))
                self._candidates = list(items if whole else page(items, limit))
            yield
        finally:
            self._candidates = None

    def _layout(self, table: Table) -> TableLayout:
        if table.name not in self._hooks.items.layouts:  # made through the API
            self._hooks.items.add(layout_of(table))
        return self._hooks.items.layouts[table.name]


def _with_items(tables: StoredTables, stock: Callable[..., None]) -> Callable[..., None]:
    def __init__(table: Table, *args: Any, **kwargs: Any) -> None:  # noqa: N807 - stands in for it
        stock(table, *args, **kwargs)
        table.items = TableItems(tables, table)  # type: ignore[assignment]

    return __init__
