"""Single frames of a clip: the frame on which the next scene starts, and thumbnails. Needs PyAV only."""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
from av.container import InputContainer
from av.video.reformatter import ColorRange, Colorspace

from omnigen.domain.timebase import FRAME_RATE
from omnigen.errors import MediaRefused
from omnigen.media.open import open_media
from omnigen.media.probe import UNSPECIFIED


def last_frame(clip: bytes, frame_index: int | None = None) -> bytes:
    """The clip's picture at `frame_index` (counted at 24 frames a second), or its last one, as a PNG.

    A clip that is shorter, or no index, gives the last frame. Raises MediaRefused when the clip cannot be decoded.
    """
    with open_media(clip) as container:
        return _encode(upright(in_rgb(_frame_at(container, frame_index), "rgb24")), "png")


def frame_near(clip: Path, frame_index: int) -> av.VideoFrame:
    """The clip's picture at an index, or one of those just before, in RGB.

    Frames to which no other refers are not decoded, which takes half the time. Raises MediaRefused when the clip cannot
    be decoded.
    """
    with open_media(clip) as container:
        container.streams.video[0].codec_context.skip_frame = "NONREF"
        return upright(in_rgb(_frame_at(container, frame_index), "rgb24"))


def thumbnail_jpeg(clip: bytes, *, at_share: float = 0.4, longest_side: int = 480) -> bytes:
    """A small picture of a clip, taken at a share of its length, as a JPEG."""
    with open_media(clip) as container:
        count = container.streams.video[0].frames or 1
        rate = container.streams.video[0].average_rate or FRAME_RATE
        frame = _frame_at(container, int(count * at_share * FRAME_RATE / rate))
        return jpeg(frame, longest_side)


def jpegs_at(video: Path, seconds: Sequence[float], longest_side: int = 960) -> list[bytes]:
    """The pictures shown at these seconds of a video, as JPEGs. Each is decoded from the key frame before it."""
    found = []
    with open_media(video) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        base = stream.time_base or Fraction(1, 24)
        for wanted in seconds:
            container.seek(int(Fraction(wanted) / base), stream=stream, backward=True)
            chosen: av.VideoFrame | None = None
            for frame in container.decode(stream):
                if chosen is not None and (frame.pts or 0) * base > wanted:
                    break
                chosen = frame
            if chosen is None:
                raise MediaRefused(f"The video has no picture at {wanted:.2f} s")
            found.append(jpeg(chosen, longest_side))
    return found


def jpeg(frame: av.VideoFrame, longest_side: int) -> bytes:
    """A frame scaled down to fit and coded as a JPEG, whose colours are BT.601 in full range by its own standard."""
    turned = upright(in_rgb(frame, "rgb24"))
    scale = min(Fraction(longest_side, max(turned.width, turned.height)), Fraction(1))
    small = turned.reformat(
        width=max(int(turned.width * scale) // 2 * 2, 2),
        height=max(int(turned.height * scale) // 2 * 2, 2),
        format="yuvj420p",
        dst_colorspace=Colorspace.ITU601,
        dst_color_range=ColorRange.JPEG,
    )
    return _encode(small, "mjpeg", {"qmin": "2", "qmax": "4"})


def in_rgb(frame: av.VideoFrame, pixel_format: str) -> av.VideoFrame:
    """The frame in RGB. Clips that do not say which colours they mean are BT.709, as every clip we buy is.

    Without this the decoder's BT.601 shifts colours by up to 24 of 255, more with every scene of a chain.
    """
    if int(frame.colorspace) == UNSPECIFIED:
        return frame.reformat(format=pixel_format, src_colorspace=Colorspace.ITU709)
    return frame.reformat(format=pixel_format)


def upright(frame: av.VideoFrame) -> av.VideoFrame:
    """The frame as a player shows it: turned as the container says."""
    turns = {90: "cclock", 180: "hflip,vflip", 270: "clock"}
    rotation = int(frame.rotation) % 360
    if rotation not in turns:
        return frame
    return _filtered(frame, turns[rotation])


def _filtered(frame: av.VideoFrame, chain: str) -> av.VideoFrame:
    graph = av.filter.Graph()
    steps = {
        "cclock": ("transpose", "cclock"),
        "clock": ("transpose", "clock"),
        "hflip": ("hflip",),
        "vflip": ("vflip",),
    }
    nodes = [graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1, 24))]
    nodes += [graph.add(*steps[step]) for step in chain.split(",")]
    nodes.append(graph.add("buffersink"))
    graph.link_nodes(*nodes).configure()
    graph.push(frame)
    return graph.vpull()


def _frame_at(container: InputContainer, index: int | None) -> av.VideoFrame:
    """The frame shown at an index of the 24 fps grid; frames are decoded in order, so the answer is exact."""
    stream = container.streams.video[0]
    stream.thread_type = "AUTO"
    if index is None and stream.duration:
        container.seek((stream.start_time or 0) + stream.duration, stream=stream, backward=True)
    chosen: av.VideoFrame | None = None
    first: Fraction | None = None
    for frame in container.decode(stream):
        time = (frame.pts or 0) * (frame.time_base or Fraction(1, 24))
        first = time if first is None else first
        if index is not None and (time - first) * FRAME_RATE >= index + Fraction(1, 2):
            break
        chosen = frame
    if chosen is None:
        raise MediaRefused("The clip has no frame that can be decoded")
    return chosen


def _encode(frame: av.VideoFrame, codec: str, options: dict[str, str] | None = None) -> bytes:
    context = cast("av.VideoCodecContext", av.CodecContext.create(codec, "w"))
    context.width, context.height = frame.width, frame.height
    context.pix_fmt = frame.format.name
    context.time_base = Fraction(1, 24)
    context.options = options or {}
    frame.pts = 0
    out = io.BytesIO()
    for packet in [*context.encode(frame), *context.encode(None)]:
        out.write(bytes(packet))
    return out.getvalue()
