"""Keeps S3 objects in files and their metadata in the state, and hands both back to moto after a restart."""
# ruff: noqa: SLF001 - moto has no public way to change where a key keeps its bytes

from __future__ import annotations

import datetime
import importlib
import json
import logging
from typing import Any

from local.emulator.persistence.database import StateDatabase
from local.emulator.persistence.object_files import FileContent, ObjectFiles, UnsafePath, content_hash, plain
from local.emulator.persistence.rows import ObjectRow
from local.emulator.resources import ACCOUNT

logger = logging.getLogger(__name__)


class StoredObjects:
    """Keeps the contents of moto's S3 keys in files."""

    def __init__(self, files: ObjectFiles, state: StateDatabase) -> None:
        self._files = files
        self._state = state
        self.lock = files.lock

    def store(self, key: Any, content: bytes) -> None:
        """Writes a new key's content to its file, and lets moto read it from there."""
        etag = key.etag  # moto computes it on first use, from its own buffer
        key.omnigen_path = self._files.write(key.bucket_name, key.name, content)
        self._back_by_file(key)
        self._save(key, etag)

    def update(self, key: Any) -> None:
        """The key's metadata has changed; keys that are not in files (parts of an upload) are left alone."""
        with self.lock:
            if hasattr(key, "omnigen_path"):
                self._save(key, key.etag)

    def remove(self, key: Any) -> None:
        """Forgets the object, then removes its file."""
        if hasattr(key, "omnigen_path"):
            self._state.forget_object(key.bucket_name, key.name)
            self._files.remove(key.bucket_name, key.omnigen_path)
            del key.omnigen_path

    def load(self) -> None:
        """Puts every stored object into moto's buckets. An object whose file is gone is forgotten."""
        backend = importlib.import_module("moto.s3.models").s3_backends[ACCOUNT]["aws"]
        for row in self._state.objects():
            if row.bucket not in backend.buckets or not self._has_file(row):
                logger.warning("object %r of bucket %r has no file of its own any more", row.key, row.bucket)
                self._state.forget_object(row.bucket, row.key)
                continue
            backend.buckets[row.bucket].keys.setlist(row.key, [self._key(backend, row)])

    def _has_file(self, row: ObjectRow) -> bool:
        try:
            return self._files.path(row.bucket, row.path).is_file()
        except UnsafePath:
            return False

    def _key(self, backend: Any, row: ObjectRow) -> Any:
        path = self._files.path(row.bucket, row.path)
        unchanged = path.stat().st_mtime_ns == row.file_time
        key = importlib.import_module("moto.s3.models").FakeKey(
            name=row.key,
            value=b"",
            account_id=backend.account_id,
            region_name=backend.region_name,
            etag=row.etag if unchanged else content_hash(path),
            is_versioned=True,
            version_id=row.version,
            bucket_name=row.bucket,
        )
        key.contentsize = path.stat().st_size
        key.last_modified = datetime.datetime.fromtimestamp(row.modified, datetime.UTC).replace(tzinfo=None)
        key._metadata.update(json.loads(row.metadata))
        key.omnigen_path = row.path
        self._back_by_file(key)
        return key

    def _back_by_file(self, key: Any) -> None:
        key._value_buffer.close()
        key._value_buffer = FileContent(self._files.path(key.bucket_name, key.omnigen_path))
        if key.multipart:
            key.multipart.dispose()
            key.multipart = None

    def _save(self, key: Any, etag: str) -> None:
        path = self._files.path(key.bucket_name, key.omnigen_path)
        row = ObjectRow(
            bucket=key.bucket_name,
            key=key.name,
            path=key.omnigen_path,
            etag=etag.strip('"'),
            size=key.size,
            modified=key.last_modified.replace(tzinfo=datetime.UTC).timestamp(),
            version=key.version_id,
            file_time=path.stat().st_mtime_ns,
            metadata=json.dumps(plain(key.metadata)),
        )
        self._state.save_object(row)
