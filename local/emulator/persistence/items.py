"""DynamoDB items in the state database: read by key, by index and by expiry, written together with their indexes.

An index holds what it projects, as on AWS, so that a page of a list reads no whole item. Nothing of this is in memory.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from omnigen.deployment.resources import Table, table_name

from local.emulator.persistence.database import StateDatabase
from local.emulator.persistence.key_text import key_text

Attributes = dict[str, Any]
"""An item as DynamoDB JSON: typed values by name."""

KeyText = tuple[str, str]
"""Partition and sort key as text; an empty sort key where the table or index has none."""


@dataclass(frozen=True)
class IndexLayout:
    """An index: one or two key attributes, and what it holds besides keys (None: everything)."""

    name: str
    keys: tuple[str, ...]
    attributes: tuple[str, ...] | None


@dataclass(frozen=True)
class TableLayout:
    """What of a table's definition decides how its items are stored."""

    name: str
    keys: tuple[str, ...]
    indexes: tuple[IndexLayout, ...] = ()
    ttl: str | None = None

    @classmethod
    def of(cls, table: Table, environment: str) -> TableLayout:
        """The layout of a table in the emulated AWS."""
        indexes = tuple(
            IndexLayout(index.name, (index.partition, index.sort), index.attributes or None) for index in table.indexes
        )
        keys = (table.partition, table.sort) if table.sort else (table.partition,)
        return cls(table_name(environment, table), keys, indexes, table.ttl)

    @property
    def text(self) -> str:
        """As the database has it of a table that was brought into this layout."""
        return json.dumps(asdict(self))

    def is_readable_from(self, text: str) -> bool:
        """Whether queries of this layout find what is stored in the other, which may differ in what expires."""
        stored = json.loads(text)
        return bool({**stored, "ttl": None} == {**json.loads(self.text), "ttl": None})

    def key(self, attributes: Mapping[str, Any]) -> KeyText:
        """The item's own key. KeyError names an attribute that is missing."""
        return _key(self.keys, attributes)

    def expiry(self, attributes: Mapping[str, Any]) -> float | None:
        """When the item expires (Unix seconds); None if it does not."""
        value = attributes.get(self.ttl, {}).get("N") if self.ttl else None
        return float(value) if value is not None else None


class WrittenItem(NamedTuple):
    """An item after a write; None if it is gone."""

    table: TableLayout
    key: KeyText
    item: Attributes | None


@dataclass(frozen=True, kw_only=True)
class Range:
    """Which part of a table or index to read, in which order."""

    index: str | None = None
    partition: str | None = None
    """None: all partitions, in the order of their texts."""

    sort: tuple[tuple[str, str], ...] = ()
    """Comparisons of the sort key: an operator of SQL, or `prefix`, and a text."""

    filters: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    """Conditions of SQL on the item and their values. All that is read meets them."""

    after: tuple[str, ...] | None = None
    """The place to begin after: the partition if all are read, the sort key, and for an index the item's key."""

    forward: bool = True


class ItemStore:
    """The items of all tables."""

    def __init__(self, database: StateDatabase, layouts: Iterable[TableLayout]) -> None:
        self._database = database
        self.layouts: dict[str, TableLayout] = {}
        for layout in layouts:
            self.add(layout)

    def add(self, layout: TableLayout) -> None:
        """Makes a table known; brings it into this layout, if its definition was another one when it was last used."""
        self.layouts[layout.name] = layout
        text = layout.text
        if self._database.rows("SELECT 1 FROM layouts WHERE table_name = ? AND layout = ?", layout.name, text):
            return
        with self._database.transaction() as db:
            for (id_,) in db.execute("SELECT id FROM items WHERE table_name = ?", (layout.name,)).fetchall():
                [item] = db.execute("SELECT item FROM items WHERE id = ?", (id_,)).fetchone()
                attributes = item_of_text(item)
                db.execute(
                    "UPDATE items SET partition = ?, sort = ?, expires = ? WHERE id = ?",
                    (*layout.key(attributes), layout.expiry(attributes), id_),
                )
                _index(db, layout, id_, attributes)
            db.execute("REPLACE INTO layouts VALUES (?, ?)", (layout.name, text))

    def get(self, layout: TableLayout, key: KeyText) -> str | None:
        """The item's text; None if there is none."""
        query = "SELECT item FROM items WHERE table_name = ? AND partition = ? AND sort = ?"
        found = self._database.rows(query, layout.name, *key)
        return found[0][0] if found else None

    def read(self, layout: TableLayout, what: Range) -> Iterator[Attributes]:
        """The items of a range, or what the index holds of them. Others wait until it is read or closed."""
        query, values = _query(layout, what)
        with self._database.lock, closing(self._database.cursor(query, values)) as rows:
            for (text,) in rows:
                yield item_of_text(text)

    def count(self, table: str) -> int:
        """How many items the table has."""
        [[count]] = self._database.rows("SELECT count(*) FROM items WHERE table_name = ?", table)
        return int(count)

    def expired(self, layout: TableLayout, now: float, limit: int) -> list[Attributes]:
        """Items whose time to live has ended at `now` (Unix seconds), the longest expired first."""
        query = "SELECT item FROM items WHERE table_name = ? AND expires <= ? ORDER BY expires LIMIT ?"
        return [item_of_text(text) for (text,) in self._database.rows(query, layout.name, now, limit)]

    def save(self, changes: Iterable[WrittenItem], removals: Sequence[Mapping[str, Any]]) -> list[int]:
        """The items of one write and the stream records of its removals, all or nothing; returns the records' ids."""
        with self._database.transaction() as db:
            for layout, key, attributes in changes:
                if attributes is None:
                    _remove(db, layout, key)
                else:
                    _put(db, layout, key, attributes)
            insert = "INSERT INTO removals (record) VALUES (?) RETURNING id"
            return [db.execute(insert, (item_text(record),)).fetchone()[0] for record in removals]


