"""On a full disk new work is refused in a sentence, reading and cancelling go on, and no log line fails a request."""

from __future__ import annotations

import errno
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from local.api.server import ApiServer
from local.api.tokens import TokenIssuer
from local.emulator import data_dir
from local.emulator.moto_patches.hooks import Outcome
from local.emulator.persistence.database import StateDatabase
from local.upkeep import disk
from local.upkeep.log_stream import LossyFile, lossy_text

_TOKENS = TokenIssuer("k" * 40)
_HEADERS = {"Authorization": f"Bearer {_TOKENS.issue('ada')}"}
_WORDS = "The disk is almost full. Make room"


def answering(status: int = 200, shortage: str = _WORDS) -> Client:
    def invoke(_: Mapping[str, Any]) -> Outcome:
        return Outcome(json.dumps({"statusCode": status, "body": "{}"}))

    return Client(ApiServer(invoke, _TOKENS, shortage=lambda: shortage))


@pytest.mark.parametrize("path", ["generate", "generate/script", "jobs/j/resume", "jobs/j/regenerate", "uploads"])
def test_new_work_is_refused_with_the_reason(path: str) -> None:
    answer = answering().post(f"/api/v1/{path}", json={}, headers=_HEADERS)
    assert answer.status_code == 507
    assert answer.json
    assert (answer.json["code"], answer.json["detail"]) == ("DiskFull", _WORDS)


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "jobs"), ("GET", "jobs/j"), ("POST", "jobs/j/cancel"), ("DELETE", "jobs/j")]
)
def test_reading_cancelling_and_deleting_go_on(method: str, path: str) -> None:
    assert answering().open(f"/api/v1/{path}", method=method, headers=_HEADERS).status_code == 200


def test_a_request_that_fails_on_a_full_disk_says_so() -> None:
    assert answering(500).get("/api/v1/jobs", headers=_HEADERS).json["detail"] == _WORDS  # type: ignore[index]
    assert answering(500, shortage="").get("/api/v1/jobs", headers=_HEADERS).status_code == 500


def test_shortage_is_told_by_the_space_that_is_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = tmp_path / "not" / "made"
    assert disk.free_bytes(missing) > 0
    monkeypatch.setattr(disk, "free_bytes", lambda _: disk.RESERVE_BYTES)
    assert disk.shortage(missing) == ""
    monkeypatch.setattr(disk, "free_bytes", lambda _: 3 * 2**20)
    assert "3 MiB are free" in disk.shortage(missing)


def test_a_reserve_is_kept_while_there_is_room_and_given_up_before_a_write_that_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = {"bytes": 2**30}
    monkeypatch.setattr(disk, "free_bytes", lambda _: free["bytes"])
    reserve = disk.DiskReserve(tmp_path / "reserve")
    with closing(StateDatabase(tmp_path / "state.sqlite3", make_room=reserve.make_room)) as database:
        reserve.keep()
        assert reserve.path.stat().st_blocks * 512 >= 16 * 2**20, "an empty file would keep no room"
        with database.transaction():
            assert reserve.path.exists()
        free["bytes"] = 2**20
        with database.transaction():
            assert not reserve.path.exists()
        reserve.keep()
        assert not reserve.path.exists(), "others still need the room"
        free["bytes"] = 2**30
        reserve.keep()
        assert reserve.path.exists()


def test_a_reserve_that_does_not_fit_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk, "_allocate", full)
    reserve = disk.DiskReserve(tmp_path / "reserve")
    reserve.keep()
    assert list(tmp_path.iterdir()) == []


def test_a_database_on_a_full_disk_is_not_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA max_page_count = 2")
        database.execute("CREATE TABLE a (b)")
        with pytest.raises(sqlite3.OperationalError) as full:
            database.execute("INSERT INTO a VALUES (zeroblob(100000))")
    assert isinstance(found := data_dir.unusable(path, full.value), OSError)
    assert (found.errno, found.filename) == (errno.ENOSPC, str(path))
    path.write_bytes(b"no database at all" * 1_000)
    with closing(sqlite3.connect(path)) as database, pytest.raises(sqlite3.DatabaseError) as damaged:
        database.execute("PRAGMA journal_mode=WAL")
    assert "omnigen restore FILE" in str(data_dir.unusable(path, damaged.value))


def test_a_log_on_a_full_disk_loses_lines_and_raises_nothing() -> None:
    with Path("/dev/full").open("wb", buffering=0) as full:
        assert LossyFile(full.fileno(), "wb", closefd=False).write(b"line\n") == 5
        stream = lossy_text(full.fileno(), close=False)
        stream.write("a line\n" * 10_000)
        stream.flush()


def test_a_log_that_cannot_be_made_on_a_full_disk_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(data_dir, "open_private", full)
    with data_dir.open_log(tmp_path / "a.log") as log:
        log.write(b"line")
    assert list(tmp_path.iterdir()) == []
