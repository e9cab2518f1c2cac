"""DynamoDB items in the state database: read by key, by index and by expiry, written together with their indexes.

An index holds what it projects, as on AWS, so that a page of a list reads no whole item. Nothing of this is in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, NamedTuple

from local.emulator.persistence.database import StateDatabase
from local.emulator.persistence.layouts import Attributes, KeyText, TableLayout, item_of_text, item_text


class WrittenItem(NamedTuple):
    """An item after a write; None if it is gone."""

    table: TableLayout
    key: KeyText
    item: Attributes | None


Condition = tuple[str, tuple[Any, ...]]
"""A condition of SQL on the item, and its values."""


class AnyOf(NamedTuple):
    """Alternatives, each of conditions that have to be met together. SQLite looks each up by an index of its own."""

    sides: tuple[tuple[Condition, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Range:
    """Which part of a table or index to read, in which order."""

    index: str | None = None
    partition: str | None = None
    """None: all partitions, in the order of their texts."""

    sort: tuple[tuple[str, str], ...] = ()
    """Comparisons of the sort key: an operator of SQL, or `prefix`, and a text."""

    filters: tuple[Condition | AnyOf, ...] = ()
    """All that is read meets them."""

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
        stored = self._database.rows("SELECT layout FROM layouts WHERE table_name = ?", layout.name)
        if stored == [(layout.text,)]:
            return
        with self._database.transaction() as db:
            if stored and layout.is_readable_from(stored[0][0]):
                place = f"$.{layout.ttl}.N" if layout.ttl else None
                expiry = "UPDATE items SET expires = CAST(json_extract(item, ?) AS REAL) WHERE table_name = ?"
                db.execute(expiry, (place, layout.name))
            else:
                _bring_into(db, layout)
            db.execute("REPLACE INTO layouts VALUES (?, ?)", (layout.name, layout.text))

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


def _bring_into(db: Any, layout: TableLayout) -> None:
    """Makes keys, expiry and index entries of a table's items what the layout says."""
    for (id_,) in db.execute("SELECT id FROM items WHERE table_name = ?", (layout.name,)).fetchall():
        [item] = db.execute("SELECT item FROM items WHERE id = ?", (id_,)).fetchone()
        attributes = item_of_text(item)
        db.execute(
            "UPDATE items SET partition = ?, sort = ?, expires = ? WHERE id = ?",
            (*layout.key(attributes), layout.expiry(attributes), id_),
        )
        _index(db, layout, id_, attributes)


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
            yield (layout.name, index.name, *index.key(attributes), *layout.key(attributes), item_text(entry))


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
    for known in what.filters:
        condition, texts = _any_of(layout, known) if isinstance(known, AnyOf) else known
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


def _any_of(layout: TableLayout, alternatives: AnyOf) -> Condition:
    queries, values = [], []
    for side in alternatives.sides:
        queries.append(f"SELECT id FROM items WHERE table_name = ? AND {' AND '.join(text for text, _ in side)}")  # noqa: S608 - ours
        values += [layout.name, *(value for _, texts in side for value in texts)]
    return f"id IN ({' UNION '.join(queries)})", tuple(values)
