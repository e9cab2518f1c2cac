"""The thumbnail of a video: its pack shot, without anything written on it."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import av
import numpy as np
from PIL import Image, ImageOps

from omnigen.domain.area import Area
from omnigen.domain.timeline import Canvas
from omnigen.media.cutout import read_cutout
from omnigen.media.frames import frame_near, in_rgb
from omnigen.rendering.cache import SegmentCache
from omnigen.rendering.edit import EditDecision
from omnigen.rendering.quality.kept import kept
from omnigen.rendering.text.pack_shot import stage_product
from omnigen.rendering.video.sources import Sources

LONGEST_SIDE = 640
_SETTLED_SHARE = 0.6
"""Where in the last shot: after it has come in and the camera has arrived."""

_MARGIN = 0.08
"""Around a product on a plain ground, as a share of the sides."""


def kept_thumbnail(edit: EditDecision, sources: Sources, cache: SegmentCache | None, folder: Path) -> bytes:
    """What `thumbnail_of` returns; where it shows the last picture, it is made once of the same picture."""
    last, canvas = _last_scene(edit), edit.timeline.canvas
    if last in sources.heroes or edit.pack_shot:
        return thumbnail_of(edit, sources)
    facts = {
        "thumbnail": sources.identity(last),
        "frames": edit.timeline.shots[last].frames,
        "canvas": [canvas.width, canvas.height],
    }
    made = kept(cache, folder, facts, lambda: base64.b64encode(thumbnail_of(edit, sources)).decode())
    return base64.b64decode(made)


def thumbnail_of(edit: EditDecision, sources: Sources) -> bytes:
    """A JPEG in the shape of the video.

    The product in its place where the last shot shows the product itself; else the cut-out on the brand's ground; else
    the last shot's own picture, cut to shape around its middle.
    """
    canvas, last = edit.timeline.canvas, _last_scene(edit)
    scale = min(LONGEST_SIDE / max(canvas.width, canvas.height), 1)
    size = (max(round(canvas.width * scale), 2), max(round(canvas.height * scale), 2))
    if last in sources.heroes:
        settled = round(edit.timeline.shots[last].frames * _SETTLED_SHARE)
        picture = _as_picture(next(sources.frames(last, settled, settled + 1)), canvas)
    elif edit.pack_shot:
        picture = _on_its_ground(edit, size)
    else:
        picture = _last_picture(edit)
    fitted = ImageOps.fit(picture.convert("RGB"), size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    fitted.save(out, "JPEG", quality=88)
    return out.getvalue()


def _last_scene(edit: EditDecision) -> int:
    """The last shot before an outro."""
    return len(edit.pictures) - (2 if edit.timeline.outro_frames else 1)


def _last_picture(edit: EditDecision) -> Image.Image:
    last = _last_scene(edit)
    shot, path = edit.timeline.shots[last], edit.pictures[last]
    if shot.kind == "clip":
        return Image.fromarray(frame_near(path, round(shot.frames * _SETTLED_SHARE)).to_ndarray())
    with Image.open(path) as picture:
        return picture.convert("RGB")


def _on_its_ground(edit: EditDecision, size: tuple[int, int]) -> Image.Image:
    assert edit.pack_shot
    width, height = size
    room = Area(left=_MARGIN * width, top=_MARGIN * height, right=width * (1 - _MARGIN), bottom=height * (1 - _MARGIN))
    return stage_product(read_cutout(edit.pack_shot.read_bytes()), size, room, edit.brand.palette).picture


def _as_picture(raw: bytes, canvas: Canvas) -> Image.Image:
    """A raw yuv420p frame in BT.709 as a picture."""
    planes = np.frombuffer(raw, np.uint8).reshape(canvas.height * 3 // 2, canvas.width)
    return Image.fromarray(in_rgb(av.VideoFrame.from_ndarray(planes, format="yuv420p"), "rgb24").to_ndarray())
