"""An event loop in simulated time: its clock jumps to the next timer as soon as nothing is left to do.

What runs on it waits hours within milliseconds, and a busy machine changes none of the times.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

ResultT = TypeVar("ResultT")


class _Clock:
    now = 0.0


class _JumpingSelector(selectors.SelectSelector):
    """Waits for nothing: it moves the clock on by the time that it was to wait."""

    def __init__(self, clock: _Clock) -> None:
        super().__init__()
        self._clock = clock

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What has happened meanwhile. RuntimeError when everything waits and nothing will happen."""
        if timeout is None:
            raise RuntimeError("Everything waits for something that never comes")
        self._clock.now += max(timeout, 0)
        return super().select(0)


class _SimulatedLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._simulated = _Clock()
        super().__init__(_JumpingSelector(self._simulated))

    def time(self) -> float:
        return self._simulated.now


def run(work: Coroutine[Any, Any, ResultT]) -> ResultT:
    """Run a coroutine in simulated time, from second 0 on; its result."""
    loop = _SimulatedLoop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.close()


def now() -> float:
    """The simulated time in seconds."""
    return asyncio.get_running_loop().time()
