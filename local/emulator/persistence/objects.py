"""S3 objects: contents in files, what is known of them in the state. A key of moto's is made when one is asked for."""
# ruff: noqa: SLF001 - moto has no public way to change where a key keeps its bytes

from __future__ import annotations

import datetime
import importlib
import json
import logging
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from typing import Any

from local.emulator.persistence.database import StateDatabase
from local.emulator.persistence.object_files import FileContent, ObjectFiles, UnsafePath, content_hash, plain
from local.emulator.resources import ACCOUNT

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class ObjectRow:
    """An S3 object; `path` is its file under the bucket's folder, `file_time` that file's modification time in ns."""

    bucket: str
    key: str
    path: str
    etag: str
    size: int
    modified: float
    version: str
    file_time: int
    metadata: str


_COLUMNS = ", ".join(field.name for field in fields(ObjectRow))


class StoredObjects:
    """The objects of all buckets."""

    def __init__(self, files: ObjectFiles, database: StateDatabase) -> None:
        self._files = files
        self._database = database
        self.lock = files.lock

    def find(self, bucket: str, key: str) -> Any | None:
        """The object as moto's key; None if there is none. One whose file is gone is forgotten."""
        rows = self._rows(f"SELECT {_COLUMNS} FROM objects WHERE bucket = ? AND key = ?", bucket, key)  # noqa: S608 - ours
        return self._key(rows[0]) if rows else None

    def names(self, bucket: str, prefix: str = "", after: str = "", limit: int = -1) -> Iterator[str]:
        """Names of objects that begin with a prefix and come after `after`, in order; -1: all."""
        # No text has the byte FF: everything that begins with the prefix lies below this bound.
        query = (
            "SELECT key FROM objects WHERE bucket = ? AND key >= ? AND key < ? || CAST(x'FF' AS TEXT) AND key > ?"
            " ORDER BY key LIMIT ?"
        )
        for (name,) in self._database.rows(query, bucket, prefix, prefix, after, limit):
            yield name

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

    def remove(self, bucket: str, key: str) -> None:
        """Forgets the object, then removes its file."""
        delete = "DELETE FROM objects WHERE bucket = ? AND key = ? RETURNING path"
        with self._database.transaction() as db:
            paths = [path for (path,) in db.execute(delete, (bucket, key)).fetchall()]
        for path in paths:
            self._files.remove(bucket, path)

    def _rows(self, query: str, *values: Any) -> list[ObjectRow]:
        names = _COLUMNS.split(", ")
        return [ObjectRow(**dict(zip(names, row, strict=True))) for row in self._database.rows(query, *values)]

    def _key(self, row: ObjectRow) -> Any | None:
        try:
            path = self._files.path(row.bucket, row.path)
            info = path.stat()
        except (UnsafePath, FileNotFoundError, NotADirectoryError):
            logger.warning("object %r of bucket %r has no file of its own any more", row.key, row.bucket)
            with self._database.transaction() as db:
                db.execute("DELETE FROM objects WHERE bucket = ? AND key = ?", (row.bucket, row.key))
            return None
        models = importlib.import_module("moto.s3.models")
        backend = models.s3_backends[ACCOUNT]["aws"]
        key = models.FakeKey(
            name=row.key,
            value=b"",
            account_id=backend.account_id,
            region_name=backend.region_name,
            etag=row.etag if info.st_mtime_ns == row.file_time else content_hash(path),
            is_versioned=True,
            version_id=row.version,
            bucket_name=row.bucket,
        )
        key.contentsize = info.st_size
        key.last_modified = datetime.datetime.fromtimestamp(row.modified, datetime.UTC).replace(tzinfo=None)
        key._metadata.update(json.loads(row.metadata))
        key.omnigen_path = row.path
        self._back_by_file(key)
        return key

    def _back_by_file(self, key: Any) -> None:
        key._value_buffer.close()
        key._value_buffer = FileContent(self._files.path(key.bucket_name, key.omnigen_path))
        key.disposed = True  # moto need not warn that its temporary file was never closed: it was, here
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
        with self._database.transaction() as db:
            db.execute("REPLACE INTO objects VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", astuple(row))
