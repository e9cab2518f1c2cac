"""The time-to-live service of DynamoDB: deletes what has expired, and names the service in the stream record."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from local.emulator.clients import REGION
from local.emulator.moto_patches.hooks import Hooks
from local.emulator.resources import ACCOUNT

_SERVICE = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
"""DynamoDB developer guide, "DynamoDB Streams and Time to Live"."""


def delete_expired(hooks: Hooks, now: float) -> int:
    """Deletes every item whose time-to-live attribute lies at or before `now` (Unix seconds); returns how many."""
    from moto.dynamodb.models import dynamodb_backends

    backend = dynamodb_backends[ACCOUNT][REGION]
    deleted = 0
    for table in list(backend.tables.values()):
        with hooks.dynamodb_lock:
            expired = list(_expired(table, now))
        for key in expired:
            deleted += _delete(backend, hooks, table, key, now)
    return deleted


def _expired(table: Any, now: float) -> Iterator[dict[str, Any]]:
    attribute = table.ttl.get("AttributeName")
    if table.ttl["TimeToLiveStatus"] != "ENABLED":
        return
    for item in table.all_items():
        expires = item.attrs.get(attribute)
        if expires is not None and expires.type == "N" and Decimal(expires.value) <= Decimal(now):
            attributes = item.to_json()["Attributes"]
            yield {name: attributes[name] for name in table.table_key_attrs}


def _delete(backend: Any, hooks: Hooks, table: Any, key: dict[str, Any], now: float) -> bool:
    """Checks again under the lock: a caller may have extended the item's life meanwhile."""
    with hooks.dynamodb_lock:
        item = backend.get_item(table.name, key)
        expires = item.attrs.get(table.ttl["AttributeName"]) if item is not None else None
        if expires is None or Decimal(expires.value) > Decimal(now):
            return False
        hooks.user_identity = _SERVICE
        try:
            backend.delete_item(table.name, key)
        finally:
            hooks.user_identity = None
    return True
