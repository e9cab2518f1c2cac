"""Stills that move: an eased pan and zoom, sampled between pixels, that never cuts off a declared subject.

The picture is cropped and scaled by Pillow on its Y, U and V planes: it strays from its path by 0.003 pixels, where
ffmpeg's zoompan jumps by 0.86 (both measured).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from omnigen.domain.area import Area
from omnigen.domain.camera_view import view_with_room
from omnigen.domain.timeline import Box, Canvas
from omnigen.errors import MediaRefused

MAX_PIXELS = 40_000_000
FORMATS = ("PNG", "JPEG", "WEBP")
ZOOM = 0.12
"""How much the camera comes nearer over a shot."""

_WORKING_SHARE = 1.3
"""Planes are kept at this multiple of what the nearest view needs."""


@dataclass(frozen=True, kw_only=True)
class CropWindow:
    """What the camera sees: centre as shares of the picture, zoom from 1, the largest view of the canvas's shape."""

    x: float
    y: float
    zoom: float


@dataclass(frozen=True, kw_only=True)
class KenBurnsMove:
    """A camera move from one view to another, eased at both ends."""

    first: CropWindow
    last: CropWindow

    def at(self, share: float) -> CropWindow:
        """The view after a share of the move's time.

        The edges of the view move in straight lines: what both ends hold is never lost in between.
        """
        eased = share * share * (3 - 2 * share)
        field = (1 - eased) / self.first.zoom + eased / self.last.zoom
        return CropWindow(
            x=self.first.x + (self.last.x - self.first.x) * eased,
            y=self.first.y + (self.last.y - self.first.y) * eased,
            zoom=1 / field,
        )


def still_frames(
    path: Path,
    canvas: Canvas,
    *,
    frames: int,
    seed: int,
    subject: Box | None = None,
    room: Area | None = None,
    first: int = 0,
    end: int,
) -> Iterator[bytes]:
    """Frames `[first, end)` of a move that takes `frames`, as raw yuv420p in BT.709, limited range."""
    picture = open_still(path)
    move = plan_move(picture.size, canvas, seed, subject, room)
    planes = yuv_planes(picture, canvas)
    for number in range(first, end):
        yield draw_view(planes, move.at(number / max(frames - 1, 1)), canvas)


