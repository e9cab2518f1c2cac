"""Between moto's tables, items and queries, and the layouts, attributes and ranges of the state database."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Any

from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import RESULT_SIZE_LIMIT, Table

from local.emulator.persistence.items import IndexLayout, TableLayout
from local.emulator.persistence.key_text import key_text

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


def layout_of(table: Table) -> TableLayout:
    """The layout of moto's table, as it is defined now."""
    indexes = tuple(
        IndexLayout(index.name, tuple(index.schema_key_attrs), _projected(index.projection))
        for index in table.all_indexes()
    )
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


def place(table: Table, index_name: str | None, start: dict[str, Any]) -> tuple[str, ...]:
    """Where an exclusive start key lies: partition and sort key in the index if there is one, and in the table."""
    keys = [index.schema_key_attrs for index in table.all_indexes() if index.name == index_name]
    texts = [[key_text(start[name]) for name in names] for names in (*keys, table.table_key_attrs)]
    return tuple(itertools.chain.from_iterable([*text, ""][:2] for text in texts))


def _projected(projection: dict[str, Any] | None) -> tuple[str, ...] | None:
    kind = (projection or {}).get("ProjectionType", "ALL")
    return None if kind == "ALL" else tuple((projection or {}).get("NonKeyAttributes", ()))
