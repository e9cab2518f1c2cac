"""The pack shot of an end card: the cut-out product as a whole, in full light, on a plain ground of the brand's colour.

Nothing is drawn over it and nothing of it is cut off. Its pixels are those of the cut-out, scaled once.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from omnigen.domain.area import Area
from omnigen.domain.brand import Palette
from omnigen.media.cutout import read_cutout
from omnigen.rendering.colour import difference, to_lab
from omnigen.rendering.video.contact_shadow import CONTACT_WIDTH, contact_shadow
from omnigen.rendering.video.product_pose import Rectangle

MAX_ENLARGED = 2.0
"""A small cut-out is blown up at most so many times."""

HIDDEN_DIFFERENCE = 8.0
"""CIEDE2000 below which the edge of a product can hardly be told from the ground."""

MAX_HIDDEN_SHARE = 0.3
"""So much of a product's edge may look like the ground before another colour of the palette is taken."""

FLOOR_FROM = 0.3
"""From this share of the picture left below a product on, it stands on a floor, so that this is not empty."""

_FLOOR_DARKER = 0.08
_FLOOR_BEHIND = 0.08
"""How far behind its foot the floor ends, as a share of the product's height."""

_EDGE_PIXELS = 5
_EDGE_SAMPLES = 3000


@dataclass(frozen=True, kw_only=True)
class PackShot:
    """A product on its ground, as a picture in the working folder, and its place in pixels of the canvas.

    It slides in from `from_x`, `from_y` pixels beside its place, from frame `start` on. `product` is where the
    product stands; its `cutout` is what it must look like.
    """

    file_name: str
    sha256: str
    area: Area
    start: int
    from_x: int
    from_y: int
    product: Rectangle
    ground: str
    cutout: Path


@dataclass(frozen=True, kw_only=True)
class StagedProduct:
    """A product standing on its ground: the picture, the product's place in it in pixels, and the ground's colour."""

    picture: Image.Image
    place: Rectangle
    ground: str


def stage_product(cutout: NDArray[np.uint8], size: tuple[int, int], room: Area, palette: Palette) -> StagedProduct:
    """A picture of this size with the product (RGBA) as large as the room allows, in its middle."""
    ground = ground_for(cutout, palette)
    picture = Image.new("RGB", size, ground)
    across, down = cutout.shape[1], cutout.shape[0]
    scale = min(room.width / across, room.height / down, MAX_ENLARGED)
    width, height = max(int(across * scale), 1), max(int(down * scale), 1)
    left, top = int(room.centre - width / 2), int((room.top + room.bottom - height) / 2)
    _lay_floor(picture, ground, top + height, height)
    _shade(picture, cutout, Rectangle(left=left, top=top, width=width, height=height))
    product = Image.fromarray(cutout, "RGBA").resize((width, height), Image.Resampling.LANCZOS)
    picture.paste(product, (left, top), product)
    place = Rectangle(left=left, top=top, width=width, height=height)
    return StagedProduct(picture=picture, place=place, ground=ground)


def write_pack_shot(
    cutout: Path, area: Area, room: Area, palette: Palette, folder: Path, *, start: int, come_from: tuple[int, int]
) -> PackShot:
    """The pack shot for an area of the canvas, with even sides; the product stands in the room. Writes a PNG."""
    inside = Area(
        left=room.left - area.left, top=room.top - area.top, right=room.right - area.left, bottom=room.bottom - area.top
    )
    staged = stage_product(read_cutout(cutout.read_bytes()), (round(area.width), round(area.height)), inside, palette)
    file = io.BytesIO()
    staged.picture.save(file, "PNG", compress_level=3)
    digest = hashlib.sha256(staged.picture.tobytes()).hexdigest()
    name = f"pack-shot-{digest[:12]}.png"
    (folder / name).write_bytes(file.getvalue())
    place = staged.place
    return PackShot(
        file_name=name,
        sha256=digest,
        area=area,
        start=start,
        from_x=come_from[0],
        from_y=come_from[1],
        product=Rectangle(
            left=place.left + area.left, top=place.top + area.top, width=place.width, height=place.height
        ),
        ground=staged.ground,
        cutout=cutout,
    )


def ground_for(cutout: NDArray[np.uint8], palette: Palette) -> str:
    """The palette's light colour; where a product's edge is lost on it, the colour on which most of that is seen."""
    grounds = (palette.light, palette.primary, palette.dark)
    edge = _edge_colours(cutout)
    hidden = {ground: _hidden_share(edge, ground) for ground in grounds}
    return palette.light if hidden[palette.light] <= MAX_HIDDEN_SHARE else min(grounds, key=lambda one: hidden[one])


def _edge_colours(cutout: NDArray[np.uint8]) -> NDArray[np.uint8]:
    solid = Image.fromarray(np.where(cutout[..., 3] == 255, 255, 0).astype(np.uint8))
    inner = solid.filter(ImageFilter.MinFilter(_EDGE_PIXELS))
    at_edge = (np.asarray(solid) > 0) & (np.asarray(inner) == 0)
    colours: NDArray[np.uint8] = cutout[at_edge][:, :3]
    return colours[:: max(len(colours) // _EDGE_SAMPLES, 1)]


def _hidden_share(edge: NDArray[np.uint8], ground: str) -> float:
    if not len(edge):
        return 0.0
    wanted = np.array([[int(ground[place : place + 2], 16) for place in (1, 3, 5)]], np.uint8)
    away = difference(to_lab(edge), to_lab(np.repeat(wanted, len(edge), axis=0)))
    return float((away < HIDDEN_DIFFERENCE).mean())


def _lay_floor(picture: Image.Image, ground: str, foot: int, height: int) -> None:
    """A floor in a shade of the ground, from behind the product's foot to the lower edge of the picture."""
    if picture.height - foot < FLOOR_FROM * picture.height:
        return
    colours = [int(ground[place : place + 2], 16) for place in (1, 3, 5)]
    other = 0 if sum(colours) > 3 * 127 else 255
    shade = tuple(round(one + (other - one) * _FLOOR_DARKER) for one in colours)
    edge = round(foot - _FLOOR_BEHIND * height)
    picture.paste(shade, (0, edge, picture.width, picture.height))


def _shade(picture: Image.Image, cutout: NDArray[np.uint8], place: Rectangle) -> None:
    """Lay the shadow under the foot of the product."""
    shadow = contact_shadow(cutout[..., 3])
    width = place.width * shadow.width / CONTACT_WIDTH
    height = width * shadow.height / shadow.width
    scaled = shadow.resize((max(round(width), 1), max(round(height), 1)), Image.Resampling.BILINEAR)
    mask = Image.fromarray(np.rint(np.asarray(scaled, np.float32) * 255).clip(0, 255).astype(np.uint8))
    left = round(place.left + place.width / 2 - width / 2)
    top = round(place.top + place.height * 0.988 - height / 2)
    picture.paste(Image.new("RGB", mask.size, "#000000"), (left, top), mask)
