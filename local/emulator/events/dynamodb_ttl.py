"""The time-to-live service of DynamoDB: deletes what has expired, and names the service in the stream record."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from local.emulator.clients import REGION
from local.emulator.moto_patches.hooks import Hooks
from local.emulator.persistence.layouts import TableLayout
from local.emulator.resources import ACCOUNT

_SERVICE = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
"""DynamoDB developer guide, "DynamoDB Streams and Time to Live"."""


_AT_ONCE = 100


def delete_expired(hooks: Hooks, now: float) -> int:
    """Deletes every item whose time-to-live attribute lies at or before `now` (Unix seconds); returns how many."""
    from moto.dynamodb.models import dynamodb_backends

    backend = dynamodb_backends[ACCOUNT][REGION]
    layouts = [layout for layout in list(hooks.items.layouts.values()) if layout.ttl]
    return sum(_delete_from(backend, hooks, layout, now) for layout in layouts)


def _delete_from(backend: Any, hooks: Hooks, layout: TableLayout, now: float) -> int:
    deleted = 0
    while True:
        expired = hooks.items.expired(layout, now, _AT_ONCE)
        for item in expired:
            deleted += _delete(backend, hooks, layout, {name: item[name] for name in layout.keys}, now)
        if len(expired) < _AT_ONCE:
            return deleted


def _delete(backend: Any, hooks: Hooks, layout: TableLayout, key: dict[str, Any], now: float) -> bool:
    """Checks again under the lock: a caller may have extended the item's life meanwhile."""
    with hooks.dynamodb_lock:
        item = backend.get_item(layout.name, key)
        expires = item.attrs.get(layout.ttl) if item is not None else None
        if expires is None or Decimal(expires.value) > Decimal(now):
            return False
        hooks.user_identity = _SERVICE
        try:
            backend.delete_item(layout.name, key)
        finally:
            hooks.user_identity = None
    return True
