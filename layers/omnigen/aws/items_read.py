"""Several items of a table, read by one call, in place of the table for those who look them up one by one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from omnigen.errors import Contention

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_ATTEMPTS = 6

Key = Mapping[str, str]


class ItemsRead:
    """Answers `get_item` as the table did when the items were read; KeyError for one that was not read."""

    def __init__(self, table: Table, keys: Iterable[Key], pause: Callable[[float], None] = time.sleep) -> None:
        self.name = table.name
        self._items: dict[frozenset[tuple[str, str]], dict[str, Any] | None] = {_place(key): None for key in keys}
        wanted: Any = {table.name: {"Keys": [dict(place) for place in self._items], "ConsistentRead": True}}
        for attempt in range(_ATTEMPTS):
            answer = table.meta.client.batch_get_item(RequestItems=wanted)
            for item in answer["Responses"].get(table.name, ()):
                self._items[next(place for place in self._items if place <= _texts(item))] = item
            wanted = answer.get("UnprocessedKeys")
            if not wanted:
                return
            pause(0.05 * 2**attempt)
        raise Contention("The database answers more slowly than it is asked; try again in a moment")

    def get_item(self, *, Key: Key, **_: Any) -> dict[str, Any]:  # noqa: N803 - boto3's own name
        """The item under `Item`, if there is one."""
        item = self._items[_place(Key)]
        return {} if item is None else {"Item": item}


def _place(key: Key) -> frozenset[tuple[str, str]]:
    return frozenset(key.items())


def _texts(item: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    return frozenset((name, value) for name, value in item.items() if isinstance(value, str))
