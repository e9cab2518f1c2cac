"""No page of another origin is let in.

Reason: moto's server grants every origin everything. It can be told not to by the environment, but only before its
first import, which may be long past. (`origin_guard.py` refuses such requests as well; this keeps
the headers away.)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto.moto_server import werkzeug_app

from local.emulator.moto_patches.hooks import Hooks


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """What `MOTO_DISABLE_GLOBAL_CORS` would have set."""
    yield werkzeug_app, "DISABLE_GLOBAL_CORS", True
