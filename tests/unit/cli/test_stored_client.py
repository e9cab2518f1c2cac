"""Reading commands are answered from the data folder, without a host."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from boto3.dynamodb.types import TypeSerializer
from click.testing import CliRunner, Result
from omnigen.aws.dynamodb import to_item
from omnigen.aws.job_index import index_projection
from omnigen.deployment.resources import TABLES
from omnigen.domain.asset import AssetKind
from omnigen.domain.job import JobStatus

from local.cli.commands import cli
from local.emulator.persistence.database import StateDatabase
from local.emulator.persistence.items import ItemStore, WrittenItem
from local.emulator.persistence.layouts import TableLayout
from local.emulator.resources import ENVIRONMENT
from tests.builders import a_job, an_asset

NOW = 1_800_000_000


def store(data_dir: Path, *items: dict[str, Any]) -> None:
    """Write job records as the local host does."""
    data_dir.mkdir(exist_ok=True)
    state = StateDatabase(data_dir / "state.sqlite3")
    layouts = [TableLayout.of(table, ENVIRONMENT) for table in TABLES]
    stored = ItemStore(state, layouts)
    serialize = TypeSerializer().serialize
    for item in items:
        attributes = {name: serialize(value) for name, value in item.items()}
        stored.save([WrittenItem(layouts[0], (item["job_id"], ""), attributes)], [])
    state.close()


def record(number: int, status: JobStatus, **changes: Any) -> dict[str, Any]:
    """A job record of the user of this machine."""
    job = a_job().model_copy(update={"user_id": "local", "status": status, "created_at": NOW + number, **changes})
    item: dict[str, Any] = to_item(job) | index_projection(job)
    return item | {"job_id": f"job_{number:026d}"}


def run(data_dir: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--data-dir", str(data_dir), *arguments])


def test_a_folder_that_was_never_used_has_no_jobs_and_stays_unmade(tmp_path: Path) -> None:
    ended = run(tmp_path / "data", "jobs", "list")
    assert ended.exit_code == 0
    assert "No such jobs" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_jobs_are_listed_newest_first_and_running_ones_are_interrupted_without_a_host(tmp_path: Path) -> None:
    store(tmp_path, record(1, JobStatus.COMPLETED), record(3, JobStatus.PROCESSING), record(2, JobStatus.FAILED))
    ended = run(tmp_path, "jobs", "list")
    assert [line.split()[0][-1] for line in ended.stdout.splitlines()[1:]] == ["3", "2", "1"]
    assert "interrupted" in ended.stdout.splitlines()[1]
    assert f"omnigen jobs resume job_{3:026d}" in ended.stderr
    assert len(run(tmp_path, "jobs", "list", "--status", "interrupted").stdout.splitlines()) == 2
    assert "There are more" in run(tmp_path, "jobs", "list", "--limit", "2").stderr


def test_a_job_expires_only_where_that_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store(tmp_path, record(1, JobStatus.COMPLETED, ttl=1))
    assert "completed" in run(tmp_path, "jobs", "list").stdout
    monkeypatch.setenv("OMNIGEN_EXPIRE_JOBS", "true")
    assert "No such jobs" in run(tmp_path, "jobs", "list").stderr


def test_expired_and_deleted_jobs_and_those_of_others_are_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMNIGEN_EXPIRE_JOBS", "true")
    store(
        tmp_path,
        record(1, JobStatus.COMPLETED, ttl=1),
        record(2, JobStatus.DELETING),
        record(3, JobStatus.COMPLETED, user_id="ada"),
    )
    assert run(tmp_path, "jobs", "list", "--json").stdout == "[]\n"
    for number in (1, 2, 3):
        ended = run(tmp_path, "jobs", "show", f"job_{number:026d}")
        assert ended.exit_code == 2
        assert "There is no job" in ended.stderr


def test_a_record_that_cannot_be_read_is_named_and_hides_no_other(tmp_path: Path) -> None:
    store(tmp_path, record(1, JobStatus.COMPLETED), record(2, JobStatus.COMPLETED) | {"status": "from the future"})
    ended = run(tmp_path, "jobs", "list")
    assert len(ended.stdout.splitlines()) == 2
    assert f"The record of job_{2:026d} cannot be read" in ended.stderr


def test_jobs_are_listed_beside_a_running_host_whose_jobs_never_expire(tmp_path: Path) -> None:
    """What expires is the host's affair: the state is read as it is, since its owner holds it."""
    store(tmp_path, record(1, JobStatus.COMPLETED))
    state = StateDatabase(tmp_path / "state.sqlite3")
    jobs, *_ = layouts = [TableLayout.of(table, ENVIRONMENT) for table in TABLES]
    ItemStore(state, [replace(jobs, ttl=None), *layouts[1:]])
    try:
        ended = run(tmp_path, "jobs", "list", "--json")
    finally:
        state.close()
    assert ended.exit_code == 0, ended.output
    assert "job_00000000000000000000000001" in ended.output


def test_one_job_is_shown_with_its_status(tmp_path: Path) -> None:
    store(tmp_path, record(1, JobStatus.PROCESSING))
    ended = run(tmp_path, "jobs", "show", f"job_{1:026d}")
    assert ended.exit_code == 0, ended.output
    assert "interrupted" in ended.stdout


@pytest.mark.parametrize("command", [["models"], ["estimate", "A lamp", "--duration", "6"]])
def test_prices_need_no_folder(command: list[str], tmp_path: Path) -> None:
    ended = run(tmp_path / "data", *command)
    assert ended.exit_code == 0, ended.output
    assert list(tmp_path.iterdir()) == []


def test_files_of_ones_own_are_listed_without_a_host_and_those_of_others_are_not(tmp_path: Path) -> None:
    state = StateDatabase(tmp_path / "state.sqlite3")
    layouts = {table.name: TableLayout.of(table, ENVIRONMENT) for table in TABLES}
    mine, theirs = an_asset(user_id="local", file_name="shop.png"), an_asset(user_id="bob", file_name="secret.png")
    logo = an_asset(AssetKind.LOGO, user_id="local", file_name="logo.png")
    for one in (mine, theirs, logo):
        attributes = {name: TypeSerializer().serialize(value) for name, value in to_item(one).items()}
        key = (one.user_id, one.asset_id)
        ItemStore(state, list(layouts.values())).save([WrittenItem(layouts["user-assets"], key, attributes)], [])
    state.close()
    listed = run(tmp_path, "asset", "list").stdout
    assert "shop.png" in listed
    assert "secret.png" not in listed
    assert "shop.png" not in run(tmp_path, "asset", "list", "--kind", "logo").stdout
    assert "120x80" in run(tmp_path, "asset", "show", mine.asset_id).stdout
    refused = run(tmp_path, "asset", "show", theirs.asset_id)
    assert "There is no asset" in refused.stderr
