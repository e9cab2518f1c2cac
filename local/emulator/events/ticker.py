"""Calls something again and again until told to stop."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

logger = logging.getLogger(__name__)


class Ticker:
    """A thread; the first call comes after one interval. A call that fails is logged; the next comes all the same."""

    def __init__(self, name: str, every_seconds: float, call: Callable[[], object]) -> None:
        self._every_seconds = every_seconds
        self._call = call
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name=name)
        self._thread.start()

    def close(self) -> None:
        """No call begins after this returns; one in progress is waited for a moment only."""
        self._closed.set()
        self._thread.join(timeout=1)

    def _run(self) -> None:
        while not self._closed.wait(self._every_seconds):
            try:
                self._call()
            except Exception:
                logger.exception("%s failed", self._thread.name)
