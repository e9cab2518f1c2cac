"""Shots of the product itself: the pixels of its cut-out laid over a still of an empty place, under one camera move.

The product is sampled once for each frame, between pixels. Its colours are brought towards the light of the place by so
little that the eye hardly tells (`MAX_LIGHT_MATCH`); what ties it to the place is the shadow under it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from omnigen.domain.area import Area
from omnigen.domain.timeline import Canvas, Timeline
from omnigen.media.cutout import read_cutout
from omnigen.rendering.colour import difference, to_lab
from omnigen.rendering.video.contact_shadow import CONTACT_WIDTH, contact_shadow
from omnigen.rendering.video.ken_burns import draw_view, open_still, yuv_planes
from omnigen.rendering.video.product_pose import ProductPose, Rectangle, pose_product

HERO_VERSION = 3
"""Whoever changes how these shots look raises it: kept segments are made again then."""

MAX_LIGHT_MATCH = 1.2
"""Median colour difference (CIEDE2000) by which the product is brought towards the light of its place, at most."""

_TINT, _LIGHT = 0.2, 0.12
_LIFTED = 0.012
_WORKING_SHARE = 1.3

Plane = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class ProductShot:
    """One shot of the product: the still, the cut-out (RGBA) and the pose of one in the other."""

    still: Path
    cutout: NDArray[np.uint8]
    cutout_sha256: str
    pose: ProductPose

    @classmethod
    def open(cls, cut: Timeline, shot: int, still: Path, cutout: Path, texts: Sequence[Area] = ()) -> ProductShot:
        """The shot with this number in the cut, the product clear of the places of texts."""
        facts, png = cut.shots[shot], cutout.read_bytes()
        pixels = read_cutout(png)
        pose = pose_product(
            open_still(still).size,
            (pixels.shape[1], pixels.shape[0]),
            cut.canvas,
            frames=cut.source_frames(shot),
            seed=facts.seed,
            room=facts.subject_box,
            nearness=facts.nearness,
            texts=texts,
        )
        return cls(still=still, cutout=pixels, cutout_sha256=sha256(png).hexdigest(), pose=pose)

    @property
    def identity(self) -> list[str]:
        """What decides its frames besides the still and its move."""
        place = self.pose.place
        return [f"hero {HERO_VERSION}", self.cutout_sha256, f"{place.width:.3f} {place.left:.3f} {place.top:.3f}"]

    def frames(self, first: int, end: int) -> Iterator[bytes]:
        """Its frames `[first, end)` as raw yuv420p in BT.709, limited range."""
        picture, pose = open_still(self.still), self.pose
        planes = yuv_planes(picture, pose.canvas)
        layer = product_layer(in_the_light_of(self.cutout, picture, pose.place), pose)
        for number in range(first, end):
            under = draw_view(planes, pose.move.at(pose.share(number)), pose.canvas)
            yield layer.laid_over(under, pose.at(number), pose.canvas)


def in_the_light_of(pixels: NDArray[np.uint8], still: Image.Image, place: Rectangle) -> NDArray[np.uint8]:
    """The cut-out, a little warmer or cooler, lighter or darker, as the place around it is."""
    box = (int(place.left), int(place.top), int(place.left + place.width), int(place.top + place.height))
    around = np.asarray(still.crop(box).resize((1, 1), Image.Resampling.BOX), np.float64)[0, 0]
    light = float(around.mean())
    wanted = 1 + _TINT * (around / max(light, 1) - 1) + _LIGHT * (light / 128 - 1)
    seen = pixels[pixels[..., 3] == 255][:, :3]
    sample = seen[:: max(len(seen) // 4000, 1)].astype(np.float64)
    away = float(np.median(difference(to_lab(sample), to_lab(np.clip(sample * wanted, 0, 255))))) if len(sample) else 0
    gains = 1 + (wanted - 1) * min(1.0, MAX_LIGHT_MATCH / max(away, 1e-6))
    matched = np.clip(np.rint(pixels[..., :3] * gains), 0, 255).astype(np.uint8)
    return np.dstack([matched, pixels[..., 3]])


@dataclass(frozen=True)
class ProductLayer:
    """The product as planes that can be sampled anywhere: coverage, and Y, U, V times coverage; and its shadow."""

    planes: tuple[Image.Image, ...]
    size: tuple[int, int]
    margin: int
    shadow: Image.Image

    def laid_over(self, frame: bytes, place: Rectangle, canvas: Canvas) -> bytes:
        """A raw yuv420p frame with the shadow and the product on it."""
        picture = _split(frame, canvas)
        self._darken(picture, place, canvas)
        window = _window(place, canvas, 2)
        for number, plane in enumerate(picture):
            step = 1 if number == 0 else 2
            part = _part(window, step)
            covered = self._sampled(0, place, window, step)
            own = self._sampled(number + 1, place, window, step)
            neutral = 0 if number == 0 else 128
            plane[part] = (plane[part] - neutral) * (1 - covered) + own + neutral
        return b"".join(np.clip(np.rint(plane), 0, 255).astype(np.uint8).tobytes() for plane in picture)

    def _sampled(self, number: int, place: Rectangle, window: tuple[int, int, int, int], step: int) -> Plane:
        across, down = self.size[0] / place.width, self.size[1] / place.height
        box = (
            (window[0] - place.left) * across + self.margin,
            (window[1] - place.top) * down + self.margin,
            (window[2] - place.left) * across + self.margin,
            (window[3] - place.top) * down + self.margin,
        )
        size = ((window[2] - window[0]) // step, (window[3] - window[1]) // step)
        return np.asarray(self.planes[number].resize(size, Image.Resampling.BICUBIC, box=box), np.float32)

    def _darken(self, picture: list[Plane], place: Rectangle, canvas: Canvas) -> None:
        """Lay the shadow on the ground, in the still's planes."""
        width = place.width * self.shadow.width / CONTACT_WIDTH
        height = width * self.shadow.height / self.shadow.width
        left = place.left + place.width / 2 - width / 2
        top = place.top + place.height * (1 - _LIFTED) - height / 2
        start = (int(max(left, 0) + 2) // 2 * 2, int(max(top, 0) + 2) // 2 * 2)
        end = (int(min(left + width, canvas.width)) // 2 * 2, int(min(top + height, canvas.height)) // 2 * 2)
        if end[0] - start[0] < 2 or end[1] - start[1] < 2:
            return
        scale = self.shadow.width / width
        box = tuple((side - edge) * scale for side, edge in zip((*start, *end), (left, top) * 2, strict=True))
        for number, plane in enumerate(picture):
            step = 1 if number == 0 else 2
            size = ((end[0] - start[0]) // step, (end[1] - start[1]) // step)
            dark = np.asarray(self.shadow.resize(size, Image.Resampling.BILINEAR, box=box), np.float32)  # type: ignore[arg-type]
            part = _part((*start, *end), step)
            base = 16 if number == 0 else 128
            plane[part] = base + (plane[part] - base) * (1 - dark * (1 if number == 0 else 0.5))


def product_layer(pixels: NDArray[np.uint8], pose: ProductPose) -> ProductLayer:
    """The layer of a cut-out, scaled down first when it has many more pixels than are ever seen."""
    shrink = min(1.0, pose.largest[0] * _WORKING_SHARE / pixels.shape[1])
    colours = pixels[..., :3].astype(np.float32)
    coverage = pixels[..., 3].astype(np.float32) / 255
    luma = colours @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    blue = (colours[..., 2] - luma) * np.float32(224 / 255 / 1.8556)
    red = (colours[..., 0] - luma) * np.float32(224 / 255 / 1.5748)
    size = (round(pixels.shape[1] * shrink), round(pixels.shape[0] * shrink))
    margin = 2 + int(np.ceil(4 * max(size[0] / pose.at(0).width, size[0] / pose.at(pose.frames - 1).width)))
    values = (coverage, (luma * np.float32(219 / 255) + 16) * coverage, blue * coverage, red * coverage)
    planes = tuple(_padded(value, size, margin) for value in values)
    return ProductLayer(planes=planes, size=size, margin=margin, shadow=contact_shadow(pixels[..., 3]))


def _padded(values: NDArray[np.floating[Any]], size: tuple[int, int], margin: int) -> Image.Image:
    scaled = (
        Image.fromarray(np.asarray(values, np.float32)).resize(size, Image.Resampling.LANCZOS)
        if values.shape[::-1] != size
        else None
    )
    plane = np.asarray(scaled if scaled else values, np.float32)
    return Image.fromarray(np.pad(plane, margin))


def _split(frame: bytes, canvas: Canvas) -> list[Plane]:
    width, height = canvas.width, canvas.height
    values = np.frombuffer(frame, np.uint8).astype(np.float32)
    luma, quarter = width * height, width * height // 4
    halves = (height // 2, width // 2)
    return [
        values[:luma].reshape(height, width),
        values[luma : luma + quarter].reshape(halves),
        values[luma + quarter :].reshape(halves),
    ]


def _window(place: Rectangle, canvas: Canvas, step: int) -> tuple[int, int, int, int]:
    """The smallest even window of the canvas that holds a place."""
    left, top = int(place.left - 1) // step * step, int(place.top - 1) // step * step
    right = -(-int(place.left + place.width + 2) // step) * step
    bottom = -(-int(place.top + place.height + 2) // step) * step
    return max(left, 0), max(top, 0), min(right, canvas.width), min(bottom, canvas.height)


def _part(window: tuple[int, int, int, int], step: int) -> tuple[slice, slice]:
    left, top, right, bottom = (side // step for side in window)
    return slice(top, bottom), slice(left, right)
