"""Measurements that are kept: what was measured of the same bytes before is not measured again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from omnigen.rendering.cache import SegmentCache

MEASURING_VERSION = 1
"""Raised whenever the same picture would be measured differently."""


def kept(cache: SegmentCache | None, folder: Path, facts: Mapping[str, object], measure: Callable[[], Any]) -> Any:
    """What `measure` returns, as JSON has it; from the cache where it is kept under the hash of `facts`.

    `facts` are all that the measurement depends on. Without a cache it is measured each time.
    """
    if cache is None:
        return measure()
    named = json.dumps({"measuring": MEASURING_VERSION, **facts}, sort_keys=True, default=str)
    key = hashlib.sha256(named.encode()).hexdigest()
    if known := cache.get(key):
        return json.loads(known.read_text())
    measured = measure()
    path = folder / f"measured-{key[:32]}.json"
    path.write_text(json.dumps(measured))
    cache.put(key, path)
    return measured
