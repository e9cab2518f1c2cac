"""Between moto's tables, items and queries, and the layouts, attributes and ranges of the state database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from moto.dynamodb.comparisons import (
    AttributePath,
    AttributeValue,
    FuncAttrExists,
    FuncIn,
    FuncSize,
    OpAnd,
    OpEqual,
    OpGreaterThan,
    OpOr,
)
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import RESULT_SIZE_LIMIT, Table

from local.emulator.persistence.items import AnyOf, Condition
from local.emulator.persistence.key_text import key_text
from local.emulator.persistence.layouts import IndexLayout, TableLayout

_OPERATORS = {
    **dict.fromkeys(("EQ", "="), ("=",)),
    **dict.fromkeys(("LE", "<="), ("<=",)),
    **dict.fromkeys(("LT", "<"), ("<",)),
    **dict.fromkeys(("GE", ">="), (">=",)),
    **dict.fromkeys(("GT", ">"), (">",)),
    "BEGINS_WITH": ("prefix",),
    "BETWEEN": (">=", "<="),
}
"""moto's names of comparisons with a sort key, and those of `Range`."""


_KINDS = ("HASH", "RANGE")


def layout_of(table: Table) -> TableLayout:
    """The layout of moto's table, as it is defined now."""
    indexes = tuple(_index_layout(index) for index in table.all_indexes())
    ttl = table.ttl.get("AttributeName") if table.ttl["TimeToLiveStatus"] == "ENABLED" else None
    return TableLayout(table.name, tuple(table.table_key_attrs), indexes, ttl)


def index_names(table: Table) -> set[str | None]:
    """Names of the table's indexes."""
    return {index.name for index in table.all_indexes()}


def item_of(table: Table, attributes: dict[str, Any]) -> Item:
    """Moto's item, without adding up its size for each attribute: it was measured when it was written."""
    values = {name: DynamoType(value) for name, value in attributes.items()}
    item = Item(values[table.hash_key_attr], values.get(table.range_key_attr or ""), {})
    item.attrs = LimitedSizeDict.__new__(LimitedSizeDict)
    dict.update(item.attrs, values)
    return item


def typed_attributes(item: Item) -> dict[str, Any]:
    """The item's attributes; parts of them are still moto's."""
    return {name: {value.type: value.value} for name, value in item.attrs.items()}


def page(items: Iterable[Item], limit: int | None) -> Iterator[Item]:
    """The items up to the first that is beyond the limit or a page's size."""
    size = 0
    for number, item in enumerate(items):
        yield item
        size += item.size()
        if number == limit or size > RESULT_SIZE_LIMIT:
            return


def sort_conditions(comparison: str | None, values: list[DynamoType]) -> tuple[tuple[str, str], ...]:
    """A comparison with the sort key, as `Range` has it."""
    texts = [key_text(value.to_json()) for value in values]
    return tuple(zip(_OPERATORS[comparison.upper()], texts, strict=True)) if comparison else ()


def filters(condition: Any) -> tuple[Condition | AnyOf, ...]:
    """What SQLite can check of a filter, for which it has indexes: all of it that is joined by AND.

    moto checks the whole filter afterwards. The rest of it, and what is unknown here, only costs time.
    """
    if isinstance(condition, OpAnd):
        return (*filters(condition.lhs), *filters(condition.rhs))
    if isinstance(condition, OpOr):
        sides = [_sides(side) for side in (condition.lhs, condition.rhs)]
        return (AnyOf((*sides[0], *sides[1])),) if all(sides) else ()
    found: Condition | None = None
    match condition:
        case OpEqual(lhs=AttributePath() as path, rhs=AttributeValue(type="S") as value) if _path(path) == "status":
            found = ("json_extract(item, '$.status.S') = ?", (value.value,))
        case FuncIn(attr=AttributePath() as path) if _path(path) == "status":
            wanted = tuple(one.value for one in condition.possible_values)
            found = (f"json_extract(item, '$.status.S') IN ({', '.join('?' * len(wanted))})", wanted)
        case OpGreaterThan(lhs=AttributePath() as path, rhs=AttributeValue(type="N") as value) if (
            _path(path) == "open_orders"
        ):
            found = ("CAST(json_extract(item, '$.open_orders.N') AS REAL) > ?", (float(value.value),))
        case OpGreaterThan(lhs=FuncSize(attr=AttributePath() as path), rhs=AttributeValue(type="N", value="0")) if (
            _path(path) == "pending_events"
        ):
            found = ("json_extract(item, '$.pending_events.M') <> '{}'", ())
        case FuncAttrExists(attr=AttributePath() as path) if _path(path) == "brief.webhook_url":
            found = ("json_extract(item, '$.brief.M.webhook_url.S') > ''", ())
    return (found,) if found else ()


def _sides(condition: Any) -> tuple[tuple[Condition, ...], ...]:
    """The alternatives of which a filter consists; none if one of them is unknown here."""
    known = filters(condition)
    nested = [part for part in known if isinstance(part, AnyOf)]
    if not nested:
        return (tuple(part for part in known if not isinstance(part, AnyOf)),) if known else ()
    return nested[0].sides if len(known) == 1 else ()


def place(table: Table, index_name: str | None, start: dict[str, Any]) -> tuple[str, ...]:
    """Where an exclusive start key lies: partition and sort key in the index if there is one, and in the table."""
    layout = layout_of(table)
    index = next((index for index in layout.indexes if index.name == index_name), None)
    return (*(index.key(start) if index else ()), *layout.key(start))


def _index_layout(index: Any) -> IndexLayout:
    keys = {kind: [key["AttributeName"] for key in index.schema if key["KeyType"] == kind] for kind in _KINDS}
    return IndexLayout(index.name, tuple(keys["HASH"]), next(iter(keys["RANGE"]), None), _projected(index.projection))


def _projected(projection: dict[str, Any] | None) -> tuple[str, ...] | None:
    kind = (projection or {}).get("ProjectionType", "ALL")
    return None if kind == "ALL" else tuple((projection or {}).get("NonKeyAttributes", ()))


def _path(path: AttributePath) -> str:
    return ".".join(map(str, path.path))
