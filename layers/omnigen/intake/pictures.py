"""Pictures that people bring: decoded, turned upright, brought to sRGB, and encoded anew as PNG or JPEG."""

from __future__ import annotations

import io
import warnings as python_warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import pi_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from omnigen.domain.asset import AssetFacts, AssetKind, taken_formats
from omnigen.errors import MediaRefused
from omnigen.intake.admitted import Admitted
from omnigen.intake.drawings import is_svg, rasterised
from omnigen.media.still_image import MAX_MEGAPIXELS

MAX_SIDE = 4096
"""Larger pictures are scaled down: no video has more pixels, even where the camera goes near."""

MIN_SIDE: dict[AssetKind, int] = {AssetKind.STILL: 320, AssetKind.PRODUCT_IMAGE: 256, AssetKind.LOGO: 64}
"""The shortest side taken; smaller ones would be seen blurred. Other kinds: 32."""

_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "HEIF", "AVIF")
_LOSSY = frozenset({"JPEG", "HEIF", "AVIF"})


def admit_picture(kind: AssetKind, data: bytes) -> Admitted:
    """The picture as an upright PNG, or as a JPEG if it came in a lossy format and is opaque.

    MediaRefused for what is no picture, is damaged, too large, too small, or shows one colour only.
    """
    found: list[str] = []
    drawing = is_svg(data)
    picture = _opened(rasterised(data) if drawing else data, kind, found)
    lossy = not drawing and (picture.format in _LOSSY)
    shown = _scaled(_in_srgb(ImageOps.exif_transpose(picture), found))
    _check_shown(kind, shown)
    transparent = shown.mode == "RGBA"
    content_type = "image/jpeg" if lossy and not transparent else "image/png"
    facts = AssetFacts(width=shown.width, height=shown.height, transparent=transparent)
    return Admitted(_encoded(shown, content_type), content_type, facts, tuple(found))


def _opened(data: bytes, kind: AssetKind, found: list[str]) -> Image.Image:
    """The first frame, decoded; its size is checked before that."""
    pi_heif.register_heif_opener()
    with _refusing(kind):
        picture = Image.open(io.BytesIO(data), formats=_FORMATS)
        megapixels = picture.width * picture.height / 1e6
        if megapixels > MAX_MEGAPIXELS:
            raise MediaRefused(
                f"It has {picture.width}x{picture.height} pixels, {megapixels:.0f} megapixels; "
                f"at most {MAX_MEGAPIXELS} are taken. Scale it down"
            )
        if getattr(picture, "n_frames", 1) > 1:
            found.append("It is animated or holds several pictures; only the first is used")
        picture.load()
    return picture


@contextmanager
def _refusing(kind: AssetKind) -> Iterator[None]:
    """MediaRefused instead of any error by which Pillow says that it cannot decode a file."""
    try:
        with python_warnings.catch_warnings():
            python_warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
            yield
    except UnidentifiedImageError as error:
        raise MediaRefused(f"It is no picture that can be opened; bring it as {taken_formats(kind)}") from error
    except Image.DecompressionBombError as error:
        raise MediaRefused(f"It has more than {MAX_MEGAPIXELS} megapixels; scale it down") from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise MediaRefused("It cannot be decoded; the file is damaged or cut short. Export it anew") from error


def _in_srgb(picture: Image.Image, found: list[str]) -> Image.Image:
    """As RGB, or RGBA where any pixel is transparent, in the colours of sRGB."""
    picture = _in_eight_bits(picture)
    profile = picture.info.get("icc_profile")
    transparent = picture.has_transparency_data
    alpha = picture.convert("RGBA").getchannel("A") if transparent else None
    if picture.mode in {"P", "PA", "LA", "1"} or (transparent and picture.mode != "RGBA"):
        picture = picture.convert("RGBA" if transparent else "RGB")
    shown = picture.convert("RGB") if picture.mode == "RGBA" else picture
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            shown = ImageCms.profileToProfile(shown, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or shown
        except (ImageCms.PyCMSError, OSError, ValueError):
            found.append("Its colour profile is damaged or of another kind of picture and is not used")
    shown = shown.convert("RGB")
    if alpha is not None and _extremes(alpha)[0] < 255:
        shown.putalpha(alpha)
    return shown


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """Grey pictures of 16 or 32 bits as 8 bits; `convert` alone would cut off all that is brighter than 255."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return picture


def _scaled(picture: Image.Image) -> Image.Image:
    if max(picture.size) > MAX_SIDE:
        picture.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    return picture


def _check_shown(kind: AssetKind, picture: Image.Image) -> None:
    least = MIN_SIDE.get(kind, 32)
    if min(picture.size) < least:
        raise MediaRefused(
            f"It has {picture.width}x{picture.height} pixels; both sides must have at least {least}. Bring a larger one"
        )
    if picture.mode == "RGBA" and _extremes(picture.getchannel("A"))[1] == 0:
        raise MediaRefused("Every pixel of it is transparent, so nothing would be seen")
    if picture.mode == "RGB" and all(low == high for low, high in map(_extremes, picture.split())):
        raise MediaRefused("It is of one colour, so nothing would be seen on it")


def _extremes(band: Image.Image) -> tuple[int, int]:
    """The lowest and the highest value of a picture of one band."""
    return cast("tuple[int, int]", band.getextrema())


def _encoded(picture: Image.Image, content_type: str) -> bytes:
    """Without any metadata: a photo's place and camera are not kept."""
    out = io.BytesIO()
    plain = Image.new(picture.mode, picture.size)
    plain.paste(picture)
    if content_type == "image/jpeg":
        plain.save(out, "JPEG", quality=95, subsampling=0)
    else:
        plain.save(out, "PNG", compress_level=4)
    return out.getvalue()
