"""Reads ffmpeg's progress and log, and ends it when it stalls or exceeds its time."""

from __future__ import annotations

import os
import selectors
import subprocess
import time
from collections import deque
from collections.abc import Callable

_MAX_LINES = 20_000
_LINE_LIMIT = 500


class Watch:
    """One process, read until it ends, stalls or runs out of time. One thread, no polling."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        wall_seconds: float,
        stall_seconds: float,
        on_frame: Callable[[int], None],
    ) -> None:
        self._process = process
        self._deadline = time.monotonic() + wall_seconds
        self._wall_seconds = wall_seconds
        self._stall_seconds = stall_seconds
        self._moved = time.monotonic()
        self._position = ("", "")
        self._on_frame = on_frame
        self._said: deque[str] = deque(maxlen=_MAX_LINES)
        self._rest = {"progress": b"", "words": b""}

    def until_end(self) -> str:
        """Read until both pipes close; a sentence when it had to be given up, empty when it ended by itself."""
        with selectors.DefaultSelector() as selector:
            for stream, name in ((self._process.stdout, "progress"), (self._process.stderr, "words")):
                if stream:
                    selector.register(stream, selectors.EVENT_READ, name)
            while selector.get_map():
                timeout_seconds = min(self._deadline, self._moved + self._stall_seconds) - time.monotonic()
                if timeout_seconds <= 0:
                    return self._complaint()
                for key, _ in selector.select(timeout_seconds):
                    if not self._read(key):
                        selector.unregister(key.fileobj)
        return self._wait()

    def said(self) -> str:
        """Everything that ffmpeg wrote to standard error."""
        return "\n".join(self._said)

    def last_words(self) -> str:
        """The last lines that it wrote, for an error message."""
        return " | ".join(list(self._said)[-4:])

    def _wait(self) -> str:
        try:
            self._process.wait(max(self._deadline - time.monotonic(), 1))
        except subprocess.TimeoutExpired:
            return self._complaint()
        return ""

    def _complaint(self) -> str:
        if time.monotonic() >= self._deadline:
            return f"ffmpeg took longer than {self._wall_seconds:g} s"
        return f"ffmpeg made no progress for {self._stall_seconds:g} s"

    def _read(self, key: selectors.SelectorKey) -> bool:
        """Take in what a pipe holds; False at its end."""
        data = os.read(key.fd, 65536)
        *lines, self._rest[key.data] = (self._rest[key.data] + data).split(b"\n")
        if not data and self._rest[key.data]:
            lines = [self._rest[key.data]]
        for line in lines:
            text = line[:_LINE_LIMIT].decode(errors="replace").rstrip()
            if key.data == "progress":
                self._note_progress(text)
            elif text:
                self._said.append(text)
        return bool(data)

    def _note_progress(self, line: str) -> None:
        name, _, value = line.partition("=")
        frame, position = self._position
        if name == "frame":
            frame = value.strip()
        elif name in {"out_time_us", "total_size"}:
            position = value
        if (frame, position) != self._position:
            self._moved = time.monotonic()
            self._position = (frame, position)
            if name == "frame" and frame.isdigit():
                self._on_frame(int(frame))
