"""What moto has made can be freed.

Reason: every model of moto (an item that was read, a message, an object) is kept in a list of its class for moto's
dashboard, also when nothing else knows it any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto.core.common_models import BaseModel

from local.emulator.moto_patches.hooks import Hooks


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """Makes instances as any class does."""
    yield BaseModel, "__new__", staticmethod(lambda cls, *args, **kwargs: object.__new__(cls))
