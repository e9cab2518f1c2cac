"""Secrets of a data folder: made when first asked for, readable by the user alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def persistent_key(data_dir: Path, name: str) -> str:
    """The secret of that name; the same one every time."""
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / f"{name}.key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        made = secrets.token_urlsafe(48)
        file.write(made)
    return made
