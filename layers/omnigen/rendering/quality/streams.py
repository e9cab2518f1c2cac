"""Facts of the finished file: sizes and times of its packets, and a few decoded frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
from av.container import InputContainer
from av.video.reformatter import ColorRange

from omnigen.errors import VideoRejected
from omnigen.media.open import open_media
from omnigen.rendering.video.cells import Cells, cells_of

DARK_BYTES_PER_PIXEL = Fraction(1, 40)
"""A black key frame takes less than this, even under film grain."""

SEEN = 255.0
"""Stands for the luma of a frame that was not looked at because it cannot be black."""


@dataclass(frozen=True, kw_only=True)
class Streams:
    """What the finished file holds, read from its packets. Sizes are bytes per frame, in the order of showing."""

    video_codec: str
    audio_codec: str
    width: int
    height: int
    frames: int
    even: bool
    key_frames: tuple[int, ...]
    sizes: tuple[int, ...]
    video_seconds: Fraction
    audio_seconds: Fraction


@dataclass(frozen=True, kw_only=True)
class SampledFrames:
    """What was measured on a few decoded frames: the mean luma of each key frame, and of the last frame.

    `cells` are small pictures of those that were decoded, by their numbers.
    """

    key_lumas: tuple[tuple[int, float], ...]
    last_luma: float
    cells: Mapping[int, Cells] = field(default_factory=dict)


def read_streams(path: Path, rate: Fraction) -> Streams:
    """Count and time every packet; nothing is decoded."""
    with open_media(path) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        packets = [
            (packet.pts * packet.time_base * rate, packet.size, packet.is_keyframe)
            for packet in container.demux(video)
            if packet.pts is not None and packet.time_base
        ]
        packets.sort()
        return Streams(
            video_codec=video.codec_context.name,
            audio_codec=audio.codec_context.name,
            width=video.width,
            height=video.height,
            frames=len(packets),
            even=all(later[0] - earlier[0] == 1 for earlier, later in pairwise(packets)) and packets[0][0] == 0,
            key_frames=tuple(number for number, packet in enumerate(packets) if packet[2]),
            sizes=tuple(packet[1] for packet in packets),
            video_seconds=(video.duration or 0) * (video.time_base or Fraction(0)),
            audio_seconds=(audio.duration or 0) * (audio.time_base or Fraction(0)),
        )


def sample_frames(path: Path, streams: Streams, starts: Sequence[int] = ()) -> SampledFrames:
    """Decode the first frame, the very end, the key frames among `starts`, and every key frame that may be black.

    A key frame with anything to be seen in it takes many bytes: those are believed without being looked at.
    """
    small = streams.width * streams.height * DARK_BYTES_PER_PIXEL
    doubtful = {number for number in streams.key_frames if streams.sizes[number] < small}
    with open_media(path) as container:
        frames = dict(_key_frames(container, streams, {0, *starts} | doubtful))
    lumas = tuple((number, _luma(frames[number]) if number in frames else SEEN) for number in streams.key_frames)
    with open_media(path) as container:
        frames[streams.frames - 1] = last = _last_frame(container)
    cells = {number: cells_of(frame) for number, frame in frames.items()}
    return SampledFrames(key_lumas=lumas, last_luma=_luma(last), cells=cells)


def _key_frames(container: InputContainer, streams: Streams, wanted: set[int]) -> Iterator[tuple[int, av.VideoFrame]]:
    """Some key frames, each decoded by itself."""
    stream = container.streams.video[0]
    keys = iter(streams.key_frames)
    for packet in container.demux(stream):
        if packet.is_keyframe and packet.pts is not None and (number := next(keys)) in wanted:
            stream.codec_context.flush_buffers()
            frames = [*stream.codec_context.decode(packet), *stream.codec_context.decode(None)]
            if not frames:
                raise VideoRejected(f"Frame {number} of the finished video cannot be decoded")
            yield number, frames[0]


def _last_frame(container: InputContainer) -> av.VideoFrame:
    stream = container.streams.video[0]
    stream.codec_context.skip_frame = "NONREF"  # the last frame is one that others may refer to
    container.seek((stream.start_time or 0) + (stream.duration or 0), stream=stream, backward=True)
    last = None
    for frame in container.decode(stream):
        last = frame
    if last is None:
        raise VideoRejected("The end of the finished video cannot be decoded")
    return last


def _luma(frame: av.VideoFrame) -> float:
    small = frame.reformat(width=32, height=32, format="gray", dst_color_range=ColorRange.MPEG)
    plane = small.planes[0]
    data = bytes(plane)
    rows = [data[row * plane.line_size : row * plane.line_size + 32] for row in range(32)]
    return sum(map(sum, rows)) / (32 * 32)
