"""Whether the product in the finished video is the product of the photo.

The place of the product in each frame is known, so nothing is searched: the cut-out is laid over a frame of the
finished file at its place, and both are compared where the cut-out covers the picture and no text is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from omnigen.rendering.colour import difference, to_lab
from omnigen.rendering.quality.label_text import can_read, read_label, same_text
from omnigen.rendering.video.product_pose import Rectangle

MIN_SIMILARITY = 0.95
"""Structural similarity (SSIM) of the lightness within the product, at least."""

MAX_COLOUR_DIFFERENCE = 3.0
"""Median CIEDE2000 within the product, at most."""

MIN_READ_SIDE = 160
"""Pixels of the longer side of a product from which its label is read: in smaller ones a recogniser errs."""

MIN_COMPARED_SHARE = 0.3
"""So much of the product must be free of drawn text to be compared."""

_WINDOW = 7
_COVERED = 0.99
_STABLE = (0.01 * 255) ** 2, (0.03 * 255) ** 2
_COLOUR_SAMPLES = 6000

Pixels = NDArray[np.uint8]
Mask = NDArray[np.bool_]
PixelBox = tuple[int, int, int, int]
"""Left, top, right, bottom; the last two are not included."""


@dataclass(frozen=True, kw_only=True)
class ProductMatch:
    """What was measured of the product in one frame; `label` and `read` are None where no label was read."""

    scene_id: str
    frame: int
    similarity: float
    colour_difference: float
    label: tuple[str, ...] | None = None
    read: tuple[str, ...] | None = None

    @property
    def faults(self) -> list[str]:
        """What differs, in words."""
        found = []
        if self.similarity < MIN_SIMILARITY:
            found.append(f"its form differs (similarity {self.similarity:.3f}, at least {MIN_SIMILARITY})")
        if self.colour_difference > MAX_COLOUR_DIFFERENCE:
            found.append(
                f"its colour differs by {self.colour_difference:.1f} (CIEDE2000, at most {MAX_COLOUR_DIFFERENCE:g})"
            )
        if self.label is not None and self.read is not None and not same_text(self.label, self.read):
            found.append(f"its label reads {' / '.join(self.read)!r} instead of {' / '.join(self.label)!r}")
        return found


def match_product(
    frame: Pixels,
    cutout: Pixels,
    place: Rectangle,
    *,
    scene_id: str = "",
    number: int = 0,
    drawn: Sequence[PixelBox] = (),
    read: bool = False,
) -> ProductMatch | None:
    """Compare a frame (RGB) with the cut-out (RGBA) at its place; None when text hides too much of it.

    With `read`, both are read as well, at the same size and before the same background.
    """
    window = _window(place, frame)
    expected, covered = _placed(cutout, place, window)
    found = frame[window[1] : window[3], window[0] : window[2]]
    free = _free_of_text(covered, window, drawn)
    if float(free.sum()) < MIN_COMPARED_SHARE * max(float(covered.sum()), 1):
        return None
    label = shown = None
    if read and can_read() and max(place.width, place.height) >= MIN_READ_SIDE and free.sum() == covered.sum():
        before = np.where(covered[..., None], expected, found)
        label, shown = read_label(before.astype(np.uint8)), read_label(found)
    return ProductMatch(
        scene_id=scene_id,
        frame=number,
        similarity=round(similarity(expected, found, free), 4),
        colour_difference=round(_colour_difference(expected, found, free), 2),
        label=label,
        read=shown,
    )


def similarity(one: Pixels, other: Pixels, where: Mask) -> float:
    """Mean structural similarity of the lightness over windows of 7 x 7 pixels that lie inside the mask (Wang 2004)."""
    first, second = _lightness(one), _lightness(other)
    inside = _window_means(where.astype(np.float64)) > 1 - 1e-9
    if not inside.any():
        return 1.0
    mean_1, mean_2 = _window_means(first), _window_means(second)
    spread_1 = _window_means(first * first) - mean_1**2
    spread_2 = _window_means(second * second) - mean_2**2
    together = _window_means(first * second) - mean_1 * mean_2
    small, large = _STABLE
    values = (2 * mean_1 * mean_2 + small) * (2 * together + large)
    values /= (mean_1**2 + mean_2**2 + small) * (spread_1 + spread_2 + large)
    return float(values[inside].mean())


def _colour_difference(one: Pixels, other: Pixels, where: Mask) -> float:
    step = max(int(where.sum()) // _COLOUR_SAMPLES, 1)
    return float(np.median(difference(to_lab(one[where][::step]), to_lab(other[where][::step]))))


def _lightness(rgb: Pixels) -> NDArray[np.float64]:
    return np.asarray(rgb.astype(np.float64) @ np.array([0.2126, 0.7152, 0.0722]))


def _window_means(values: NDArray[np.float64]) -> NDArray[np.float64]:
    sums = np.pad(values.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    size = _WINDOW
    return np.asarray((sums[size:, size:] - sums[:-size, size:] - sums[size:, :-size] + sums[:-size, :-size]) / size**2)


def _window(place: Rectangle, frame: Pixels) -> PixelBox:
    """The whole pixels of the frame that a place touches."""
    height, width = frame.shape[:2]
    return (
        max(int(np.floor(place.left)), 0),
        max(int(np.floor(place.top)), 0),
        min(int(np.ceil(place.left + place.width)), width),
        min(int(np.ceil(place.top + place.height)), height),
    )


def _placed(cutout: Pixels, place: Rectangle, window: PixelBox) -> tuple[Pixels, Mask]:
    """The cut-out as it must look in this window of a frame, and where it covers that."""
    across, down = cutout.shape[1] / place.width, cutout.shape[0] / place.height
    margin = int(np.ceil(2 * max(across, down)))
    alpha = np.pad(cutout[..., 3].astype(np.float32) / 255, margin)
    colours = np.pad(cutout[..., :3].astype(np.float32), ((margin, margin), (margin, margin), (0, 0)))
    box = (
        (window[0] - place.left) * across + margin,
        (window[1] - place.top) * down + margin,
        (window[2] - place.left) * across + margin,
        (window[3] - place.top) * down + margin,
    )
    size = (window[2] - window[0], window[3] - window[1])

    def sampled(plane: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
        scaled = Image.fromarray(np.ascontiguousarray(plane, np.float32)).resize(
            size, Image.Resampling.LANCZOS, box=box
        )
        return np.asarray(scaled, np.float32)

    covered = sampled(alpha)
    seen = [sampled(colours[..., band] * alpha) / np.maximum(covered, 1e-3) for band in range(3)]
    return np.clip(np.rint(np.stack(seen, axis=-1)), 0, 255).astype(np.uint8), covered >= _COVERED


def _free_of_text(covered: Mask, window: PixelBox, drawn: Sequence[PixelBox]) -> Mask:
    free = covered.copy()
    for left, top, right, bottom in drawn:
        free[
            max(top - window[1], 0) : max(bottom - window[1], 0), max(left - window[0], 0) : max(right - window[0], 0)
        ] = False
    return free
