"""The brightness of a clip's frames, coarsely: for finding what there is to see in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from omnigen.domain.timebase import FRAME_RATE
from omnigen.errors import MediaRefused
from omnigen.media.frames import upright
from omnigen.media.open import open_media

_SIZE = (160, 90)

Grid = NDArray[np.float32]
"""Brightness, 0 to 255, of 160 x 90 areas of a picture."""


def grids_at(clip: Path, frames: Sequence[int]) -> Mapping[int, Grid]:
    """The brightness of a clip at these frames (24 a second), ascending; past its end its last one."""
    grids: dict[int, Grid] = {}
    waiting = list(frames)
    with open_media(clip) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        first: Fraction | None = None
        last = None
        for frame in container.decode(stream):
            time = (frame.pts or 0) * (frame.time_base or Fraction(1, 24))
            first = time if first is None else first
            last = frame
            while waiting and (time - first) * FRAME_RATE >= waiting[0] - Fraction(1, 2):
                grids[waiting.pop(0)] = _grid(frame)
            if not waiting:
                break
        if last is None:
            raise MediaRefused(f"The clip {clip.name!r} has no frame that can be decoded")
        grids.update(dict.fromkeys(waiting, _grid(last)))
    return grids


def _grid(frame: av.VideoFrame) -> Grid:
    small = upright(frame.reformat(width=_SIZE[0], height=_SIZE[1], format="gray"))
    return np.asarray(small.to_ndarray(), np.float32)


def edges(grid: Grid) -> Grid:
    """How much the brightness changes from each area to its neighbours."""
    return np.asarray(np.abs(np.gradient(grid, axis=0)) + np.abs(np.gradient(grid, axis=1)), np.float32)
