"""The thumbnail of a video: its last shot, which shows the product, before anything is written on it."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from omnigen.media.frames import last_frame
from omnigen.rendering.edit import EditDecision

LONGEST_SIDE = 640
_SETTLED_SHARE = 0.6
"""Where in the last shot: after it has come in and the camera has arrived."""


def thumbnail_of(edit: EditDecision) -> bytes:
    """A JPEG of the last shot's own picture, cut to the shape of the video around its middle."""
    cut, data = edit.timeline, edit.pictures[-1].read_bytes()
    shot = cut.shots[-1]
    if shot.kind == "clip":
        data = last_frame(data, round(shot.frames * _SETTLED_SHARE), near=True)
    scale = min(LONGEST_SIDE / max(cut.canvas.width, cut.canvas.height), 1)
    size = (max(round(cut.canvas.width * scale), 2), max(round(cut.canvas.height * scale), 2))
    with Image.open(io.BytesIO(data)) as picture:
        fitted = ImageOps.fit(picture.convert("RGB"), size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    fitted.save(out, "JPEG", quality=88)
    return out.getvalue()
