"""Puts an intro before a cut and an outro after it: everything else is shifted, nothing is drawn or said over them."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from omnigen.domain.captions import Cue
from omnigen.domain.timebase import to_samples
from omnigen.domain.timeline import Overlay, Timeline, TimelineShot, Voice


def with_bookends(cut: Timeline, intro_frames: int, outro_frames: int) -> Timeline:
    """The cut between an intro and an outro of so many frames, 0 for none. A disclosure stays at the first frame."""
    samples = to_samples(intro_frames, cut.canvas.rate)
    return replace(
        cut,
        shots=(*_shots("intro", intro_frames), *cut.shots, *_shots("outro", outro_frames)),
        intro_frames=intro_frames,
        outro_frames=outro_frames,
        voices=tuple(_later_voice(voice, samples) for voice in cut.voices),
        cues=tuple(_later_cue(cue, intro_frames) for cue in cut.cues),
        overlays=tuple(_later_overlay(one, intro_frames) for one in cut.overlays),
    )


def _shots(name: Literal["intro", "outro"], frames: int) -> tuple[TimelineShot, ...]:
    return (TimelineShot(scene_id=name, frames=frames, may_be_named=False),) if frames else ()


def _later_voice(voice: Voice, samples: int) -> Voice:
    return replace(voice, start_sample=voice.start_sample + samples)


def _later_cue(cue: Cue, frames: int) -> Cue:
    words = tuple(replace(word, start=word.start + frames, end=word.end + frames) for word in cue.words)
    return replace(cue, start=cue.start + frames, end=cue.end + frames, words=words)


def _later_overlay(overlay: Overlay, frames: int) -> Overlay:
    if overlay.kind == "disclosure":
        return overlay
    return replace(overlay, start=overlay.start + frames, end=overlay.end + frames)
