"""Where text will be drawn over a scene, before there are voice, captions or fonts: for those who make its picture."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

from omnigen.domain.area import Area
from omnigen.domain.brand import EndCardLayout, Watermark
from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import Captions, CaptionStyle, Mode
from omnigen.domain.disclosure import disclosure_line, disclosure_seconds
from omnigen.domain.job import Job, Scene
from omnigen.domain.line_breaking import LINES_PER_CUE, line_cells
from omnigen.domain.placement import known_placements
from omnigen.domain.shot import ElementKind
from omnigen.domain.shot_borders import MAX_MOVE_FRAMES
from omnigen.domain.text_layout import (
    CAPTION_GAP,
    CAPTION_PAD,
    CARD_WIDTH,
    COMPACT_TITLE_SHARE,
    NAME_EM,
    NAME_PAD,
    PLATE_EDGE,
    SMALLEST_SHARE,
    SQUARE_CARD_WIDTH,
    TITLE_EM,
    TITLE_PAD,
    TextLayout,
    text_layout,
    zone_area,
)
from omnigen.domain.timebase import to_frames
from omnigen.domain.timeline_planning import MIN_OVERLAY_FRAMES, MIN_TITLE_FRAMES, TITLE_FRAMES
from omnigen.domain.wording import tag_of

LINE, DENSE_LINE = 1.2, 1.45
"""Height of a line in sizes of its letters; more in Chinese, Japanese and Korean."""

_DENSE = frozenset({"zh", "ja", "ko"})

CELL = 0.52
"""Width of a character in sizes of its letters, on average; a Chinese, Japanese or Korean one takes two."""

_GAP_FRAMES = 6
_DISCLOSURE_EM, _DISCLOSURE_PAD, _DISCLOSURE_GAP = 0.8, 14, 12
_WATERMARK_WIDTH, _WATERMARK_HEIGHT, _WATERMARK_PAD = 150, 48, 12


def expected_text(job: Job, scene: Scene) -> tuple[Area, ...]:
    """What text, watermark, end card and platform will take of a picture, in shares of it; a little more than they do.

    An ad for a medicine has other texts, which its label decides: of it only captions and platform are known.
    """
    brief = job.brief
    width, height = brief.size
    covered = known_placements()[brief.placement].formats[brief.aspect_ratio].covered
    layout = text_layout(width, height, covered)
    line = DENSE_LINE if tag_of(brief.narration.language) in _DENSE else LINE
    drawn = [area.scaled(1 / width, 1 / height) for area in _drawn(job, scene, layout, line)]
    return (*drawn, *map(zone_area, covered))


def _drawn(job: Job, scene: Scene, layout: TextLayout, line: float) -> Iterator[Area]:
    """The places of captions, disclosure, title, fact or name, and watermark in pixels."""
    brief, area = job.brief, layout.area
    lines = 1 if brief.caption_style is CaptionStyle.ONE_LINE else LINES_PER_CUE
    high = (lines * line + CAPTION_PAD) * layout.caption_em
    if brief.narration.enabled and brief.captions in {Captions.BURNED, Captions.BOTH}:
        yield Area(left=area.left, top=area.bottom - high, right=area.right, bottom=area.bottom)
    if brief.mode is Mode.PHARMA:
        return
    start = sum(one.frames for one in job.scenes[: scene.scene_index])
    top = area.top + _disclosed(brief, start, layout, line)
    if top > area.top:
        yield Area(left=area.left, top=area.top, right=area.right, bottom=top)
    titled = bool(job.title) and start < _title_end(job)
    if titled:
        yield _title(job.title, top, layout, line)
    if plate := scene.on_screen_text or _name(job, scene, start):
        lowest = area.bottom - (LINES_PER_CUE * LINE + CAPTION_PAD) * layout.caption_em - CAPTION_GAP * layout.unit
        yield _plate(plate, lowest, layout, line)
    yield from _beside_card(job, scene, layout)
    if not titled or start + scene.frames > _title_end(job):
        yield from _watermark(brief, top, layout)


def _disclosed(brief: Brief, start: int, layout: TextLayout, line: float) -> float:
    """How much lower texts stand below a disclosure."""
    text = disclosure_line(brief.markets, brief.narration.language)
    if not text or start >= to_frames(Decimal(disclosure_seconds(brief.markets))):
        return 0
    em = _DISCLOSURE_EM * layout.caption_em
    lines = _lines(text, em, layout.area.width - 2 * _DISCLOSURE_PAD * layout.unit)
    return min(lines, 2) * line * em + (_DISCLOSURE_PAD + _DISCLOSURE_GAP) * layout.unit


def _title_end(job: Job) -> int:
    """The last frame in which the title may stand; borders between scenes may still move."""
    first = job.scenes[0].frames
    read = _GAP_FRAMES + MIN_TITLE_FRAMES + MAX_MOVE_FRAMES
    latest = _GAP_FRAMES + TITLE_FRAMES
    return first if read <= first <= latest else latest + MAX_MOVE_FRAMES


def _title(title: str, top: float, layout: TextLayout, line: float) -> Area:
    area, em, pad = layout.area, TITLE_EM * layout.unit, TITLE_PAD * layout.unit
    edge = PLATE_EDGE * layout.unit
    room = area.width - 2 * pad - edge
    if layout.centred and _lines(title, SMALLEST_SHARE * em, room) == 1:
        em = min(em, room / (line_cells(title) * CELL))
    lines = _lines(title, em, room)
    high = lines * line * em + pad + edge
    if lines > 1 and layout.centred:
        high = max(line * em, COMPACT_TITLE_SHARE * area.height) + pad + edge
    wide = (room if lines > 1 else _width(title, em)) + 2 * pad + edge
    return _placed(wide, top, high, layout)


def _plate(text: str, lowest: float, layout: TextLayout, line: float) -> Area:
    """A fact or the name, above the captions."""
    em, pad, edge = NAME_EM * layout.unit, NAME_PAD * layout.unit, PLATE_EDGE * layout.unit
    room = layout.area.width - 2 * pad - edge
    lines = min(_lines(text, em, room), 2)
    high = lines * line * em + pad
    wide = (room if lines > 1 else _width(text, em)) + 2 * pad + edge
    return _placed(wide, lowest - high, high, layout)


def _placed(wide: float, top: float, high: float, layout: TextLayout) -> Area:
    """A plate; a centred one takes all of the width, since nothing looks well beside it."""
    area = layout.area
    right = area.right if layout.centred else min(area.left + wide, area.right)
    return Area(left=area.left, top=top, right=right, bottom=top + high)


def _beside_card(job: Job, scene: Scene, layout: TextLayout) -> Iterator[Area]:
    """The edges of the last picture that are not seen when it moves aside for an end card beside it."""
    width, height = job.brief.size
    brand, script = job.brief.brand, job.script
    says = script is not None and bool(script.product_name or script.call_to_action)
    if scene.number < len(job.scenes) or width < height or not says:
        return
    if brand is not None and brand.end_card is EndCardLayout.BELOW:
        return
    hidden = (SQUARE_CARD_WIDTH if layout.centred else CARD_WIDTH) / 2 * width
    yield Area(left=0, top=0, right=hidden, bottom=height)
    yield Area(left=width - hidden, top=0, right=width, bottom=height)


def _name(job: Job, scene: Scene, start: int) -> str:
    """The product's name, where it may stand over this scene: the first one after the title that shows the product."""
    name = job.script.product_name if job.script else ""
    begins = start
    shown = [one for one in job.scenes if any(element.kind is ElementKind.PRODUCT for element in one.elements)]
    for earlier in reversed(job.scenes[1 : scene.scene_index]):
        begins -= earlier.frames
        stands = earlier.frames - 2 * _GAP_FRAMES - max(_title_end(job) - begins, 0)
        is_named = not earlier.on_screen_text and not earlier.is_hero and (not shown or earlier in shown)
        if is_named and stands >= MIN_OVERLAY_FRAMES + 2 * MAX_MOVE_FRAMES:
            return ""
    return name if scene.scene_index and (not shown or scene in shown) else ""


def _watermark(brief: Brief, top: float, layout: TextLayout) -> Iterator[Area]:
    if brief.brand is None or brief.brand.watermark is Watermark.NONE:
        return
    wide, high = (
        (_WATERMARK_WIDTH + 2 * _WATERMARK_PAD) * layout.unit,
        (_WATERMARK_HEIGHT + _WATERMARK_PAD) * layout.unit,
    )
    at_left = brief.brand.watermark is Watermark.TOP_LEFT
    left = layout.area.left if at_left else layout.area.right - wide
    yield Area(left=left, top=top - _WATERMARK_PAD * layout.unit, right=left + wide, bottom=top + high)


def _lines(text: str, em: float, room: float) -> int:
    return max(math.ceil(_width(text, em) / room), 1)


def _width(text: str, em: float) -> float:
    """About how wide a text is; spaces are narrower than letters, capitals wider."""
    return line_cells(text) * CELL * em
