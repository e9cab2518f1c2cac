"""Background calls are made until they succeed or are given up."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from functools import partial

import pytest

from local.emulator.events.retrying_calls import RetryingCall, RetryingCalls
from local.emulator.events.ticker import Ticker


@pytest.fixture
def calls() -> Iterator[RetryingCalls]:
    calls = RetryingCalls()
    yield calls
    calls.close()


def _set(made: threading.Event) -> bool:
    """An attempt that succeeds."""
    made.set()
    return True


def _noted(made: list[int], number: int) -> bool:
    """An attempt that succeeds."""
    made.append(number)
    return True


def test_a_call_that_succeeds_is_made_once(calls: RetryingCalls) -> None:
    made: list[int] = []
    calls.send(RetryingCall(what="x", attempt=partial(_noted, made, 1)))
    assert calls.settle(5)
    assert made == [1]


def test_a_call_that_fails_or_raises_is_made_again_and_then_given_up(calls: RetryingCalls) -> None:
    made: list[str] = []

    def fail() -> bool:
        made.append("tried")
        if len(made) == 2:
            raise OSError("down")
        return False

    given_up = lambda: made.append("given up")  # noqa: E731
    calls.send(RetryingCall(what="x", attempt=fail, retry_after=(0.01, 0.01), give_up=given_up))
    assert calls.settle(5)
    assert made == ["tried", "tried", "tried", "given up"]


def test_a_call_can_be_late(calls: RetryingCalls) -> None:
    begun = time.monotonic()
    calls.send(RetryingCall(what="x", attempt=lambda: True), after_seconds=0.2)
    assert not calls.settle(0.05)
    assert calls.settle(5)
    assert time.monotonic() - begun >= 0.2


def test_a_slow_call_does_not_hold_up_others(calls: RetryingCalls) -> None:
    release = threading.Event()
    calls.send(RetryingCall(what="slow", attempt=lambda: release.wait(5)))
    made = threading.Event()
    calls.send(RetryingCall(what="quick", attempt=partial(_set, made)))
    assert made.wait(2)
    release.set()


def test_nothing_is_delivered_after_closing() -> None:
    calls = RetryingCalls()
    made: list[int] = []
    calls.send(RetryingCall(what="x", attempt=partial(_noted, made, 1)), after_seconds=0.05)
    calls.close()
    calls.send(RetryingCall(what="y", attempt=partial(_noted, made, 2)))
    time.sleep(0.1)
    assert made == []


def test_a_ticker_goes_on_after_a_call_that_failed() -> None:
    ticks: list[int] = []

    def tick() -> None:
        ticks.append(1)
        raise OSError("down")

    ticker = Ticker("test", 0.01, tick)
    time.sleep(0.1)
    ticker.close()
    seen = len(ticks)
    assert seen > 1
    time.sleep(0.05)
    assert len(ticks) == seen
