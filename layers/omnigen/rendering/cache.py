"""The interface of caches for encoded segments and mixes, by which a recut encodes only what changed."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Protocol


class SegmentCache(Protocol):
    """Files by the hash of their inputs."""

    def get(self, key: str) -> Path | None:
        """A readable local file with what is kept under this hash, or None."""

    def put(self, key: str, path: Path) -> None:
        """Keep a finished file; `path` is only valid during the call. Called from several threads."""


def place(kept: Path, target: Path) -> None:
    """Give a cached file another name, by a hard link where the file system allows, else by a copy."""
    if target.exists() and kept.samefile(target):
        return
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(kept)
    except OSError:  # another file system
        shutil.copyfile(kept, target)


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's content in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
