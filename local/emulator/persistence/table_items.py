"""What stands in for the dictionary of items that moto's tables have."""

from __future__ import annotations

from typing import Any, Protocol

from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

from local.emulator.persistence.key_text import key_text
from local.emulator.persistence.layouts import KeyText


class ItemAccess(Protocol):
    """Items by table and key, read and changed in the write in progress."""

    def get(self, table: Table, key: KeyText) -> Item | None:
        """The item; None if there is none."""

    def set(self, table: Table, key: KeyText, item: Item | None) -> None:
        """Changes an item; None removes it."""


class TableItems:
    """What moto has as a dictionary of all items, or of dictionaries of them if the table has a sort key."""

    def __init__(self, tables: ItemAccess, table: Table, partition: str | None = None) -> None:
        self._tables = tables
        self._table = table
        self._partition = partition

    def __getitem__(self, key: DynamoType) -> Any:
        if self._table.range_key_attr and self._partition is None:
            return TableItems(self._tables, self._table, key_text(key.to_json()))
        if (item := self._tables.get(self._table, self._key(key))) is None:
            raise KeyError(key)
        return item

    def __setitem__(self, key: DynamoType, item: Item) -> None:
        self._tables.set(self._table, self._key(key), item)

    def pop(self, key: DynamoType) -> Item:
        """Removes an item and returns it; KeyError if there is none."""
        item: Item = self[key]
        self._tables.set(self._table, self._key(key), None)
        return item

    def _key(self, key: DynamoType) -> KeyText:
        text = key_text(key.to_json())
        return (text, "") if self._partition is None else (self._partition, text)
