"""A job on a small disk that somebody fills: run by `test_full_disk.py` in a mount namespace of its own.

Run: python -m tests.chaos.small_disk FOLDER, where FOLDER is on the disk. Ends with an AssertionError, or with 0.
"""

from __future__ import annotations

import sys
import time
from decimal import Decimal
from pathlib import Path

from omnigen.domain.job import JobStatus
from omnigen.jobs import runs

from local.cli.recovery import reconcile
from local.upkeep.disk import shortage
from tests.builders import a_brief
from tests.chaos.full_disk import fill
from tests.chaos.hosts import Receiver, a_host, rested, swept

USER = "ada"
_PATIENCE_SECONDS = 60.0


def main(folder: Path) -> None:
    """A cancellation is recorded and its money given back while nothing else fits; with room again the job goes on."""
    data_dir = folder / "cloud"
    filler = folder / "filler"
    with a_host(folder, Receiver(), OMNIGEN_OFFLINE_LATENCY_SECONDS="3600") as (cloud, app):
        assert (data_dir / "reserve").stat().st_blocks > 0
        job_id = runs.submit(app, USER, a_brief(stop_at="video")).job_id
        _until(lambda: app.aws.jobs.get(job_id).committed_usd > Decimal("0.5"))  # clips are at the vendor
        fill(filler)
        assert shortage(data_dir)
        cancelled = runs.cancel(app, app.aws.jobs.get(job_id))
        assert cancelled.status is JobStatus.CANCELLED
        swept(app)
        assert not (data_dir / "reserve").exists()
        ended = app.aws.jobs.get(job_id)
        assert ended.committed_usd == ended.spent_usd, "what was reserved is settled"
        assert app.aws.slots.holders() == {}
        filler.unlink()
        cloud._reserve.keep()
        assert (data_dir / "reserve").exists()
    with a_host(folder, Receiver()) as (cloud, app):
        reconcile(app)
        runs.resume(app, app.aws.jobs.get(job_id))
        made = rested(cloud, app, job_id)
        assert made.status is JobStatus.COMPLETED, made.error_message
    assert not (data_dir / "reserve").exists(), "a host that stops gives it up"


def _until(condition: object) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < until
        time.sleep(0.1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
