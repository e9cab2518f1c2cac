"""Making the picture of a cut and joining it with its sound: through one process, or segment by segment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from omnigen.rendering.audio.mix import AUDIO_NAME
from omnigen.rendering.cache import SegmentCache
from omnigen.rendering.ffmpeg.encoder_settings import TIME_UNITS, container_arguments
from omnigen.rendering.ffmpeg.process import Run, run
from omnigen.rendering.report import Strategy
from omnigen.rendering.text.fonts import raise_on_font_warnings
from omnigen.rendering.video.cells import cells_output, with_cells
from omnigen.rendering.video.context import RenderContext, run_naming_damaged_clip
from omnigen.rendering.video.filter_graph import filter_graph, input_arguments
from omnigen.rendering.video.segments import encode_missing, join_arguments, plan_segments, reuse

VIDEO_NAME = "video.mp4"
MAX_SCENES_IN_ONE_PROCESS = 12
"""One process opens all its clips at once, 34 MB each at 720p: beyond this many, segments keep memory flat."""

_CELLS_NAME = "video.cells"
_AUDIO_INPUT = ("-protocol_whitelist", "file", "-f", "mov", "-i", AUDIO_NAME)


@dataclass(frozen=True, kw_only=True)
class EncodeResult:
    """How the picture was made."""

    strategy: Strategy
    segments: int
    reused: int
    frames_encoded: int
    cells: tuple[Path, ...]
    """Files with small pictures of all frames, one for each piece that was encoded by itself, in order."""


def encode_video(
    work: RenderContext, cache: SegmentCache | None, wanted: Strategy | None, on_frames: Callable[[int], None]
) -> EncodeResult:
    """Write `VIDEO_NAME` into the folder, with the sound that lies there. `wanted` None lets the program choose.

    `on_frames` hears how many frames of the cut are there, those that were kept included.
    """
    segments = plan_segments(work)
    kept = reuse(segments, cache, work.folder) if cache and wanted != "one-process" else set()
    missing = [segment for segment in segments if segment.key not in kept]
    strategy = wanted or _choose(work, reused=len(kept))
    if strategy == "one-process":
        _make_at_once(work, on_frames)
        return EncodeResult(
            strategy=strategy,
            segments=len(segments),
            reused=0,
            frames_encoded=work.edit.timeline.frames,
            cells=(work.folder / _CELLS_NAME,),
        )
    due = sum(segment.piece.frames for segment in missing)
    there = work.edit.timeline.frames - due
    encode_missing(work, missing, cache, lambda done: on_frames(there + done))
    _join(work, join_arguments(segments, work.folder, work.edit.timeline.canvas.rate))
    reused = len(segments) - len(missing)
    return EncodeResult(
        strategy=strategy,
        segments=len(segments),
        reused=reused,
        frames_encoded=due,
        cells=tuple(work.folder / segment.cells_name for segment in segments),
    )


def _choose(work: RenderContext, reused: int) -> Strategy:
    """The end card makes room in all that follows it, so an outro is encoded by itself."""
    if work.edit.timeline.outro_frames:
        return "segments"
    return "segments" if reused or len(work.edit.timeline.shots) > MAX_SCENES_IN_ONE_PROCESS else "one-process"


def _make_at_once(work: RenderContext, on_frames: Callable[[int], None]) -> None:
    """Everything in one graph: nothing is decoded or opened twice."""
    cut = work.edit.timeline
    inputs, feeds = work.open_shots([span for part in work.parts for span in part.spans])
    writing = work.write("text.ass", work.marks, 0, cut.frames)
    graph = with_cells(filter_graph(work.parts, inputs, cut.canvas, work.edit.fill, writing))
    call = Run(
        arguments=[
            *("-v", "warning", *input_arguments(list(inputs.values()), cut.canvas), *writing.inputs, *_AUDIO_INPUT),
            *("-filter_complex", graph, "-map", "[shown]"),
            *("-map", f"{len(inputs) + len(writing.pictures)}:a", "-c:a", "copy"),
            *work.encoder_settings.arguments(cut.canvas.rate, cut.picture_starts),
            *("-frames:v", str(cut.frames), *container_arguments(work.edit.title), VIDEO_NAME),
            *cells_output(_CELLS_NAME),
        ],
        folder=work.folder,
        what="composing the video",
        environment=work.fonts,
        feeds=feeds,
    )
    raise_on_font_warnings(run_naming_damaged_clip(work, call, on_frames))


def _join(work: RenderContext, segments_input: list[str]) -> None:
    """Segments and sound into one file, packets copied as they are."""
    arguments = [
        *("-v", "warning", *segments_input, *_AUDIO_INPUT, "-map", "0:v", "-map", "1:a", "-c", "copy"),
        *("-video_track_timescale", str(round(work.edit.timeline.canvas.rate * TIME_UNITS))),
        *(*container_arguments(work.edit.title), VIDEO_NAME),
    ]
    run(Run(arguments=arguments, folder=work.folder, what="joining the segments"))
