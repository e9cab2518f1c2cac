"""Waiting until another second has begun, for tests that the same input gives the same bytes."""

from __future__ import annotations

import time


def wait_for_another_second() -> None:
    """Sleep until the clock's whole seconds differ: seeds and file times taken from the clock differ then too."""
    time.sleep(1.1)
