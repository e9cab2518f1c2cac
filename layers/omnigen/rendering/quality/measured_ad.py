"""Measures the finished file of an ad for a medicine: all that the rules on the file read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from omnigen.compliance import MeasuredVideo
from omnigen.compliance.measured import MotionSample, PixelBox, ShownName, ShownSuper, SpokenSegment
from omnigen.domain.supers import Super, SuperKind
from omnigen.domain.timebase import SAMPLE_RATE, to_samples
from omnigen.rendering.audio.loudness import AudioMeasurement
from omnigen.rendering.audio.mix import AUDIO_NAME, MixSettings
from omnigen.rendering.audio.stems import segment_levels, stems
from omnigen.rendering.cache import file_sha256
from omnigen.rendering.quality.listening import recognise_parts
from omnigen.rendering.quality.picture_scan import PictureScan, scan
from omnigen.rendering.quality.super_pixels import Mask, box_of, can_read, contrast_on, letter_masks, read_text
from omnigen.rendering.text.layout import design
from omnigen.rendering.text.supers import (
    CAP_HEIGHT,
    GENERIC_SIZE,
    brand_em,
    detail_owner_of,
    owner_of,
    set_lines,
)
from omnigen.rendering.video.context import RenderContext
from omnigen.rendering.video.encode import VIDEO_NAME

BOLD_WEIGHT = 700
"""Of the font in which everything is drawn."""

MARGIN_SECONDS = 0.25
"""A voice is looked for so much before and after the frames that its words were given."""

_SAME_CUT_FRAMES = 3
_MAX_CONTRAST = 21.0


def measure_ad(
    work: RenderContext, score: MixSettings, sounds: Sequence[AudioMeasurement], *, listens: bool
) -> MeasuredVideo:
    """Measure the file that was rendered in the folder of `work`.

    What cannot be measured here stays None, and the rules then ask for a person: words where no recogniser is
    installed, lyrics and changes within the music, the signed provenance.
    """
    cut, video = work.edit.timeline, work.folder / VIDEO_NAME
    rate = float(cut.canvas.rate)
    seen = scan(video, _frames_to_look_at(cut.supers))
    changing = _changing(work, seen)
    masks = letter_masks(work.marks, cut.canvas, work.folder, work.fonts)
    supers = _Supers(work, masks, seen)
    return MeasuredVideo(
        width=cut.canvas.width,
        height=cut.canvas.height,
        frame_rate=rate,
        duration_seconds=float(cut.seconds),
        sha256=file_sha256(video),
        segments=tuple(_spoken(work, score, sounds, listens=listens)),
        supers=tuple(one for number, shown in enumerate(cut.supers) if (one := supers.shown(number, shown))),
        covered=tuple(
            PixelBox(
                left=float(zone.left) * cut.canvas.width,
                top=float(zone.top) * cut.canvas.height,
                right=float(zone.right) * cut.canvas.width,
                bottom=float(zone.bottom) * cut.canvas.height,
            )
            for zone in work.edit.covered
        ),
        cuts=tuple(frame / rate for frame in _cuts(work, seen)),
        motion=tuple(
            MotionSample(at_seconds=number / rate, energy=energy)
            for number, energy in enumerate(seen.motion, start=1)
            if number not in changing
        ),
        music_changes=None if score.music else (),
        moving_logos=(),
    )


def _frames_to_look_at(supers: Sequence[Super]) -> set[int]:
    return {frame for one in supers for frame in _looked_at(one)}


def _looked_at(one: Super) -> tuple[int, ...]:
    """First, middle and last frame of a super."""
    return one.start, (one.start + one.end) // 2, one.end - 1


def _cuts(work: RenderContext, seen: PictureScan) -> list[int]:
    """Where shots and closer views begin: those of the timeline, and hard cuts that the picture shows besides."""
    planned = [start for start in work.edit.timeline.picture_starts if start]
    others = [one for one in seen.cuts() if all(abs(one - start) > _SAME_CUT_FRAMES for start in planned)]
    return sorted([*planned, *others])


def _changing(work: RenderContext, seen: PictureScan) -> set[int]:
    """Frames in which one shot gives way to another, and those with which a super appears or goes: no motion."""
    cut = work.edit.timeline
    starts = {frame for one in cut.supers for frame in (one.start, one.end)}
    fades = [
        range(start, start + shot.transition_frames + 1) for start, shot in zip(cut.starts, cut.shots, strict=True)
    ]
    return {*seen.cuts(), *starts, *(frame for fade in fades for frame in fade)}


def _spoken(
    work: RenderContext, score: MixSettings, sounds: Sequence[AudioMeasurement], *, listens: bool
) -> list[SpokenSegment]:
    parts, cut = work.edit.spoken_parts, work.edit.timeline
    if not parts:
        return []
    margin = int(MARGIN_SECONDS * SAMPLE_RATE)
    bounds = [(to_samples(one.start, cut.canvas.rate), to_samples(one.end, cut.canvas.rate)) for one in parts]
    borders = [0, *((end + start) // 2 for (_, end), (start, _) in pairwise(bounds)), cut.samples]
    spans = [
        (max(start - margin, border), min(end + margin, following))
        for (start, end), border, following in zip(bounds, borders[:-1], borders[1:], strict=True)
    ]
    levels = segment_levels(stems(score, sounds, work.folder), spans, work.folder)
    heard: list[str | None] = [None] * len(parts)
    if listens:
        seconds = [(start / SAMPLE_RATE, end / SAMPLE_RATE) for start, end in spans]
        heard = [*recognise_parts(work.folder / AUDIO_NAME, seconds, work.folder)]
    return [
        SpokenSegment(
            segment_id=part.segment_id,
            start_seconds=level.start_sample / SAMPLE_RATE,
            end_seconds=max(level.end_sample, level.start_sample + 1) / SAMPLE_RATE,
            voice_lufs=level.voice_lufs,
            has_music=level.music_lufs is not None,
            music_lufs=level.music_lufs,
            has_lyrics=None if score.music else False,
            has_effects=False,
            heard=words,
        )
        for part, level, words in zip(parts, levels, heard, strict=True)
    ]


@dataclass(frozen=True)
class _Supers:
    """The supers of one file, measured in its pixels."""

    work: RenderContext
    masks: dict[str, Mask]
    seen: PictureScan

    def shown(self, number: int, one: Super) -> ShownSuper | None:
        """A super as it is seen; None for one that draws nothing."""
        canvas, language = self.work.edit.timeline.canvas, self.work.edit.language
        look = design(canvas, self.work.edit.covered)
        mask = self.masks[owner_of(number)]
        detail = self.masks.get(detail_owner_of(number))
        both = mask if detail is None else mask | detail
        box = box_of(both)
        if box is None:
            return None
        names = one.kind is SuperKind.BRAND
        text = set_lines(one, canvas, look, language)
        em = brand_em(one, look, language) if names else text.em
        middle = self.seen.pictures[_looked_at(one)[1]]
        return ShownSuper(
            kind=one.kind,
            text=one.text,
            start_seconds=one.start / float(canvas.rate),
            end_seconds=one.end / float(canvas.rate),
            box=_pixel_box(box),
            cap_height_px=em * CAP_HEIGHT,
            contrast=self._worst(one, both),
            read_text=read_text(middle, box) if can_read() else None,
            lines=(*one.lines, one.detail) if names and one.detail else one.lines if names else text.lines,
            names=tuple(self._names(one, em, mask, detail)) if names else (),
        )

    def _worst(self, one: Super, mask: Mask) -> float | None:
        """The contrast in the worst of the frames that were looked at."""
        ratios = [contrast_on(self.seen.pictures[frame], mask) for frame in _looked_at(one)]
        known = [ratio for ratio in ratios if ratio is not None]
        return min(*known, _MAX_CONTRAST) if known else None

    def _names(self, one: Super, em: float, mask: Mask, detail: Mask | None) -> list[ShownName]:
        found = [_name(one.lines[0], em, mask, self._worst(one, mask))]
        if detail is not None:
            found.append(_name(one.detail, em * GENERIC_SIZE, detail, self._worst(one, detail)))
        return [name for name in found if name]


def _name(name: str, em: float, mask: Mask, contrast: float | None) -> ShownName | None:
    box = box_of(mask)
    if box is None or contrast is None:
        return None
    return ShownName(name=name, font_px=em, weight=BOLD_WEIGHT, contrast=contrast, box=_pixel_box(box))


def _pixel_box(box: tuple[int, int, int, int]) -> PixelBox:
    left, top, right, bottom = box
    return PixelBox(left=left, top=top, right=right, bottom=bottom)
