"""S3 objects as plain files, `<data>/s3/<bucket>/<key>`, which a user can open."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import threading
import uuid
from collections.abc import Mapping
from pathlib import Path

from local.emulator.data_dir import open_private

_OWN = ".omnigen"
"""Folder in each bucket for what is being written and for keys that cannot be paths."""

_LONGEST_NAME = 200
"""Bytes of a file name, with room to spare under the 255 of common file systems."""


class UnsafePath(Exception):
    """A path that does not stay in its bucket's folder; no object of ours has one."""


class ObjectFiles:
    """Where objects live. A file appears whole and on the disk, under its final name, or not at all."""

    def __init__(self, root: Path, *, durable: bool = True) -> None:
        self._durable = durable
        self._root = root.resolve()
        self.lock = threading.RLock()
        """Held while an object's file and its row in the state are changed together."""
        for partial in self._root.glob(f"*/{_OWN}/partial"):
            shutil.rmtree(partial)

    def write(self, bucket: str, key: str, content: bytes) -> str:
        """Stores the content and returns the path, relative to the bucket's folder."""
        partial = self._root / bucket / _OWN / "partial" / uuid.uuid4().hex
        self._make_folder(partial.parent)
        with os.fdopen(open_private(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as file:
            file.write(content)
            file.flush()
            if self._durable:
                os.fsync(file.fileno())
        relative = relative_path(key)
        try:
            self._put(partial, bucket, relative)
        except (NotADirectoryError, FileExistsError, IsADirectoryError):  # one key is a folder of another
            relative = _hashed(key)
            self._put(partial, bucket, relative)
        return relative

    def path(self, bucket: str, relative: str) -> Path:
        """The file of an object. UnsafePath if it lies outside the bucket's folder or is reached through a link."""
        return object_path(self._root, bucket, relative)

    def remove(self, bucket: str, relative: str) -> None:
        """Removes the file and the folders it leaves empty."""
        path = self.path(bucket, relative)
        path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # not empty
            for parent in path.parents:
                if parent == self._root / bucket:
                    break
                parent.rmdir()

    def _put(self, partial: Path, bucket: str, relative: str) -> None:
        target = self.path(bucket, relative)
        self._make_folder(target.parent)
        os.replace(partial, target)  # noqa: PTH105 - atomic by its documentation
        self._sync_folder(target.parent)

    def _make_folder(self, folder: Path) -> None:
        """The folder and those above it up to the root, for the user alone (`mkdir` gives its mode to the last one)."""
        if folder != self._root.parent and not folder.is_dir():
            self._make_folder(folder.parent)
            folder.mkdir(mode=0o700, exist_ok=True)
            self._sync_folder(folder.parent)

    def _sync_folder(self, folder: Path) -> None:
        """Puts the names in it on the disk: a file that was written there survives a power cut only then."""
        if not self._durable:
            return
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class FileContent:
    """Stands in for the temporary file in which moto keeps an object's bytes; opens the real one only to read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._position = 0

    def seek(self, position: int) -> int:
        """Sets the position, in bytes from the start."""
        self._position = position
        return position

    def read(self, size: int = -1) -> bytes:
        """Reads from the position where the last read ended."""
        with self._path.open("rb") as file:
            file.seek(self._position)
            content = file.read(size)
        self._position += len(content)
        return content

    def close(self) -> None:
        """Does nothing: the file is open only during a read."""


def object_path(root: Path, bucket: str, relative: str) -> Path:
    """The file of an object under `root`, which is resolved; UnsafePath if it is not in its bucket's own folder."""
    folder = root / bucket
    path = folder / relative
    if path.resolve() != path or not path.is_relative_to(folder) or folder.parent != root:
        raise UnsafePath(f"object file {relative!r} of bucket {bucket!r} lies outside the bucket's folder")
    return path


def relative_path(key: str) -> str:
    """The key itself where it can be a path inside the bucket's folder, else a name made from its hash."""
    parts = key.split("/")
    fits = all(part not in ("", ".", "..") and len(part.encode()) <= _LONGEST_NAME for part in parts)
    return key if fits and parts[0] != _OWN and "\0" not in key else _hashed(key)


def _hashed(key: str) -> str:
    return f"{_OWN}/keys/{hashlib.sha256(key.encode()).hexdigest()}"


def content_hash(path: Path) -> str:
    """The ETag of an object that was put in one piece: MD5 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def plain(metadata: Mapping[str, str]) -> dict[str, str]:
    """Moto's case-insensitive headers as an ordinary dictionary."""
    return {str(name): str(value) for name, value in metadata.items()}
