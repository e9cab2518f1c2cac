"""The composition runs as a task of its own, and what becomes of the job is what becomes of the task."""

from __future__ import annotations

from omnigen.domain.job import JobStatus
from omnigen.jobs import runs
from omnigen.runtime.context import AppContext

from local.emulator.cloud import LocalCloud
from tests.workflow import stub_composer
from tests.workflow.driver import Drive

SILENT_STILLS = {"pictures": "stills", "narration": {"enabled": False}, "music": {"enabled": False}}


def test_task_is_told_which_run_of_which_job_and_its_video_is_the_jobs(cloud: LocalCloud, app: AppContext) -> None:
    drive = Drive.begin(cloud, app, **SILENT_STILLS)
    job = drive.end()
    [task] = cloud.tasks()
    assert (task.command, task.exit_code) == ([job.job_id, "1"], 0)
    assert (job.status, job.video_key) == (JobStatus.COMPLETED, job.videos[0].key)
    assert "ComposeVideo" in drive.states()


def test_task_that_crashes_is_tried_again_and_then_fails_the_job_in_words(cloud: LocalCloud, app: AppContext) -> None:
    before = len(cloud.tasks())
    drive = Drive.begin(cloud, app, review=("spend",), **SILENT_STILLS)
    drive.gates("spend")
    for scene in drive.job.scenes:
        assert scene.image
        app.aws.objects.delete([scene.image.key])
    drive.decide("spend")
    job = drive.end()
    assert [task.exit_code for task in cloud.tasks()[before:]] == [1, 1, 1]
    assert job.status is JobStatus.FAILED
    assert job.error_message == (
        "The program that makes the video ended with exit code 1 each time it was tried. "
        "What was bought is kept; resume the job to try again (stage compose_video, CompositionFailed)"
    )


def test_task_of_a_job_cancelled_meanwhile_is_stopped(cloud: LocalCloud, app: AppContext) -> None:
    before = len(cloud.tasks())
    drive = Drive.begin(cloud, app, title=stub_composer.SLOW, **SILENT_STILLS)
    drive.until(lambda _: len(cloud.tasks()) > before)
    runs.cancel(app, drive.job)
    assert drive.end().status is JobStatus.CANCELLED
    [task] = cloud.tasks()[before:]
    drive.until(lambda _: task.status == "STOPPED")
    assert task.exit_code != 0
    assert drive.job.videos == ()
