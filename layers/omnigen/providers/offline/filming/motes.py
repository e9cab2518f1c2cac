"""Motes of light that drift in front of the camera, so that the air in a clip moves too."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BRIGHT, _COLOURLESS = 235, 128


@dataclass(frozen=True)
class Mote:
    """A soft disc: its look as luma and chroma opacity, its place, and its way per clip, in shares of the picture."""

    luma: NDArray[np.int16]
    chroma: NDArray[np.int16]
    x: float
    y: float
    across: float
    up: float
    sway: float


def scatter(width: int, height: int, chance: random.Random, count: int = 14) -> list[Mote]:
    """Motes of several sizes, larger ones fainter and faster as if nearer."""
    motes = []
    for _ in range(count):
        near = chance.random() ** 1.6
        radius = max(2, round((0.008 + 0.04 * near) * min(width, height)))
        luma = _disc(radius, 0.42 - 0.26 * near)
        way = 0.12 + 0.3 * near
        motes.append(
            Mote(luma, luma[::2, ::2].copy(), chance.random(), chance.random(), way * 0.35, way, 6.3 * chance.random())
        )
    return motes


def drift(rows: NDArray[np.uint8], motes: list[Mote], share: float, strength: float, *, luma_only: bool) -> None:
    """Draw the motes into a 4:2:0 picture (height x 3/2, width) after `share` of the clip."""
    width, height = rows.shape[1], rows.shape[0] * 2 // 3
    half = width // 2
    quarters = (rows[height : height * 5 // 4].reshape(-1, half), rows[height * 5 // 4 :].reshape(-1, half))
    for mote in motes:
        size = mote.luma.shape[0]
        x = (mote.x + mote.across * share + 0.012 * math.sin(mote.sway + 7 * share)) % 1
        y = (mote.y - mote.up * share) % 1
        left = round(x * (width + size) / 2) * 2 - size // 2 * 2
        top = round(y * (height + size) / 2) * 2 - size // 2 * 2
        _lighten(rows[:height], mote.luma, (left, top), round(strength * 256), _BRIGHT)
        for plane in () if luma_only else quarters:
            _lighten(plane, mote.chroma, (left // 2, top // 2), round(strength * 256), _COLOURLESS)


def _disc(radius: int, opacity: float) -> NDArray[np.int16]:
    """Opacity 0-256 of a disc with soft edge, of even size."""
    distance = np.hypot(*np.mgrid[-radius:radius, -radius:radius] + 0.5) / radius
    return np.asarray(256 * opacity * np.clip((1 - distance) / 0.45, 0, 1), np.int16)


def _lighten(
    plane: NDArray[np.uint8], mask: NDArray[np.int16], corner: tuple[int, int], strength: int, goal: int
) -> None:
    """Pull the pixels under the mask towards `goal` with a strength of 0-256; the edges cut the mask off."""
    left, top = corner
    bottom, right = min(top + mask.shape[0], plane.shape[0]), min(left + mask.shape[1], plane.shape[1])
    first, start = max(top, 0), max(left, 0)
    if first >= bottom or start >= right:
        return
    part = plane[first:bottom, start:right]
    share = mask[first - top : bottom - top, start - left : right - left].astype(np.int32) * strength
    part[...] = part + (((goal - part.astype(np.int32)) * share) >> 16)
