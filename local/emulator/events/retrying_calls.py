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
"""AWS waits minutes between attempts of an asynchronous call; here a person waits for the outcome."""


@dataclass(frozen=True, kw_only=True)
class RetryingCall:
    """A call: `attempt` makes it and returns whether it succeeded, `what` names it in the log."""

    what: str
    attempt: Callable[[], bool]
    retry_after: Sequence[float] = RETRY_AFTER_SECONDS
    give_up: Callable[[], None] = field(default=lambda: None)
    """Called when the last attempt has failed."""


class RetryingCalls:
    """One thread schedules the calls, a few workers make them."""

    def __init__(self, workers: int = 4) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="retrying")
        self._due: list[tuple[float, int, RetryingCall]] = []
        self._order = itertools.count()
        self._pending = 0
        self._changed = threading.Condition()
        self._closed = False
        self._scheduler = threading.Thread(target=self._run, daemon=True, name="retrying-calls")
        self._scheduler.start()

    def send(self, call: RetryingCall, after_seconds: float = 0.0) -> None:
        """Returns at once. After `close` nothing more is sent."""
        with self._changed:
            if not self._closed:
                self._pending += 1
                self._schedule(call, after_seconds)

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
        self._scheduler.join()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _schedule(self, call: RetryingCall, after_seconds: float) -> None:
        heapq.heappush(self._due, (time.monotonic() + after_seconds, next(self._order), call))
        self._changed.notify_all()

    def _run(self) -> None:
        with self._changed:
            while not self._closed:
                left = self._due[0][0] - time.monotonic() if self._due else None
                if left is None or left > 0:
                    self._changed.wait(left)
                else:
                    call = heapq.heappop(self._due)[2]
                    self._pool.submit(self._attempt, call)

    def _attempt(self, call: RetryingCall) -> None:
        try:
            done = call.attempt()
        except Exception:
            logger.exception("%s failed", call.what)
            done = False
        with self._changed:
            if not done and call.retry_after and not self._closed:
                following = RetryingCall(
                    what=call.what,
                    attempt=call.attempt,
                    retry_after=call.retry_after[1:],
                    give_up=call.give_up,
                )
                self._schedule(following, call.retry_after[0])
                return
        self._finish(call, done=done)

    def _finish(self, call: RetryingCall, *, done: bool) -> None:
        if not done:
            logger.error("%s: given up", call.what)
            call.give_up()
        with self._changed:
            self._pending -= 1
            self._changed.notify_all()
