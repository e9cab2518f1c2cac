"""A shot of the product itself as one picture, before the video is composed: by the same code, pose and light."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from omnigen.domain.timeline import Canvas
from omnigen.rendering.video.hero import ProductShot

JPEG_QUALITY = 90
_BT709 = np.array([[1, 0, 1.5748], [1, -0.1873, -0.4681], [1, 1.8556, 0]], np.float32)
"""Red, green and blue from Y, Cb and Cr (ITU-R BT.709)."""


def hero_preview(shot: ProductShot) -> bytes:
    """The frame in the middle of the shot, as JPEG: half of the camera's move is over then."""
    middle = shot.pose.frames // 2
    frame = next(shot.frames(middle, middle + 1))
    file = io.BytesIO()
    Image.fromarray(rgb_of(frame, shot.pose.canvas)).save(file, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    return file.getvalue()


def rgb_of(frame: bytes, canvas: Canvas) -> NDArray[np.uint8]:
    """A raw yuv420p frame in BT.709, limited range, as rows x columns x red, green, blue."""
    values = np.frombuffer(frame, np.uint8)
    width, height = canvas.width, canvas.height
    luma, quarter = width * height, width * height // 4
    planes = [values[:luma].reshape(height, width)]
    for start in (luma, luma + quarter):
        small = values[start : start + quarter].reshape(height // 2, width // 2)
        planes.append(np.repeat(np.repeat(small, 2, axis=0), 2, axis=1))
    encoded = np.stack(planes, axis=-1).astype(np.float32)
    shares = (encoded - np.array([16, 128, 128], np.float32)) / np.array([219, 224, 224], np.float32)
    return np.clip(np.rint(shares @ _BT709.T * 255), 0, 255).astype(np.uint8)
