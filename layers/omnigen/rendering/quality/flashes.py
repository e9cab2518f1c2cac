"""Flashes of a cut, counted by the limits of `domain/flash_limits.py`."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt

from omnigen.domain.flash_limits import AREA_SHARE, DARK, GENERAL_CHANGE, RED_CHANGE, SATURATED_RED
from omnigen.rendering.cache import SegmentCache
from omnigen.rendering.quality.kept import kept
from omnigen.rendering.video.cells import Cells, to_rgb

_Values = npt.NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Flashes:
    """The worst second: how many flashes it holds, and at which frame it begins."""

    count: int
    start_frame: int


def kept_worst_second(cells: Cells, rate: Fraction, cache: SegmentCache | None, folder: Path) -> Flashes:
    """What `worst_second` returns; of small pictures that were looked at before it is not counted again."""
    facts = {"flashes": hashlib.sha256(cells.tobytes()).hexdigest(), "rate": str(rate)}
    return Flashes(**kept(cache, folder, facts, lambda: asdict(worst_second(cells, rate))))


def worst_second(cells: Cells, rate: Fraction) -> Flashes:
    """Count the flashes of every second of a cut, general and red ones apart, and return the worst.

    `cells` are small pictures of all its frames.
    """
    general, red = _FlashCount(GENERAL_CHANGE), _FlashCount(RED_CHANGE)
    changes: list[tuple[int, int]] = []
    for frame in cells:
        picture = _linear(to_rgb(frame))
        luminance = picture @ np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)
        total = picture.sum(axis=2)
        redness = np.clip(picture[..., 0] - picture[..., 1] - picture[..., 2], 0, None) * 320
        saturated = picture[..., 0] >= SATURATED_RED * np.maximum(total, 1e-6)
        changes.append((general.add(luminance, luminance < DARK), red.add(redness, saturated)))
    window = max(round(rate), 1)
    counts = [
        max(sum(one) for one in zip(*changes[start : start + window], strict=True)) // 2
        for start in range(len(changes))
    ]
    worst = max(range(len(counts)), key=counts.__getitem__, default=0)
    return Flashes(count=counts[worst] if counts else 0, start_frame=worst)


class _FlashCount:
    """Counts opposing changes: each cell remembers its last turning point, as a flash may take several frames."""

    def __init__(self, change: float) -> None:
        self.change = change
        self.extreme: _Values | None = None
        self.marked: npt.NDArray[np.bool_] = np.zeros(0, dtype=bool)
        self.direction: npt.NDArray[np.int8] = np.zeros(0, dtype=np.int8)

    def add(self, values: _Values, marks: npt.NDArray[np.bool_]) -> int:
        """1 when at least a quarter of the picture more turns up than down with this frame, or the reverse; else 0.

        A picture that slides or pans makes some cells brighter and as many darker: that is movement.
        `marks` are the cells in the state that one side of the change must be in: dark, or saturated red.
        """
        if self.extreme is None:
            self.extreme, self.marked, self.direction = values.copy(), marks.copy(), np.zeros(values.shape, np.int8)
            return 0
        difference = values - self.extreme
        turned = (np.abs(difference) >= self.change) & (np.sign(difference) != self.direction) & (marks | self.marked)
        onward = np.sign(difference) == self.direction
        moved = turned | onward
        self.direction[turned] = np.sign(difference[turned]).astype(np.int8)
        self.extreme[moved] = values[moved]
        self.marked[moved] = marks[moved]
        return int(abs(np.sign(difference[turned]).sum()) >= AREA_SHARE * turned.size)


def _linear(coded: _Values) -> _Values:
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4).astype(np.float32)
