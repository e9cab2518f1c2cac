"""Where a clip is worth seeing closer, and whether the cut to that view is seen; only cuts that are seen stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from itertools import pairwise
from pathlib import Path

import numpy as np
from PIL import Image

from omnigen.domain.area import Area, free_areas
from omnigen.domain.punch_in import PunchIn
from omnigen.domain.timeline import Box, Timeline
from omnigen.media.probe import probe
from omnigen.rendering.video.brightness import Grid, edges, grids_at
from omnigen.rendering.video.normalise import has_shape_of

SEEN_PERCENT = 8.0
"""Mean change of brightness, of 255, between two pictures that a viewer takes for two. ffmpeg's scene detector finds
cuts between drawings from 4 % on."""

ZOOMS = (Decimal("1.5"), Decimal("1.65"), Decimal("1.8"))
"""Tried in this order until the cut is seen."""

_TALL_ZOOM = Decimal("1.35")
"""Tried before them in a tall picture, where text leaves little room for what is seen closer."""

_MIN_ZOOM = Decimal("1.3")
_SAMPLES = 4
"""Frames of a view that are looked at for what is in it."""

_THOUSANDTH = Decimal("0.001")
_TALL_PULL = 4
"""How much more a place aside loses in a tall picture, at whose edges there is nothing that must be seen."""

_CENTRE_Y = 0.45
"""Faces and products stand a little above the middle."""


@dataclass(frozen=True, kw_only=True)
class _CloserView:
    """One closer view as it goes on through shots: the punch-in of each, by the shot's number."""

    parts: dict[int, PunchIn]


TextsOf = Callable[[int], Sequence[Area]]
"""The places, in shares of the picture, that are written on or covered while a shot is seen."""


def with_seen_punch_ins(cut: Timeline, pictures: Sequence[Path], texts: TextsOf = lambda _shot: ()) -> Timeline:
    """The cut with each planned closer view around what there is to see in its clip, and without those not seen.

    What there is to see comes to where no text stands, as far as the picture reaches. Decodes the clips that have one.
    The same clips give the same views. Raises MediaRefused for a clip that cannot be decoded.
    """
    chosen: dict[int, list[PunchIn]] = {}
    for view in _views(cut):
        for shot, part in (_placed(cut, view, pictures, texts) or {}).items():
            chosen.setdefault(shot, []).append(part)
    shots = [replace(shot, punch_ins=tuple(chosen.get(number, ()))) for number, shot in enumerate(cut.shots)]
    return replace(cut, shots=tuple(shots))


def _views(cut: Timeline) -> Iterator[_CloserView]:
    """The planned views; one that lasts until its shot ends goes on with the next shot's, if that continues it."""
    current: dict[int, PunchIn] = {}
    for number, shot in enumerate(cut.shots):
        for part in shot.punch_ins:
            goes_on = number - 1 in current and current[number - 1].end >= cut.shots[number - 1].frames
            if not (shot.continues and part.start == 0 and goes_on):
                if current:
                    yield _CloserView(parts=current)
                current = {}
            current[number] = part
    if current:
        yield _CloserView(parts=current)


def _placed(cut: Timeline, view: _CloserView, pictures: Sequence[Path], texts: TextsOf) -> dict[int, PunchIn] | None:
    """The view where it shows most, in the first zoom at which its cuts are seen; None where they never are."""
    changes = {shot: _changes(cut, view, shot) for shot in view.parts}
    wanted = {shot: _looked_at(cut, part, shot, changes[shot]) for shot, part in view.parts.items()}
    if not all(has_shape_of(cut.canvas, probe(pictures[shot])) for shot in wanted):
        return None
    seen = {shot: grids_at(pictures[shot], frames) for shot, frames in wanted.items()}
    at_changes = [seen[shot][frame] for shot, frames in changes.items() for frame in frames]
    samples = [grid for grids in seen.values() for grid in grids.values()]
    box = next((cut.shots[shot].subject_box for shot in view.parts if cut.shots[shot].subject_box), None)
    room = _room([text for shot in view.parts for text in texts(shot)])
    is_tall = cut.canvas.height > cut.canvas.width
    for zoom in (_TALL_ZOOM, *ZOOMS) if is_tall else ZOOMS:
        at = _around(box, zoom) if box else _busiest(samples, zoom)
        if at is None:
            return None
        near, x, y = _seen_in(room, *at)
        if all(_difference(grid, near, x, y) >= SEEN_PERCENT for grid in at_changes):
            return {shot: replace(part, zoom=near, x=x, y=y) for shot, part in view.parts.items()}
    return None


