"""A data folder of many finished jobs: one real job, copied, in the first format, which every version can open."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from omnigen.domain.ids import new_job_id
from ulid import ULID

from local.emulator.persistence.schema import STEPS
from local.emulator.resources import BUCKET

OMNIGEN = Path(sys.executable).with_name("omnigen")
_BRIEF = ["A calm ad for a reusable water bottle", "--duration", "6", "--pictures", "stills"]
_FAILED_IN = 100
"""One of so many jobs has failed."""


def make_folder(folder: Path, jobs: int) -> dict[str, int]:
    """Fills a new folder; returns the sizes of what is in it."""
    model = folder.with_name("model")
    command = [str(part) for part in (OMNIGEN, "--data-dir", model, "generate", *_BRIEF, "--out", f"{model}.mp4")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with closing(sqlite3.connect(model / "state.sqlite3")) as state:
        record = next(text for (text,) in state.execute("SELECT item FROM items") if '"script_hash"' in text)
        objects = state.execute("SELECT * FROM objects").fetchall()
    old_id = json.loads(record)["job_id"]["S"]
    (folder / "s3" / BUCKET).mkdir(mode=0o700, parents=True)
    folder.chmod(0o700)
    with closing(sqlite3.connect(folder / "state.sqlite3")) as state, state:
        state.executescript(STEPS[0])
        for number in range(jobs):
            job_id = new_job_id(ULID())
            item = _copy(record, old_id, job_id, number)
            key = json.dumps({"job_id": {"S": job_id}})
            state.execute("INSERT INTO items VALUES ('omnigen-local-jobs', ?, ?)", (key, json.dumps(item)))
            execution = (f"arn:aws:states:us-east-1:123456789012:execution:omnigen-video:{job_id}-r1", job_id, "{}")
            state.execute(
                "INSERT INTO executions VALUES (?, ?, ?, 'SUCCEEDED', 1, 4000000000, '{}', NULL, NULL)", execution
            )
            rows = list(_objects(folder, objects, old_id, job_id))
            state.executemany("INSERT INTO objects VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        state.execute("PRAGMA user_version = 1")
    return {"jobs": jobs, "bytes of a record": len(record), "objects of a job": len(objects)}


def _copy(record: str, old_id: str, job_id: str, number: int) -> dict[str, Any]:
    item: dict[str, Any] = json.loads(record.replace(old_id, job_id))
    item["created_at"] = {"N": str(int(item["created_at"]["N"]) - number)}
    item["ttl"] = {"N": "4000000000"}
    if number % _FAILED_IN == 0:
        item["status"] = {"S": "failed"}
    return item


def _objects(folder: Path, objects: list[Any], old_id: str, job_id: str) -> Iterator[tuple[Any, ...]]:
    """Rows like those of the model's objects; the files of a job are links to one of its own."""
    file = folder / "s3" / BUCKET / "users" / "local" / "jobs" / job_id / "content"
    file.parent.mkdir(parents=True, mode=0o700)
    file.write_bytes(b"content")
    info = file.stat()
    for bucket, key, _, etag, _, modified, version, _, metadata in objects:
        name = key.replace(old_id, job_id)
        path = folder / "s3" / bucket / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.link(file, path)
        yield bucket, name, name, etag, info.st_size, modified, version, info.st_mtime_ns, metadata
