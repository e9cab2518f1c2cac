"""Which part of a clip is kept where its shape is not the video's: the part around what there is to see in it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from omnigen.domain.timebase import FRAME_RATE
from omnigen.domain.timeline import Canvas
from omnigen.media.probe import MediaFacts
from omnigen.rendering.video.brightness import edges, grids_at
from omnigen.rendering.video.normalise import CENTRE

_SAMPLES = 6
"""Frames of the clip that are looked at."""

_ALIKE = 0.995
"""Stretches in which so much of the most is seen are equal."""

_MIDDLE_WEIGHT = 0.5
"""How much less counts what stands at the edge of the picture."""


def crop_centre(clip: Path, facts: MediaFacts, canvas: Canvas, frames: int) -> tuple[float, float]:
    """Centre of the part that is kept, as shares of the picture from the left and the top; one for all frames.

    That part has the most edges and movement, those near the middle of the picture counting more. Decodes `frames`
    of the clip; the same clip gives the same centre. Raises MediaRefused for one that cannot be decoded.
    """
    seen = max(min(frames, round(facts.seconds * FRAME_RATE)), 1)
    grids = list(grids_at(clip, sorted({(seen - 1) * one // (_SAMPLES - 1) for one in range(_SAMPLES)})).values())
    worth = sum((edges(grid) for grid in grids), np.zeros_like(grids[0]))
    worth = sum((np.abs(later - earlier) for earlier, later in pairwise(grids)), worth)
    width, height = facts.shown_size
    kept = canvas.width * height / (canvas.height * width)
    if kept < 1:
        return _centre(worth.sum(0), kept), CENTRE[1]
    return CENTRE[0], _centre(worth.sum(1), 1 / kept)


def _centre(worth: NDArray[np.floating], share: float) -> float:
    """The middle of the stretch of this share of a side in which most is seen.

    Of equal ones it is the one around the middle of what is seen, so that there is room on both sides of it.
    """
    count = len(worth)
    length = max(min(round(count * share), count), 1)
    places = (np.arange(count) + 0.5) / count
    weighted = worth * (1 - _MIDDLE_WEIGHT * (2 * np.abs(places - 0.5)))
    summed = np.concatenate([[0.0], weighted.cumsum()])
    inside = summed[length:] - summed[:-length]
    middle = float((weighted * places).sum() / weighted.sum()) if weighted.sum() else CENTRE[0]
    best = np.flatnonzero(inside >= inside.max() * _ALIKE)
    start = min(best, key=lambda one: abs((one + length / 2) / count - middle))
    return round(float(start + length / 2) / count, 4)
