"""Encoded pieces of a job's cuts, kept in the bucket so that a re-cut encodes only what changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from omnigen.aws.object_store import ObjectStore
from omnigen.domain.storage_keys import Keys
from omnigen.errors import NotFound


@dataclass(frozen=True)
class SegmentStore:
    """A cache in the bucket: one object for each hash, downloaded when it is needed."""

    assets: ObjectStore
    keys: Keys
    folder: Path

    def get(self, key: str) -> Path | None:
        """The piece kept under this hash, or None."""
        path = self.folder / f"kept-{key}"
        try:
            if not path.exists():
                self.assets.get_file(self.keys.segment(key), path)
        except NotFound:
            return None
        return path

    def put(self, key: str, path: Path) -> None:
        """Keep a finished piece."""
        self.assets.put_file(self.keys.segment(key), path, "video/mp4")
