"""Data folders that earlier versions have written: the jobs in them are listed, and go on.

Each file of `old_folders` is the dump of a database in the format that its name begins with, made by the version whose
commit follows: `omnigen generate`, `omnigen script`, and `omnigen generate --review images`, which was left at its
gate. The files of the jobs are not with it: what is gone counts as not made.
"""

from __future__ import annotations

import gzip
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from omnigen.domain.job import Job, JobStatus
from omnigen.jobs import runs
from omnigen.runtime.context import AppContext

from local.cli.recovery import reconcile
from local.cli.stored_client import stored_client
from local.emulator.persistence.schema import VERSION
from tests.chaos.hosts import Receiver, a_host, rested

FOLDERS = sorted((Path(__file__).parent / "old_folders").iterdir())
USER = "local"
_PATIENCE_SECONDS = 60.0


@pytest.fixture(params=FOLDERS, ids=lambda path: path.name.removesuffix(".sql.gz"))
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """What `a_host` is opened on; the data folder is `cloud` in it."""
    (tmp_path / "cloud").mkdir(mode=0o700)
    with closing(sqlite3.connect(tmp_path / "cloud" / "state.sqlite3")) as database:
        database.executescript(gzip.decompress(request.param.read_bytes()).decode())
        [version] = database.execute("PRAGMA user_version").fetchone()
    assert str(version) == request.param.name[len("format-")]
    return tmp_path


def test_every_format_is_here() -> None:
    """A new step of the schema needs a folder that the step before has written."""
    assert {int(path.name[len("format-")]) for path in FOLDERS} >= set(range(VERSION + 1))


def test_jobs_of_an_earlier_version_are_listed_without_a_host(folder: Path) -> None:
    shown = stored_client(folder / "cloud").ask("GET", "/jobs?limit=10")["items"]
    assert [job["status"] for job in shown] == ["interrupted", "script_ready", "completed"]


def test_jobs_of_an_earlier_version_go_on(folder: Path) -> None:
    with a_host(folder, Receiver()) as (cloud, app):
        reconcile(app)
        waiting, script, made = (app.aws.jobs.get(str(item["job_id"])) for item in app.aws.jobs.of_user(USER).items)
        assert made.video_key
        assert list(app.aws.open_jobs.ids()) == [waiting.job_id], "found though no mark was on it"
        runs.continue_to_video(app, script)
        runs.resume(app, waiting)
        assert rested(cloud, app, script.job_id).status is JobStatus.COMPLETED
        assert _waits(app, waiting)
        runs.cancel(app, app.aws.jobs.get(waiting.job_id))
        by_status = app.aws.jobs.of_user(USER, status=JobStatus.COMPLETED)
        assert [item["job_id"] for item in by_status.items] == [script.job_id, made.job_id]


def _waits(app: AppContext, job: Job) -> bool:
    until = time.monotonic() + _PATIENCE_SECONDS
    while not app.aws.jobs.get(job.job_id).open_reviews and time.monotonic() < until:
        time.sleep(0.1)
    return bool(app.aws.jobs.get(job.job_id).open_reviews)
