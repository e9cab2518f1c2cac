"""A composition that starts together with the clips waits for them, and whatever becomes of it harms no job."""

from __future__ import annotations

from omnigen.domain.job import JobStatus
from omnigen.domain.storyboard import SceneEdit
from omnigen.jobs import editing, runs

from local.emulator.cloud import LocalCloud
from tests.conftest import StudioWith
from tests.workflow import stub_composer
from tests.workflow.driver import Drive

EARLY = {"OMNIGEN_COMPOSE_EARLY": "true"}
FILMED = {"narration": {"enabled": False}, "music": {"enabled": False}}
REFUSED = {"OMNIGEN_OFFLINE_FAULTS": "clip:PolicyBlocked:s02:check"}


def test_container_waits_for_clips_and_music_and_no_other_one_is_started(
    cloud: LocalCloud, app_with: StudioWith
) -> None:
    before = len(cloud.tasks())
    drive = Drive.begin(cloud, app_with(**EARLY), narration={"enabled": False})
    job = drive.end()
    [task] = cloud.tasks()[before:]
    assert (task.command, task.exit_code) == ([job.job_id, "1", "early"], 0)
    assert (job.status, job.video_key) == (JobStatus.COMPLETED, job.videos[0].key)
    assert "ComposeVideo" not in drive.states()


def test_early_composition_that_crashes_is_made_in_its_own_time(cloud: LocalCloud, app_with: StudioWith) -> None:
    before = len(cloud.tasks())
    drive = Drive.begin(cloud, app_with(**EARLY), title=stub_composer.CRASHES_EARLY, **FILMED)
    assert drive.end().status is JobStatus.COMPLETED
    assert [task.exit_code for task in cloud.tasks()[before:]] == [1, 0]
    assert "ComposeVideo" in drive.states()


def test_refused_clip_ends_the_waiting_and_the_next_round_waits_again(cloud: LocalCloud, app_with: StudioWith) -> None:
    before = len(cloud.tasks())
    app = app_with(**EARLY, **REFUSED)
    drive = Drive.begin(cloud, app, review=("scenes",), **FILMED)
    drive.decide("scenes-s01")
    drive.decide("scenes-s02")
    drive.until(lambda job: job.scenes[1].refusal != "")
    drive.gates("scenes-s02")
    editing.edit_scene(app, drive.job, drive.job.scenes[1].id, SceneEdit(visual_prompt="A calm bottle"))
    drive.decide("scenes-s02")
    job = drive.end()
    assert job.status is JobStatus.COMPLETED
    assert [task.exit_code for task in cloud.tasks()[before:]] == [1, 0]
    assert drive.bought()["clip"] == 3


def test_clip_that_fails_for_good_ends_the_waiting_with_the_job(cloud: LocalCloud, app_with: StudioWith) -> None:
    before = len(cloud.tasks())
    drive = Drive.begin(cloud, app_with(**EARLY, **REFUSED), **FILMED)
    assert drive.end().status is JobStatus.FAILED
    [task] = cloud.tasks()[before:]
    drive.until(lambda _: task.status == "STOPPED")
    assert task.exit_code != 0


def test_cancelled_job_stops_the_container_that_waits(cloud: LocalCloud, app_with: StudioWith) -> None:
    before = len(cloud.tasks())
    drive = Drive.begin(cloud, app_with(**EARLY, OMNIGEN_OFFLINE_LATENCY_SECONDS="60"), **FILMED)
    drive.until(lambda job: len(cloud.tasks()) > before and any(one.prediction_id for one in job.purchases.values()))
    runs.cancel(drive.app, drive.job)
    assert drive.end().status is JobStatus.CANCELLED
    [task] = cloud.tasks()[before:]
    drive.until(lambda _: task.status == "STOPPED")
    assert task.exit_code != 0
