"""Rendering an edit decision: video, voices, music and text become one checked file."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from omnigen.domain.captions import to_srt, to_webvtt
from omnigen.domain.placement import known_placements
from omnigen.domain.timeline import Timeline, Voice
from omnigen.rendering.audio.cached_mix import sound_of
from omnigen.rendering.audio.loudness import AudioMeasurement
from omnigen.rendering.audio.mix import AUDIO_NAME, VOICE_OVER_NAME, MixSettings, sounds_of
from omnigen.rendering.cache import SegmentCache, file_sha256
from omnigen.rendering.edit import EditDecision, with_drawable_text
from omnigen.rendering.ffmpeg.encoder_settings import RECIPE_VERSION, EncoderSettings
from omnigen.rendering.quality.brand_checks import BrandMeasurement, measure_brand
from omnigen.rendering.quality.brand_findings import check_brand, check_clear_space
from omnigen.rendering.quality.checks import (
    QualityFinding,
    check_cells,
    check_collisions,
    check_cut,
    check_disclosure,
    check_flashes,
    check_hearing,
    check_placement,
    check_texts,
    refuse,
)
from omnigen.rendering.quality.drawn_text import DrawnBox, drawn_boxes
from omnigen.rendering.quality.flashes import kept_worst_second
from omnigen.rendering.quality.listening import Hearing, listen
from omnigen.rendering.quality.product import ProductMatch
from omnigen.rendering.quality.product_check import (
    check_pack_shot,
    check_products,
    match_pack_shot,
    match_products,
)
from omnigen.rendering.quality.streams import Streams, read_streams, sample_frames
from omnigen.rendering.report import (
    BoxReport,
    CueReport,
    Cut,
    CutReport,
    FindingReport,
    HearingReport,
    ProductReport,
    PunchInReport,
    Strategy,
    VoiceReport,
    WordTimesSource,
)
from omnigen.rendering.text.text_areas import text_areas
from omnigen.rendering.thumbnail import kept_thumbnail
from omnigen.rendering.video.cells import read_cells
from omnigen.rendering.video.context import RenderContext
from omnigen.rendering.video.encode import VIDEO_NAME, EncodeResult, encode_video
from omnigen.rendering.video.sources import Sources

if TYPE_CHECKING:  # only ads for medicines need the rules
    from omnigen.compliance.measured import MeasuredVideo

THUMBNAIL_NAME = "thumbnail.jpg"

OnProgress = Callable[[int, int], None]
"""Called with the number of encoded frames and of all frames."""


def compose(
    edit: EditDecision,
    folder: Path,
    cache: SegmentCache | None = None,
    on_progress: OnProgress = lambda _done, _due: None,
    *,
    strategy: Literal["auto"] | Strategy = "auto",
    encoder_settings: EncoderSettings | None = None,
    workers: int | None = None,
) -> Cut:
    """Make the video. Files are written into `folder` only; the same edit gives the same bytes.

    `strategy` "auto" goes through one process when nothing of the cut is in the cache and its scenes are few; otherwise
    only the missing segments are encoded. Raises MediaRefused (naming the scene), UnsupportedText, CompositionFailed,
    and VideoRejected when the finished file fails its check.
    """
    folder.mkdir(parents=True, exist_ok=True)
    watch = _Stopwatch()
    with watch.lap("opening"):
        ready, warnings = with_drawable_text(edit)
        sources = Sources(
            ready.timeline,
            ready.pictures,
            ready.heroes,
            lambda shot: text_areas(ready.timeline, shot, ready.overlay_style, folder),
            ready.fill,
        )
    cut = ready.timeline
    with watch.lap("sound"):
        voices = list(zip(cut.voices, ready.voices, strict=True))
        score = MixSettings(
            voices=voices,
            music=ready.music,
            samples=cut.samples,
            target_lufs=ready.target_lufs,
            music_db=ready.music_db,
            max_true_peak_dbtp=ready.max_true_peak_dbtp,
            music_start=ready.music_start,
            music_samples=ready.music_samples,
            inserts=ready.inserts,
        )
        sound = sound_of(score, folder, cache, ready.sounds)
    with watch.lap("picture"):
        work = RenderContext(
            edit=ready,
            sources=sources,
            folder=folder,
            encoder_settings=encoder_settings or EncoderSettings(),
            workers=workers or os.cpu_count() or 1,
        )
        wanted = None if strategy == "auto" else strategy
        made = encode_video(work, cache, wanted, lambda done: on_progress(done, cut.frames))
    with watch.lap("check"):
        again = cache if made.strategy == "segments" else None  # only then will another cut have the same packets
        finished = _finish(work, made, sound, again)
    measured = None
    if ready.spoken_parts or cut.supers:
        from omnigen.rendering.quality.measured_ad import measure_ad

        with watch.lap("rules"):
            measured = measure_ad(work, score, ready.sounds or sounds_of(score, folder), listens=ready.listens)
    on_progress(cut.frames, cut.frames)
    report = _report(work, made, finished, [*edit.notes, *warnings, *sources.warnings])
    return _cut(ready, folder, report.model_copy(update={"seconds_spent": watch.seconds}), measured)


class _Stopwatch:
    """Seconds spent in each part of the work."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def lap(self, name: str) -> Iterator[None]:
        start = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - start, 3)


