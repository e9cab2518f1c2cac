"""Pictures that people bring: any common format comes in upright, in sRGB, without metadata; the rest is refused."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from typing import Any, cast

import pytest
from omnigen.domain.asset import AssetKind
from omnigen.errors import MediaRefused
from omnigen.intake.limited_process import admit, opened_here
from PIL import Image, ImageCms

ORIENTATION = 0x0112
GPS = 0x8825


def picture(mode: str = "RGB", size: tuple[int, int] = (400, 300)) -> Image.Image:
    """Red above, blue below, so that turns are seen."""
    shown = Image.new("RGB", size, "#0000c8")
    shown.paste("#c80000", (0, 0, size[0], size[1] // 2))
    return shown.quantize(4) if mode == "P" else shown.convert(mode)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def read(data: bytes) -> Image.Image:
    shown = Image.open(io.BytesIO(data))
    shown.load()
    return shown


def pixel(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    return cast("tuple[int, ...]", image.convert("RGB").getpixel((x, y)))


def deep_grey() -> Image.Image:
    return picture("L").convert("I").point(lambda value: value * 257).convert("I;16")


def heic(image: Image.Image) -> bytes:
    import pillow_heif

    out = io.BytesIO()
    pillow_heif.from_pillow(image).save(out)
    return out.getvalue()


def with_stated_size(side: int) -> bytes:
    """A PNG of a few bytes whose header promises a square of this side."""
    data = encoded(Image.new("1", (8, 8)), "PNG")
    header = data[12:16] + side.to_bytes(4, "big") * 2 + data[24:29]
    return data[:12] + header + zlib.crc32(header).to_bytes(4, "big") + data[33:]


FORMATS: dict[str, tuple[Callable[[], bytes], str]] = {
    "PNG": (lambda: encoded(picture(), "PNG"), "image/png"),
    "JPEG": (lambda: encoded(picture(), "JPEG"), "image/jpeg"),
    "WebP": (lambda: encoded(picture(), "WEBP"), "image/png"),
    "GIF": (lambda: encoded(picture("P"), "GIF"), "image/png"),
    "HEIC": (lambda: heic(picture()), "image/jpeg"),
    "AVIF": (lambda: encoded(picture(), "AVIF"), "image/jpeg"),
    "grey": (lambda: encoded(picture("L"), "PNG"), "image/png"),
    "16 bit grey": (lambda: encoded(deep_grey(), "PNG"), "image/png"),
    "CMYK": (lambda: encoded(picture("CMYK"), "JPEG"), "image/jpeg"),
    "palette": (lambda: encoded(picture("P"), "PNG"), "image/png"),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_common_format_becomes_a_png_or_jpeg_of_the_same_picture(name: str) -> None:
    make, content_type = FORMATS[name]
    admitted = admit(AssetKind.PRODUCT_IMAGE, make())
    assert admitted.content_type == content_type
    assert (admitted.facts.width, admitted.facts.height, admitted.facts.transparent) == (400, 300, False)
    shown = read(admitted.data)
    assert shown.format == content_type.removeprefix("image/").upper()
    above, below = pixel(shown, 200, 40), pixel(shown, 200, 260)
    if name not in {"grey", "16 bit grey", "CMYK"}:
        assert above == pytest.approx((200, 0, 0), abs=12)
        assert below == pytest.approx((0, 0, 200), abs=12)
    assert sum(above) > sum(below) + 20 or name not in {"grey", "16 bit grey"}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_turned_as_its_exif_says_and_keeps_none_of_it(orientation: int) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[GPS] = {1: "N", 2: (52.0, 31.0, 12.0)}
    turned = {
        1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]  # fmt: skip
    stored = picture() if turned is None else picture().transpose(turned)
    admitted = opened_here(AssetKind.PRODUCT_IMAGE, encoded(stored, "JPEG", exif=exif, quality=95))
    shown = read(admitted.data)
    assert shown.size == (400, 300)
    assert pixel(shown, 200, 40)[0] > 150
    assert pixel(shown, 200, 260)[2] > 150
    assert not shown.getexif()
    assert b"Exif" not in admitted.data


def test_transparency_is_kept_and_reported() -> None:
    logo = picture("RGBA")
    logo.putalpha(Image.linear_gradient("L").resize(logo.size))
    for kind in ("PNG", "WEBP"):
        admitted = opened_here(AssetKind.LOGO, encoded(logo, kind, **({"lossless": True} if kind == "WEBP" else {})))
        assert admitted.facts.transparent
        assert admitted.content_type == "image/png"
        assert read(admitted.data).getchannel("A").getextrema() == (0, 255)


def test_an_alpha_channel_that_hides_nothing_is_no_transparency() -> None:
    admitted = opened_here(AssetKind.LOGO, encoded(picture("RGBA"), "PNG"))
    assert admitted.facts.transparent is False
    assert read(admitted.data).mode == "RGB"


def test_of_an_animation_the_first_frame_is_taken_with_a_warning() -> None:
    second = Image.new("RGB", (400, 300), "#00c800")
    data = encoded(picture(), "GIF", save_all=True, append_images=[second], duration=100)
    admitted = opened_here(AssetKind.PRODUCT_IMAGE, data)
    assert admitted.warnings == ("It is animated or holds several pictures; only the first is used",)
    assert pixel(read(admitted.data), 200, 40)[0] > 150


def test_colours_of_another_profile_become_those_of_srgb() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    data = encoded(picture(), "PNG", icc_profile=lab.tobytes())
    admitted = opened_here(AssetKind.LOGO, data)
    assert not admitted.warnings
    assert "icc_profile" not in read(admitted.data).info
    damaged = opened_here(AssetKind.LOGO, encoded(picture(), "PNG", icc_profile=b"no profile"))
    assert damaged.warnings == ("Its colour profile is damaged or of another kind of picture and is not used",)


def test_a_larger_picture_than_any_video_needs_is_scaled_down() -> None:
    admitted = admit(AssetKind.STILL, encoded(picture(size=(6000, 2000)), "JPEG"))
    assert (admitted.facts.width, admitted.facts.height) == (4096, 1365)


BAD: dict[str, tuple[AssetKind, Callable[[], bytes], str]] = {
    "nothing": (AssetKind.LOGO, lambda: b"", "The file is empty; bring PNG, JPEG"),
    "text": (AssetKind.LOGO, lambda: b"<!doctype html><p>404", "no picture that can be opened; bring it as PNG"),
    "a cut file": (AssetKind.LOGO, lambda: encoded(picture(), "JPEG")[:-900], "damaged or cut short"),
    "another format": (AssetKind.LOGO, lambda: encoded(picture(), "BMP"), "no picture that can be opened"),
    "an EPS, which Pillow gives to Ghostscript": (
        AssetKind.LOGO,
        lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 400 300\n(%pipe%id) (r) file\n%%EOF\n",
        "no picture that can be opened",
    ),
    "one colour": (AssetKind.STILL, lambda: encoded(Image.new("RGB", (400, 400)), "PNG"), "of one colour"),
    "all transparent": (
        AssetKind.LOGO,
        lambda: encoded(Image.new("RGBA", (99, 99), (9, 9, 9, 0)), "PNG"),
        "Every pixel of it is transparent",
    ),
    "too small": (AssetKind.STILL, lambda: encoded(picture(size=(400, 200)), "PNG"), "at least 320"),
    "too many pixels": (
        AssetKind.STILL,
        lambda: encoded(Image.new("1", (9000, 9000)), "PNG"),
        "9000x9000 pixels, 81 megapixels; at most 50",
    ),
    "a bomb of 60,000 by 60,000": (
        AssetKind.STILL,
        lambda: with_stated_size(60_000),
        "more than 50 megapixels",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_picture_of_no_use_is_refused_in_plain_words(name: str) -> None:
    kind, make, sentence = BAD[name]
    with pytest.raises(MediaRefused, match=sentence):
        admit(kind, make())


def test_what_hides_behind_a_picture_is_not_kept() -> None:
    polyglot = encoded(picture(), "PNG") + b"PK\x03\x04<script>alert(1)</script>"
    assert b"script" not in opened_here(AssetKind.LOGO, polyglot).data
    comment = encoded(picture(), "JPEG", comment=b"<?php system($_GET[0]); ?>")
    assert b"php" not in opened_here(AssetKind.LOGO, comment).data
