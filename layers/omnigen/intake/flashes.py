"""Flashes of a clip, counted when it arrives as they are later in the finished video, without numpy.

The layer that admits files has no numpy. A picture has fewer cells here than in `rendering/quality/flashes.py`, whose
count decides.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import av

from omnigen.domain.flash_limits import (
    AREA_SHARE,
    DARK,
    GENERAL_CHANGE,
    MAX_FLASHES,
    RED_CHANGE,
    SATURATED_RED,
)
from omnigen.errors import MediaRefused
from omnigen.media.open import open_media

WIDTH, HEIGHT = 32, 18
DECODED_SECONDS = 6.0
"""After so long the rest of a clip is left to the finished video: the whole admission has 24 s."""

_SECOND = 0.999
"""A change a whole second later is in the next one, however its time is rounded."""

_LINEAR = [code / 255 / 12.92 if code <= 10 else ((code / 255 + 0.055) / 1.055) ** 2.4 for code in range(256)]

Cell = tuple[float, bool]
"""A value, and whether the cell is in the state that one side of a change must be in."""


def refuse_flashes(data: bytes) -> None:
    """MediaRefused for a clip in any second of which more flashes are seen than are safe."""
    count, second = worst_second(data)
    if count > MAX_FLASHES:
        raise MediaRefused(
            f"The clip flashes {count} times in the second from {second:.1f} s on, and more than {MAX_FLASHES} can set "
            "off a seizure. Bring one that flashes less, or more slowly"
        )


def worst_second(data: bytes) -> tuple[int, float]:
    """How many flashes are in the worst second of a clip, general and red ones apart, and when it begins."""
    general, red = _Turns(GENERAL_CHANGE), _Turns(RED_CHANGE)
    for seconds, picture in _pictures(data):
        general.add(seconds, [_luminance(pixel) for pixel in picture])
        red.add(seconds, [_redness(pixel) for pixel in picture])
    return max(_worst(general.times), _worst(red.times))


def _worst(times: Sequence[float]) -> tuple[int, float]:
    counts = [(sum(start <= one < start + _SECOND for one in times) // 2, start) for start in times]
    return max(counts, key=lambda pair: pair[0], default=(0, 0.0))


def _pictures(data: bytes) -> Iterator[tuple[float, list[tuple[float, float, float]]]]:
    """When each picture is shown (seconds), and its cells as linear red, green and blue from 0 to 1."""
    until = time.monotonic() + DECODED_SECONDS
    with open_media(data) as container:
        for frame in container.decode(container.streams.video[0]):
            if time.monotonic() > until:
                return
            small = frame.reformat(width=WIDTH, height=HEIGHT, format="rgb24", interpolation="AREA")
            yield float(frame.time or 0), list(_cells(small))


def _cells(small: av.VideoFrame) -> Iterator[tuple[float, float, float]]:
    plane = small.planes[0]
    content = bytes(plane)
    for row in range(HEIGHT):
        codes = content[row * plane.line_size : row * plane.line_size + 3 * WIDTH]
        linear = [_LINEAR[code] for code in codes]
        yield from zip(linear[::3], linear[1::3], linear[2::3], strict=True)


def _luminance(pixel: tuple[float, float, float]) -> Cell:
    value = 0.2126 * pixel[0] + 0.7152 * pixel[1] + 0.0722 * pixel[2]
    return value, value < DARK


def _redness(pixel: tuple[float, float, float]) -> Cell:
    red, green, blue = pixel
    return max(red - green - blue, 0.0) * 320, red >= SATURATED_RED * max(red + green + blue, 1e-6)


@dataclass
class _Turns:
    """When a quarter of the picture turned up, or down: each cell remembers its last turning point."""

    change: float
    times: list[float] = field(default_factory=list)
    extremes: list[Cell] = field(default_factory=list)
    directions: list[int] = field(default_factory=list)

    def add(self, seconds: float, cells: Sequence[Cell]) -> None:
        if not self.extremes:
            self.extremes, self.directions = list(cells), [0] * len(cells)
            return
        turned = 0
        for number, (value, marked) in enumerate(cells):
            extreme, was_marked = self.extremes[number]
            difference = value - extreme
            direction = (difference > 0) - (difference < 0)
            onward = direction == self.directions[number]
            if not onward and abs(difference) >= self.change and (marked or was_marked):
                turned += direction
                self.directions[number] = direction
                onward = True
            if onward:
                self.extremes[number] = value, marked
        if abs(turned) >= AREA_SHARE * len(cells):
            self.times.append(seconds)
