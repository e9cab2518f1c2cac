"""The host is killed at every single write of a job; the next host on the same folder brings the job to its end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from omnigen.domain.job import JobStatus
from omnigen.jobs import runs
from omnigen.providers.offline.order_log import OrderLog

from local.cli.recovery import reconcile
from tests.builders import a_brief
from tests.chaos.hosts import HOOK, Receiver, Told, a_host, rested
from tests.chaos.kill_points import ORDER_LOG, KillPoint, KillPoints, watched
from tests.chaos.order_log_check import troubles_of
from tests.conftest import SETTINGS

pytestmark = pytest.mark.timeout(2_400)

MIN_WRITES = 60
"""Of a job of two clips with narration and music; fewer would mean that writes are no longer seen."""


@pytest.mark.parametrize(
    "step", [pytest.param(1, marks=pytest.mark.walk, id="any write"), pytest.param(12, id="one write in twelve")]
)
def test_job_whose_host_is_killed_at_any_write_ends_with_nothing_paid_twice_or_lost(step: int, tmp_path: Path) -> None:
    receiver = Receiver()
    points = KillPoints(tmp_path / "host", tmp_path / "copies", lambda: len(receiver.told))
    points.folder.mkdir()
    with watched(points.before_commit), a_host(points.folder, receiver) as (cloud, app):
        job_id = runs.submit(app, "ada", a_brief(webhook_url=HOOK)).job_id
        assert rested(cloud, app, job_id).status is JobStatus.COMPLETED
    assert len(points.points) >= MIN_WRITES
    assert {point.database for point in points.points} == {"state.sqlite3", ORDER_LOG}
    found = {
        point.number: troubles_after(point, job_id, receiver.told[: point.told])
        for point in points.points[step - 1 :: step]
    }
    assert {number: troubles for number, troubles in found.items() if troubles} == {}


def troubles_after(point: KillPoint, job_id: str, told: Sequence[Told]) -> list[str]:
    """What is wrong once the next host has done what it does with this copy."""
    receiver = Receiver()
    with a_host(point.folder, receiver) as (cloud, app):
        if not app.aws.jobs.of_user("ada").items:  # killed before anything of the job was written
            return [f"{entry.order_id} was ordered for no job" for entry in OrderLog(point.folder / "ledger").all()]
        owed = set(app.aws.jobs.get(job_id).pending_events.values())
        reconcile(app, resume_jobs=True)
        try:
            job = rested(cloud, app, job_id)
        except AssertionError as error:
            return [str(error)]
        troubles = troubles_of(app, [job])
    events = [*told, *receiver.told]
    troubles += [f"never told: {rev}" for rev in owed - {rev for _, _, _, rev in events}]
    for status in ("processing", "completed"):
        times = len({event for event in events if event[1:3] == (status, job.run)})
        troubles += [f"{status} of run {job.run}: {times} events"] if times != 1 else []
    return troubles


@pytest.mark.walk
def test_real_host_is_killed_at_writes_again_and_again_and_its_job_ends(tmp_path: Path) -> None:
    """What the copies stand for: SIGKILL of a host with workers in processes of their own, at a write of each life."""
    settings = {**SETTINGS, "OMNIGEN_OFFLINE_PRICES": "imitated", "OMNIGEN_PICTURE_SCALE": "0.25"}
    for write in (4, 13, 22, 9, 0):
        command = [sys.executable, "-m", "tests.chaos.killed_host", str(tmp_path / "data"), str(write)]
        ended = subprocess.run(
            command, env={**os.environ, **settings}, check=False, timeout=200, stdout=subprocess.PIPE, text=True
        )
        assert ended.returncode == (-signal.SIGKILL if write else 0), f"write {write}"
    words = [line for line in ended.stdout.splitlines() if not line.startswith("{")]
    assert words == []
