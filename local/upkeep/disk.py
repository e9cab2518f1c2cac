"""Room on the disk of the data folder, and a file that keeps some of it for the database."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

RESERVE_BYTES = 64 * 2**20
"""Less than this, and no job or run is begun: what is under way, and every cancellation, has to be written still."""

_FILE_BYTES = 16 * 2**20
_MIN_BYTES = 4 * 2**20
"""More than a transaction of the database takes, with its log."""


@dataclass(frozen=True)
class DiskReserve:
    """A file without content. It is given up when others have filled the disk, so that the database can be written."""

    path: Path

    def keep(self) -> None:
        """Takes the room if it is not taken yet and nobody is short of it. A disk that has filled up gives none."""
        if self.path.exists() or free_bytes(self.path.parent) < RESERVE_BYTES + _FILE_BYTES:
            return
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            _allocate(descriptor, _FILE_BYTES)
        except OSError:
            self.give_up()
        finally:
            os.close(descriptor)

    def make_room(self) -> None:
        """Gives the room up if there is hardly any other. Called before each write of the database."""
        if free_bytes(self.path.parent) < _MIN_BYTES:
            self.give_up()

    def give_up(self) -> None:
        """Removes the file. It is taken anew when others have made room."""
        with contextlib.suppress(FileNotFoundError):
            self.path.unlink()


def _allocate(descriptor: int, size: int) -> None:
    """Takes so many bytes of the disk for an empty file; macOS has no call for it."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, size)
        return
    for _ in range(size // 2**20):
        os.write(descriptor, bytes(2**20))


def free_bytes(folder: Path) -> int:
    """Free bytes for the user on the disk of a folder, or of what it would be made in."""
    while not folder.exists():
        folder = folder.parent
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def shortage(folder: Path) -> str:
    """A sentence about too little room for new work; empty when there is enough."""
    free = free_bytes(folder)
    if free >= RESERVE_BYTES:
        return ""
    return (
        f"The disk of {str(folder)!r} is almost full: {free // 2**20} MiB are free, and {RESERVE_BYTES // 2**20} MiB "
        "are kept for work under way. Make room, then try again"
    )
