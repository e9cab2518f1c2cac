"""Ctrl-C at moments when it cannot be obeyed at once."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def ctrl_c_later() -> Iterator[list[int]]:
    """While it lasts, the first Ctrl-C is noted in the list and not obeyed; a second one is.

    What is being begun has no name yet by which it could be cancelled.
    """
    pressed: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        pressed.append(number)
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)


def ignore_ctrl_c() -> None:
    """From here to the end of the program."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
