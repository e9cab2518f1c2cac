"""What texts and watermark take of the picture while a shot is seen, for a product that must be clear of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from omnigen.domain.area import Area
from omnigen.domain.text_layout import zone_area
from omnigen.domain.timeline import Overlay, Timeline
from omnigen.rendering.text.captions import CaptionDrawing
from omnigen.rendering.text.disclosure import disclosure_area
from omnigen.rendering.text.layout import Design, design
from omnigen.rendering.text.overlays import OverlayStyle
from omnigen.rendering.text.plates import plate_of
from omnigen.rendering.text.watermark import watermark_area, watermarks


def text_areas(cut: Timeline, shot: int, style: OverlayStyle, folder: Path | None = None) -> list[Area]:
    """The places of titles, facts, disclosures, captions and watermark in pixels of the canvas; not of the end card.

    The watermark is written into the folder; without one there is none.
    """
    start = cut.starts[shot]
    end = start + cut.source_frames(shot)
    look = design(cut.canvas, style.covered)
    shown = [one for one in cut.overlays if one.start < end and start < one.end]
    logos = watermarks(cut, look, style.brand, style.language, folder)
    marked = [watermark_area(logo, look) for logo in logos if logo.start < end and start < logo.end]
    return [*_plates(shown, cut, look, style), *_captions(cut, look, style, start, end), *marked]


def taken_by_text(cut: Timeline, shot: int, style: OverlayStyle) -> list[Area]:
    """The same places, without a watermark, and what a platform covers, in shares of the picture."""
    across, down = 1 / cut.canvas.width, 1 / cut.canvas.height
    return [*(one.scaled(across, down) for one in text_areas(cut, shot, style)), *map(zone_area, style.covered)]


def _plates(shown: list[Overlay], cut: Timeline, look: Design, style: OverlayStyle) -> Iterator[Area]:
    for one in shown:
        if one.kind == "disclosure":
            yield disclosure_area(one, look, style.language)
        elif plate := plate_of(one, cut, look, style.brand, style.language):
            yield plate.area


def _captions(cut: Timeline, look: Design, style: OverlayStyle, start: int, end: int) -> Iterator[Area]:
    if style.captions is None:
        return
    drawing = CaptionDrawing(
        look=look, style=style.captions, accent=style.brand.spoken_word, language=style.brand.running(style.language)
    )
    yield from (drawing.area(cue) for cue in cut.cues if cue.start < end and start < cue.end)
