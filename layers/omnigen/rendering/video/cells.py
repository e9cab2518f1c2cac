"""Small pictures of all frames, written by the encoder's own process: what the check of the finished file looks at.

Taking them there costs a fifteenth of decoding the finished file once more.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from omnigen.errors import CompositionFailed

WIDTH, HEIGHT = 64, 36
"""Every picture, of whatever shape, is looked at in so many cells; each is the mean of what lies in it."""

Cells = NDArray[np.uint8]
"""Frames in 4:2:0 as they are coded: the rows of luma, then the two planes of chroma, in rows of the same width."""

_ROWS = HEIGHT * 3 // 2


def with_cells(graph: str) -> str:
    """The graph with its output `[picture]` shared out to `[shown]` and, made small, to `[cells]`."""
    small = f"scale={WIDTH}:{HEIGHT}:flags=area,format=yuv420p"
    return f"{graph};[picture]split[shown][whole];[whole]{small}[cells]"


def cells_output(name: str) -> list[str]:
    """Output arguments that write `[cells]` into a file."""
    return ["-map", "[cells]", "-fps_mode", "passthrough", "-f", "rawvideo", name]


def read_cells(files: Sequence[Path], frames: int) -> Cells:
    """The pictures of a cut from the files of its pieces. CompositionFailed when there is not one for every frame."""
    parts = [np.fromfile(file, np.uint8) for file in files]
    taken = np.concatenate(parts)
    if taken.size != frames * _ROWS * WIDTH:
        raise CompositionFailed(f"{taken.size / (_ROWS * WIDTH):g} of {frames} frames were looked at while encoding")
    return taken.reshape(frames, _ROWS, WIDTH)


def cells_of(frame: av.VideoFrame) -> Cells:
    """The small picture of one decoded frame."""
    small = frame.reformat(width=WIDTH, height=HEIGHT, format="yuv420p", interpolation="AREA")
    return np.asarray(small.to_ndarray(), np.uint8)


def to_rgb(picture: Cells) -> NDArray[np.float32]:
    """Rows, columns, and red, green and blue from 0 to 1, of one small picture in BT.709 of limited range."""
    chroma = picture[HEIGHT:].reshape(2, HEIGHT // 2, WIDTH // 2).repeat(2, axis=1).repeat(2, axis=2)
    luma = (picture[:HEIGHT].astype(np.float32) - 16) / 219
    blue, red = (chroma.astype(np.float32) - 128) / 224
    colours = np.stack([luma + 1.5748 * red, luma - 0.1873 * blue - 0.4681 * red, luma + 1.8556 * blue], axis=2)
    return np.asarray(np.clip(colours, 0, 1), np.float32)
