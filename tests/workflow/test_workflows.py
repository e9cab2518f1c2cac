"""Every way of making a video, from its brief to its end, through the real state machine and the real stages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.job_view import job_view
from omnigen.domain.progress import progress
from omnigen.domain.shot import Join
from omnigen.domain.storyboard import Transition
from omnigen.errors import InvalidRequest
from omnigen.jobs import admission, runs
from omnigen.providers.offline.order_log import OrderLog
from omnigen.runtime.context import AppContext

from local.emulator.cloud import LocalCloud
from tests.builders import a_brief
from tests.workflow.driver import COMPOSING_AT_ONCE, Drive

QUIET: dict[str, Any] = {"narration": {"enabled": False}, "music": {"enabled": False}}
WORDS = {"script": 1, "storyboard": 1}
OWN_WORDS: dict[str, Any] = {
    "script_text": "Meet the bottle that keeps your drink cold for a whole day.\n\nFind yours today."
}


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    return COMPOSING_AT_ONCE


@pytest.mark.parametrize(
    ("brief", "bought"),
    [
        (OWN_WORDS, {"clip": 2, "speech": 2, "music": 1}),
        ({**OWN_WORDS, "continuity": "keyframes", "music": {"enabled": False}}, {"clip": 2, "image": 2, "speech": 2}),
        ({"pictures": "stills", "narration": {"enabled": False}}, {"image": 2, "music": 1}),
        ({"pictures": "stills", **QUIET}, {"image": 2}),
        ({"script_text": "Meet the bottle. Find yours today.", "music": {"enabled": False}}, {"clip": 2, "speech": 1}),
    ],
    ids=["chained", "keyframes", "stills", "stills, silent", "own text"],
)
def test_brief_becomes_a_video_and_everything_is_bought_once(
    cloud: LocalCloud, app: AppContext, brief: Mapping[str, Any], bought: dict[str, int]
) -> None:
    drive = Drive.begin(cloud, app, **brief)
    job = drive.end()
    assert job.status is JobStatus.COMPLETED, job.error_message
    assert drive.bought() == WORDS | bought
    assert drive.nothing_twice()
    assert {entry.state for entry in drive.orders()} == {"delivered"}
    assert set(job.purchases) == {entry.order_id for entry in drive.orders()}
    assert sum(scene.duration for scene in job.scenes) == 6
    assert (progress(job).percent, job.video_key) == (100, job.videos[0].key)
    assert app.aws.objects.get(job.videos[0].key)
    job_view(job).model_dump_json()


def test_chained_clip_starts_on_the_last_frame_of_the_one_before(cloud: LocalCloud, app: AppContext) -> None:
    drive = Drive.begin(cloud, app, continuity="chained", **QUIET)
    job = drive.end()
    first, second = [entry for entry in drive.orders() if entry.kind == "clip"]
    assert job.scenes[0].clip
    assert frame(app, first.id, "start") is None
    assert frame(app, second.id, "start") == app.aws.objects.get(job.scenes[0].clip.last_frame_key)
    assert app.aws.objects.get(job.scenes[0].clip.thumbnail_key).startswith(b"\xff\xd8")


def test_new_shots_are_filmed_without_waiting_and_continued_ones_from_the_last_frame(
    cloud: LocalCloud, app: AppContext
) -> None:
    drive = Drive.begin(cloud, app, duration=30, **QUIET)
    job = drive.end()
    clips = {entry.order_id.split("-")[1]: entry.id for entry in drive.orders() if entry.kind == "clip"}
    continued = [scene for scene in job.scenes if scene.join is Join.CONTINUE]
    assert 0 < len(continued) < len(job.scenes) / 2
    for scene in job.scenes:
        before = job.before(scene)
        began = frame(app, clips[scene.id.rpartition("-")[2]], "start")
        if scene in continued:
            assert before
            assert before.clip
            assert began == app.aws.objects.get(before.clip.last_frame_key)
            assert scene.transition is Transition.CUT
        else:
            assert began is None
    assert {scene.clip.prompt_version for scene in job.scenes if scene.clip} == {"clip 2026-11-27"}


def test_keyframed_clip_goes_from_its_own_still_to_the_next(cloud: LocalCloud, app: AppContext) -> None:
    drive = Drive.begin(cloud, app, continuity="keyframes", **QUIET)
    job = drive.end()
    clips = {entry.order_id.split("-")[1]: entry.id for entry in drive.orders() if entry.kind == "clip"}
    first, second = stills(app, job)
    assert [frame(app, clips["s01"], name) for name in ("start", "end")] == [first, second]
    assert [frame(app, clips["s02"], name) for name in ("start", "end")] == [second, None]


def test_job_that_stops_at_its_script_goes_on_to_the_video_when_told(cloud: LocalCloud, app: AppContext) -> None:
    drive = Drive.begin(cloud, app, stop_at="script", pictures="stills", **QUIET)
    job = drive.end()
    assert (job.status, drive.bought()) == (JobStatus.SCRIPT_READY, WORDS)
    assert job.ttl
    runs.continue_to_video(app, job)
    job = drive.end()
    assert (job.status, job.run, drive.bought()) == (JobStatus.COMPLETED, 2, WORDS | {"image": 2})


def test_script_of_ones_own_is_kept_to_the_letter(cloud: LocalCloud, app: AppContext) -> None:
    text = 'Meet "the bottle." It is {light} & 100% yours — find it today!'
    job = Drive.begin(cloud, app, script_text=text, pictures="stills", **QUIET).end()
    assert job.spoken_text == text


def test_text_that_cannot_be_said_in_time_is_refused_before_anything_is_spent(app: AppContext) -> None:
    with pytest.raises(InvalidRequest, match=r"The text takes about 16 s to say, .* at least 15 s long") as refusal:
        admission.submit_once(app, "ada", a_brief(script_text="word " * 60))
    assert refusal.value.field == "script_text"
    assert OrderLog(app.settings.omnigen_offline_order_log).all() == []


def frame(app: AppContext, entry_id: str, name: str) -> bytes | None:
    return OrderLog(app.settings.omnigen_offline_order_log).fetch(entry_id, name)


def stills(app: AppContext, job: Job) -> list[bytes]:
    return [app.aws.objects.get(scene.image.key) for scene in job.scenes if scene.image]