def _looked_at(cut: Timeline, part: PunchIn, shot: int, changes: Sequence[int]) -> list[int]:
    end = min(part.end, cut.shots[shot].frames)
    return sorted({*range(part.start, end, max((end - part.start) // _SAMPLES, 1)), *changes})


def _changes(cut: Timeline, view: _CloserView, shot: int) -> list[int]:
    """Frames of a shot at which another view of the same clip begins, or of the one that it continues."""
    part, frames = view.parts[shot], cut.shots[shot].frames
    comes_in = part.start > 0 or (cut.shots[shot].continues and shot - 1 not in view.parts)
    if part.end < frames:
        return [*([part.start] if comes_in else []), part.end]
    goes_on = shot + 1 < len(cut.shots) and cut.shots[shot + 1].continues and shot + 1 not in view.parts
    return [*([part.start] if comes_in else []), *([frames - 1] if goes_on else [])]


def _difference(grid: Grid, zoom: Decimal, x: Decimal, y: Decimal) -> float:
    """By how many percent of white the brightness changes, on average, from the whole picture to the closer view."""
    height, width = grid.shape
    half_width, half_height = width / float(zoom) / 2, height / float(zoom) / 2
    left, top = float(x) * width - half_width, float(y) * height - half_height
    box = (left, top, left + 2 * half_width, top + 2 * half_height)
    closer = Image.fromarray(grid).resize((width, height), Image.Resampling.BILINEAR, box=box)
    return float(np.abs(np.asarray(closer) - grid).mean()) * 100 / 255


def _around(box: Box, zoom: Decimal) -> tuple[Decimal, Decimal, Decimal] | None:
    """How near the whole subject can be seen, and its middle; None where that is hardly nearer."""
    left, top, right, bottom = box
    near = min(zoom, Decimal(1) / max(right - left, bottom - top, Decimal("0.01"))).quantize(
        Decimal("0.01"), ROUND_DOWN
    )
    if near < _MIN_ZOOM:
        return None
    return near, (left + right) / 2, (top + bottom) / 2


def _busiest(grids: Sequence[Grid], zoom: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """The zoom, and the middle of the part with the most edges and movement, those near the middle counting more."""
    outlines = sum((edges(grid) for grid in grids), np.zeros_like(grids[0]))
    movement = sum((np.abs(later - earlier) for earlier, later in pairwise(grids)), np.zeros_like(grids[0]))
    height, width = outlines.shape
    rows, columns = np.mgrid[0:height, 0:width]
    pull = _TALL_PULL if height > width else 1
    away = pull * ((columns / width - 0.5) * 2) ** 2 + ((rows / height - _CENTRE_Y) * 2) ** 2
    worth = (outlines + movement) * np.exp(-away)
    summed = np.pad(worth.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    high, wide = round(height / float(zoom)), round(width / float(zoom))
    inside = summed[high:, wide:] - summed[:-high, wide:] - summed[high:, :-wide] + summed[:-high, :-wide]
    top, left = np.unravel_index(int(inside.argmax()), inside.shape)
    x, y = Decimal(2 * int(left) + wide) / (2 * width), Decimal(2 * int(top) + high) / (2 * height)
    return zoom, x, y


def _room(texts: Sequence[Area]) -> Area:
    """The largest part of the picture without text, in its shares; all of it where there is none."""
    whole = Area(left=0, top=0, right=1, bottom=1)
    return max(free_areas(whole, texts), key=lambda room: room.width * room.height, default=whole)


def _seen_in(room: Area, zoom: Decimal, x: Decimal, y: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """Zoom and centre of the view in which what is at `x`, `y` is seen in the middle of the room."""
    across = Decimal(str(round(room.centre - 0.5, 4))) / zoom
    down = Decimal(str(round((room.top + room.bottom) / 2 - 0.5, 4))) / zoom
    return zoom, _within(x - across, zoom), _within(y - down, zoom)


def _within(centre: Decimal, zoom: Decimal) -> Decimal:
    """The centre, moved until the view lies within the picture; in thousandths."""
    half = (Decimal("0.5") / zoom).quantize(_THOUSANDTH, ROUND_UP)
    return min(max(centre.quantize(_THOUSANDTH), half), 1 - half)
