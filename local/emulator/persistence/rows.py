"""Rows of the state database that others read and write as objects."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ExecutionRow:
    """A Step Functions execution; times are Unix seconds, `input` and `output` JSON."""

    arn: str
    name: str
    input: str
    status: str
    started: float
    stopped: float | None = None
    output: str | None = None
    error: str | None = None
    cause: str | None = None


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
