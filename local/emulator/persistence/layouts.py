"""How items are stored: the keys of tables and indexes, what an index holds of an item, and items as text."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from omnigen.deployment.resources import Table, table_name

from local.emulator.persistence.key_text import key_text

Attributes = dict[str, Any]
"""An item as DynamoDB JSON: typed values by name."""

KeyText = tuple[str, str]
"""Partition and sort key as text; an empty sort key where the table or index has none."""


@dataclass(frozen=True)
class IndexLayout:
    """An index: the attributes of its keys, and what it holds besides keys (None: everything)."""

    name: str
    partition: tuple[str, ...]
    sort: str | None
    attributes: tuple[str, ...] | None

    @property
    def keys(self) -> tuple[str, ...]:
        """Attributes that an item needs to be in the index."""
        return (*self.partition, self.sort) if self.sort else self.partition

    def key(self, attributes: Mapping[str, Any]) -> KeyText:
        """The item's key in the index. KeyError names an attribute that is missing."""
        texts = [key_text(attributes[name]) for name in self.partition]
        return partition_text(texts), key_text(attributes[self.sort]) if self.sort else ""


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
            IndexLayout(index.name, index.partition, index.sort, index.attributes or None) for index in table.indexes
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
        texts = [key_text(attributes[name]) for name in self.keys]
        return texts[0], texts[1] if len(texts) > 1 else ""

    def expiry(self, attributes: Mapping[str, Any]) -> float | None:
        """When the item expires (Unix seconds); None if it does not."""
        value = attributes.get(self.ttl, {}).get("N") if self.ttl else None
        return float(value) if value is not None else None


def partition_text(texts: list[str]) -> str:
    """The partition key of an index as one text, made of the texts of its attributes; it is never taken apart."""
    return _BETWEEN.join(texts)


_BETWEEN = "\x1f"
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
