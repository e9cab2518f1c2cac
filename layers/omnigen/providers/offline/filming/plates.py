"""A picture as its three planes, which can be sampled at any point between the pixels."""

from __future__ import annotations

import io
from dataclasses import dataclass

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageOps, ImageStat, UnidentifiedImageError

from omnigen.errors import MediaRefused

LARGEST_PIXELS = 4096 * 4096

Planes = tuple[Image.Image, ...]
"""Luma at full size, blue and red difference at half of it (4:2:0); or luma alone, where colours have hardly moved."""


@dataclass(frozen=True)
class CameraView:
    """Where a camera looks: the middle of what it sees in shares of the picture, and how many times it magnifies."""

    x: float = 0.5
    y: float = 0.5
    zoom: float = 1.0


def open_picture(data: bytes, width: int, height: int) -> Image.Image:
    """A picture file at this size, cut to its shape where it has another; MediaRefused if it is no picture."""
    try:
        with Image.open(io.BytesIO(data)) as file:
            if file.width * file.height > LARGEST_PIXELS:
                raise MediaRefused(f"The picture has {file.width}x{file.height} pixels, more than {LARGEST_PIXELS}.")
            image = file.convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise MediaRefused("The picture that should start or end the clip cannot be read.") from error
    return image if image.size == (width, height) else ImageOps.fit(image, (width, height), Image.Resampling.LANCZOS)


def look_alike(one: Image.Image, other: Image.Image) -> bool:
    """Whether two pictures of the same size show the same thing."""
    small = [image.reduce(max(1, image.width // 64)).convert("RGB") for image in (one, other)]
    return sum(ImageStat.Stat(ImageChops.difference(*small)).mean) / 3 < 4


def to_planes(image: Image.Image) -> Planes:
    """The picture in BT.709, limited range, 4:2:0."""
    width, height = image.size
    frame = av.VideoFrame.from_ndarray(np.asarray(image), "rgb24").reformat(
        width, height, "yuv420p", src_colorspace="ITU709", dst_colorspace="ITU709", dst_color_range="MPEG"
    )
    rows = frame.to_ndarray()
    luma, blue, red = rows[:height], rows[height : height * 5 // 4], rows[height * 5 // 4 :]
    half = (height // 2, width // 2)
    return Image.fromarray(luma), Image.fromarray(blue.reshape(half)), Image.fromarray(red.reshape(half))


def through(planes: Planes, view: CameraView) -> Planes:
    """What the camera sees, at the plate's own size; the plate itself when nothing is magnified."""
    if view.zoom <= 1:
        return planes
    return tuple(_crop(plane, view) for plane in planes)


def dissolve(one: Planes, other: Planes, share: float) -> Planes:
    """A mix of two: `share` of the other."""
    return tuple(Image.blend(a, b, share) for a, b in zip(one, other, strict=True))


def to_rows(planes: Planes, rows: NDArray[np.uint8]) -> None:
    """Write the planes below one another into `rows` (height x 3/2, width); missing colours stay as they were."""
    height, width = planes[0].height, planes[0].width
    bounds = (0, height, height * 5 // 4, height * 3 // 2)
    for plane, top, bottom in zip(planes, bounds, bounds[1:], strict=False):
        rows[top:bottom] = np.asarray(plane).reshape(-1, width)


def _crop(plane: Image.Image, view: CameraView) -> Image.Image:
    """Bilinear at fractions of a pixel: Pillow's box moves smoothly where whole-pixel methods shake."""
    width, height = plane.width / view.zoom, plane.height / view.zoom
    left = min(max(0.0, view.x * plane.width - width / 2), plane.width - width)
    top = min(max(0.0, view.y * plane.height - height / 2), plane.height - height)
    return plane.resize(plane.size, Image.Resampling.BILINEAR, box=(left, top, left + width, top + height))