def open_still(path: Path) -> Image.Image:
    """A picture in RGB, upright. Raises MediaRefused for anything but a PNG, JPEG or WebP of sane size."""
    try:
        with Image.open(path, formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS or min(picture.size) < 16:
                raise MediaRefused(
                    f"The still {path.name!r} has {picture.width}x{picture.height} pixels; "
                    f"sides from 16 and at most {MAX_PIXELS // 1_000_000} million pixels are taken"
                )
            return _upright(picture).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise MediaRefused(f"The still {path.name!r} cannot be read as PNG, JPEG or WebP: {error}") from error


def plan_move(
    size: tuple[int, int], canvas: Canvas, seed: int, subject: Box | None, room: Area | None = None
) -> KenBurnsMove:
    """A move chosen by the seed: in or out, along one of four directions, kept on the subject if there is one.

    `room` is the part of the canvas, in shares, in which the subject stays.
    """
    dice = hashlib.sha256(f"move {seed}".encode()).digest()
    angle_x, angle_y = ((1, 0.25), (-1, -0.25), (0.35, 1), (-0.35, -1))[dice[0] % 4]
    near = 1 + ZOOM + 0.04 * (dice[1] % 3)
    reach = _slack(near) * (0.55 if subject is None else 0.3)
    near_view = CropWindow(x=0.5 + angle_x * reach, y=0.5 + angle_y * reach, zoom=near)
    far_view = CropWindow(x=0.5 - angle_x * reach * 0.3, y=0.5 - angle_y * reach * 0.3, zoom=1.03)
    if subject is not None:
        near_view, far_view = (_keep(view, size, canvas, subject) for view in (near_view, far_view))
        if room is not None:
            near_view, far_view = (_in_room(view, size, canvas, subject, room) for view in (near_view, far_view))
    return KenBurnsMove(first=far_view, last=near_view) if dice[2] % 2 else KenBurnsMove(first=near_view, last=far_view)


def view_box(size: tuple[int, int], canvas: Canvas, view: CropWindow) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a view in pixels of a picture, always within the picture."""
    width, height = size
    scale = min(width / canvas.width, height / canvas.height) / view.zoom
    box_width, box_height = canvas.width * scale, canvas.height * scale
    left = min(max(view.x * width - box_width / 2, 0), width - box_width)
    top = min(max(view.y * height - box_height / 2, 0), height - box_height)
    return left, top, left + box_width, top + box_height


def _slack(zoom: float) -> float:
    """How far the centre may move, as a share of the picture, before the view leaves it."""
    return (1 - 1 / zoom) / 2


def _keep(view: CropWindow, size: tuple[int, int], canvas: Canvas, subject: Box) -> CropWindow:
    """The view moved, and widened as far as the picture allows, until the subject is inside it."""
    left, top, right, bottom = (float(side) for side in subject)
    width, height = size
    reach = min(width / canvas.width, height / canvas.height)
    shares = (canvas.width * reach / width, canvas.height * reach / height)
    widest = min(shares[0] / max(right - left, 0.01), shares[1] / max(bottom - top, 0.01))
    zoom = max(min(view.zoom, widest), 1.0)
    half_x, half_y = shares[0] / zoom / 2, shares[1] / zoom / 2
    return CropWindow(
        x=_between(view.x, right - half_x, left + half_x), y=_between(view.y, bottom - half_y, top + half_y), zoom=zoom
    )


def _in_room(view: CropWindow, size: tuple[int, int], canvas: Canvas, subject: Box, room: Area) -> CropWindow:
    """The view in which the subject is seen in its room; of a still of another shape its middle part counts."""
    reach = min(size[0] / canvas.width, size[1] / canvas.height)
    across, down = canvas.width * reach / size[0], canvas.height * reach / size[1]
    left, top, right, bottom = (float(side) - 0.5 for side in subject)
    sides = (left / across + 0.5, top / down + 0.5, right / across + 0.5, bottom / down + 0.5)
    centre = ((view.x - 0.5) / across + 0.5, (view.y - 0.5) / down + 0.5)
    x, y, zoom = view_with_room(sides, room, (*centre, view.zoom))
    return CropWindow(x=(x - 0.5) * across + 0.5, y=(y - 0.5) * down + 0.5, zoom=zoom)


def _between(value: float, lowest: float, highest: float) -> float:
    """The value, moved into the range; the middle of a range that is none."""
    return (lowest + highest) / 2 if lowest > highest else min(max(value, lowest), highest)


def _upright(picture: Image.Image) -> Image.Image:
    return ImageOps.exif_transpose(picture)


def yuv_planes(picture: Image.Image, canvas: Canvas) -> tuple[Image.Image, Image.Image, Image.Image]:
    """Y, U and V in BT.709, limited range; U and V at half size. A much larger picture is scaled down first."""
    width, height = picture.size
    wanted = max(canvas.width / width, canvas.height / height) * (1 + ZOOM + 0.08) * _WORKING_SHARE
    if wanted < 1:
        size = (round(width * wanted), round(height * wanted))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    rgb = np.asarray(picture, np.float32)
    luma = rgb @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    blue = (rgb[..., 2] - luma) * np.float32(224 / 255 / 1.8556) + 128
    red = (rgb[..., 0] - luma) * np.float32(224 / 255 / 1.5748) + 128
    half = (max(picture.width // 2, 1), max(picture.height // 2, 1))
    chroma = [Image.fromarray(_bytes(plane)).resize(half, Image.Resampling.BOX) for plane in (blue, red)]
    return Image.fromarray(_bytes(luma * np.float32(219 / 255) + 16)), chroma[0], chroma[1]


def _bytes(plane: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.clip(np.rint(plane), 0, 255).astype(np.uint8)


def draw_view(planes: tuple[Image.Image, Image.Image, Image.Image], view: CropWindow, canvas: Canvas) -> bytes:
    """What is seen of a picture in a view, as raw yuv420p."""
    left, top, right, bottom = view_box(planes[0].size, canvas, view)
    drawn = [planes[0].resize((canvas.width, canvas.height), Image.Resampling.BILINEAR, box=(left, top, right, bottom))]
    for plane in planes[1:]:
        across, down = plane.width / planes[0].width, plane.height / planes[0].height
        box = (left * across, top * down, right * across, bottom * down)
        drawn.append(plane.resize((canvas.width // 2, canvas.height // 2), Image.Resampling.BILINEAR, box=box))
    return b"".join(plane.tobytes() for plane in drawn)