def _put(db: Any, layout: TableLayout, key: KeyText, attributes: Attributes) -> None:
    [id_] = db.execute(
        "INSERT INTO items (table_name, partition, sort, expires, item) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET expires = excluded.expires, item = excluded.item RETURNING id",
        (layout.name, *key, layout.expiry(attributes), item_text(attributes)),
    ).fetchone()
    _index(db, layout, id_, attributes)


def _remove(db: Any, layout: TableLayout, key: KeyText) -> None:
    delete = "DELETE FROM items WHERE table_name = ? AND partition = ? AND sort = ? RETURNING id"
    for (id_,) in db.execute(delete, (layout.name, *key)).fetchall():
        db.execute("DELETE FROM index_entries WHERE item_id = ?", (id_,))


def _index(db: Any, layout: TableLayout, id_: int, attributes: Attributes) -> None:
    """Makes the item's index entries what they should be; most writes change none of them."""
    columns = "table_name, index_name, partition, sort, item_partition, item_sort, entry"
    before = set(db.execute(f"SELECT {columns} FROM index_entries WHERE item_id = ?", (id_,)))  # noqa: S608 - ours
    after = set(_entries(layout, attributes))
    if before != after:
        db.execute("DELETE FROM index_entries WHERE item_id = ?", (id_,))
        insert = f"INSERT INTO index_entries ({columns}, item_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - ours
        db.executemany(insert, [(*entry, id_) for entry in after])


def _entries(layout: TableLayout, attributes: Attributes) -> Iterator[tuple[str, ...]]:
    """An item is in the indexes whose keys it has."""
    for index in layout.indexes:
        if all(name in attributes for name in index.keys):
            kept = set(attributes if index.attributes is None else (*index.attributes, *index.keys, *layout.keys))
            entry = {name: value for name, value in attributes.items() if name in kept}
            yield (layout.name, index.name, *_key(index.keys, attributes), *layout.key(attributes), item_text(entry))


def _query(layout: TableLayout, what: Range) -> tuple[str, list[Any]]:
    order = ["sort"] if what.index is None else ["sort", "item_partition", "item_sort"]
    conditions: list[str] = ["table_name = ?"]
    values: list[Any] = [layout.name]
    if what.index is not None:
        conditions, values = [*conditions, "index_name = ?"], [*values, what.index]
    if what.partition is None:
        order = ["partition", *order]
    else:
        conditions, values = [*conditions, "partition = ?"], [*values, what.partition]
    for operator, text in what.sort:
        if operator == "prefix":  # no text has the byte FF, so that all that begin with the prefix lie below this one
            conditions, values = [*conditions, "sort >= ?", "sort < ? || CAST(x'FF' AS TEXT)"], [*values, text, text]
        else:
            conditions, values = [*conditions, f"sort {operator} ?"], [*values, text]
    for condition, texts in what.filters:
        conditions, values = [*conditions, condition], [*values, *texts]
    if what.after is not None:
        places = ", ".join("?" * len(order))
        conditions.append(f"({', '.join(order)}) {'>' if what.forward else '<'} ({places})")
        values += what.after
    columns, table = ("item", "items") if what.index is None else ("entry", "index_entries")
    direction = "" if what.forward else " DESC"
    # With filters the rows are few: a plus keeps sqlite from choosing the index that has the order.
    ordered = ", ".join(f"{'+' if what.filters else ''}{name}{direction}" for name in order)
    return f"SELECT {columns} FROM {table} WHERE {' AND '.join(conditions)} ORDER BY {ordered}", values  # noqa: S608 - ours


def _key(names: Sequence[str], attributes: Mapping[str, Any]) -> KeyText:
    texts = [key_text(attributes[name]) for name in names]
    return texts[0], texts[1] if len(texts) > 1 else ""


_BYTES = "$bytes"


def item_text(attributes: Mapping[str, Any]) -> str:
    """Equal items have equal texts, but for the order of their sets."""
    return json.dumps(attributes, sort_keys=True, default=_plain)


def item_of_text(text: str) -> Attributes:
    """What `item_text` has written."""
    attributes: Attributes = json.loads(text, object_hook=_bytes_of_text)
    return attributes


def _plain(value: Any) -> Any:
    """Binary attributes, and the typed values of moto."""
    if isinstance(value, bytes):
        return {_BYTES: base64.b64encode(value).decode()}
    return {value.type: value.value}


def _bytes_of_text(value: dict[str, Any]) -> Any:
    return base64.b64decode(value[_BYTES]) if value.keys() == {_BYTES} else value
