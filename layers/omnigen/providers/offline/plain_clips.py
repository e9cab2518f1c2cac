"""Clips of plain media: a picture that comes closer, encoded by PyAV, which is imported when a clip is made."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from omnigen.domain.timebase import FRAME_RATE
from omnigen.errors import MediaRefused
from omnigen.providers.offline.media import FilmRequest

if TYPE_CHECKING:
    import av

_ZOOM_PER_FRAME = 0.0015
_CODEC = {"preset": "ultrafast", "crf": "23"}


def zoomed_clip(start_png: bytes, order: FilmRequest, count: int) -> bytes:
    """An MP4 of `count` frames: closer to the first picture; with a last one, from the middle on that one.

    It begins and ends on the pictures as they are. MediaRefused when one cannot be opened.
    """
    zoom_in = f"1+{_ZOOM_PER_FRAME}*on"
    if order.end_png is None:
        return _encoded(_zoomed(start_png, zoom_in, count, order), order)
    half = count // 2
    zoom_out = f"1+{_ZOOM_PER_FRAME}*max(0,{count - half - 1}-on)"
    first, last = _zoomed(start_png, zoom_in, half, order), _zoomed(order.end_png, zoom_out, count - half, order)
    return _encoded(chain(first, last), order)


def _zoomed(png: bytes, zoom: str, count: int, order: FilmRequest) -> Iterator[av.VideoFrame]:
    """`count` frames of a picture, each as close as the expression says."""
    import av
    from av.filter import Graph

    try:
        with av.open(io.BytesIO(png), "r") as file:
            picture = next(file.decode(video=0))
    except (av.FFmpegError, StopIteration) as error:
        raise MediaRefused("A frame of a clip cannot be opened") from error
    graph = Graph()
    source = graph.add_buffer(
        width=picture.width, height=picture.height, format=picture.format, time_base=1 / FRAME_RATE
    )
    size = f"{order.width}x{order.height}"
    middle = "x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2'"
    steps = [
        source,
        graph.add("scale", f"{order.width}:{order.height}"),
        graph.add("zoompan", f"z='{zoom}':d={count}:s={size}:fps={FRAME_RATE}:{middle}"),
        graph.add("format", "pix_fmts=yuv420p"),
        graph.add("buffersink"),
    ]
    for one, other in pairwise(steps):
        one.link_to(other)
    graph.configure()
    picture.pts, picture.time_base = 0, 1 / FRAME_RATE
    graph.push(picture)
    for _ in range(count):
        frame = graph.pull()
        assert isinstance(frame, av.VideoFrame)
        yield frame


def _encoded(frames: Iterator[av.VideoFrame], order: FilmRequest) -> bytes:
    import av

    file = io.BytesIO()
    with av.open(file, "w", format="mp4", options={"fflags": "+bitexact"}) as out:
        stream = out.add_stream("libx264", rate=FRAME_RATE, options=_CODEC)
        stream.width, stream.height, stream.pix_fmt = order.width, order.height, "yuv420p"
        stream.time_base = 1 / FRAME_RATE
        stream.codec_context.thread_count = 1  # x264's bytes depend on it
        for index, frame in enumerate(frames):
            frame.pts, frame.time_base = index, 1 / FRAME_RATE
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return file.getvalue()
