"""Secrets of a data folder: made when first asked for, readable by the user alone."""

from __future__ import annotations

import fcntl
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from omnigen.errors import InvalidRequest

from local.emulator.data_dir import open_private, private_data_dir, require_unreadable_by_others

_MIN_CHARACTERS = 32
"""Shorter keys are too weak to sign with (RFC 7518, 3.2: at least as long as the hash, 32 bytes)."""


def persistent_key(data_dir: Path, name: str) -> str:
    """The secret of that name, the same at every call. InvalidRequest for a key file that others can read or write."""
    path = private_data_dir(data_dir) / f"{name}.key"
    with _locked(data_dir):
        if not os.path.lexists(path):
            _create(path)
    return _read(path)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Other threads and processes that make a key in the folder wait."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _create(path: Path) -> None:
    """A file that is whole as soon as it has its name, even if this process dies here."""
    try:
        descriptor, partial = tempfile.mkstemp(prefix=".key-", dir=path.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path.parent)) from error  # nobody knows the file by its name
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(descriptor)
    Path(partial).replace(path)


def _read(path: Path) -> str:
    descriptor = open_private(path, os.O_RDONLY)
    require_unreadable_by_others(path, descriptor)
    with os.fdopen(descriptor, encoding="ascii") as file:
        key = file.read().strip()
    if len(key) < _MIN_CHARACTERS:
        raise InvalidRequest(f"{str(path)!r} holds no key; remove it, and a new one is made", "data_dir")
    return key
