"""`omnigen doctor`, `backup` and `restore` on a folder with a finished job, sound and then not."""

from __future__ import annotations

import json
import os
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from omnigen.domain.job import Job, JobStatus
from omnigen.jobs import runs

from local.cli.commands import cli
from tests.builders import a_brief
from tests.chaos.hosts import Receiver, a_host, rested
from tests.chaos.kill_points import copy_folder

USER = "local"


def run(data_dir: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--data-dir", str(data_dir), *arguments])


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Job]:
    """A folder in which one job has been completed."""
    folder = tmp_path_factory.mktemp("finished")
    with a_host(folder, Receiver()) as (cloud, app):
        silent = {"narration": {"enabled": False}, "music": {"enabled": False}}
        job = rested(cloud, app, runs.submit(app, USER, a_brief(pictures="stills", **silent)).job_id)
    assert job.status is JobStatus.COMPLETED
    return folder / "cloud", job


@pytest.fixture
def data_dir(finished: tuple[Path, Job], tmp_path: Path) -> Path:
    copy = tmp_path / "data"
    copy_folder(finished[0], copy)
    return copy


def file_of(data_dir: Path, key: str) -> Path:
    [found] = data_dir.rglob(key.rpartition("/")[2])
    return found


def test_a_sound_folder_is_found_sound(data_dir: Path) -> None:
    ended = run(data_dir, "doctor")
    assert ended.exit_code == 0, ended.output
    assert [line.split()[:2] for line in ended.stdout.splitlines()] == [
        ["ok", name] for name in ("folder", "database", "records", "files", "disk", "ffmpeg", "keys")
    ]


def test_damaged_and_missing_files_are_named_with_their_job_and_what_to_do(
    data_dir: Path, finished: tuple[Path, Job]
) -> None:
    first, second = (scene.image for scene in finished[1].scenes)
    assert first
    assert second
    file_of(data_dir, first.key).unlink()
    file_of(data_dir, second.key).write_bytes(b"something else")
    ended = run(data_dir, "doctor")
    assert ended.exit_code == 1
    [line] = [line for line in ended.stdout.splitlines() if line.startswith("TROUBLE")]
    assert f"2 of 2 files are not as they were made: {finished[1].job_id}: " in line
    assert "is gone" in line
    assert "is damaged" in line
    assert f"omnigen jobs {'regenerate'} JOB" in ended.stdout


def test_an_unreadable_record_is_named_and_the_others_are_counted(data_dir: Path) -> None:
    with closing(sqlite3.connect(data_dir / "state.sqlite3")) as database, database:
        changed = (
            "UPDATE items SET item = replace(item, '\"completed\"', '\"dreaming\"') WHERE table_name LIKE '%-jobs'"
        )
        assert database.execute(changed).rowcount == 1
    ended = run(data_dir, "doctor")
    assert ended.exit_code == 1
    assert "0 jobs can be read, 1 cannot and are left alone: job_" in ended.stdout


def test_a_damaged_database_is_one_line_that_names_the_remedy(data_dir: Path) -> None:
    path = data_dir / "state.sqlite3"
    content = bytearray(path.read_bytes())
    content[2_000:30_000] = os.urandom(28_000)
    path.write_bytes(content)
    ended = run(data_dir, "doctor")
    assert ended.exit_code == 1
    assert "is damaged" in ended.stdout
    assert "omnigen restore FILE" in ended.stdout


def test_a_folder_that_others_can_open_or_that_is_not_there_is_told(data_dir: Path, tmp_path: Path) -> None:
    data_dir.chmod(0o755)
    assert "chmod 700" in run(data_dir, "doctor").stdout
    assert run(tmp_path / "none", "doctor").exit_code == 0
    assert not (tmp_path / "none").exists()


def test_keys_are_asked_for_where_vendors_are(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMNIGEN_PROVIDERS", "live")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.delenv("REPLICATE_API_TOKEN", raising=False)
    ended = run(data_dir, "doctor")
    assert "not set: REPLICATE_API_TOKEN" in ended.stdout
    assert "sk-secret" not in ended.stdout


def test_what_was_backed_up_comes_back_as_it_was_and_lists_its_job(
    data_dir: Path, finished: tuple[Path, Job], tmp_path: Path
) -> None:
    archive = tmp_path / "data.tar"
    assert run(data_dir, "backup", str(archive)).exit_code == 0
    assert archive.stat().st_mode & 0o077 == 0
    ended = run(tmp_path / "again", "restore", str(archive))
    assert ended.exit_code == 0, ended.output
    assert run(tmp_path / "again", "doctor").exit_code == 0
    assert finished[1].job_id in run(tmp_path / "again", "jobs", "list", "--json").stdout
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_backups_and_folders_are_never_replaced(data_dir: Path, tmp_path: Path) -> None:
    archive = tmp_path / "data.tar"
    assert "holds no jobs" in run(tmp_path / "none", "backup", str(archive)).stderr
    assert run(data_dir, "backup", str(archive)).exit_code == 0
    again = run(data_dir, "backup", str(archive))
    assert (again.exit_code, "exists already" in again.stderr) == (2, True)
    onto = run(data_dir, "restore", str(archive))
    assert (onto.exit_code, "has contents" in onto.stderr) == (2, True)


@pytest.mark.parametrize("harm", ["cut short", "changed", "foreign name"])
def test_an_archive_that_is_not_whole_makes_no_folder(harm: str, data_dir: Path, tmp_path: Path) -> None:
    archive = tmp_path / "data.tar"
    assert run(data_dir, "backup", str(archive)).exit_code == 0
    content = archive.read_bytes()
    if harm == "cut short":
        archive.write_bytes(content[: len(content) // 2])
    elif harm == "changed":
        middle = content.index(b"PNG")
        archive.write_bytes(content[: middle + 50] + b"????" + content[middle + 54 :])
    else:
        with tarfile.open(archive, "w") as tar:
            tar.add(__file__, "../outside")
    ended = run(tmp_path / "again", "restore", str(archive))
    assert ended.exit_code == 2
    assert "is no whole backup" in ended.stderr
    assert not (tmp_path / "again").exists()
    assert not (tmp_path / "outside").exists()


def test_a_backup_holds_a_manifest_and_no_locks_or_logs(data_dir: Path, tmp_path: Path) -> None:
    (data_dir / "logs").mkdir(exist_ok=True)
    (data_dir / "logs" / "a.log").write_text("words")
    run(data_dir, "backup", str(tmp_path / "data.tar"))
    with tarfile.open(tmp_path / "data.tar") as tar:
        content = tar.extractfile("manifest.json")
        assert content
        manifest = json.load(content)
        assert {*manifest["files"], "manifest.json"} == set(tar.getnames())
    assert not [name for name in manifest["files"] if name.startswith(("logs", "host.lock"))]
