"""The assets bucket: reading, writing and deleting files, and presigned addresses."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from omnigen.aws.dynamodb import error_code
from omnigen.errors import Contention, NotFound

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client
    from mypy_boto3_s3.type_defs import DeleteTypeDef, ObjectIdentifierTypeDef


_MAX_PER_CALL = 1_000
_CHUNK_BYTES = 2**20
_SHA256 = "sha256"
_MISSING = frozenset({"NoSuchKey", "404"})
_TAKEN = frozenset({"PreconditionFailed", "ConditionalRequestConflict"})
"""There is a file, or another attempt to write one was under way."""

UPLOAD_TAG = ("kind", "upload")
"""The tag of every uploaded file, by which a lifecycle rule removes it."""

_UPLOAD_TAGS = (
    f"<Tagging><TagSet><Tag><Key>{UPLOAD_TAG[0]}</Key><Value>{UPLOAD_TAG[1]}</Value></Tag></TagSet></Tagging>"
)
"""As S3 wants it in the field `tagging` of a POST."""


@dataclass(frozen=True)
class StoredFile:
    """A file of the bucket, and when it was written (Unix seconds)."""

    key: str
    modified_at: float


@dataclass(frozen=True)
class ObjectStore:
    """The assets bucket; presigned addresses are valid for `presign_seconds`."""

    client: S3Client
    bucket: str
    presign_seconds: int

    def put(self, key: str, data: bytes, media_type: str) -> None:
        """Store bytes."""
        self.client.put_object(Bucket=self.bucket, Key=key, Body=data, ContentType=media_type)

    def put_new(self, key: str, data: bytes, media_type: str) -> bool:
        """Store bytes where there is nothing; whether they were stored."""
        try:
            self.client.put_object(Bucket=self.bucket, Key=key, Body=data, ContentType=media_type, IfNoneMatch="*")
        except ClientError as error:
            if error_code(error) in _TAKEN:
                return False
            raise
        return True

    def put_file(self, key: str, path: Path, media_type: str, *, sha256: str = "") -> None:
        """Store a file, with its hash as metadata if that is given; `stored_sha256` reads it."""
        metadata = {"Metadata": {_SHA256: sha256}} if sha256 else {}
        self.client.upload_file(str(path), self.bucket, key, ExtraArgs={"ContentType": media_type, **metadata})

    def stored_sha256(self, key: str) -> str | None:
        """The hash with which a file was put; None when there is no such file or it was put without one."""
        try:
            return self.client.head_object(Bucket=self.bucket, Key=key)["Metadata"].get(_SHA256)
        except ClientError as error:
            if error_code(error) in _MISSING:
                return None
            raise

    def get(self, key: str) -> bytes:
        """The bytes; NotFound when there are none."""
        try:
            return self.client.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        except ClientError as error:
            if error_code(error) in _MISSING:
                raise NotFound(f"The file {key!r} is gone from the bucket") from error
            raise

    def copy(self, key: str, to: str) -> None:
        """Copy a file within the bucket; NotFound when there is none."""
        source = {"Bucket": self.bucket, "Key": key}
        try:
            self.client.copy_object(Bucket=self.bucket, Key=to, CopySource=source)  # type: ignore[arg-type]
        except ClientError as error:
            if error_code(error) in _MISSING:
                raise NotFound(f"The file {key!r} is gone from the bucket") from error
            raise

    def get_file(self, key: str, path: Path) -> None:
        """Fetch into a file; NotFound when there is nothing."""
        try:
            self.client.download_file(self.bucket, key, str(path))
        except ClientError as error:
            if error_code(error) in _MISSING:
                raise NotFound(f"The file {key!r} is gone from the bucket") from error
            raise

    def size(self, key: str) -> int | None:
        """Size in bytes; None when there is no such file."""
        try:
            return self.client.head_object(Bucket=self.bucket, Key=key)["ContentLength"]
        except ClientError as error:
            if error_code(error) in _MISSING:
                return None
            raise

    def is_intact(self, key: str, sha256: str | None) -> bool:
        """Whether the file is there with this content; without a hash, whether anything is there. Reads all of it."""
        if sha256 is None:
            return bool(self.size(key))
        try:
            body = self.client.get_object(Bucket=self.bucket, Key=key)["Body"]
        except ClientError as error:
            if error_code(error) in _MISSING:
                return False
            raise
        found = hashlib.sha256()
        for part in body.iter_chunks(_CHUNK_BYTES):
            found.update(part)
        return found.hexdigest() == sha256

    def keys(self, prefix: str) -> Iterator[str]:
        """Every key under a prefix."""
        for page in self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix):
            for entry in page.get("Contents", []):
                yield entry["Key"]

    def page(self, prefix: str, after: str) -> tuple[StoredFile, ...]:
        """At most 1,000 files under a prefix whose keys come after `after`, in the order of their keys."""
        answer = self.client.list_objects_v2(Bucket=self.bucket, Prefix=prefix, StartAfter=after)
        return tuple(
            StoredFile(entry["Key"], entry["LastModified"].timestamp()) for entry in answer.get("Contents", ())
        )

    def delete(self, keys: Iterable[str]) -> int:
        """Delete files; how many were named. Contention when S3 could not delete some, after all were tried."""
        deleted = 0
        kept: list[str] = []
        remaining = iter(keys)
        while some := list(islice(remaining, _MAX_PER_CALL)):
            wanted: DeleteTypeDef = {"Objects": [{"Key": key} for key in some], "Quiet": True}
            answer = self.client.delete_objects(Bucket=self.bucket, Delete=wanted)
            kept += [f"{error.get('Key')} ({error.get('Code')})" for error in answer.get("Errors", [])]
            deleted += len(some)
        if kept:
            raise Contention(f"S3 kept {len(kept)} of {deleted} files, first {kept[0]}; delete them once more")
        return deleted

    def erase(self, prefix: str) -> int:
        """Delete every version and delete marker under a prefix, for good; how many. Contention when S3 kept some.

        In a versioned bucket, deleting a key without its version only hides it until the lifecycle rule removes it.
        """
        pages = self.client.get_paginator("list_object_versions").paginate(Bucket=self.bucket, Prefix=prefix)
        erased = 0
        for page in pages:
            found = [*page.get("Versions", ()), *page.get("DeleteMarkers", ())]
            if not found:
                continue
            versions: list[ObjectIdentifierTypeDef] = [
                {"Key": entry["Key"], "VersionId": entry["VersionId"]} for entry in found
            ]
            answer = self.client.delete_objects(Bucket=self.bucket, Delete={"Objects": versions, "Quiet": True})
            if kept := answer.get("Errors"):
                raise Contention(f"S3 kept {len(kept)} file versions, first {kept[0].get('Key')}; erase them once more")
            erased += len(versions)
        return erased

    def form(self, key: str, media_type: str, *, max_bytes: int) -> tuple[str, dict[str, str]]:
        """Address and fields of a presigned POST for one file of this type and at most this size."""
        fields = {"Content-Type": media_type, "tagging": _UPLOAD_TAGS}
        conditions = [{name: value} for name, value in fields.items()]
        answer = self.client.generate_presigned_post(
            self.bucket,
            key,
            Fields=dict(fields),
            Conditions=[*conditions, ["content-length-range", 1, max_bytes]],
            ExpiresIn=self.presign_seconds,
        )
        return answer["url"], answer["fields"]

    def url(self, key: str, *, filename: str | None = None) -> str:
        """A presigned address of the file; with `filename`, browsers save it under that name."""
        parameters = {"Bucket": self.bucket, "Key": key}
        if filename:
            parameters["ResponseContentDisposition"] = f'attachment; filename="{filename}"'
        return self.client.generate_presigned_url("get_object", Params=parameters, ExpiresIn=self.presign_seconds)
