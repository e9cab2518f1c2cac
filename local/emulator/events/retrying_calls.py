"""Background calls, each made until it succeeds or its attempts are used up: events reach functions at least once."""

from __future__ import annotations

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = (0.5, 2.0, 10.0)
"""AWS waits minutes between attempts of an asynchronous call; on a laptop somebody is watching."""


@dataclass(frozen=True, kw_only=True)
class RetryingCall:
    """Something to be done; `attempt` says whether it is."""

    what: str
    attempt: Callable[[], bool]
    retry_after: Sequence[float] = RETRY_AFTER_SECONDS
    give_up: Callable[[], None] = field(default=lambda: None)
    """Called when the last attempt has failed."""


class RetryingCalls:
    """A clock thread that hands what is due to a few workers."""

    def __init__(self, workers: int = 4) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="delivery")
        self._due: list[tuple[float, int, RetryingCall]] = []
        self._order = itertools.count()
        self._pending = 0
        self._changed = threading.Condition()
        self._closed = False
        self._clock = threading.Thread(target=self._tick, daemon=True, name="deliveries")
        self._clock.start()

    def send(self, delivery: RetryingCall, after_seconds: float = 0.0) -> None:
        """Returns at once. After `close` nothing more is sent."""
        with self._changed:
            if not self._closed:
                self._pending += 1
                self._schedule(delivery, after_seconds)

    def settle(self, timeout_seconds: float) -> bool:
        """Waits until nothing is pending, retries included; False if something still is."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._pending, timeout_seconds)

    def close(self) -> None:
        """What is pending is dropped; what is being attempted goes on by itself."""
        with self._changed:
            self._closed = True
            self._due.clear()
            self._changed.notify_all()
        self._clock.join()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _schedule(self, delivery: RetryingCall, after_seconds: float) -> None:
        heapq.heappush(self._due, (time.monotonic() + after_seconds, next(self._order), delivery))
        self._changed.notify_all()

    def _tick(self) -> None:
        with self._changed:
            while not self._closed:
                left = self._due[0][0] - time.monotonic() if self._due else None
                if left is None or left > 0:
                    self._changed.wait(left)
                else:
                    delivery = heapq.heappop(self._due)[2]
                    self._pool.submit(self._attempt, delivery)

    def _attempt(self, delivery: RetryingCall) -> None:
        try:
            done = delivery.attempt()
        except Exception:
            logger.exception("%s failed", delivery.what)
            done = False
        with self._changed:
            if not done and delivery.retry_after and not self._closed:
                following = RetryingCall(
                    what=delivery.what,
                    attempt=delivery.attempt,
                    retry_after=delivery.retry_after[1:],
                    give_up=delivery.give_up,
                )
                self._schedule(following, delivery.retry_after[0])
                return
        self._finish(delivery, done=done)

    def _finish(self, delivery: RetryingCall, *, done: bool) -> None:
        if not done:
            logger.error("%s: given up", delivery.what)
            delivery.give_up()
        with self._changed:
            self._pending -= 1
            self._changed.notify_all()
