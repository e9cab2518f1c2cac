"""Frames of text as libass draws them on black."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from omnigen.domain.timeline import Canvas
from omnigen.rendering.ffmpeg.process import Run, run
from omnigen.rendering.text.ass import AssEvent, document
from omnigen.rendering.text.fonts import raise_on_font_warnings, write_fonts

CLEARLY_COLOURED = 90
"""Difference between the strongest and the weakest of red, green and blue."""


def raster(
    folder: Path, canvas: Canvas, marks: Sequence[AssEvent], texts: Sequence[str], frame: int, language: str = "en"
) -> NDArray[np.uint8]:
    """What libass draws in one frame of the cut, on black: rows, columns, red, green and blue."""
    (folder / "text.ass").write_text(document(canvas, marks, frame), encoding="utf-8")
    picture = f"color=black:s={canvas.width}x{canvas.height}:r=24:d=1,format=rgb24,settb=1/24,setpts=N+2400"
    arguments = [
        *("-v", "warning", "-f", "lavfi", "-i", f"{picture},ass=text.ass:fontsdir=fonts,format=rgb24"),
        *("-frames:v", "1", "-f", "rawvideo", "out.rgb"),
    ]
    environment = write_fonts(folder, texts, language)
    raise_on_font_warnings(run(Run(arguments=arguments, folder=folder, what="test", environment=environment)))
    data = np.frombuffer((folder / "out.rgb").read_bytes(), np.uint8)
    return data.reshape(canvas.height, canvas.width, 3)


def coloured(
    folder: Path, canvas: Canvas, marks: Sequence[AssEvent], texts: Sequence[str], frame: int
) -> NDArray[np.bool_]:
    """Which pixels of a frame have a clear colour, neither white nor grey nor black."""
    picture = raster(folder, canvas, marks, texts, frame).astype(np.int16)
    return np.asarray(picture.max(axis=2) - picture.min(axis=2) > CLEARLY_COLOURED)
