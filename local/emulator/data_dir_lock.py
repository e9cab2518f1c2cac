"""One process at a time owns a data folder, and others can find it."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import time
from pathlib import Path
from typing import NamedTuple, Self

_NAME = "host.lock"

_START_SECONDS = 15.0
"""How long another process may take from locking the folder to listening."""


class RunningHost(NamedTuple):
    """The process that owns a data folder; `token` is known only to who may read that folder."""

    url: str
    pid: int
    token: str


class AlreadyRunning(Exception):
    """Another process owns the folder."""


class HostLock:
    """Held until closed or until the process ends, however it ends: the operating system lets go of it."""

    def __init__(self, data_dir: Path) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        self.token = secrets.token_urlsafe(24)
        self._fd = os.open(data_dir / _NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._fd)
            raise AlreadyRunning(f"another process uses {data_dir}; ask it instead (running_host)") from error
        os.ftruncate(self._fd, 0)

    def publish(self, url: str) -> None:
        """Tells others where to find this process."""
        os.pwrite(self._fd, json.dumps(RunningHost(url, os.getpid(), self.token)._asdict()).encode(), 0)

    def close(self) -> None:
        """Lets the next one in."""
        os.ftruncate(self._fd, 0)
        os.close(self._fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def running_host(data_dir: Path) -> RunningHost | None:
    """Who owns the folder, or None. Waits for a process that is just starting; a dead owner counts for nothing."""
    deadline = time.monotonic() + _START_SECONDS
    while _is_locked(data_dir / _NAME) and time.monotonic() < deadline:
        text = (data_dir / _NAME).read_text()
        if text:
            return RunningHost(**json.loads(text))
        time.sleep(0.05)
    return None


def _is_locked(path: Path) -> bool:
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(fd)
    return False
