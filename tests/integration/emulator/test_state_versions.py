"""A data folder of an earlier version goes on with all it holds; a write that the disk refuses has never happened."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from omnigen.domain.job import JobStatus

from local.cli.stored_state import StoredState
from local.emulator.persistence.schema import STEPS
from tests.integration.emulator.small_cloud import PLACES, THINGS, Open, RunningCloud
from tests.unit.cli.test_stored_client import record, store

_THING = {"id": {"S": "a"}, "owner": {"S": "ada"}, "n": {"N": "1.50"}, "ttl": {"N": str(int(time.time()) - 1)}}
_PLACE = {"line": {"S": "l"}, "place": {"N": "-7"}}


def write_first_version(
    data_dir: Path, items: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]], version: int = 1
) -> None:
    """A database as version 1 wrote it: each table's items with their keys; or as version 2, or 0, which had no number.

    Those before 3 differ in their messages only.
    """
    data_dir.mkdir(mode=0o700, exist_ok=True)
    with closing(sqlite3.connect(data_dir / "state.sqlite3")) as database, database:
        database.executescript(STEPS[0])
        for table, rows in items.items():
            for key, item in rows:
                row = (table, json.dumps(key, sort_keys=True), json.dumps(item, sort_keys=True))
                database.execute("INSERT INTO items VALUES (?, ?, ?)", row)
        if version == 2:
            database.executescript(STEPS[1])
        database.execute(f"PRAGMA user_version = {version}")


@pytest.mark.parametrize("version", [0, 1, 2])
def test_items_of_earlier_versions_are_found_by_key_index_and_expiry(
    version: int, open_cloud: Open, data_dir: Path
) -> None:
    unused = {"omnigen-local-unused": [({"id": {"S": "x"}}, {"id": {"S": "x"}})]}
    known = {THINGS: [({"id": {"S": "a"}}, _THING)], PLACES: [(_PLACE, _PLACE)]}
    write_first_version(data_dir, known | unused, version)
    aws = open_cloud()
    assert aws.items.get_item(TableName=THINGS, Key={"id": {"S": "a"}})["Item"] == _THING
    assert aws.items.get_item(TableName=PLACES, Key=_PLACE)["Item"] == _PLACE
    owned = aws.items.query(
        TableName=THINGS,
        IndexName="ByOwner",
        KeyConditionExpression="#o = :o",
        ExpressionAttributeNames={"#o": "owner"},
        ExpressionAttributeValues={":o": {"S": "ada"}},
    )
    assert owned["Items"] == [{name: _THING[name] for name in ("id", "owner", "n")}]
    assert aws.cloud.expire() == 1
    aws.cloud.stop()
    with closing(sqlite3.connect(data_dir / "state.sqlite3")) as database:
        rows = database.execute("SELECT table_name FROM items ORDER BY table_name").fetchall()
    assert rows == [(PLACES,), ("omnigen-local-unused",)], "tables that this program does not know are left alone"


def test_jobs_of_the_first_version_are_listed_without_a_host(tmp_path: Path) -> None:
    store(tmp_path / "new", record(1, JobStatus.COMPLETED), record(2, JobStatus.FAILED))
    with closing(sqlite3.connect(tmp_path / "new" / "state.sqlite3")) as database:
        rows = [json.loads(text) for (text,) in database.execute("SELECT item FROM items").fetchall()]
    write_first_version(tmp_path / "old", {"omnigen-local-jobs": [({"job_id": row["job_id"]}, row) for row in rows]})
    found = [item["job_id"] for item in StoredState(tmp_path / "old").jobs_of("omnigen-local-jobs", "local")]
    assert found == [f"job_{number:026d}" for number in (2, 1)]


def test_an_upgrade_that_was_killed_half_way_is_finished_by_whoever_reads_next(tmp_path: Path) -> None:
    store(tmp_path, record(1, JobStatus.COMPLETED))
    with closing(sqlite3.connect(tmp_path / "state.sqlite3")) as database, database:
        database.execute("DELETE FROM layouts")
        database.execute("DELETE FROM index_entries")
    assert len(list(StoredState(tmp_path).jobs_of("omnigen-local-jobs", "local"))) == 1


def test_an_index_is_made_anew_when_its_definition_has_changed(open_cloud: Open, data_dir: Path) -> None:
    aws = open_cloud()
    aws.items.put_item(TableName=THINGS, Item=_THING)
    aws.cloud.stop()
    with closing(sqlite3.connect(data_dir / "state.sqlite3")) as database, database:
        database.execute("UPDATE layouts SET layout = '{}'")
        database.execute("DELETE FROM index_entries")
    aws = open_cloud()
    assert aws.items.scan(TableName=THINGS, IndexName="ByOwner")["Count"] == 1


@pytest.mark.parametrize("transaction", [False, True])
def test_what_the_disk_refuses_is_not_in_memory_either(aws: RunningCloud, transaction: bool) -> None:
    aws.items.put_item(TableName=THINGS, Item={"id": {"S": "a"}, "n": {"N": "1"}})
    database = aws.cloud._recorder.items._database
    [[pages]] = database.rows("PRAGMA page_count")
    database.rows(f"PRAGMA max_page_count = {pages}")
    big = {"id": {"S": "a"}, "n": {"N": "2"}, "text": {"S": "x" * 300_000}}
    puts = {
        False: lambda: aws.items.put_item(TableName=THINGS, Item=big),
        True: lambda: aws.items.transact_write_items(TransactItems=[{"Put": {"TableName": THINGS, "Item": big}}]),
    }
    with pytest.raises(ClientError):
        puts[transaction]()
    assert aws.items.get_item(TableName=THINGS, Key={"id": {"S": "a"}})["Item"]["n"] == {"N": "1"}
    database.rows(f"PRAGMA max_page_count = {2**30}")
    aws.items.put_item(TableName=THINGS, Item=big)
    assert aws.items.get_item(TableName=THINGS, Key={"id": {"S": "a"}})["Item"]["n"] == {"N": "2"}
