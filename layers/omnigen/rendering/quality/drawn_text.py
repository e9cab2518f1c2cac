"""Measures where text is drawn: every title, plate and caption is rastered once; its box is compared with zones."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from omnigen.domain.placement import CoveredZone
from omnigen.domain.timeline import Canvas
from omnigen.rendering.ffmpeg.process import Run, run
from omnigen.rendering.text.ass import EARLY_FRAMES, AssEvent, document
from omnigen.rendering.text.fonts import raise_on_font_warnings

SEEN_ALPHA = 64
"""A pixel counts as drawn from this opacity of 255 on."""

_TEXT_NAME = "boxes.ass"
_BOXES_NAME = "boxes.txt"
_BOX = re.compile(
    r"frame:(\d+) .*\nlavfi\.bbox\.x1=(\d+)\nlavfi\.bbox\.x2=(\d+)\nlavfi\.bbox\.y1=(\d+)\nlavfi\.bbox\.y2=(\d+)"
)


@dataclass(frozen=True, kw_only=True)
class DrawnBox:
    """What one text takes of the picture in pixels, right and bottom included; frames of the cut, `end` excluded.

    `owner` names the text: "title", "product name", "end card", "caption 3".
    """

    owner: str
    start: int
    end: int
    left: int
    top: int
    right: int
    bottom: int

    def overlaps(self, zone: CoveredZone, canvas: Canvas) -> bool:
        """Whether a part of it is covered."""
        return (
            self.left < zone.right * canvas.width
            and self.right + 1 > zone.left * canvas.width
            and self.top < zone.bottom * canvas.height
            and self.bottom + 1 > zone.top * canvas.height
        )

    def collides(self, other: DrawnBox) -> bool:
        """Whether both are seen in a frame and a part of one lies on the other."""
        return (
            max(self.start, other.start) < min(self.end, other.end)
            and max(self.left, other.left) <= min(self.right, other.right)
            and max(self.top, other.top) <= min(self.bottom, other.bottom)
        )


def drawn_boxes(
    marks: Sequence[AssEvent], canvas: Canvas, folder: Path, environment: Mapping[str, str]
) -> list[DrawnBox]:
    """The box of each text in the order in which it appears, as libass draws it; a text that draws nothing has none.

    One frame is drawn for each text, all its events at once and without fading. `environment` is what
    `fonts.write_fonts` gave for this folder.
    """
    starts = {owner: min(mark.start for mark in marks if mark.owner == owner) for owner in _owners(marks)}
    ends = {owner: max(mark.end for mark in marks if mark.owner == owner) for owner in starts}
    order = sorted(starts, key=lambda owner: starts[owner])
    if not order:
        return []
    frames = {owner: frame for frame, owner in enumerate(order)}
    shown = [
        replace(mark, start=frames[mark.owner], end=frames[mark.owner] + 1, fade=None) for mark in marks if mark.owner
    ]
    (folder / _TEXT_NAME).write_text(document(canvas, shown), encoding="utf-8")
    picture = f"color=black@0:s={canvas.width}x{canvas.height}:r={canvas.rate},format=rgba"
    clock = f"settb=1/{canvas.rate},setpts=N+{EARLY_FRAMES}"
    text = f"ass={_TEXT_NAME}:fontsdir=fonts:alpha=1"
    measured = f"alphaextract,bbox=min_val={SEEN_ALPHA},metadata=print:file={_BOXES_NAME}"
    arguments = [
        *("-v", "warning", "-f", "lavfi", "-i", f"{picture},{clock},{text},setpts=N,{measured}"),
        *("-frames:v", str(len(order)), "-f", "null", "-"),
    ]
    said = run(Run(arguments=arguments, folder=folder, what="measuring text", environment=dict(environment)))
    raise_on_font_warnings(said)
    found = [tuple(map(int, one)) for one in _BOX.findall((folder / _BOXES_NAME).read_text())]
    return [
        DrawnBox(owner=owner, start=starts[owner], end=ends[owner], left=left, top=top, right=right, bottom=bottom)
        for frame, left, right, top, bottom in found
        for owner in order[frame : frame + 1]
    ]


def _owners(marks: Sequence[AssEvent]) -> list[str]:
    return list(dict.fromkeys(mark.owner for mark in marks if mark.owner))
