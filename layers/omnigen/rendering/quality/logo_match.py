"""Finds a logo in a picture by normalised correlation, within some pixels of its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from omnigen.rendering.text.logos import PlacedLogo

Pixels = NDArray[np.uint8]
"""Rows, columns, red, green and blue."""

SEARCHED_PIXELS = 2
"""How far from its place the logo is looked for."""

_SOLID, _CLEAR = 0.95, 0.05
"""Coverage from which a pixel is the logo's, and up to which it is its ground's."""


@dataclass(frozen=True, kw_only=True)
class FoundLogo:
    """Where a logo is most like itself: normalised correlation from -1 to 1, and its place in pixels."""

    score: float
    left: int
    top: int


def find_logo(picture: Pixels, file: Path, logo: PlacedLogo) -> FoundLogo:
    """The place near its own where the logo is most like the picture, laid on its ground.

    What is seen through the plate of a watermark is not known: it is compared with the mean of its ground, and without
    the soft edges between both.
    """
    with Image.open(file) as opened:
        drawn = np.asarray(opened.convert("RGBA"), np.float64)
    coverage = drawn[..., 3:] / 255
    on_ground = drawn[..., :3] * coverage + _rgb(logo.ground) * (1 - coverage)
    places = [
        FoundLogo(score=_likeness(seen, drawn, on_ground, coverage, logo), left=left, top=top)
        for top in range(logo.top - SEARCHED_PIXELS, logo.top + SEARCHED_PIXELS + 1)
        for left in range(logo.left - SEARCHED_PIXELS, logo.left + SEARCHED_PIXELS + 1)
        if top >= 0 and left >= 0
        for seen in [picture[top : top + logo.height, left : left + logo.width].astype(np.float64)]
        if seen.shape == on_ground.shape
    ]
    return max(places, key=lambda place: place.score)


def _likeness(
    seen: NDArray[np.float64],
    drawn: NDArray[np.float64],
    on_ground: NDArray[np.float64],
    coverage: NDArray[np.float64],
    logo: PlacedLogo,
) -> float:
    if logo.opacity == 1:
        return _correlation(seen, on_ground)
    solid, clear = coverage[..., 0] >= _SOLID, coverage[..., 0] <= _CLEAR
    if not (solid.any() and clear.any()):
        return _correlation(seen, on_ground)
    ground = seen[clear].mean(axis=0)
    flat = np.where(clear[..., None], ground, seen)[solid | clear]
    wanted = np.where(clear[..., None], ground, drawn[..., :3] * logo.opacity + ground * (1 - logo.opacity))
    return _correlation(flat, wanted[solid | clear])


def _correlation(seen: NDArray[np.float64], template: NDArray[np.float64]) -> float:
    one, other = seen - seen.mean(), template - template.mean()
    size = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float((one * other).sum()) / size if size else 0.0


def _rgb(colour: str) -> NDArray[np.float64]:
    return np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)], np.float64)