@dataclass(frozen=True, kw_only=True)
class _Finished:
    """What the check of the finished file measured."""

    streams: Streams
    sound: AudioMeasurement
    boxes: tuple[DrawnBox, ...]
    brand: BrandMeasurement
    hearing: Hearing | None
    products: tuple[ProductMatch, ...]
    findings: tuple[QualityFinding, ...]


def _finish(work: RenderContext, made: EncodeResult, sound: AudioMeasurement, cache: SegmentCache | None) -> _Finished:
    """Check the finished file, and write the thumbnail beside it. What is kept is not measured again."""
    cut, video = work.edit.timeline, work.folder / VIDEO_NAME
    streams = read_streams(video, cut.canvas.rate)
    seen = sample_frames(video, streams, cut.starts)
    cells = read_cells(made.cells, cut.frames)
    boxes = drawn_boxes(work.marks, cut.canvas, work.folder, work.fonts) if work.marks else []
    brand = measure_brand(
        video,
        cut.canvas.rate,
        boxes,
        work.drawing.logos,
        work.drawing.swatches,
        starts=cut.picture_starts,
        cache=cache,
    )
    script = work.edit.script_to_hear
    hearing = listen(work.folder / AUDIO_NAME, script, work.folder) if script.strip() else None
    products = match_products(video, cut, work.sources.heroes, boxes)
    on_card = match_pack_shot(video, cut, work.drawing.pack_shot)
    findings = [
        *check_pack_shot(on_card, work.drawing.pack_shot),
        *check_products(products, work.sources.heroes, cut),
        *check_cut(work.edit, streams, seen, sound, work.sources.moving),
        *check_placement(boxes, work.edit),
        *check_collisions(boxes, cut),
        *check_disclosure(boxes, cut),
        *check_texts(work.marks, cut),
        *check_brand(brand, cut.canvas),
        *check_clear_space(boxes, work.drawing.logos),
        *check_cells(seen, cells, cut),
        *check_flashes(kept_worst_second(cells, cut.canvas.rate, cache, work.folder), cut),
        *(check_hearing(hearing, blocking=work.edit.must_be_heard) if hearing else []),
    ]
    (work.folder / THUMBNAIL_NAME).write_bytes(kept_thumbnail(work.edit, work.sources, cache, work.folder))
    refuse(findings)
    return _Finished(
        streams=streams,
        sound=sound,
        boxes=tuple(boxes),
        brand=brand,
        hearing=hearing,
        products=(*products, *on_card),
        findings=tuple(findings),
    )


