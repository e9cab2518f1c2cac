"""Encoded pieces of a job's cuts, kept in the bucket so that a re-cut encodes only what changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from omnigen.aws.object_store import ObjectStore
from omnigen.domain.storage_keys import Keys
from omnigen.errors import NotFound
from omnigen.rendering.cache import file_sha256


@dataclass(frozen=True)
class SegmentStore:
    """A cache in the bucket: one object for each hash, downloaded when it is needed."""

    assets: ObjectStore
    keys: Keys
    folder: Path

    def get(self, key: str) -> Path | None:
        """The piece kept under this hash; None when there is none, or it is not what was put there."""
        path = self.folder / f"kept-{key}"
        if path.exists():
            return path
        stored = self.keys.segment(key)
        sha256 = self.assets.stored_sha256(stored)
        try:
            self.assets.get_file(stored, path)
        except NotFound:
            return None
        if file_sha256(path) == sha256:
            return path
        path.unlink()
        return None

    def put(self, key: str, path: Path) -> None:
        """Keep a finished piece."""
        self.assets.put_file(self.keys.segment(key), path, "video/mp4", sha256=file_sha256(path))
