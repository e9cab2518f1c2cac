"""Room on the disk of the data folder."""

from __future__ import annotations

import os
from pathlib import Path

RESERVE_BYTES = 64 * 2**20
"""Less than this, and no job or run is begun: what is under way, and every cancellation, has to be written still."""


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
