"""One process at a time owns a data folder, and others can find it."""

from __future__ import annotations

import fcntl
import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

from local.emulator.data_dir import check_contents, open_private, private_data_dir

if TYPE_CHECKING:
    from botocore.credentials import Credentials

_NAME = "host.lock"

_START_SECONDS = 15.0
"""How long another process may take from locking the folder to listening."""

_POLL_SECONDS = 0.05


class RunningHost(NamedTuple):
    """The process that owns a data folder, and the key of its emulated AWS, which only the folder's user can read."""

    url: str
    pid: int
    access_key: str
    secret_key: str

    @property
    def credentials(self) -> Credentials:
        """What requests to its emulated AWS are signed with."""
        from botocore.credentials import Credentials  # reading commands look for a host, and need no botocore

        return Credentials(self.access_key, self.secret_key)


class AlreadyRunning(Exception):
    """Another process owns the folder."""


class HostLock:
    """Held until closed or until the process ends, however it ends: the operating system releases it.

    InvalidRequest if the folder is not the user's alone, or holds what Omnigen does not make.
    """

    def __init__(self, data_dir: Path) -> None:
        check_contents(private_data_dir(data_dir))
        self._fd = open_private(data_dir / _NAME, os.O_RDWR | os.O_CREAT)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._fd)
            raise AlreadyRunning(f"another process uses {data_dir}; ask it instead (running_host)") from error
        os.fchmod(self._fd, 0o600)
        os.ftruncate(self._fd, 0)

    def publish(self, url: str, credentials: Credentials) -> None:
        """Tells other processes of the user where this one listens and how to sign requests to it."""
        host = RunningHost(url, os.getpid(), credentials.access_key, credentials.secret_key)
        os.pwrite(self._fd, json.dumps(host._asdict()).encode(), 0)

    def close(self) -> None:
        """Lets the next one in."""
        os.ftruncate(self._fd, 0)
        os.close(self._fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def running_host(data_dir: Path) -> RunningHost | None:
    """Who owns the folder, or None. Waits for a process that is just starting; a dead owner counts for nothing.

    InvalidRequest if the folder is not the user's alone: whoever made it could lead commands to a host of theirs.
    """
    if not os.path.lexists(data_dir):
        return None
    private_data_dir(data_dir)
    deadline = time.monotonic() + _START_SECONDS
    while (text := _text_of_owner(data_dir / _NAME)) is not None and time.monotonic() < deadline:
        if text:
            return RunningHost(**json.loads(text))
        time.sleep(_POLL_SECONDS)
    return None


def _text_of_owner(path: Path) -> str | None:
    """What the owner has written into the lock file, empty while it starts; None if nobody holds the lock."""
    try:
        fd = open_private(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return os.read(fd, 4096).decode()
    finally:
        os.close(fd)
    return None
