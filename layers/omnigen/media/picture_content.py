"""What pictures show, as far as a program can tell: one colour only, black, or nothing that moves. Needs PyAV only."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

import av

from omnigen.domain.timebase import FRAME_RATE
from omnigen.errors import MediaRefused
from omnigen.media.open import open_media

GRID_WIDTH, GRID_HEIGHT = 64, 36
"""Pictures are compared as means of so many areas: noise of the encoder vanishes, what moves does not."""

PLAIN_SPREAD = 6
"""The brightest and the darkest area (0 to 255) of a picture of one colour differ by at most this."""

BLACK_MEAN = 9
"""At or below it a picture shows nothing; the finished video is held to the same (luma 24 of 16 to 235)."""

STILL_DIFFERENCE = 8
"""No area of a frozen clip changes by more: coding changes it by up to 6, the move of an edge by tens (measured)."""

SAMPLES_PER_SECOND = 2


@dataclass(frozen=True)
class ClipContent:
    """Samples of the part of a clip that is shown, in their order: its first and last frame, and two a second."""

    grids: tuple[bytes, ...]

    @property
    def is_plain(self) -> bool:
        """Whether every sample is of one colour."""
        return all(map(is_plain, self.grids))

    @property
    def is_frozen(self) -> bool:
        """Whether nothing moves from the first sample to the last."""
        return len(self.grids) > 1 and all(_difference(self.grids[0], grid) <= STILL_DIFFERENCE for grid in self.grids)

    @property
    def begins_black(self) -> bool:
        """Whether the first frame is black."""
        return is_black(self.grids[0])

    @property
    def ends_black(self) -> bool:
        """Whether the last frame that is shown is black."""
        return is_black(self.grids[-1])

    @property
    def black_seconds(self) -> Fraction:
        """How long the picture is black at least, in one stretch."""
        stretches = [len(list(group)) for black, group in groupby(map(is_black, self.grids)) if black]
        return Fraction(max(stretches, default=1) - 1, SAMPLES_PER_SECOND)


def clip_content(clip: bytes, frames: int) -> ClipContent:
    """What is seen in the first `frames` frames (24 a second). MediaRefused when the clip cannot be decoded."""
    step, grids, last = FRAME_RATE / SAMPLES_PER_SECOND, list[bytes](), None
    with open_media(clip) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        first: Fraction | None = None
        for frame in container.decode(stream):
            time = (frame.pts or 0) * (frame.time_base or Fraction(1, 24))
            first = time if first is None else first
            position = (time - first) * FRAME_RATE
            if position >= frames - Fraction(1, 2) and grids:
                break
            last = frame
            if position >= len(grids) * step:
                grids.append(brightness_grid(frame))
    if last is None:
        raise MediaRefused("The clip has no frame that can be decoded")
    return ClipContent((*grids, brightness_grid(last)))


def brightness_grid(frame: av.VideoFrame) -> bytes:
    """The brightness (0 to 255) of 64 x 36 areas, row by row."""
    plane = frame.reformat(width=GRID_WIDTH, height=GRID_HEIGHT, format="gray").planes[0]
    rows = bytes(plane)
    return b"".join(
        rows[start : start + GRID_WIDTH] for start in range(0, GRID_HEIGHT * plane.line_size, plane.line_size)
    )


def is_plain(grid: bytes) -> bool:
    """Whether it is of one colour."""
    return max(grid) - min(grid) <= PLAIN_SPREAD


def is_black(grid: bytes) -> bool:
    """Whether it shows nothing."""
    return sum(grid) <= BLACK_MEAN * len(grid)


def _difference(one: bytes, other: bytes) -> int:
    return max(abs(left - right) for left, right in zip(one, other, strict=True))
