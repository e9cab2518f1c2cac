"""The shots of a job's cut: as long as its scenes, their borders moved onto beats, with room for the end card."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from omnigen.domain.brief_options import Mode
from omnigen.domain.job import Job
from omnigen.domain.shot_borders import on_beats, with_room_for_end_card
from omnigen.domain.timebase import SAMPLE_RATE
from omnigen.domain.timeline import Canvas, TimelineShot, Voice
from omnigen.domain.timeline_builder import shots
from omnigen.domain.timeline_planning import timed_words
from omnigen.rendering.audio.beats import beat_frames


def planned_shots(
    job: Job, voices: Sequence[Voice], canvas: Canvas, music: Path | None, folder: Path
) -> list[TimelineShot]:
    """The shots, their frames summing to the video's. `music` is what plays from the start, None where nothing does.

    In an ad for a medicine they are exactly as long as the scenes that were approved.
    """
    planned = shots(job)
    if job.brief.mode is Mode.PHARMA:
        return planned
    beats = beat_frames(music, folder) if music else []
    spoken = [span for voice in voices for span in _spoken(voice, canvas, job.brief.narration.language)]
    return on_beats(with_room_for_end_card(planned), spoken, beats)


def _spoken(voice: Voice, canvas: Canvas, language: str) -> list[tuple[int, int]]:
    """The frames in which a recording's words are heard; all of it where their times are not known."""
    if voice.words:
        return [(word.start, word.end) for word in timed_words(voice, canvas, language)]
    start, end = (Fraction(sample, SAMPLE_RATE) * canvas.rate for sample in (voice.start_sample, voice.end_sample))
    return [(round(start), round(end))]
