"""Images that people bring: decoded once, and never one whose pixels would fill the memory."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from omnigen.errors import MediaRefused
from omnigen.media.still_image import check_image
from PIL import Image


def image(kind: str, size: tuple[int, int] = (64, 48)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(file, kind)
    return file.getvalue()


def png_of_one_row(width: int, height: int) -> bytes:
    """A PNG whose header promises many rows, of which one is there: what is read of it is the header."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\x00" + b"\x10" * 3 * width)
    chunks = [(b"IHDR", header), (b"IDAT", rows), (b"IEND", b"")]
    parts = [struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")])
def test_size_and_type_are_told(kind: str, media_type: str) -> None:
    facts = check_image(image(kind))
    assert (facts.media_type, facts.width, facts.height) == (media_type, 64, 48)


def test_a_small_file_of_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    bomb = png_of_one_row(12_000, 12_000)
    assert len(bomb) < 1_000
    with pytest.raises(MediaRefused, match=r"144 megapixels; at most 50 are accepted\. Scale it down"):
        check_image(bomb)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_file_cut_short_is_refused(kind: str) -> None:
    file = io.BytesIO()
    Image.effect_noise((256, 256), 80).convert("RGB").save(file, kind)
    with pytest.raises(MediaRefused, match="damaged"):
        check_image(file.getvalue()[: len(file.getvalue()) // 3])


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"])
def test_what_is_no_image_is_refused(data: bytes) -> None:
    with pytest.raises(MediaRefused, match=r"no PNG, JPEG or WebP|damaged"):
        check_image(data)
