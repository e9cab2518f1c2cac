"""Encoded pieces of the cut, each named by everything that goes into it: what did not change is not made again."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from threading import Lock

from omnigen.domain.cut_segments import CutSegment, FrameRange
from omnigen.rendering.cache import SegmentCache, place
from omnigen.rendering.ffmpeg.encoder_settings import BITEXACT, RECIPE_VERSION
from omnigen.rendering.ffmpeg.process import Run
from omnigen.rendering.text.ass import AssEvent, document
from omnigen.rendering.text.fonts import raise_on_font_warnings
from omnigen.rendering.video.context import RenderContext, run_naming_damaged_clip
from omnigen.rendering.video.filter_graph import filter_graph, input_arguments

SEGMENT_THREADS = 1
"""Each segment is encoded by one thread, several segments at once: cheaper than sharing one among threads."""


@dataclass(frozen=True, kw_only=True)
class VideoSegment:
    """A piece to be encoded by itself, and its name."""

    piece: CutSegment
    marks: tuple[AssEvent, ...]
    key: str

    @property
    def file_name(self) -> str:
        """Its name in the working folder."""
        return f"segment-{self.key[:32]}.mp4"


def plan_segments(work: RenderContext) -> list[VideoSegment]:
    """A segment for each piece. Its hash covers pictures, frames, text (counted from its own start) and recipe."""
    return [_segment(work, part) for part in work.parts]


def reuse(segments: Sequence[VideoSegment], cache: SegmentCache, folder: Path) -> set[str]:
    """Bring the segments that are kept into the folder; their keys."""
    found = set()
    for segment in segments:
        if kept := cache.get(segment.key):
            place(kept, folder / segment.file_name)
            found.add(segment.key)
    return found


def encode_missing(
    work: RenderContext, missing: Sequence[VideoSegment], cache: SegmentCache | None, on_frames: Callable[[int], None]
) -> None:
    """Encode these segments, several at once, and keep each as soon as it is done; `on_frames` hears all done.

    Segments that show the same are encoded once.
    """
    different = list({segment.key: segment for segment in missing}.values())
    times_shown = Counter(segment.key for segment in missing)
    done = dict.fromkeys(times_shown, 0)
    one_at_a_time = Lock()

    def encode(segment: VideoSegment) -> None:
        def note(frames: int) -> None:
            with one_at_a_time:
                done[segment.key] = frames
                on_frames(sum(frames * times_shown[key] for key, frames in done.items()))

        _encode(work, segment, note)
        if cache:
            cache.put(segment.key, work.folder / segment.file_name)

    with ThreadPoolExecutor(work.workers) as pool:
        results = [pool.submit(encode, segment) for segment in _longest_first(different)]
        try:
            for result in results:
                result.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def join_arguments(segments: Sequence[VideoSegment], folder: Path, rate: Fraction) -> list[str]:
    """The input arguments that read all segments as one stream, copied packet by packet."""
    lines = ["ffconcat version 1.0"]
    for segment in segments:
        length = _microsecond(segment.piece.end, rate) - _microsecond(segment.piece.start, rate)
        # a file's own header says its length in milliseconds only: a frame would slip
        lines += [f"file '{segment.file_name}'", f"duration {length}us"]
    (folder / "segments.txt").write_text("\n".join([*lines, ""]))
    return ["-f", "concat", "-safe", "1", "-i", "segments.txt"]


def _segment(work: RenderContext, part: CutSegment) -> VideoSegment:
    canvas = work.edit.timeline.canvas
    motion = work.motion(part.start, part.end)
    seen = tuple(mark for mark in work.marks if mark.start < part.end and mark.end > part.start)
    facts = {
        "recipe": [RECIPE_VERSION, work.encoder_settings.preset, work.encoder_settings.crf, SEGMENT_THREADS],
        "canvas": [canvas.width, canvas.height, str(canvas.rate), work.edit.fill],
        "spans": [_span_facts(work, span) for span in part.spans],
        "transition": part.transition if part.under else None,
        "text": document(canvas, seen, part.start) if seen else None,
        "logos": [dataclasses.astuple(logo) for logo in work.logos(part.start, part.end)],
        "motion": motion and [motion.start, motion.dx, motion.dy],
    }
    key = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
    return VideoSegment(piece=part, marks=seen, key=key)


def _span_facts(work: RenderContext, span: FrameRange) -> list[object]:
    view = [span.punch_in.facts] if span.punch_in else []
    return [work.sources.identity(span.shot), span.start, span.end, *view]


def _encode(work: RenderContext, segment: VideoSegment, on_frame: Callable[[int], None]) -> None:
    part, canvas = segment.piece, work.edit.timeline.canvas
    inputs, feeds = work.open_shots(part.spans)
    writing = work.write(f"{segment.key[:32]}.ass", segment.marks, part.start, part.end)
    graph = filter_graph([part], inputs, canvas, work.edit.fill, writing)
    unfinished = work.folder / f"{segment.key[:32]}.part.mp4"
    call = Run(
        arguments=[
            *("-v", "warning", *input_arguments(list(inputs.values()), canvas), *writing.inputs),
            *("-filter_complex_threads", "1", "-filter_complex", graph, "-map", "[picture]"),
            *replace(work.encoder_settings, threads=SEGMENT_THREADS).arguments(canvas.rate),
            *(*BITEXACT, "-frames:v", str(part.frames), unfinished.name),
        ],
        folder=work.folder,
        what=f"encoding frames {part.start} to {part.end}, {work.sources.name(part.over.shot)}",
        environment=work.fonts,
        feeds=feeds,
    )
    raise_on_font_warnings(run_naming_damaged_clip(work, call, on_frame))
    unfinished.replace(work.folder / segment.file_name)


def _microsecond(frame: int, rate: Fraction) -> int:
    return round(frame / rate * 1_000_000)


def _longest_first(segments: Sequence[VideoSegment]) -> list[VideoSegment]:
    return sorted(segments, key=lambda segment: -segment.piece.frames)
