"""The data folder, and files that are opened in it by name: they must be the user's alone.

The folder may have come with a checkout or an archive, or lie where others can write. What is in it decides whose
tokens are accepted, which jobs are resumed (and paid for) and which files are deleted.
"""

from __future__ import annotations

import errno
import fcntl
import io
import os
import sqlite3
import stat
from pathlib import Path
from typing import BinaryIO

from omnigen.errors import InvalidRequest

from local.upkeep.log_stream import LossyFile, null_descriptor

DISK_IS_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})

_PRIMARY_CODE = 0xFF
"""Of SQLite's extended result codes the last byte is the primary one."""

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def private_data_dir(path: Path) -> Path:
    """The data folder, made for the user alone (0700) if there is none; InvalidRequest for one that others can open."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700)
    except FileExistsError:
        _check(path)
    except OSError as error:
        raise InvalidRequest(f"The data folder {str(path)!r} cannot be made: {error.strerror}", "data_dir") from error
    return path


def private_subfolder(data_dir: Path, name: str) -> Path:
    """A folder inside the data folder, made if there is none."""
    path = data_dir / name
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        _check_entry(path)
    return path


def check_contents(data_dir: Path) -> None:
    """InvalidRequest if the folder holds links, devices or files of others, directly or among its logs."""
    for folder in (data_dir, data_dir / "logs"):
        for entry in folder.iterdir() if folder.is_dir() else ():
            _check_entry(entry)


def open_private(path: Path, flags: int) -> int:
    """Opens a file of the data folder; a new one is for the user alone (0600). Returns its descriptor.

    Follows no link. InvalidRequest for anything but a regular file of the user's.
    """
    try:
        descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY, 0o600)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENXIO):
            raise _refused(path, "is no ordinary file") from error
        raise
    info = os.fstat(descriptor)
    if not stat.S_ISREG(info.st_mode) or info.st_uid != os.geteuid():
        os.close(descriptor)
        raise _refused(path, "is no ordinary file of yours")
    return descriptor


def open_owned(path: Path) -> int:
    """Opens a file that this process holds until it closes the descriptor. InvalidRequest if another process holds it.

    Others can still read the file. The folder's lock file alone would not do: it can be removed while a host runs.
    """
    descriptor = open_private(path, os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise InvalidRequest(f"Another process uses {str(path)!r}; end it first", "data_dir") from error
    return descriptor


def unusable(path: Path, error: sqlite3.DatabaseError) -> Exception:
    """Why a database of the data folder cannot be opened: an OSError about its disk, or InvalidRequest if damaged."""
    about_disk = {sqlite3.SQLITE_FULL: errno.ENOSPC, sqlite3.SQLITE_READONLY: errno.EROFS}
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE
    if code in about_disk:
        return OSError(about_disk[code], os.strerror(about_disk[code]), str(path))
    if code in {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN} and os.statvfs(path).f_bavail == 0:
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
    return InvalidRequest(
        f"{str(path)!r} is damaged ({error}); see omnigen doctor, restore a backup with omnigen restore FILE, or move "
        "its folder away",
        "data_dir",
    )


def open_log(path: Path) -> BinaryIO:
    """A log file, to be appended to. On a full disk its lines are lost, and nothing fails for their sake."""
    try:
        descriptor = open_private(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    except OSError as error:
        if error.errno not in DISK_IS_FULL:
            raise
        descriptor = null_descriptor()
    return io.BufferedWriter(LossyFile(descriptor, "ab"))


def require_unreadable_by_others(path: Path, descriptor: int) -> None:
    """InvalidRequest if others may read or write the open file; closes it then."""
    if os.fstat(descriptor).st_mode & _OTHERS:
        os.close(descriptor)
        raise _refused(path, "can be read by others")


def _check(path: Path) -> None:
    info = path.lstat()
    if stat.S_ISLNK(info.st_mode):
        raise InvalidRequest(f"The data folder {str(path)!r} is a link; name the folder it leads to", "data_dir")
    if not stat.S_ISDIR(info.st_mode):
        raise InvalidRequest(f"The data folder {str(path)!r} is no folder; choose another", "data_dir")
    if info.st_uid != os.geteuid():
        raise InvalidRequest(f"The data folder {str(path)!r} belongs to another user; choose another", "data_dir")
    if info.st_mode & _OTHERS:
        _close_to_others(path)


def _close_to_others(path: Path) -> None:
    """An empty folder is made private. One with contents is refused: checkouts and archives bring such folders."""
    if any(path.iterdir()):
        raise InvalidRequest(
            f"Others can open the data folder {str(path)!r}, so it may hold jobs and keys that are not yours. "
            f"If you trust what is in it: chmod 700 {path}; else choose another",
            "data_dir",
        )
    path.chmod(0o700)


def _check_entry(path: Path) -> None:
    info = path.lstat()
    if not (stat.S_ISREG(info.st_mode) or stat.S_ISDIR(info.st_mode)):
        raise _refused(path, "is a link or a device")
    if info.st_uid != os.geteuid():
        raise _refused(path, "belongs to another user")


def _refused(path: Path, reason: str) -> InvalidRequest:
    return InvalidRequest(f"{str(path)!r} {reason}, so Omnigen did not make it; remove it", "data_dir")
