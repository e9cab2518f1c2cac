"""How far a job is."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from omnigen.domain.brief import Brief, MusicOptions, NarrationOptions
from omnigen.domain.brief_options import Gate
from omnigen.domain.job import CompositionState, Job, JobStatus, PendingReview, Scene
from omnigen.domain.progress import progress
from omnigen.domain.storyboard import plan_seconds

from tests.builders import (
    a_brief,
    a_clip,
    a_job,
    a_music,
    a_narration,
    a_planned_job,
    a_scene,
    a_script,
    a_take,
    a_video,
    an_image,
)

briefs = st.builds(
    a_brief,
    duration=st.integers(6, 120),
    pictures=st.sampled_from(["clips", "stills"]),
    continuity=st.sampled_from(["chained", "keyframes"]),
    narration=st.builds(NarrationOptions, enabled=st.booleans()),
    music=st.builds(MusicOptions, enabled=st.booleans()),
)


def made(scene: Scene, kind: str) -> Scene:
    goods = {"images": (an_image(scene),), "clip": a_clip()}
    return scene.model_copy(update={kind: goods[kind]})


def story(data: st.DataObject, brief: Brief) -> list[Job]:
    """A job from its beginning to its end, one artifact more each time, in any order that can happen."""
    job = a_job(brief=brief)
    sold = data.draw(st.sampled_from([(), (4, 6, 8), (5, 10), (8,)]))
    count = len(plan_seconds(brief.duration, [Decimal(seconds) for seconds in sold]))
    scenes = tuple(a_scene(job.job_id, number) for number in range(1, count + 1))
    told = [job, job := job.model_copy(update={"script": a_script()})]
    if brief.narration.enabled:
        told.append(job := job.model_copy(update={"narration": a_narration(a_take(), cut_from="x")}))
    told.append(job.model_copy(update={"scenes": scenes}))
    if brief.stills_wanted:
        told += _each(told[-1], data.draw(st.permutations(range(count))), "images")
    steps = [("clip", i) for i in range(count)]
    for kind, index in data.draw(st.permutations([*steps, ("music", 0)])):
        scored = [told[-1].model_copy(update={"music": a_music()})]
        told += scored if kind == "music" else _each(told[-1], [index], kind)
    for frames in (1, 70, 144):
        told.append(told[-1].model_copy(update={"composition": CompositionState(frames_done=frames, frames_due=144)}))
    told.append(told[-1].model_copy(update={"composition": CompositionState(video=a_video())}))
    return [*told, told[-1].model_copy(update={"status": JobStatus.COMPLETED})]


def _each(job: Job, order: list[int], kind: str) -> list[Job]:
    told = []
    for index in order:
        scenes = [made(scene, kind) if scene.scene_index == index else scene for scene in job.scenes]
        job = job.model_copy(update={"scenes": tuple(scenes)})
        told.append(job)
    return told


@given(st.data(), briefs)
def test_progress_never_falls_and_reaches_100_only_at_the_end(data: st.DataObject, brief: Brief) -> None:
    percents = [progress(job).percent for job in story(data, brief)]
    assert percents == sorted(percents)
    assert percents[0] == 0
    assert percents[-1] == 100
    assert percents[-2] < 100


def test_stage_names_what_is_under_way() -> None:
    job = a_planned_job(narration=a_narration(a_take(), cut_from="x"))
    filmed = job.scenes[0].model_copy(update={"clip": a_clip()})
    filming = job.model_copy(update={"scenes": (filmed, job.scenes[1]), "music": a_music()})
    written = a_job(script=a_script())
    assert [progress(j).stage for j in (a_job(), written, job, filming)] == [
        "script_generating",
        "narration_recording",
        "music_composing",
        "scene_1_complete",
    ]


def test_job_that_waits_for_people_says_at_which_gates() -> None:
    job = a_planned_job(narration=a_narration(a_take(), cut_from="x"))
    gates = [(Gate.SCENES, job.scenes[0].id), (Gate.SCENES, job.scenes[1].id), (Gate.IMAGES, job.scenes[0].id)]
    reviews = {
        f"{i}": PendingReview(gate=gate, run=1, artifact_hash="", token="", opened_at=0, scene_id=scene)
        for i, (gate, scene) in enumerate(gates)
    }
    waiting = job.model_copy(update={"reviews": reviews})
    assert progress(waiting).stage == "awaiting_review_images_and_scenes"
    assert progress(waiting.model_copy(update={"run": 2})).stage == "music_composing"


@pytest.mark.parametrize("status", [JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.PENDING])
def test_job_that_is_not_working_has_its_status_for_a_stage(status: JobStatus) -> None:
    assert progress(a_planned_job(status=status)).stage == status


def test_job_that_stops_at_its_script_counts_no_pictures() -> None:
    job = a_job(brief=a_brief(stop_at="script", narration={"enabled": False}), script=a_script())
    assert progress(job).percent == 50
