"""One pass over the finished file: how much the picture moves, where it cuts, and pictures of the frames wanted."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorRange

from omnigen.media.open import open_media

_SMALL = (64, 36)
CUT_DIFFERENCE = 22.0
"""Mean difference of luma (0 to 255) between two frames from which on they are two shots …"""

CUT_PROMINENCE = 4.0
"""… and by which it exceeds that of the frames around it: fast motion differs in many frames, a cut in one."""

Pixels = np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]
"""A picture as rows of RGB pixels."""


@dataclass(frozen=True, kw_only=True)
class PictureScan:
    """`motion` is the mean absolute difference of luma to the frame before, for every frame but the first."""

    motion: tuple[float, ...]
    pictures: dict[int, Pixels]

    def cuts(self) -> list[int]:
        """The frames with which another shot begins, as far as the picture tells: hard cuts only."""
        found = []
        for number, value in enumerate(self.motion, start=1):
            around = [*self.motion[max(0, number - 4) : number - 1], *self.motion[number : number + 3]]
            usual = float(np.mean(around)) if around else 0.0
            if value >= CUT_DIFFERENCE and value >= CUT_PROMINENCE * max(usual, 0.5):
                found.append(number)
        return found


def scan(video: Path, wanted: Collection[int]) -> PictureScan:
    """Decode the whole video once; `wanted` are the numbers of the frames whose pictures are kept."""
    motion: list[float] = []
    pictures: dict[int, Pixels] = {}
    before: np.ndarray[tuple[int, int], np.dtype[np.int16]] | None = None
    for number, frame in _frames(video):
        width, height = _SMALL
        small = frame.reformat(width=width, height=height, format="gray", dst_color_range=ColorRange.JPEG)
        now = small.to_ndarray().astype(np.int16)
        if before is not None:
            motion.append(float(np.abs(now - before).mean()))
        before = now
        if number in wanted:
            pictures[number] = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
    return PictureScan(motion=tuple(motion), pictures=pictures)


def _frames(video: Path) -> Iterator[tuple[int, av.VideoFrame]]:
    with open_media(video) as container:
        container.streams.video[0].thread_type = "AUTO"
        yield from enumerate(container.decode(container.streams.video[0]))
