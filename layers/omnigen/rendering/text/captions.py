"""Burned captions: plates of two lines or one, and the spoken word in colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from omnigen.domain.area import Area
from omnigen.domain.brief_options import CaptionStyle
from omnigen.domain.captions import Cue
from omnigen.domain.cue_cutting import CaptionRules
from omnigen.domain.line_breaking import LINES_PER_CUE, full_width, line_cells
from omnigen.domain.placement import CoveredZone
from omnigen.domain.text_layout import CAPTION_PAD
from omnigen.domain.timeline import Canvas
from omnigen.rendering.text.ass import AssEvent, colour, font_size, literal, rounded_rectangle
from omnigen.rendering.text.contrast import CAPTION_OPACITY, INK, WHITE
from omnigen.rendering.text.fitting import FittedText, fit_text
from omnigen.rendering.text.layout import Design, design, text_height
from omnigen.rendering.text.shaping import text_width

MAX_CELLS = 42
"""Characters on a line of captions, the broadcast rule for wide pictures; and …"""

MAX_FULL_WIDTH_CELLS = 32
"""… for lines with Chinese, Japanese or Korean letters, each of which takes two: sixteen."""

MAX_LINE_EMS = 22


def caption_rules(
    canvas: Canvas,
    covered: Sequence[CoveredZone] = (),
    language: str = "en",
    style: CaptionStyle = CaptionStyle.PLATE,
) -> CaptionRules:
    """Captions for this canvas: a line holds what fits by measured width and by its characters."""
    look = design(canvas, covered)
    room = _room(look)

    def fits(text: str) -> bool:
        most = MAX_FULL_WIDTH_CELLS if any(map(full_width, text)) else MAX_CELLS
        return line_cells(text) <= most and text_width(text, look.caption_em, language) <= room

    lines = 1 if style is CaptionStyle.ONE_LINE else LINES_PER_CUE
    return CaptionRules(fits=fits, lines=lines, language=language)


@dataclass(frozen=True, kw_only=True)
class CaptionDrawing:
    """How captions are drawn in one video; `accent` colours the spoken word."""

    look: Design
    style: CaptionStyle
    accent: str
    language: str

    def marks(self, number: int, cue: Cue) -> list[AssEvent]:
        """The events of one caption; white on a dark plate with round corners is readable on any picture."""
        owner = f"caption {number + 1}"
        set_text = self._set(cue)
        em, pad = set_text.em, caption_pad(self.look)
        width = max(text_width(line, em, self.language) for line in set_text.lines) + 2.2 * pad
        height = self._height(set_text)
        centre, top = self.look.area.centre, self.look.area.bottom - height
        box = rounded_rectangle(centre - width / 2, top, width, height, 0.32 * em)
        place = f"\\an5\\pos({centre:.1f},{top + height / 2:.1f}){font_size(em)}\\b1{colour(WHITE)}"
        ground = f"{{{colour(INK, CAPTION_OPACITY)}{box}"
        plate = AssEvent(start=cue.start, end=cue.end, layer=4, owner=owner, body=ground)
        texts = [
            AssEvent(start=start, end=end, layer=5, owner=owner, body=f"{{{place}}}{body}")
            for start, end, body in self._bodies(cue, set_text)
        ]
        return [plate, *texts]

    def top(self, cue: Cue) -> float:
        """Where a caption begins, in pixels from the top of the picture."""
        return self.look.area.bottom - self._height(self._set(cue))

    def area(self, cue: Cue) -> Area:
        """What the plate of a caption takes of the picture."""
        set_text, area = self._set(cue), self.look.area
        width = max(text_width(line, set_text.em, self.language) for line in set_text.lines)
        half = width / 2 + 1.1 * caption_pad(self.look)
        return Area(left=area.centre - half, top=self.top(cue), right=area.centre + half, bottom=area.bottom)

    def _height(self, text: FittedText) -> float:
        return text_height(text.text, len(text.lines), text.em, self.language) + caption_pad(self.look)

    def _set(self, cue: Cue) -> FittedText:
        """The cue's own lines; one with a word wider than a line is set anew, hyphenated or smaller."""
        em, room = self.look.caption_em, _room(self.look) * 1.001
        if all(text_width(line, em, self.language) <= room for line in cue.lines):
            return FittedText(lines=cue.lines, em=em)
        return fit_text(" ".join(cue.lines), em, room, len(cue.lines) + 1, self.language)

    def _bodies(self, cue: Cue, set_text: FittedText) -> Iterator[tuple[int, int, str]]:
        """Frames and text of each state of a caption: with the spoken word in colour, one state for each word."""
        places = _places(cue, set_text.text) if self.style is CaptionStyle.HIGHLIGHT else []
        if not places:
            yield cue.start, cue.end, literal(set_text.text, self.language)
            return
        starts = [cue.start, *(word.start for word in cue.words[1:]), cue.end]
        for (left, right), start, end in zip(places, starts, starts[1:], strict=False):
            if end > start:
                yield start, end, self._with_word(set_text.text, left, right)

    def _with_word(self, text: str, left: int, right: int) -> str:
        tags = {left: colour(self.accent), right: colour(WHITE)}
        return literal(text, self.language, tags)


def caption_pad(look: Design) -> float:
    """Distance between a caption's text and the edge of its plate."""
    return CAPTION_PAD * look.caption_em


def _room(look: Design) -> float:
    return min(look.area.width - 2.2 * caption_pad(look), MAX_LINE_EMS * look.caption_em)


def _places(cue: Cue, text: str) -> list[tuple[int, int]]:
    """Where each word of a cue stands in its text; nothing where one is not found as it is spelled."""
    places, at = [], 0
    for word in cue.words:
        left = text.find(word.text, at)
        if left < 0:
            return []
        at = left + len(word.text)
        places.append((left, at))
    return places
