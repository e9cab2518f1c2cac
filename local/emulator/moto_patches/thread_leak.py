"""Threads that have ended are forgotten.

Reason: moto keeps every Thread object of every execution in a list for ever (4,684 after 200 executions).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import moto.stepfunctions.parser.models  # noqa: F401 - imports all the modules that hold the list

from local.emulator.moto_patches.hooks import Hooks


class DroppingList(list[Any]):
    """A list that keeps nothing."""

    def append(self, item: Any) -> None:
        """Drops the item; the thread itself keeps running."""


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """Every module that has imported the list by name gets one that keeps nothing."""
    sink = DroppingList()
    for name, module in list(sys.modules.items()):
        if name.startswith("moto.stepfunctions.") and hasattr(module, "TMP_THREADS"):
            yield module, "TMP_THREADS", sink
