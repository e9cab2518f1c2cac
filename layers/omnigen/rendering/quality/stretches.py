"""Stretches of the finished file that can be decoded by themselves, named by the hash of their packets."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import av
from av.container import InputContainer

from omnigen.errors import VideoRejected
from omnigen.media.open import open_media

if TYPE_CHECKING:
    Packet = av.Packet[av.VideoStream]


@dataclass(frozen=True, kw_only=True)
class PacketRange:
    """Frames `[start, end)`: packets from a key frame on to the next stretch, in the order of decoding.

    Groups of pictures are closed, so nothing in them refers to other stretches. Usable while its file is open.
    """

    start: int
    end: int
    packets: Sequence[Packet]
    container: InputContainer
    rate: Fraction

    @cached_property
    def sha256(self) -> str:
        """The hash of its packets, of the decoder's parameters and version, and of where it stands in the video."""
        found = hashlib.sha256(f"{av.__version__} {self.start} {self.end} {self.rate}".encode())
        found.update(self.container.streams.video[0].codec_context.extradata or b"")
        for packet in self.packets:
            found.update(f" {packet.pts} {packet.dts} {packet.size} ".encode())
            found.update(packet)
        return found.hexdigest()

    def frames(self) -> Iterator[tuple[int, av.VideoFrame]]:
        """Every frame that others refer to, with its number in the video. VideoRejected when it cannot be decoded."""
        stream = self.container.streams.video[0]
        decoder = stream.codec_context
        decoder.skip_frame = "NONREF"
        decoder.flush_buffers()
        try:
            for packet in (*self.packets, None):
                for frame in decoder.decode(packet):
                    if frame.pts is not None and stream.time_base:
                        yield round(frame.pts * stream.time_base * self.rate), frame
        except av.error.FFmpegError as error:
            raise VideoRejected(f"The finished video cannot be decoded from frame {self.start} on") from error


def stretches(video: Path, rate: Fraction, starts: Sequence[int] = ()) -> Iterator[PacketRange]:
    """The whole video, cut at those of the frames `starts` that are key frames. Only one at a time is in memory."""
    with open_media(video) as container:
        start, frames = 0, 0
        packets: list[Packet] = []
        for packet in container.demux(container.streams.video[0]):
            if packet.pts is None or not packet.time_base:
                continue
            number = round(packet.pts * packet.time_base * rate)
            if packet.is_keyframe and number in starts and packets:
                yield PacketRange(start=start, end=number, packets=packets, container=container, rate=rate)
                start, packets = number, []
            packets.append(packet)
            frames += 1
        yield PacketRange(start=start, end=frames, packets=packets, container=container, rate=rate)
