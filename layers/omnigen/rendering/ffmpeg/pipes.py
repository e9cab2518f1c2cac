"""Raw frames of our own, written into pipes from which ffmpeg reads."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Self


def feed_name(number: int) -> str:
    """The placeholder of the n-th pipe in a list of arguments."""
    return f"feed:{number}"


class Feeds:
    """The pipes of one call: `place` puts their names into the arguments, `begin` starts writing, `finish` ends it."""

    def __init__(self, pictures: Sequence[Iterable[bytes]]) -> None:
        self._pipes = [os.pipe() for _ in pictures]
        self._writers = [_PipeWriter(one, write_end) for one, (_, write_end) in zip(pictures, self._pipes, strict=True)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close_read_ends()
        for writer in self._writers:
            writer.stop()

    @property
    def descriptors(self) -> tuple[int, ...]:
        """The read ends, to be handed to the child."""
        return tuple(read_end for read_end, _ in self._pipes)

    def place(self, arguments: Sequence[str]) -> list[str]:
        """The arguments with `feed:n` replaced by the pipe's own name."""
        names = {feed_name(number): f"pipe:{read_end}" for number, (read_end, _) in enumerate(self._pipes)}
        return [names.get(argument, argument) for argument in arguments]

    def begin(self) -> None:
        """The child has its own copies of the read ends: ours are closed, so that its death is noticed."""
        self._close_read_ends()
        for writer in self._writers:
            writer.start()

    def finish(self) -> None:
        """Wait for the writers; what went wrong while making pictures is raised here."""
        for writer in self._writers:
            writer.join()
        for writer in self._writers:
            if writer.failure:
                raise writer.failure

    def _close_read_ends(self) -> None:
        for read_end, _ in self._pipes:
            if read_end >= 0:
                os.close(read_end)
        self._pipes = [(-1, write_end) for _, write_end in self._pipes]


class _PipeWriter(threading.Thread):
    """Writes one feed; ends quietly when nobody reads any more."""

    def __init__(self, pictures: Iterable[bytes], descriptor: int) -> None:
        super().__init__(daemon=True)
        self.failure: Exception | None = None
        self._pictures = pictures
        self._file = os.fdopen(descriptor, "wb", buffering=0)

    def run(self) -> None:
        try:
            with self._file:
                for picture in self._pictures:
                    _write_all(self._file.fileno(), picture)
        except BrokenPipeError:
            return
        except Exception as error:  # carried to the thread that waits
            self.failure = error

    def stop(self) -> None:
        if self.ident is None:
            self._file.close()


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
