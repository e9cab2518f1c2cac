"""The host is stopped with jobs in all states of waiting; the next one takes them up and they are completed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from omnigen.domain.job import JobStatus
from omnigen.domain.purchase import PurchaseStatus
from omnigen.providers.offline.order_log import OrderLog
from omnigen.runtime.context import AppContext, open_context
from omnigen.settings import read

from local.cli.recovery import resume_interrupted
from local.emulator.cloud import LocalCloud
from tests.chaos.order_log_check import troubles_of
from tests.conftest import SETTINGS
from tests.workflow.driver import COMPOSING_AT_ONCE, Drive
from tests.workflow.more_rows import RESTARTED

pytestmark = pytest.mark.timeout(200)

SILENT = {"narration": {"enabled": False}, "music": {"enabled": False}}


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
        [clip] = [entry for entry in films.books() if entry.kind == "clip"]
    _deliver(app, clip.id)
    with a_host(tmp_path) as (cloud, app):
        assert len(resume_interrupted(app)) == len(RESTARTED)
        drives = [Drive(cloud, app, drive.job_id) for drive in (parked, waits, films)]
        drives[0].decide("spend")
        jobs = [drive.end() for drive in drives]
        assert [(job.status, job.run) for job in jobs] == [(JobStatus.COMPLETED, 2)] * 3
        assert troubles_of(app, jobs) == []
        assert clip.id in {entry.id for entry in drives[2].books() if entry.state == "delivered"}


def _deliver(app: AppContext, entry_id: str) -> None:
    """The vendor goes on while no host lives: what took ten minutes is there at once."""
    with OrderLog(app.settings.omnigen_offline_order_log)._books() as books:
        books.execute("UPDATE orders SET ready_at = 0 WHERE id = ?", (entry_id,))
