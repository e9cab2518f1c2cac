"""End events that are lost, late or told twice; removals from the stream that are told twice, or after a failure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.storage_keys import Keys
from omnigen.jobs import runs
from omnigen.runtime.context import AppContext

from local.emulator.cloud import LocalCloud
from local.emulator.events.eventbridge import Event
from tests.builders import a_job
from tests.conftest import StudioWith
from tests.workflow.driver import COMPOSING_AT_ONCE, Drive
from tests.workflow.faulty import fail_as, traps
from tests.workflow.invariants import judge
from tests.workflow.more_rows import ENDS

pytestmark = pytest.mark.timeout(120)

STILLS: dict[str, Any] = {"pictures": "stills", "narration": {"enabled": False}, "music": {"enabled": False}}


@dataclass
class Post:
    """The way of events: `delays` says after how many seconds each arrives; what passed is kept."""

    delays: Sequence[float] = (0.0,)
    seen: list[Event] = field(default_factory=list)

    def route(self, event: Event) -> Sequence[float]:
        self.seen.append(event)
        return self.delays


post = Post()


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    return COMPOSING_AT_ONCE | {"route": post.route}


@pytest.fixture(autouse=True)
def ordinary_day() -> None:
    post.delays, post.seen = (0.0,), []
    traps.clear()


@pytest.mark.parametrize("end", ENDS)
def test_end_event_that_is_lost_is_swept_and_when_it_comes_late_and_twice_changes_nothing(
    end: str, cloud: LocalCloud, app_with: StudioWith, order_log_folder: Path
) -> None:
    """The run ends while it holds a slot, of which there is one; nobody hears of it before the sweep."""
    app = app_with(OMNIGEN_OFFLINE_PRICES="imitated", OMNIGEN_RENDER_SLOTS="1")
    post.delays = ()
    traps.lay("CompleteJob", "before", fail_as("OutOfLuck") if end == "failed" else lambda event: _cancel(app, event))
    drive = Drive.begin(cloud, app, **STILLS)
    first = _ended(drive)
    if end == "failed":
        assert set(app.aws.slots.holders()) == {first.execution_arn}
    else:
        drive.until(lambda _: not app.aws.slots.holders())  # a cancellation frees the slot itself
    cloud.invoke("Sweep", {})
    judge(app, order_log_folder, first.job_id)
    [late] = post.seen
    post.delays = (0.0, 0.0)
    traps.lay("CompleteJob", "before", lambda _: _tell_twice(cloud, app, drive, late))
    runs.resume(app, first)
    job = drive.end()
    assert (job.status, job.run) == (JobStatus.COMPLETED, 2), job.error_message
    judge(app, order_log_folder, job.job_id)


def _tell_twice(cloud: LocalCloud, app: AppContext, drive: Drive, late: Event) -> None:
    """The old run's end, while the new run holds the slot."""
    before = drive.job
    for _ in range(2):
        assert not cloud.invoke("ExecutionEnded", late).failed
    assert (drive.job.status, drive.job.rev) == (before.status, before.rev)
    assert set(app.aws.slots.holders()) == {before.execution_arn}


def test_completed_job_whose_end_nobody_told_holds_its_slot_until_the_sweep(
    cloud: LocalCloud, app: AppContext, order_log_folder: Path
) -> None:
    post.delays = ()
    drive = Drive.begin(cloud, app, **STILLS)
    job = _ended(drive)
    assert set(app.aws.slots.holders()) == {job.execution_arn}
    for _ in range(2):
        cloud.invoke("Sweep", {})
        judge(app, order_log_folder, job.job_id)
    assert drive.job.status is JobStatus.COMPLETED


def test_removal_told_twice_deletes_what_the_record_owned_and_nothing_else(cloud: LocalCloud, app: AppContext) -> None:
    post.delays = (0.0, 0.2)
    gone, stays = _expired(app), _with_a_file(app, a_job())
    cloud.expire()
    assert cloud.settle(20)
    assert len(post.seen) == 1
    assert (_files(app, gone), len(_files(app, stays))) == ([], 1)


def test_removal_is_told_again_after_a_failure_and_late(cloud: LocalCloud, app: AppContext) -> None:
    trap = traps.lay("RecordExpired", "before", fail_as("Runtime.ExitError"))
    gone = _expired(app)
    post.delays = (0.3,)
    cloud.expire()
    assert len(_files(app, gone)) == 1
    assert cloud.settle(20)
    assert trap.struck
    assert _files(app, gone) == []


def _ended(drive: Drive) -> Job:
    """The job once its execution is over; nobody is told."""
    return drive.until(lambda job: not drive.app.aws.workflow.is_running(job.execution_arn or ""))


def _cancel(app: AppContext, event: Mapping[str, Any]) -> None:
    runs.cancel(app, app.aws.jobs.get(event["job_id"]))


def _expired(app: AppContext) -> Job:
    return _with_a_file(app, a_job(status=JobStatus.FAILED, ttl=app.now() - 1))


def _with_a_file(app: AppContext, job: Job) -> Job:
    app.aws.jobs.create(job)
    app.aws.objects.put(Keys(job.user_id, job.job_id).video(1), b"video", "video/mp4")
    return job


def _files(app: AppContext, job: Job) -> list[str]:
    return list(app.aws.objects.keys(Keys(job.user_id, job.job_id).prefix))
