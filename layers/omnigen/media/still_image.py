"""Images that people bring: their size read from the header, then decoded once. Needs PyAV and imagesize."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import av
import imagesize

from omnigen.errors import MediaRefused
from omnigen.media.file_types import media_type_of

MAX_MEGAPIXELS = 50
"""The largest image a usual phone takes. Decoding takes up to 4 bytes a pixel, whatever the size of the file."""

_DEMUXERS: Mapping[str, str] = MappingProxyType(
    {"image/png": "png_pipe", "image/jpeg": "jpeg_pipe", "image/webp": "webp_pipe"}
)


@dataclass(frozen=True)
class ImageFacts:
    """An image's media type, and its width and height in pixels."""

    media_type: str
    width: int
    height: int


def check_image(data: bytes) -> ImageFacts:
    """The facts of a PNG, JPEG or WebP image that can be decoded to its end.

    MediaRefused for anything else, and for more than 50 megapixels, which is found out before anything is decoded.
    """
    media_type = media_type_of(data)
    if media_type is None or media_type not in _DEMUXERS:
        raise MediaRefused("It is no PNG, JPEG or WebP image")
    width, height = imagesize.get(io.BytesIO(data))
    if width <= 0 or height <= 0:
        raise MediaRefused("Its size cannot be read; the file is damaged")
    if width * height > MAX_MEGAPIXELS * 1_000_000:
        raise MediaRefused(
            f"It has {width}x{height} pixels, {width * height / 1e6:.0f} megapixels; "
            f"at most {MAX_MEGAPIXELS} are accepted. Scale it down"
        )
    _decode(data, _DEMUXERS[media_type])
    return ImageFacts(media_type, width, height)


def _decode(data: bytes, demuxer: str) -> None:
    try:
        with av.open(io.BytesIO(data), mode="r", format=demuxer, metadata_errors="replace") as container:
            stream = container.streams.video[0]
            stream.codec_context.options = {"err_detect": "explode"}  # the JPEG decoder fills in what is missing
            frame = next(container.decode(stream), None)
    except (av.FFmpegError, ValueError, IndexError) as error:
        raise MediaRefused("It cannot be decoded; the file is damaged") from error
    if frame is None or frame.is_corrupt:
        raise MediaRefused("It cannot be decoded; the file is damaged or cut short")
