"""Clips made frame by frame, for tests of what is seen in them."""

from __future__ import annotations

import io
from collections.abc import Callable

import av
import numpy as np
from PIL import Image


def clip_of(picture_at: Callable[[int], Image.Image], frames: int = 96) -> bytes:
    """An H.264 clip of 24 frames a second; `picture_at` gives the picture of each frame."""
    file = io.BytesIO()
    width, height = picture_at(0).size
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=24, options={"preset": "ultrafast", "crf": "28"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(frames):
            frame = av.VideoFrame.from_ndarray(np.asarray(picture_at(number)), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return file.getvalue()


def plain_picture(colour: tuple[int, int, int], size: tuple[int, int]) -> Image.Image:
    """A picture of one colour."""
    return Image.new("RGB", size, colour)


def png(picture: Image.Image) -> bytes:
    """A picture as a PNG."""
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
