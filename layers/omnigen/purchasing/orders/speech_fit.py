"""Fits speech and scenes to each other: cuts scenes, asks for another script, shortens, or refuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from omnigen.domain.brief_options import Gate, Mode
from omnigen.domain.job import Job, Narration, Scene
from omnigen.domain.narration import spoken_words
from omnigen.domain.narration_layout import (
    MAX_DRIFT_SECONDS,
    MIN_FILL,
    WANTED_FILL,
    Layout,
    SpokenTake,
    follow_scenes,
    lay_out,
    moved_borders,
    scene_phrases,
    takes_hash,
    wanted_seconds,
)
from omnigen.domain.review import decision_for
from omnigen.domain.scene_borders import cut_scenes
from omnigen.domain.script import Script, Segment
from omnigen.domain.shortening import without_some
from omnigen.domain.speech_placement import shortest_video
from omnigen.errors import InvalidRequest
from omnigen.purchasing.orders.text import clip_seconds_on_sale
from omnigen.runtime.context import AppContext

MAX_REWRITES = 2
"""So often a script is written again because of the length of its speech."""

_SAME_SECONDS = Decimal("0.25")
"""A version that differs by less from the one before is no better: the writer is not asked once more."""

MAX_VIDEO_SECONDS = 120


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """What goes on the record; `settled` unless the words were shortened and must be spoken again."""

    narration: Narration
    changes: Mapping[str, Any] = field(default_factory=dict)
    settled: bool = True


def fit_speech(app: AppContext, job: Job, spoken: Sequence[SpokenTake]) -> Fitted:
    """Scenes and speech that suit each other, or what else is to be done.

    InvalidRequest, naming the shortest length that would do, when words that may not be changed do not fit.
    """
    if not spoken:
        return Fitted(narration=job.narration.model_copy(update={"takes": (), "cut_from": takes_hash([])}))
    if job.scenes:
        return _fit_scenes(app, job, spoken)
    if _is_model_script(job) and _worth_rewriting(job, spoken):
        return Fitted(narration=_misfit(job, spoken))
    layout = lay_out(spoken, job.brief.story_seconds)
    if layout:
        return _cut(app, job, layout)
    if not _is_model_script(job) or job.brief.mode is Mode.PHARMA:
        raise _too_long(job, spoken)
    return _shortened(job, spoken)


def _cut(app: AppContext, job: Job, layout: Layout) -> Fitted:
    script = job.written_script
    scenes = cut_scenes(layout.phrases, job.brief.story_seconds, clip_seconds_on_sale(app, job))
    segments = [Segment(text=scene.text, duration=scene.duration, lead_in=scene.lead_in) for scene in scenes]
    return Fitted(narration=_narration(job, layout), changes={"script": _with_segments(script, segments)})


def _fit_scenes(app: AppContext, job: Job, spoken: Sequence[SpokenTake]) -> Fitted:
    """Speech for scenes that are planned: their lengths follow the words while no clip is there, else they stay."""
    texts = [(scene.lead_in, scene.narration) for scene in job.scenes]
    seconds = [scene.duration for scene in job.scenes]
    if any(scene.clip for scene in job.scenes):
        followed = follow_scenes(spoken, texts, seconds)
        if followed is None:
            raise _too_long(job, spoken)
        layout, drift = followed
        if drift > MAX_DRIFT_SECONDS:
            raise _off_picture(job, layout, texts)
        return Fitted(narration=_narration(job, layout))
    straight = lay_out(spoken, sum(seconds, Decimal(0)))
    if straight is None:
        raise _too_long(job, spoken)
    lengths = moved_borders(scene_phrases(straight, texts), seconds)
    clips = clip_seconds_on_sale(app, job)
    if clips and max(lengths) > max(clips):
        scene = job.scenes[lengths.index(max(lengths))]
        raise InvalidRequest(
            f"The words of scene {scene.number} take {max(lengths)} s, and the longest clip lasts {max(clips)} s. "
            "Move some of them into another scene, or shorten them",
            "text",
        )
    scenes = [_lasting(scene, length) for scene, length in zip(job.scenes, lengths, strict=True)]
    return Fitted(narration=_narration(job, straight), changes={"scenes": scenes})


def _lasting(scene: Scene, seconds: Decimal) -> Scene:
    return scene if scene.duration == seconds else scene.model_copy(update={"duration": seconds})


def _narration(job: Job, layout: Layout) -> Narration:
    changes = {"takes": layout.takes, "tempo": layout.tempo, "cut_from": takes_hash(layout.takes), "misfit": ""}
    return job.narration.model_copy(update=changes)


def _misfit(job: Job, spoken: Sequence[SpokenTake]) -> Narration:
    """The measure of a script that is to be written again; its takes stay known, as the next may hold some of them."""
    takes = [one.take for one in spoken]
    seconds = _speech_seconds(spoken)
    words = sum(spoken_words(take.text) for take in takes)
    pace = (Decimal(words) / seconds).quantize(Decimal("0.01"))
    changes = {"takes": tuple(takes), "cut_from": "", "misfit": job.script_hash}
    return job.narration.model_copy(update=changes | {"measured_seconds": seconds, "pace": pace})


def _worth_rewriting(job: Job, spoken: Sequence[SpokenTake]) -> bool:
    """Whether the writer is asked again: the speech is too long or too short, and another version may be better."""
    seconds, known = _speech_seconds(spoken), job.narration
    total = job.brief.story_seconds
    room = wanted_seconds(total, len(spoken))
    fits = lay_out(spoken, total) is not None and seconds >= room * MIN_FILL / WANTED_FILL
    no_better = known.rewrites > 0 and abs(seconds - known.measured_seconds) < _SAME_SECONDS
    return not fits and not no_better and known.rewrites < MAX_REWRITES


def _shortened(job: Job, spoken: Sequence[SpokenTake]) -> Fitted:
    """The script without the sentence that can best be spared; it is spoken again."""
    script = job.written_script
    names = [script.product_name, script.call_to_action, job.brief.product.name if job.brief.product else ""]
    total = job.brief.story_seconds
    surplus = _speech_seconds(spoken) - wanted_seconds(total, len(spoken))
    kept = without_some(spoken, [name for name in names if name], surplus)
    if kept is None:
        raise _too_long(job, spoken)
    note = (
        f"The narration took {_speech_seconds(spoken):.1f} s and the scenes last {job.brief.story_length} s, "
        f"so this was left out: {' '.join(kept.left_out)}"
    )
    narration = job.narration.model_copy(update={"misfit": "", "notes": (*job.narration.notes, note)})
    segments = [Segment(text=kept.text, duration=total)]
    return Fitted(narration=narration, changes={"script": _with_segments(script, segments)}, settled=False)


def _is_model_script(job: Job) -> bool:
    """Whether a model wrote the words as they stand, and nobody has edited or approved them, nor a label given them."""
    written = job.script_hash == job.script_metadata.script_order and not job.brief.narration.upload
    words_are_fixed = job.brief.script_text or job.brief.label
    return bool(job.script_hash) and written and not words_are_fixed and not decision_for(job, Gate.SCRIPT)


def _too_long(job: Job, spoken: Sequence[SpokenTake]) -> InvalidRequest:
    least = shortest_video([one.take.audible_seconds for one in spoken]) + job.brief.bookends_length
    longer = f", or make the video at least {least} s long" if least <= MAX_VIDEO_SECONDS else ""
    return InvalidRequest(
        f"The narration takes {_speech_seconds(spoken):.1f} s to say, "
        f"which is more than {job.brief.has_room} room for. Shorten the text{longer}",
        "script_text",
    )


def _off_picture(job: Job, layout: Layout, texts: Sequence[tuple[str, str]]) -> InvalidRequest:
    """The first scene whose words take longer than it lasts, in words."""
    for scene, part in zip(job.scenes, scene_phrases(layout, texts), strict=True):
        needed = part[-1].end - part[0].start if part else Decimal(0)
        if needed > scene.duration:
            return InvalidRequest(
                f"The words of scene {scene.number} take {needed:.1f} s, and its clip shows {scene.duration} s. "
                "Shorten them, or make the scene longer, which films it again",
                "text",
            )
    return InvalidRequest(
        "The edited words do not keep pace with the clips. Shorten them, or change the lengths of their scenes", "text"
    )


def _speech_seconds(spoken: Sequence[SpokenTake]) -> Decimal:
    return sum((one.take.audible_seconds for one in spoken), Decimal(0))


def _with_segments(script: Script, segments: Sequence[Segment]) -> Script:
    return Script(**(dict(script) | {"segments": tuple(segments)}))
