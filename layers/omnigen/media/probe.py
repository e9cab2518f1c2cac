"""Probes a video file: its facts, or the reason why it is refused. Needs PyAV only."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
from av.container import InputContainer

from omnigen.errors import MediaRefused
from omnigen.media.open import open_media

VIDEO_CODECS = frozenset({"h264", "hevc", "av1", "libdav1d", "vp9", "mpeg4", "prores"})
MP4_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"styp"})
HDR_TRANSFERS = frozenset({16, 18})
"""SMPTE 2084 (PQ) and ARIB B67 (HLG), as ITU-T H.273 numbers them."""

UNSPECIFIED = 2
"""H.273: the stream does not say which colours it means."""

_SHORT_BY = Fraction(1, 2)


@dataclass(frozen=True, kw_only=True)
class MediaLimits:
    """Limits of a clip: maxima, and the minimum side of its picture."""

    file_bytes: int = 2 << 30
    min_side: int = 16
    side: int = 4096
    seconds: int = 300
    frames: int = 40_000
    streams: int = 8


@dataclass(frozen=True, kw_only=True)
class MediaFacts:
    """A clip as its container and its first frame describe it. Colour numbers are those of ITU-T H.273."""

    codec: str
    width: int
    height: int
    pixel_format: str
    sample_aspect: Fraction
    rotation: int
    rate: Fraction
    variable_rate: bool
    frames: int
    seconds: Fraction
    matrix: int
    primaries: int
    transfer: int
    full_range: bool
    has_audio: bool
    frame_bytes: tuple[int, ...]
    """Size of each coded frame, in the order of showing."""

    @property
    def is_hdr(self) -> bool:
        """Whether the transfer function is PQ or HLG."""
        return self.transfer in HDR_TRANSFERS

    @property
    def shown_size(self) -> tuple[int, int]:
        """Width and height as seen: pixels made square, rotation applied."""
        wide = max(round(self.width * self.sample_aspect), 1)
        return (self.height, wide) if self.rotation % 180 else (wide, self.height)


def probe(source: Path | bytes, limits: MediaLimits | None = None) -> MediaFacts:
    """The facts of an MP4 or MOV clip. Raises MediaRefused for anything else, anything damaged, anything too big."""
    bounds = limits or MediaLimits()
    _check_bytes(source, bounds)
    with open_media(source) as container:
        stream = _picture_stream(container, bounds)
        packets = _packets(container, stream, bounds)
        seconds = _check_times(stream, container, [time for time, _ in packets])
        container.seek(0)
        return _facts(container, packets, seconds)


def _check_bytes(source: Path | bytes, bounds: MediaLimits) -> None:
    if isinstance(source, Path) and not source.is_file():
        raise MediaRefused(f"There is no file {source.name!r}")
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size == 0:
        raise MediaRefused("The file is empty")
    if size > bounds.file_bytes:
        raise MediaRefused(f"The file has {size >> 20} MB; at most {bounds.file_bytes >> 20} MB are taken")
    head = source[:12] if isinstance(source, bytes) else _head(source)
    if head[4:8] not in MP4_BOXES:
        raise MediaRefused(f"This is no MP4 or MOV file; it begins with {head!r}")


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(12)


def _picture_stream(container: InputContainer, bounds: MediaLimits) -> av.VideoStream:
    if len(container.streams) > bounds.streams:
        raise MediaRefused(f"The file has {len(container.streams)} streams; at most {bounds.streams} are taken")
    if not container.streams.video:
        raise MediaRefused("There is no picture in the file")
    stream = container.streams.video[0]
    if stream.codec_context.name not in VIDEO_CODECS:
        raise MediaRefused(f"The picture is coded as {stream.codec_context.name!r}, which is not taken")
    sides = (stream.width, stream.height)
    if min(sides) < bounds.min_side or max(sides) > bounds.side:
        raise MediaRefused(
            f"The picture has {stream.width}x{stream.height} pixels; "
            f"sides from {bounds.min_side} to {bounds.side} are taken"
        )
    if (seconds := _stated_seconds(stream, container)) > bounds.seconds:
        raise MediaRefused(f"The file lasts {float(seconds):.0f} s; at most {bounds.seconds} s are taken")
    return stream


def _stated_seconds(stream: av.VideoStream, container: InputContainer) -> Fraction:
    if stream.duration and stream.time_base:
        return stream.duration * stream.time_base
    return Fraction(container.duration or 0, 1_000_000)


def _packets(container: InputContainer, stream: av.VideoStream, bounds: MediaLimits) -> list[tuple[Fraction, int]]:
    """When each frame is shown and how many bytes it has, in order; the packets are read, not decoded."""
    packets: list[tuple[Fraction, int]] = []
    for packet in container.demux(stream):
        if packet.is_corrupt:
            raise MediaRefused("The file is damaged or cut short: a part of its picture is missing")
        if packet.pts is not None and packet.time_base:
            packets.append((packet.pts * packet.time_base, packet.size))
        if len(packets) > bounds.frames:
            raise MediaRefused(f"The file has more than {bounds.frames} frames")
    if not packets:
        raise MediaRefused("There is not one frame in the file")
    return sorted(packets)


def _check_times(stream: av.VideoStream, container: InputContainer, times: list[Fraction]) -> Fraction:
    """The true length; a file cut short has fewer packets than its header promises."""
    usual = Fraction(1) / (stream.average_rate or Fraction(24))
    true = times[-1] - times[0] + usual
    if (stated := _stated_seconds(stream, container)) - true > _SHORT_BY:
        raise MediaRefused(f"The file is cut short: {float(true):.1f} s of {float(stated):.1f} s are there")
    return true


def _facts(container: InputContainer, packets: list[tuple[Fraction, int]], seconds: Fraction) -> MediaFacts:
    stream = container.streams.video[0]
    frame = next(container.decode(stream), None)
    if frame is None or frame.is_corrupt:
        raise MediaRefused("The first frame of the file cannot be decoded")
    context = stream.codec_context
    gaps = [later - earlier for (earlier, _), (later, _) in pairwise(packets)]
    return MediaFacts(
        codec=context.name,
        width=stream.width,
        height=stream.height,
        pixel_format=context.pix_fmt or "yuv420p",
        sample_aspect=Fraction(stream.sample_aspect_ratio or 1),
        rotation=int(frame.rotation) % 360,
        rate=Fraction(stream.average_rate or 24),
        variable_rate=bool(gaps) and max(gaps) - min(gaps) > Fraction(1, 500),
        frames=len(packets),
        seconds=seconds,
        matrix=int(context.colorspace),
        primaries=int(context.color_primaries),
        transfer=int(context.color_trc),
        full_range=int(context.color_range) == 2 or (context.pix_fmt or "").startswith("yuvj"),
        has_audio=bool(container.streams.audio),
        frame_bytes=tuple(size for _, size in packets),
    )
