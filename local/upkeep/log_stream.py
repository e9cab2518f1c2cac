"""Log streams that lose lines rather than fail: on a full disk a request is answered all the same."""

from __future__ import annotations

import io
import os
import sys


class LossyFile(io.FileIO):
    """A file whose writes never fail. What cannot be written is lost."""

    def write(self, data: object) -> int:
        """The number of bytes, whether or not they were written."""
        size = memoryview(data).nbytes  # type: ignore[arg-type]
        try:
            written = super().write(data)  # type: ignore[arg-type]
        except OSError:
            return size
        return size if written is None else written


def lossy_text(descriptor: int, *, close: bool = True) -> io.TextIOWrapper:
    """A line-buffered text stream on an open descriptor."""
    return io.TextIOWrapper(
        io.BufferedWriter(LossyFile(descriptor, "wb", closefd=close)),
        encoding="utf-8",
        errors="backslashreplace",
        line_buffering=True,
    )


def make_standard_streams_lossy() -> None:
    """Standard output and error of this process, for a program whose output is its log."""
    sys.stdout = lossy_text(1, close=False)
    sys.stderr = lossy_text(2, close=False)


def null_descriptor() -> int:
    """A descriptor that takes everything and keeps nothing, where a log cannot even be opened."""
    return os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
