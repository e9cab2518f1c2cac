"""A page of many items comes at once.

Reason: for each query and scan moto sorts the whole table, reading both keys' values anew at each comparison; and it
projects an item by making plain Python of all of it, once for each attribute asked for. A page of 100 of 10,000 jobs
took 0.3 s (moto 5.2.5). The order and the items are the same.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from moto.dynamodb.models.dynamo_type import DDBType, DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import Table

from local.emulator.moto_patches.hooks import Hooks


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """Both places where a table sorts, and how an item is projected."""
    yield Table, "all_items", _all_items
    yield Table, "sorted_items", _sorted_items
    yield Item, "project", _project(Item.project)


def _all_items(table: Table) -> list[Item]:
    stored: list[Any] = list(table.items.values())
    items = [item for bucket in stored for item in bucket.values()] if table.range_key_attr else stored
    return sorted(items, key=_sort_key)


def _sort_key(item: Item) -> tuple[Any, ...]:
    if item.range_key is None:
        return (_plain(item.hash_key),)
    return _plain(item.hash_key), _plain(item.range_key)


def _plain(key: DynamoType) -> Any:
    """Keys are strings, bytes or numbers; a number is kept as text."""
    return Decimal(key.value) if key.type == DDBType.NUMBER else key.value


def _sorted_items(table: Table, hash_keys: list[str], range_keys: list[str | None], items: list[Item]) -> list[Item]:
    names = table._generate_attr_to_sort_by(hash_keys, range_keys)
    items.sort(key=lambda item: [_plain(item.attrs[name]) for name in names])
    return items


def _project(stock: Callable[[Item, list[list[str]]], Item]) -> Callable[[Item, list[list[str]]], Item]:
    def project(item: Item, expressions: list[list[str]]) -> Item:
        """Whole attributes are taken over; parts of one are left to moto."""
        if not all(_is_whole(path) for path in expressions):
            return stock(item, expressions)
        projected = Item(hash_key=item.hash_key, range_key=item.range_key, attrs={})
        projected.attrs = LimitedSizeDict.__new__(LimitedSizeDict)
        for (name,) in expressions:
            if name in item.attrs:
                dict.__setitem__(projected.attrs, name, copy.deepcopy(item.attrs[name]))
        return projected

    return project


def _is_whole(path: Sequence[str]) -> bool:
    return len(path) == 1 and "[" not in path[0]
