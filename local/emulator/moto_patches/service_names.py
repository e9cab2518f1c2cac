"""The list of moto's services is made once.

Reason: moto lists its own folder, with a look at every entry, for each request it gets: a twentieth of all CPU time of
a job on the emulator (py-spy, moto 5.2.5).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto import backends

from local.emulator.moto_patches.hooks import Hooks


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """Remembers the names; a set, because they are only asked for by name."""
    names = frozenset(backends.list_of_moto_modules())
    yield backends, "list_of_moto_modules", lambda: names
