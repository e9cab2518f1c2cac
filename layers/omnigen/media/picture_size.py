"""Opening a picture that others made. Needs PyAV only."""

from __future__ import annotations

import io
from dataclasses import dataclass

import av

from omnigen.errors import MediaRefused
from omnigen.media.picture_content import brightness_grid, is_plain

MAX_PIXELS = 64 * 10**6


@dataclass(frozen=True)
class PictureFacts:
    """Width and height in pixels, and whether it is of one colour only."""

    width: int
    height: int
    is_plain: bool


def picture_facts(data: bytes) -> PictureFacts:
    """The facts of a PNG, JPEG or WebP picture, decoded in full.

    MediaRefused when it cannot be decoded, is cut short, or has more than 64 million pixels.
    """
    try:
        with av.open(io.BytesIO(data), mode="r", metadata_errors="replace") as container:
            if not container.streams.video:
                raise MediaRefused("The file holds no picture")
            stream = container.streams.video[0]
            if stream.width * stream.height > MAX_PIXELS:
                raise MediaRefused(f"The picture has {stream.width}x{stream.height} pixels, which is too many")
            stream.codec_context.options = {"err_detect": "explode+crccheck+buffer"}
            frame = next(container.decode(stream), None)
            if frame is None or frame.is_corrupt:
                raise MediaRefused("The picture is damaged or cut short")
            return PictureFacts(frame.width, frame.height, is_plain(brightness_grid(frame)))
    except (av.FFmpegError, ValueError) as error:
        raise MediaRefused(f"The picture cannot be opened: {error}") from error
