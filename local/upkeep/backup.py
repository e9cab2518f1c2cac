"""A data folder as one archive, and back: the database as it is at one moment, the files it knows, keys, order log."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import IO, Any

from omnigen import __version__
from omnigen.errors import InvalidRequest

from local.emulator.data_dir import private_data_dir
from local.emulator.data_dir_lock import running_host
from local.upkeep.disk import free_bytes

_FORMAT = 1
_MANIFEST = "manifest.json"
_NOT_KEPT = frozenset({"host.lock", "logs", "reserve"})
_CHUNK_BYTES = 2**20


def back_up(data_dir: Path, archive: Path) -> int:
    """Write the folder into a new archive, for the user alone; how many files it holds. A host may be at work.

    InvalidRequest when there is nothing to keep, or the archive exists already.
    """
    if not (data_dir / "state.sqlite3").exists():
        raise InvalidRequest(f"{str(data_dir)!r} holds no jobs; name the data folder with --data-dir", "data_dir")
    if archive.exists():
        raise InvalidRequest(f"{str(archive)!r} exists already; name a new file", "file")
    partial = archive.with_name(f".{archive.name}.partial")
    try:
        opened = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(opened, "wb") as file, _scratch(archive) as scratch:
            count = _write(data_dir, Path(scratch), file)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(archive)
    finally:
        partial.unlink(missing_ok=True)
    return count


def restore(archive: Path, data_dir: Path) -> int:
    """Make the folder anew from an archive; how many files it holds. Every file is compared with its hash first.

    InvalidRequest when the folder has contents, or the archive is damaged, incomplete or from a newer program.
    """
    if running_host(data_dir) or (data_dir.exists() and any(data_dir.iterdir())):
        raise InvalidRequest(f"{str(data_dir)!r} has contents; move it away, or name another --data-dir", "data_dir")
    parent = data_dir.absolute().parent
    parent.mkdir(parents=True, exist_ok=True)
    if free_bytes(parent) < archive.stat().st_size:
        raise InvalidRequest(f"The disk of {str(parent)!r} has no room for what is in {str(archive)!r}", "data_dir")
    scratch = Path(tempfile.mkdtemp(dir=parent, prefix=".omnigen-restore-"))
    try:
        count = _read(archive, scratch)
        _check_database(scratch / "state.sqlite3", archive)
        if data_dir.exists():
            data_dir.rmdir()
        scratch.rename(data_dir)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    private_data_dir(data_dir)
    return count


def _scratch(archive: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder for copies of databases, on the disk that the archive is written to."""
    return tempfile.TemporaryDirectory(dir=archive.absolute().parent, prefix=".omnigen-backup-")


def _write(data_dir: Path, scratch: Path, file: IO[bytes]) -> int:
    """Databases first: whatever a record names was written before it."""
    copies = {path: _copied(path, scratch) for path in sorted(data_dir.rglob("*.sqlite3"))}
    hashes: dict[str, str] = {}
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for path in [*copies, *_files(data_dir)]:
            name = path.relative_to(data_dir).as_posix()
            try:
                with copies.get(path, path).open("rb") as content:
                    hashes[name] = _add(tar, name, content)
            except FileNotFoundError:  # a job was deleted meanwhile
                continue
        manifest = {"format": _FORMAT, "program": __version__, "files": hashes}
        _add(tar, _MANIFEST, io.BytesIO(json.dumps(manifest, sort_keys=True).encode()))
    return len(hashes)


def _files(data_dir: Path) -> Iterator[Path]:
    """Everything but databases, logs, locks and what is being written just now."""
    for path in sorted(data_dir.rglob("*")):
        parts = path.relative_to(data_dir).parts
        kept = parts[0] not in _NOT_KEPT and "partial" not in parts and ".sqlite3" not in path.name
        if kept and path.is_file() and not path.is_symlink():
            yield path


def _copied(database: Path, scratch: Path) -> Path:
    copy = scratch / f"{len(list(scratch.iterdir()))}.sqlite3"
    source = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    with closing(source), closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def _add(tar: tarfile.TarFile, name: str, content: IO[bytes]) -> str:
    """Add a file; its hash."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = content.seek(0, os.SEEK_END), 0o600
    content.seek(0)
    hashed = _Hashed(content)
    tar.addfile(info, hashed)
    return hashed.sha256.hexdigest()


class _Hashed:
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Bytes from where the last read ended."""
        data = self._file.read(size)
        self.sha256.update(data)
        return data


def _read(archive: Path, folder: Path) -> int:
    """Write the archive's files below the folder; only plain names of regular files, each with its hash."""
    found: dict[str, str] = {}
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(archive, mode="r:") as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isreg() else None
                if content is None or not _is_plain(member.name):
                    raise _damaged(archive, f"it holds {member.name!r}, which no backup of ours does")
                if member.name == _MANIFEST:
                    manifest = json.load(content)
                else:
                    found[member.name] = _extract(content, folder / member.name)
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise _damaged(archive, str(error)) from error
    if manifest is None:
        raise _damaged(archive, "its end is missing")
    if manifest["format"] > _FORMAT:
        raise InvalidRequest(f"{str(archive)!r} was written by a newer Omnigen; update Omnigen first", "file")
    wrong = [name for name, sha256 in manifest["files"].items() if found.get(name) != sha256]
    if wrong or len(found) != len(manifest["files"]):
        raise _damaged(archive, f"{wrong[0]!r} is not as it was written" if wrong else "it holds other files as well")
    return len(found)


def _is_plain(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\0" not in name


def _extract(content: IO[bytes], path: Path) -> str:
    for folder in reversed(path.relative_to(path.anchor).parents):
        (Path(path.anchor) / folder).mkdir(mode=0o700, exist_ok=True)
    hashed = _Hashed(content)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb") as file:
        while data := hashed.read(_CHUNK_BYTES):
            file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return hashed.sha256.hexdigest()


def _check_database(path: Path, archive: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        [result] = database.execute("PRAGMA quick_check(1)").fetchone()
    if result != "ok":
        raise _damaged(archive, f"its database is not sound: {result}")


def _damaged(archive: Path, reason: str) -> InvalidRequest:
    return InvalidRequest(f"{str(archive)!r} is no whole backup: {reason}", "file")
