"""The host is stopped with jobs in all states of waiting; the next one takes them up and they are completed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from omnigen.aws.workflow import WorkflowClient
from omnigen.domain.job import JobStatus
from omnigen.domain.purchase import PurchaseStatus
from omnigen.jobs.runs import is_interrupted
from omnigen.providers.offline.order_log import OrderLog
from omnigen.runtime.context import AppContext, open_context
from omnigen.settings import read

from local.cli.recovery import reconcile
from local.emulator.cloud import LocalCloud
from tests.chaos.order_log_check import troubles_of
from tests.conftest import SETTINGS
from tests.workflow.driver import COMPOSING_AT_ONCE, Drive
from tests.workflow.more_rows import RESTARTED

pytestmark = pytest.mark.timeout(200)

SILENT = {"narration": {"enabled": False}, "music": {"enabled": False}, "continuity": "chained"}


@contextmanager
def a_host(folder: Path, **settings: str) -> Iterator[tuple[LocalCloud, AppContext]]:
    """A host on this folder, with one slot."""
    fixed = {
        "OMNIGEN_OFFLINE_ORDER_LOG": str(folder / "ledger"),
        "OMNIGEN_RENDER_SLOTS": "1",
        "OMNIGEN_OFFLINE_PRICES": "imitated",
    }
    options = {"executor": "threads", "wait_scale": 0.02, "sweep_seconds": 3_600.0, **COMPOSING_AT_ONCE}
    environment = SETTINGS | fixed | settings
    with LocalCloud(folder / "cloud", environment=environment, **options) as cloud:  # type: ignore[arg-type]
        yield cloud, open_context(read(os.environ))


def test_jobs_that_wait_in_every_way_are_completed_by_the_next_host(tmp_path: Path) -> None:
    with a_host(tmp_path, OMNIGEN_OFFLINE_LATENCY_SECONDS="600") as (cloud, app):
        films = Drive.begin(cloud, app, **SILENT)
        films.until(lambda job: PurchaseStatus.SUBMITTED in {known.status for known in job.purchases.values()})
        waits = Drive.begin(cloud, app, pictures="stills", **SILENT)
        waits.until(lambda job: job.execution_arn in {waiter.execution_arn for waiter in app.aws.slots.queued()})
        parked = Drive.begin(cloud, app, pictures="stills", review=("spend",), **SILENT)
        parked.gates("spend")
        [clip] = [entry for entry in films.orders() if entry.kind == "clip"]
    _deliver(app, clip.id)
    with a_host(tmp_path) as (cloud, app):
        assert len(reconcile(app, resume_jobs=True)) == len(RESTARTED)
        drives = [Drive(cloud, app, drive.job_id) for drive in (parked, waits, films)]
        drives[0].decide("spend")
        jobs = [drive.end() for drive in drives]
        assert [(job.status, job.run) for job in jobs] == [(JobStatus.COMPLETED, 2)] * 3
        assert troubles_of(app, jobs) == []
        assert clip.id in {entry.id for entry in drives[2].orders() if entry.state == "delivered"}


class KilledBeforeTheStart(WorkflowClient):
    """The process dies when a run stands on the record and its execution is about to start."""

    def start(self, job_id: str, run: int) -> None:
        raise SystemExit(f"killed before {job_id}, run {run}, started")


def test_a_death_while_jobs_are_resumed_leaves_them_to_the_next_start(tmp_path: Path) -> None:
    with a_host(tmp_path, OMNIGEN_OFFLINE_LATENCY_SECONDS="600") as (cloud, app):
        drive = Drive.begin(cloud, app, **SILENT)
        drive.until(lambda job: PurchaseStatus.SUBMITTED in {known.status for known in job.purchases.values()})
        [clip] = [entry for entry in drive.orders() if entry.kind == "clip"]
    _deliver(app, clip.id)
    with a_host(tmp_path) as (cloud, app):
        dying = KilledBeforeTheStart(app.aws.workflow.client, app.aws.workflow.state_machine_arn)
        with pytest.raises(SystemExit):
            reconcile(replace(app, aws=replace(app.aws, workflow=dying)), resume_jobs=True)
        assert app.aws.jobs.get(drive.job_id).status is JobStatus.PENDING
    with a_host(tmp_path) as (cloud, app):
        assert reconcile(app) == [], "it needs not be resumed: a run that was recorded is started by every next host"
        job = Drive(cloud, app, drive.job_id).end()
        assert (job.status, job.run) == (JobStatus.COMPLETED, 2)
        assert troubles_of(app, [job]) == []


def test_interrupted_jobs_stay_as_they_are_until_somebody_resumes_them(tmp_path: Path) -> None:
    with a_host(tmp_path, OMNIGEN_OFFLINE_LATENCY_SECONDS="600") as (cloud, app):
        drive = Drive.begin(cloud, app, **SILENT)
        drive.until(lambda job: PurchaseStatus.SUBMITTED in {known.status for known in job.purchases.values()})
        assert app.aws.slots.holders()
    with a_host(tmp_path) as (cloud, app):
        broken: dict[str, Any] = {
            "job_id": "job_01M7YQNG5N91ZWTV4P7J6JG8BY",
            "status": "pending",
            "user_id": "u",
            "created_at": 1,
        }
        app.aws.jobs.table.put_item(Item=broken)
        assert reconcile(app) == []
        assert not app.aws.slots.holders(), "a dead execution holds no slot"
        assert not cloud.invoke("Sweep", {}).failed
        job = app.aws.jobs.get(drive.job_id)
        assert (job.status, job.run) == (JobStatus.PROCESSING, 1)
        assert is_interrupted(app, job)
        assert [entry.state for entry in drive.orders() if entry.kind == "clip"] == ["ordered"]


def _deliver(app: AppContext, entry_id: str) -> None:
    """The vendor goes on while no host lives: what took ten minutes is there at once."""
    with OrderLog(app.settings.omnigen_offline_order_log)._database() as books:
        books.execute("UPDATE orders SET ready_at = 0 WHERE id = ?", (entry_id,))
