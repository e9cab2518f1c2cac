"""Where finished parts of a cut are kept, so that the next cut need not make them again."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Protocol


class SegmentCache(Protocol):
    """Files kept by the hash of everything that went into them."""

    def get(self, key: str) -> Path | None:
        """A readable local file with what is kept under this hash, or None."""

    def put(self, key: str, path: Path) -> None:
        """Keep a finished file; `path` is only valid during the call. Called from several threads."""


def place(kept: Path, target: Path) -> None:
    """A kept file under another name, without copying it where the file system allows."""
    if target.exists() and kept.samefile(target):
        return
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(kept)
    except OSError:  # another file system
        shutil.copyfile(kept, target)
