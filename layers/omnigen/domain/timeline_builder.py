"""Builds shots and voices of the cut from a job's scenes and takes, in whole frames and samples."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from typing import Literal

from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import Continuity, Mode
from omnigen.domain.job import Job, Scene, Take
from omnigen.domain.product_photo import ProductShown
from omnigen.domain.shot import ElementKind, ShotSize
from omnigen.domain.storyboard import Transition, transition_frames
from omnigen.domain.supers import PlannedSuper, SpokenPart, place_supers, spoken_parts
from omnigen.domain.timebase import FRAME_RATE, SAMPLE_RATE, to_samples
from omnigen.domain.timeline import SmallPrint, Timeline, TimelineShot, Voice, WordTiming
from omnigen.domain.timeline_planning import timed_words
from omnigen.text import is_unspaced

_NEARNESS: Mapping[ShotSize, Literal["far", "near"]] = {
    ShotSize.DETAIL: "near",
    ShotSize.CLOSE_UP: "near",
    ShotSize.WIDE: "far",
}


def shots(job: Job) -> list[TimelineShot]:
    """Every scene as a shot; a transition takes its frames from both neighbours, the total stays."""
    return [_shot(job, scene) for scene in job.scenes]


def place_voices(job: Job) -> list[Voice]:
    """Every take where it is heard, with the times of its words where the voice gave any."""
    return [_voice(job, take) for take in job.narration.takes]


def with_spellings(voices: Sequence[Voice], spellings: Mapping[str, str]) -> list[Voice]:
    """The voices with their words as captions are to spell them; what is heard stays."""
    return [replace(voice, text=_spelled(voice.text, spellings)) for voice in voices]


def _spelled(text: str, spellings: Mapping[str, str]) -> str:
    for heard in sorted(spellings, key=len, reverse=True):
        word = re.escape(heard) if is_unspaced(heard) else rf"(?<!\w){re.escape(heard)}(?!\w)"
        text = re.sub(word, spellings[heard].replace("\\", r"\\"), text)
    return text


def small_print(brief: Brief) -> SmallPrint:
    """What the end card says besides name and call to action."""
    tagline = brief.brand.tagline if brief.brand else None
    return SmallPrint(tagline=tagline or "", url=brief.shown_url, legal=brief.shown_legal_line)


def with_supers(
    cut: Timeline, planned: Sequence[PlannedSuper], segments: Mapping[str, str], language: str
) -> tuple[Timeline, list[SpokenPart]]:
    """The cut with the supers of an ad for a medicine in place of title, name and end card, and when segments are said.

    `segments` are the parts of the narration by id, in order.
    """
    ordered = sorted(cut.voices, key=lambda voice: voice.start_sample)
    words = [word for voice in ordered for word in timed_words(voice, cut.canvas, language)]
    parts = spoken_parts(segments, words)
    supers = place_supers(planned, parts, cut.frames, cut.canvas.rate)
    disclosures = tuple(one for one in cut.overlays if one.kind == "disclosure")
    return replace(cut, overlays=disclosures, supers=supers), parts


def _shot(job: Job, scene: Scene) -> TimelineShot:
    before = job.before(scene)
    frames = transition_frames(scene.transition, before.duration, scene.duration) if before else 0
    image = None if scene.own_picture else scene.image
    return TimelineShot(
        scene_id=scene.id,
        frames=scene.frames,
        transition=scene.transition if frames else Transition.CUT,
        transition_frames=frames,
        kind="clip" if _is_clip(job, scene) else "still",
        subject_box=image.subject_box if image else None,
        shows_product=scene.is_hero,
        nearness=_NEARNESS.get(scene.shot_size, "usual"),
        seed=job.seed + scene.scene_index,
        continues=job.continues(scene),
        may_be_named=_shows_product(job, scene),
        on_screen_text=scene.on_screen_text,
        available_frames=_available_frames(job, scene),
        may_punch_in=_may_punch_in(job, scene),
    )


def _available_frames(job: Job, scene: Scene) -> int | None:
    """How many frames the scene's picture has; a still and a clip that is repeated have as many as are wanted."""
    if scene.clip is None or not job.films(scene):
        return None
    return int(Fraction(scene.clip.seconds) * FRAME_RATE)


def _may_punch_in(job: Job, scene: Scene) -> bool:
    """Whether its clip may be cut to a closer view of itself.

    Not where the user chose clips without cuts, not in ads for medicines, whose risks nothing may distract from, and
    not where the clip was made after photos of the product: its label must not be cut off.
    """
    brief = job.brief
    if brief.continuity is not Continuity.MIXED or brief.mode is Mode.PHARMA:
        return False
    return job.films(scene) and not (brief.photos and scene.product is not ProductShown.NONE)


def _shows_product(job: Job, scene: Scene) -> bool:
    """Whether the product is in the picture, as far as the storyboard says; older ones say nothing."""
    holding = [one for one in job.scenes if any(element.kind is ElementKind.PRODUCT for element in one.elements)]
    return not holding or scene in holding


def _is_clip(job: Job, scene: Scene) -> bool:
    return scene.is_own_clip if scene.own_picture else job.films(scene)


def _voice(job: Job, take: Take) -> Voice:
    tempo = job.narration.tempo
    end = to_samples(sum(scene.frames for scene in job.scenes))
    start = _samples(take.start)
    return Voice(
        scene_id=_scene_at(job, take.start),
        start_sample=start,
        samples=min(_samples(take.audible_seconds / tempo), end - start),
        skip_samples=_samples(take.audible_from / tempo),
        text=take.text,
        words=tuple(
            WordTiming(text=word.text, start_seconds=word.start / tempo, end_seconds=word.end / tempo)
            for word in take.words
        ),
    )


def _scene_at(job: Job, seconds: Decimal) -> str:
    """The scene that is seen at this second."""
    ends = accumulate(scene.duration for scene in job.scenes)
    return next((scene.id for scene, end in zip(job.scenes, ends, strict=True) if seconds < end), job.scenes[-1].id)


def _samples(seconds: Decimal) -> int:
    return int(seconds * SAMPLE_RATE)
