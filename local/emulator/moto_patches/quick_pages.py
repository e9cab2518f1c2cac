"""A page of many items comes at once.

Reason: moto projects an item by making plain Python of all of it, once for each attribute asked for. The items are the
same.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from moto.dynamodb.models.dynamo_type import Item, LimitedSizeDict

from local.emulator.moto_patches.hooks import Hooks


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """How an item is projected."""
    yield Item, "project", _project(Item.project)


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
