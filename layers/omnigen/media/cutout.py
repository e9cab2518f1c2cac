"""Cutting a product out of its photo: by the photo's own transparency, or from a plain background.

Needs numpy and Pillow. The pixels of the product stay as they are in the photo; only the background goes.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError

from omnigen.errors import MediaRefused
from omnigen.media.plain_background import connected_with, fit_background, reached_from_border

CutoutMethod = Literal["alpha", "plain_background"]

FORMATS = ("PNG", "JPEG", "WEBP")
MAX_PIXELS = 40_000_000
LONGEST_SIDE = 2048
"""A larger photo is scaled down: a finished picture has 1920 pixels at most."""

SMALLEST_SIDE = 200
"""A product of fewer pixels would be blown up in the video."""

SMALLEST_SHARE, LARGEST_SHARE = 0.02, 0.92
"""Of the photo's area: less is a speck, more leaves no background to tell the product by."""

MAIN_PIECE_SHARE = 0.9
"""So much of what is before the background hangs together; the rest is dust."""

_SMOOTHED = 5
_FEATHER_PIXELS = 1.0
_EDGE = 5
_MARGIN = 4
_HOW_TO = (
    "Photograph it as a whole, before a plain background of another colour, or give a PNG whose background is "
    "transparent"
)

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class Cutout:
    """A product without its background: rows x columns x RGBA, 8 bits, not premultiplied, with a clear margin."""

    pixels: Pixels
    method: CutoutMethod

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.pixels.shape[1], self.pixels.shape[0]

    def png(self) -> bytes:
        """The picture as a PNG file; the same bytes for the same pixels."""
        file = io.BytesIO()
        Image.fromarray(self.pixels, "RGBA").save(file, "PNG", compress_level=6)
        return file.getvalue()


def cut_out(photo: bytes) -> Cutout:
    """The product in a photo. MediaRefused, with what to do, when it cannot be told from its background."""
    picture = _open(photo)
    own = _own_alpha(picture)
    if own is not None:
        return Cutout(pixels=_cropped(own), method="alpha")
    pixels = np.asarray(picture.convert("RGB"))
    background = fit_background(pixels)
    if background is None:
        raise MediaRefused(
            f"The background of the photo is not plain, so that the product cannot be cut out. {_HOW_TO}"
        )
    mask = _in_one_piece(~reached_from_border(pixels, background))
    _check(mask)
    return Cutout(pixels=_cropped(_with_alpha(pixels, mask)), method="plain_background")


def read_cutout(png: bytes) -> Pixels:
    """The RGBA pixels of a kept cut-out."""
    with Image.open(io.BytesIO(png), formats=("PNG",)) as picture:
        return np.asarray(picture.convert("RGBA"))


def _open(photo: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(photo), formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise MediaRefused(f"The photo has more than {MAX_PIXELS // 1_000_000} million pixels; scale it down")
            upright = ImageOps.exif_transpose(picture)
            ready = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise MediaRefused(f"The photo cannot be read as PNG, JPEG or WebP: {error}") from error
    ready.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return ready


def _own_alpha(picture: Image.Image) -> Pixels | None:
    """The picture if its own transparency leaves the border free; None when it has none."""
    if picture.mode != "RGBA":
        return None
    pixels = np.asarray(picture)
    alpha = pixels[..., 3]
    border = np.concatenate([alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]])
    if float((border == 0).mean()) < 0.5:
        return None
    _check(alpha >= 128)
    return pixels


def _in_one_piece(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The largest piece, its outline smoothed. MediaRefused when much of what is seen lies apart from it.

    A part that has the background's colour is lost to the background, and what is left falls apart.
    """
    smooth = np.asarray(Image.fromarray(mask).convert("L").filter(ImageFilter.MedianFilter(_SMOOTHED)), np.uint8) > 0
    if not smooth.any():
        return smooth
    middle = np.zeros_like(smooth)
    widest = int(smooth.sum(axis=1).argmax())
    columns = np.flatnonzero(smooth[widest])
    middle[widest, columns[len(columns) // 2]] = True
    piece = connected_with(middle, smooth)
    if float(piece.sum()) < MAIN_PIECE_SHARE * float(smooth.sum()):
        raise MediaRefused(
            "What is seen before the background of the photo falls apart into pieces: it shows several things, or a "
            f"part of the product has the colour of the background. {_HOW_TO}"
        )
    return piece


def _check(mask: NDArray[np.bool_]) -> None:
    """MediaRefused when what is left is no product as a whole."""
    share = float(mask.mean())
    if share < SMALLEST_SHARE:
        raise MediaRefused(f"No product is seen before the background of the photo. {_HOW_TO}")
    if share > LARGEST_SHARE:
        raise MediaRefused(f"The product fills the whole photo and cannot be cut out. {_HOW_TO}")
    edges = {"top": mask[0], "bottom": mask[-1], "left": mask[:, 0], "right": mask[:, -1]}
    cut = [name for name, edge in edges.items() if float(edge.mean()) > 0.02]
    if cut:
        raise MediaRefused(
            f"What stands before the background is cut off at the {' and the '.join(cut)} of the photo. {_HOW_TO}"
        )
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if max(rows[-1] - rows[0], columns[-1] - columns[0]) < SMALLEST_SIDE:
        raise MediaRefused(
            f"The product has fewer than {SMALLEST_SIDE} pixels in the photo; give a larger one, or come nearer"
        )


def _with_alpha(pixels: Pixels, mask: NDArray[np.bool_]) -> Pixels:
    """The product with a soft edge, which has the colours that the product has beside it, not the background's."""
    hard = Image.fromarray(np.where(mask, 255, 0).astype(np.uint8))
    soft = hard.filter(ImageFilter.MinFilter(3)).filter(ImageFilter.GaussianBlur(_FEATHER_PIXELS))
    alpha = np.where(mask, np.asarray(soft), 0)
    solid = np.asarray(hard.filter(ImageFilter.MinFilter(_EDGE)), np.float32) / 255
    weight = _blurred(solid)
    beside = np.dstack([_blurred(pixels[..., band] * solid) / np.maximum(weight, 1e-4) for band in range(3)])
    keeps = ((solid > 0) | (weight < 1e-3))[..., None]
    return np.dstack([np.where(keeps, pixels, np.rint(beside)), alpha]).astype(np.uint8)


def _blurred(plane: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    """Means over squares of 9 x 9 pixels."""
    reach = 4
    sums = np.pad(plane.astype(np.float64), reach, mode="edge").cumsum(axis=0).cumsum(axis=1)
    sums = np.pad(sums, ((1, 0), (1, 0)))
    side = 2 * reach + 1
    total = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    return np.asarray(total / side**2, np.float32)


def _cropped(pixels: Pixels) -> Pixels:
    """Cut to what is seen, with a clear margin; clear pixels have no colour of their own."""
    seen = pixels[..., 3] > 0
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    inside = np.where(seen[..., None], pixels, 0)[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return np.pad(inside, ((_MARGIN, _MARGIN), (_MARGIN, _MARGIN), (0, 0))).astype(np.uint8)
