"""Builds shots and voices of the cut from a job's scenes, in whole frames and samples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from omnigen.domain.brief import Pictures
from omnigen.domain.job import OWN_RECORDING, Job, Scene
from omnigen.domain.narration import LEAD_SECONDS
from omnigen.domain.storyboard import Transition, transition_frames
from omnigen.domain.timebase import SAMPLE_RATE, to_samples
from omnigen.domain.timeline import TimelineShot, Voice, WordTiming
from omnigen.errors import BadOutput

GAP_SAMPLES = SAMPLE_RATE // 8
"""An eighth of a second between two scenes' voices, at least."""


@dataclass(frozen=True, kw_only=True)
class AudibleRange:
    """What is heard of a scene's recording once it is played at its tempo: 48 kHz samples from its start."""

    scene: Scene
    audible_from: int
    audible_to: int


def shots(job: Job) -> list[TimelineShot]:
    """Every scene as a shot; a transition takes its frames from both neighbours, the total stays."""
    return [_shot(job, scene) for scene in job.scenes]


def place_voices(job: Job, heard: Sequence[AudibleRange]) -> list[Voice]:
    """Each voice at the start of its scene, moved only as far as its neighbours and the end of the video demand.

    BadOutput when there is more to say than the video is long.
    """
    starts = _scene_samples(job.scenes)
    total = to_samples(sum(scene.frames for scene in job.scenes))
    places: list[int] = []
    free = 0
    for voice in heard:
        start = max(starts[voice.scene.id] + int(LEAD_SECONDS * SAMPLE_RATE), free)
        places.append(start)
        free = start + _length(voice) + GAP_SAMPLES
    latest = total
    for index in range(len(heard) - 1, -1, -1):
        places[index] = min(places[index], latest - _length(heard[index]))
        latest = places[index] - GAP_SAMPLES
    if places and places[0] < 0:
        spoken = sum(_length(voice) for voice in heard) / SAMPLE_RATE
        raise BadOutput(
            f"The narration takes {spoken:.1f} s and the video {total / SAMPLE_RATE:.0f} s. Shorten the script"
        )
    return [_voice(job, voice, place) for voice, place in zip(heard, places, strict=True)]


def _shot(job: Job, scene: Scene) -> TimelineShot:
    before = job.before(scene)
    frames = transition_frames(scene.transition, before.duration, scene.duration) if before else 0
    image = scene.image
    return TimelineShot(
        scene_id=scene.id,
        frames=scene.frames,
        transition=scene.transition if frames else Transition.CUT,
        transition_frames=frames,
        kind="clip" if job.brief.pictures is Pictures.CLIPS else "still",
        subject_box=image.subject_box if image else None,
        seed=job.seed + scene.scene_index,
    )


def _voice(job: Job, heard: AudibleRange, start: int) -> Voice:
    speech = heard.scene.speech
    words = speech.words if speech else ()
    tempo = speech.tempo if speech else Decimal(1)
    return Voice(
        scene_id=heard.scene.id,
        start_sample=start,
        samples=_length(heard),
        skip_samples=heard.audible_from,
        text=job.script.text if job.script and speech and speech.model == OWN_RECORDING else heard.scene.narration,
        words=tuple(
            WordTiming(text=word.text, start_seconds=word.start / tempo, end_seconds=word.end / tempo) for word in words
        ),
    )


def _scene_samples(scenes: Sequence[Scene]) -> dict[str, int]:
    frames, starts = 0, {}
    for scene in scenes:
        starts[scene.id] = to_samples(frames)
        frames += scene.frames
    return starts


def _length(heard: AudibleRange) -> int:
    return heard.audible_to - heard.audible_from
