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
from omnigen.runtime.context import Studio

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
    end: str, cloud: LocalCloud, studio_with: StudioWith, ledger_folder: Path
) -> None:
    """The run ends while it holds a slot, of which there is one; nobody hears of it before the sweep."""
    studio = studio_with(OMNIGEN_OFFLINE_PRICES="imitated", OMNIGEN_RENDER_SLOTS="1")
    post.delays = ()
    traps.lay(
        "CompleteJob", "before", fail_as("OutOfLuck") if end == "failed" else lambda event: _cancel(studio, event)
    )
    drive = Drive.begin(cloud, studio, **STILLS)
    first = _ended(drive)
    if end == "failed":
        assert set(studio.aws.slots.holders()[0]) == {first.execution_arn}
    else:
        drive.until(lambda _: not studio.aws.slots.holders()[0])  # a cancellation frees the slot itself
    cloud.invoke("Sweep", {})
    judge(studio, ledger_folder, first.job_id)
    [late] = post.seen
    post.delays = (0.0, 0.0)
    traps.lay("CompleteJob", "before", lambda _: _tell_twice(cloud, studio, drive, late))
    runs.resume(studio, first)
    job = drive.end()
    assert (job.status, job.run) == (JobStatus.COMPLETED, 2), job.error_message
    judge(studio, ledger_folder, job.job_id)


def _tell_twice(cloud: LocalCloud, studio: Studio, drive: Drive, late: Event) -> None:
    """The old run's end, while the new run holds the slot."""
    before = drive.job
    for _ in range(2):
        assert not cloud.invoke("ExecutionEnded", late).failed
    assert (drive.job.status, drive.job.rev) == (before.status, before.rev)
    assert set(studio.aws.slots.holders()[0]) == {before.execution_arn}


def test_completed_job_whose_end_nobody_told_holds_its_slot_until_the_sweep(
    cloud: LocalCloud, studio: Studio, ledger_folder: Path
) -> None:
    post.delays = ()
    drive = Drive.begin(cloud, studio, **STILLS)
    job = _ended(drive)
    assert set(studio.aws.slots.holders()[0]) == {job.execution_arn}
    for _ in range(2):
        cloud.invoke("Sweep", {})
        judge(studio, ledger_folder, job.job_id)
    assert drive.job.status is JobStatus.COMPLETED


def test_removal_told_twice_deletes_what_the_record_owned_and_nothing_else(cloud: LocalCloud, studio: Studio) -> None:
    post.delays = (0.0, 0.2)
    gone, stays = _expired(studio), _with_a_file(studio, a_job())
    cloud.expire()
    assert cloud.settle(20)
    assert len(post.seen) == 1
    assert (_files(studio, gone), len(_files(studio, stays))) == ([], 1)


def test_removal_is_told_again_after_a_failure_and_late(cloud: LocalCloud, studio: Studio) -> None:
    trap = traps.lay("RecordExpired", "before", fail_as("Runtime.ExitError"))
    gone = _expired(studio)
    post.delays = (0.3,)
    cloud.expire()
    assert len(_files(studio, gone)) == 1
    assert cloud.settle(20)
    assert trap.struck
    assert _files(studio, gone) == []


def _ended(drive: Drive) -> Job:
    """The job once its execution is over; nobody is told."""
    return drive.until(lambda job: not drive.studio.aws.workflow.is_running(job.execution_arn or ""))


def _cancel(studio: Studio, event: Mapping[str, Any]) -> None:
    runs.cancel(studio, studio.aws.jobs.get(event["job_id"]))


def _expired(studio: Studio) -> Job:
    return _with_a_file(studio, a_job(status=JobStatus.FAILED, ttl=studio.aws.jobs.now() - 1))


def _with_a_file(studio: Studio, job: Job) -> Job:
    studio.aws.jobs.create(job)
    studio.aws.assets.put(Keys(job.user_id, job.job_id).video(1), b"video", "video/mp4")
    return job


def _files(studio: Studio, job: Job) -> list[str]:
    return list(studio.aws.assets.keys(Keys(job.user_id, job.job_id).prefix))
