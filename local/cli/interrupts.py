"""Ctrl-C, SIGTERM and SIGHUP: all three interrupt a command in the same way."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Handler = Callable[[int, FrameType | None], object]


@contextmanager
def terminated_like_ctrl_c() -> Iterator[None]:
    """Raise KeyboardInterrupt on each of the signals."""
    handlers: dict[signal.Signals, Handler] = dict.fromkeys(_SIGNALS, signal.default_int_handler)
    with _handling(handlers | {signal.SIGHUP: _hung_up}):
        yield


@contextmanager
def interrupts_noted() -> Iterator[list[int]]:
    """While it lasts, the first signal is noted in the list and not obeyed; the next one raises KeyboardInterrupt.

    A job that is just being submitted has no id yet by which it could be cancelled.
    """
    noted: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        noted.append(number)
        for each in _SIGNALS:
            signal.signal(each, signal.default_int_handler)

    with _handling(dict.fromkeys(_SIGNALS, note)):
        yield noted


@contextmanager
def stop_requested() -> Iterator[threading.Event]:
    """An event that the first signal sets; the next one raises KeyboardInterrupt."""
    event = threading.Event()

    def stop(_: int, __: FrameType | None) -> None:
        event.set()
        for each in _SIGNALS:
            signal.signal(each, signal.default_int_handler)

    with _handling(dict.fromkeys(_SIGNALS, stop)):
        yield event


def ignore_interrupts() -> None:
    """Ignore all three signals from here to the end of the program."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def _handling(handlers: Mapping[signal.Signals, Handler]) -> Iterator[None]:
    """Install the handlers, and the earlier ones again afterwards.

    A signal that is ignored stays ignored: `nohup` does that with SIGHUP, a shell script with SIGINT for a command in
    the background. Outside the main thread Python allows no handlers.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    wanted = {number: handler for number, handler in handlers.items() if signal.getsignal(number) is not signal.SIG_IGN}
    before = {number: signal.signal(number, handler) for number, handler in wanted.items()}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)


def _hung_up(_: int, __: FrameType | None) -> None:
    """The terminal is gone: writing to it would fail and hide the interrupt, so output goes nowhere from here on."""
    sink = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        if stream.isatty():
            os.dup2(sink, stream.fileno())
    raise KeyboardInterrupt
