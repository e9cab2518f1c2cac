"""Limits on requests that wait for a job to change, each of which occupies a worker for up to 20 seconds."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

MAX_PER_USER = 10
"""More than the tabs a person has open; a program that follows more jobs asks without `wait`."""


class TooManyHeld(Exception):
    """The user, or all users together, hold as many requests as they may."""


class HeldRequests:
    """Counts held requests by user. `limit` is for all users together, so that some workers stay free."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._by_user: Counter[str] = Counter()

    @contextmanager
    def held(self, user: str) -> Iterator[None]:
        """Count one more for as long as the block lasts; TooManyHeld when it would be one too many."""
        with self._lock:
            if self._by_user[user] >= MAX_PER_USER or self._by_user.total() >= self._limit:
                raise TooManyHeld
            self._by_user[user] += 1
        try:
            yield
        finally:
            with self._lock:
                self._by_user[user] -= 1
                self._by_user += Counter()  # without users who hold none
