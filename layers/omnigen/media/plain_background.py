"""The plain background of a photo: what it looks like, and how far it reaches from the border."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PLAIN_SHARE = 0.65
"""So much of the border must look like the background; a product that is cut off there takes the rest."""

MIN_TOLERANCE, MAX_TOLERANCE = 7.0, 26.0
"""How far, of 255 and over the three colours, a pixel may be from the background and belong to it."""

_SHADOW_DEPTH = 0.4
"""A cast shadow takes at most this share of the background's light, softly …"""

_SHADOW_STEP = 3.0
"""… by at most so much, of 255, from one pixel to the next, and leaves the hue."""

_SHADOW_HUE = 5.0
_BORDER_SHARE = 0.02
_ROUNDS = 4

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Background:
    """A background whose light changes smoothly: a quadratic surface for each colour, and how closely it fits."""

    surface: NDArray[np.float64]
    tolerance: float

    def predict(self, height: int, width: int) -> NDArray[np.float32]:
        """The background's colour at each pixel: rows x columns x RGB."""
        down = np.linspace(-1, 1, height)[:, None]
        across = np.linspace(-1, 1, width)[None, :]
        terms = (np.ones((height, width)), *np.broadcast_arrays(across, down, across * down, across**2, down**2))
        return np.stack(
            [sum(term * factor for term, factor in zip(terms, column, strict=True)) for column in self.surface.T],
            axis=-1,
        ).astype(np.float32)


def fit_background(pixels: NDArray[np.uint8]) -> Background | None:
    """The background that a photo's border shows; None when the border is not plain."""
    height, width = pixels.shape[:2]
    ring = max(round(min(height, width) * _BORDER_SHARE), 2)
    border = np.zeros((height, width), bool)
    border[:ring], border[-ring:], border[:, :ring], border[:, -ring:] = True, True, True, True
    rows, columns = np.nonzero(border)
    across, down = columns / (width - 1) * 2 - 1, rows / (height - 1) * 2 - 1
    terms = np.stack([np.ones_like(across), across, down, across * down, across**2, down**2], axis=1)
    colours = pixels[rows, columns].astype(np.float64)
    away = np.linalg.norm(colours - np.median(colours, axis=0), axis=1)
    for _ in range(_ROUNDS):
        kept = away <= max(4.5 * float(np.median(away)), MIN_TOLERANCE)
        surface = np.linalg.lstsq(terms[kept], colours[kept], rcond=None)[0]
        away = np.linalg.norm(colours - terms @ surface, axis=1)
    spread = float(np.median(away)) * 1.5
    tolerance = max(4 * spread, MIN_TOLERANCE)
    if tolerance > MAX_TOLERANCE or float((away <= tolerance).mean()) < PLAIN_SHARE:
        return None
    return Background(surface=surface, tolerance=tolerance)


def reached_from_border(pixels: NDArray[np.uint8], background: Background) -> Mask:
    """Where the background, with soft shadows on it, reaches from the border; what it encloses is the product."""
    expected = background.predict(*pixels.shape[:2])
    colours = pixels.astype(np.float32)
    like = np.linalg.norm(colours - expected, axis=-1) <= background.tolerance
    return _grown_from_border(like | _shadow(colours, expected))


def _shadow(colours: NDArray[np.float32], expected: NDArray[np.float32]) -> Mask:
    """Pixels that are a darker shade of the background and change slowly."""
    light = colours.mean(axis=-1)
    share = light / np.maximum(expected.mean(axis=-1), 1)
    same_hue = np.linalg.norm(colours - expected * share[..., None], axis=-1) <= _SHADOW_HUE
    step = np.maximum(np.abs(np.gradient(light, axis=0)), np.abs(np.gradient(light, axis=1)))
    return np.asarray(same_hue & (share >= 1 - _SHADOW_DEPTH) & (share <= 1) & (step <= _SHADOW_STEP))


def _grown_from_border(passable: Mask) -> Mask:
    start = np.zeros_like(passable)
    start[0], start[-1], start[:, 0], start[:, -1] = True, True, True, True
    return connected_with(start, passable)


def connected_with(start: Mask, passable: Mask) -> Mask:
    """The passable pixels that are connected with those of `start`, by sweeps along rows and columns."""
    reached = start & passable
    while True:
        before = int(reached.sum())
        for turned in range(4):
            reached = np.rot90(_swept(np.rot90(reached, turned), np.rot90(passable, turned)), -turned)
        if int(reached.sum()) == before:
            return reached


def _swept(reached: Mask, passable: Mask) -> Mask:
    """`reached` carried to the right as far as each row can be passed."""
    places = np.broadcast_to(np.arange(1, passable.shape[1] + 1), passable.shape)
    last_reached = np.maximum.accumulate(np.where(reached, places, 0), axis=1)
    last_barrier = np.maximum.accumulate(np.where(passable, 0, places), axis=1)
    return np.asarray(last_reached > last_barrier)
