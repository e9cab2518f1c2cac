"""The temporary folder of a rendering. Folders that killed processes left are removed first."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir, mkdtemp

from omnigen.errors import CompositionFailed

PREFIX = "omnigen-composition-"
_LOCK_NAME = ".in-use"
_DISK_IS_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A new, empty folder, removed in the end. A process that was killed could not do that: its folder goes first.

    Raises CompositionFailed, which may pass, when the disk is full.
    """
    try:
        remove_abandoned()
        folder, lock = _new()
        try:
            yield folder
        finally:
            shutil.rmtree(folder)
            os.close(lock)
    except OSError as error:
        if error.errno in _DISK_IS_FULL:
            raise CompositionFailed(f"There is no room left on the disk: {error}", passing=True) from error
        raise


def remove_abandoned() -> None:
    """Remove folders whose locks nobody holds: their processes have ended."""
    for folder in Path(gettempdir()).glob(f"{PREFIX}*"):
        if (lock := _lock_folder(folder)) is not None:
            shutil.rmtree(folder, ignore_errors=True)  # somebody else's on a shared machine, or just being removed
            os.close(lock)


def _new() -> tuple[Path, int]:
    while True:
        folder = Path(mkdtemp(prefix=PREFIX))
        if (lock := _lock_folder(folder)) is not None and folder.exists():
            return folder, lock


def _lock_folder(folder: Path) -> int | None:
    """The lock of a folder, kept by the kernel until its descriptor is closed; None when somebody else has it."""
    try:
        lock = os.open(folder / _LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    return lock
