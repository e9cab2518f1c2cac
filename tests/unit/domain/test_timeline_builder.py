"""Voices stand where their scenes do, and give way only as far as they must."""

from __future__ import annotations

from decimal import Decimal

import pytest
from omnigen.domain.job import Job
from omnigen.domain.narration import LEAD_SECONDS
from omnigen.domain.storyboard import Transition
from omnigen.domain.timebase import SAMPLE_RATE
from omnigen.domain.timeline_builder import GAP_SAMPLES, AudibleRange, place_voices, shots
from omnigen.errors import BadOutput

from tests.builders import a_planned_job, a_speech

LEAD = int(LEAD_SECONDS * SAMPLE_RATE)


def spoken(job: Job, *seconds: float, silent: float = 0.2) -> list[AudibleRange]:
    """Recordings whose sound takes these seconds, behind a moment of silence."""
    before = round(silent * SAMPLE_RATE)
    return [
        AudibleRange(
            scene=scene.model_copy(update={"speech": a_speech()}),
            audible_from=before,
            audible_to=before + round(one * SAMPLE_RATE),
        )
        for scene, one in zip(job.scenes, seconds, strict=True)
    ]


def test_each_voice_starts_shortly_after_its_scene_without_the_silence_before_it() -> None:
    job = a_planned_job(scenes=3)
    voices = place_voices(job, spoken(job, 2, 2, 2))
    assert [voice.start_sample for voice in voices] == [scene * 3 * SAMPLE_RATE + LEAD for scene in range(3)]
    assert {voice.skip_samples for voice in voices} == {round(0.2 * SAMPLE_RATE)}
    assert {voice.samples for voice in voices} == {2 * SAMPLE_RATE}


def test_a_voice_that_is_longer_than_its_scene_moves_the_next_one_no_further_than_it_must() -> None:
    job = a_planned_job(scenes=2)
    first, second = place_voices(job, spoken(job, 3.5, 1))
    assert first.start_sample == LEAD
    assert second.start_sample == first.end_sample + GAP_SAMPLES


def test_a_last_voice_that_is_too_long_begins_earlier_and_so_does_the_one_before_it() -> None:
    job = a_planned_job(scenes=2)
    first, second = place_voices(job, spoken(job, 2.5, 3.25))
    assert second.end_sample == 6 * SAMPLE_RATE
    assert first.end_sample + GAP_SAMPLES <= second.start_sample
    assert first.start_sample >= 0


def test_more_speech_than_video_is_refused_in_seconds() -> None:
    job = a_planned_job(scenes=2)
    with pytest.raises(BadOutput, match=r"takes 6\.5 s and the video 6 s"):
        place_voices(job, spoken(job, 3.5, 3))


def test_shots_are_as_long_as_their_scenes_whatever_the_transitions() -> None:
    job = a_planned_job(scenes=2)
    faded = job.scenes[1].model_copy(update={"transition": Transition.FADE, "duration": Decimal("2.25")})
    made = shots(job.model_copy(update={"scenes": (job.scenes[0], faded)}))
    assert [shot.frames for shot in made] == [72, 54]
    assert made[0].transition_frames == 0
    assert made[1].transition_frames > 0