def _cut(edit: EditDecision, folder: Path, report: CutReport, measured: MeasuredVideo | None) -> Cut:
    cues = edit.timeline.cues
    return Cut(
        video=folder / VIDEO_NAME,
        thumbnail=folder / THUMBNAIL_NAME,
        voice_over=folder / VOICE_OVER_NAME if edit.voices else None,
        srt=_write(folder / "captions.srt", to_srt(cues)) if edit.sidecar else None,
        vtt=_write(folder / "captions.vtt", to_webvtt(cues)) if edit.sidecar else None,
        report=report,
        measured=measured,
    )


def _report(work: RenderContext, made: EncodeResult, finished: _Finished, warnings: Sequence[str]) -> CutReport:
    cut, streams, loudness = work.edit.timeline, finished.streams, finished.sound.loudness
    video = work.folder / VIDEO_NAME
    return CutReport(
        recipe_version=RECIPE_VERSION,
        strategy=made.strategy,
        width=streams.width,
        height=streams.height,
        frame_rate=str(cut.canvas.rate),
        frames=streams.frames,
        seconds=_decimal(streams.video_seconds),
        video_codec=streams.video_codec,
        audio_codec=streams.audio_codec,
        audio_seconds=_decimal(streams.audio_seconds),
        file_bytes=video.stat().st_size,
        sha256=(sha256 := file_sha256(video)),
        unsigned_sha256=sha256,
        placement=work.edit.placement,
        preferred_frame_rates=tuple(map(str, known_placements()[work.edit.placement].frame_rates)),
        target_lufs=work.edit.target_lufs,
        loudness_lufs=loudness.lufs,
        true_peak_dbtp=loudness.true_peak_dbtp,
        segments=made.segments,
        segments_reused=made.reused,
        frames_encoded=made.frames_encoded,
        seconds_spent={},
        voices=tuple(map(_voice_report, cut.voices)),
        caption_style=work.edit.caption_style,
        boxes=tuple(_box_report(box, finished.brand) for box in finished.boxes),
        punch_ins=tuple(_punch_in_reports(cut)),
        logos=finished.brand.logos,
        colours=finished.brand.colours,
        cues=tuple(CueReport(start_frame=cue.start, end_frame=cue.end, lines=cue.lines) for cue in cut.cues),
        hearing=_hearing_report(finished.hearing),
        products=tuple(map(_product_report, finished.products)),
        findings=tuple(FindingReport(name=f.name, sentence=f.sentence, blocking=f.blocking) for f in finished.findings),
        warnings=tuple(warnings),
    )


def _box_report(box: DrawnBox, brand: BrandMeasurement) -> BoxReport:
    contrast = brand.contrasts.get(box.owner)
    return BoxReport(
        owner=box.owner,
        start_frame=box.start,
        left=box.left,
        top=box.top,
        right=box.right,
        bottom=box.bottom,
        contrast=None if contrast is None else round(contrast, 1),
    )


def _hearing_report(hearing: Hearing | None) -> HearingReport | None:
    return HearingReport(words=hearing.words, missed=hearing.missed, heard=hearing.heard) if hearing else None


def _product_report(match: ProductMatch) -> ProductReport:
    return ProductReport(
        scene_id=match.scene_id,
        frame=match.frame,
        similarity=match.similarity,
        colour_difference=match.colour_difference,
        label=match.label,
        read=match.read,
    )


def _punch_in_reports(cut: Timeline) -> Iterator[PunchInReport]:
    for start, shot in zip(cut.starts, cut.shots, strict=True):
        for one in shot.punch_ins:
            yield PunchInReport(
                scene_id=shot.scene_id,
                start_frame=start + one.start,
                end_frame=start + min(one.end, shot.frames),
                zoom=one.zoom,
                x=one.x,
                y=one.y,
            )


def _voice_report(voice: Voice) -> VoiceReport:
    times: WordTimesSource = "estimated"
    if voice.words:
        times = "aligned" if voice.aligned else "voice"
    return VoiceReport(start_sample=voice.start_sample, samples=voice.samples, word_times=times)


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _decimal(seconds: Fraction) -> Decimal:
    return Decimal(round(seconds * 1_000_000)) / 1_000_000
