"""The render context that all steps of one rendering share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from omnigen.domain.cut_segments import CutSegment, FrameRange, cut_segments
from omnigen.errors import CompositionFailed
from omnigen.rendering.edit import EditDecision
from omnigen.rendering.ffmpeg.encoder_settings import EncoderSettings
from omnigen.rendering.ffmpeg.process import Run, run
from omnigen.rendering.text.ass import AssEvent, document
from omnigen.rendering.text.end_card_parts import PANEL_FRAMES, CardMotion
from omnigen.rendering.text.fonts import write_fonts
from omnigen.rendering.text.logos import PlacedLogo
from omnigen.rendering.text.overlays import Drawing, lay_out
from omnigen.rendering.text.pack_shot import PackShot
from omnigen.rendering.video.filter_graph import FedInput, Input
from omnigen.rendering.video.sources import Sources
from omnigen.rendering.video.writing import Writing


@dataclass(frozen=True, kw_only=True)
class RenderContext:
    """The edit, its opened pictures, the folder of its files, the recipe, and how many encoders may run at once."""

    edit: EditDecision
    sources: Sources
    folder: Path
    encoder_settings: EncoderSettings
    workers: int

    @cached_property
    def parts(self) -> list[CutSegment]:
        """The cut's pieces in order."""
        return cut_segments(self.edit.timeline)

    @cached_property
    def drawing(self) -> Drawing:
        """Everything that is drawn on the picture."""
        return lay_out(self.edit.timeline, self.edit.overlay_style, self.folder)

    @property
    def marks(self) -> list[AssEvent]:
        """Everything that is written on the picture."""
        return self.drawing.marks

    @cached_property
    def fonts(self) -> dict[str, str]:
        """What ffmpeg's environment must say for libass to find the fonts of this cut; they are laid out first."""
        if not self.marks:
            return {}
        return write_fonts(self.folder, self.edit.texts, self.edit.language, self.edit.brand.faces)

    def open_shots(self, spans: Sequence[FrameRange]) -> tuple[dict[int, Input], list[Iterable[bytes]]]:
        """Inputs for these spans, one for each shot, and the feeds that some of them read."""
        inputs: dict[int, Input] = {}
        feeds: list[Iterable[bytes]] = []
        for shot in dict.fromkeys(span.shot for span in spans):
            first = min(span.start for span in spans if span.shot == shot)
            end = max(span.end for span in spans if span.shot == shot)
            inputs[shot] = self.sources.open(shot, len(feeds), first)
            if isinstance(inputs[shot], FedInput):
                feeds.append(self.sources.frames(shot, first, end))
        return inputs, feeds

    def write(self, name: str, marks: Sequence[AssEvent], first_frame: int, end_frame: int) -> Writing:
        """What is put on the frames `[first_frame, end_frame)`; the text goes into a file of this name."""
        if marks:
            text = document(self.edit.timeline.canvas, marks, first_frame)
            (self.folder / name).write_text(text, encoding="utf-8")
        return Writing(
            text_file=name if marks else None,
            logos=self.logos(first_frame, end_frame),
            pack_shot=self.pack_shot(first_frame, end_frame),
            motion=self.motion(first_frame, end_frame),
        )

    def logos(self, first_frame: int, end_frame: int) -> tuple[PlacedLogo, ...]:
        """The logos that are seen in these frames, their times counted from the first."""
        return tuple(
            replace(logo, start=max(logo.start - first_frame, 0), end=min(logo.end, end_frame) - first_frame)
            for logo in self.drawing.logos
            if logo.start < end_frame and logo.end > first_frame
        )

    def pack_shot(self, first_frame: int, end_frame: int) -> PackShot | None:
        """The product of the end card in these frames, its time counted from the first; None where it is not seen."""
        shown = self.drawing.pack_shot
        if shown is None or not shown.start < end_frame <= self.edit.timeline.story_end:
            return None
        return replace(shown, start=max(shown.start - first_frame, -PANEL_FRAMES))

    def motion(self, first_frame: int, end_frame: int) -> CardMotion | None:
        """How the picture makes room for the end card in these frames, counted from the first; None if it does not."""
        motion = self.drawing.motion
        if motion is None or not motion.start < end_frame <= self.edit.timeline.story_end:
            return None
        return replace(motion, start=max(motion.start - first_frame, -PANEL_FRAMES))


def run_naming_damaged_clip(work: RenderContext, call: Run, on_frame: Callable[[int], None]) -> str:
    """Run ffmpeg; when it gives up because of a damaged clip, say which one: MediaRefused, naming the scene."""
    try:
        return run(call, on_frame)
    except CompositionFailed as error:
        if not error.passing:
            work.sources.blame(error)
        raise
