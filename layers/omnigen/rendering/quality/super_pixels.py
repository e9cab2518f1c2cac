"""Supers in pixels: where their letters are, how far they stand out from what is behind them, and what can be read."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from omnigen.domain.timeline import Canvas
from omnigen.rendering.ffmpeg.process import Run, run
from omnigen.rendering.quality.picture_scan import Pixels
from omnigen.rendering.text.ass import EARLY_FRAMES, AssEvent, document
from omnigen.rendering.text.fonts import raise_on_font_warnings

Mask = np.ndarray[tuple[int, int], np.dtype[np.uint8]]
"""Opacity of the letters for each pixel, 0 to 255."""

_MASK_TEXT, _MASK_RAW = "masks.ass", "masks.raw"
_LETTER, _CLEAR = 224, 8
_RING_PIXELS = 3
"""Around the letters, behind their soft edges: what the eye sees them against."""

_WORST_PERCENTILE = 5
_OCR_MARGIN = 12


def letter_masks(
    marks: Sequence[AssEvent], canvas: Canvas, folder: Path, environment: Mapping[str, str]
) -> dict[str, Mask]:
    """The letters of each text by its owner, as libass draws them without plates and without fading."""
    texts = {mark.owner: mark for mark in marks if mark.owner.startswith("super ")}
    if not texts:
        return {}
    shown = [replace(mark, start=n, end=n + 1, fade=None) for n, mark in enumerate(texts.values())]
    (folder / _MASK_TEXT).write_text(document(canvas, shown), encoding="utf-8")
    picture = f"color=black@0:s={canvas.width}x{canvas.height}:r={canvas.rate},format=rgba"
    clock = f"settb=1/{canvas.rate},setpts=N+{EARLY_FRAMES}"
    text = f"ass={_MASK_TEXT}:fontsdir=fonts:alpha=1,setpts=N,alphaextract,format=gray"
    arguments = [
        *("-v", "warning", "-f", "lavfi", "-i", f"{picture},{clock},{text}", "-frames:v", str(len(texts))),
        *("-f", "rawvideo", _MASK_RAW),
    ]
    raise_on_font_warnings(
        run(Run(arguments=arguments, folder=folder, what="measuring supers", environment=dict(environment)))
    )
    drawn = np.frombuffer((folder / _MASK_RAW).read_bytes(), np.uint8)
    (folder / _MASK_RAW).unlink()
    frames = drawn.reshape(len(texts), canvas.height, canvas.width)
    return dict(zip(texts, frames, strict=True))


def box_of(mask: Mask) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom (excluded) of the letters; None where nothing is drawn."""
    rows, columns = np.flatnonzero((mask > _CLEAR).any(1)), np.flatnonzero((mask > _CLEAR).any(0))
    if not len(rows):
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def contrast_on(picture: Pixels, mask: Mask) -> float | None:
    """The 5th percentile of the contrast ratio of letters to the pixels around them (WCAG 2.2); None without letters.

    The letters' own brightness is the median of those pixels that they fill.
    """
    letters = mask >= _LETTER
    if not letters.any():
        return None
    near = _grown(mask > _CLEAR, 1)
    around = _grown(near, _RING_PIXELS) & ~near
    light = _luminance(picture)
    letter, behind = float(np.median(light[letters])), light[around]
    ratios = (np.maximum(letter, behind) + 0.05) / (np.minimum(letter, behind) + 0.05)
    return float(np.percentile(ratios, _WORST_PERCENTILE))


def can_read() -> bool:
    """Whether the recogniser of letters is installed (extra `ocr`)."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime"))


def read_text(picture: Pixels, box: tuple[int, int, int, int]) -> str:
    """What a recogniser reads in a part of a picture, line by line."""
    left, top, right, bottom = box
    part = picture[
        max(top - _OCR_MARGIN, 0) : bottom + _OCR_MARGIN, max(left - _OCR_MARGIN, 0) : right + _OCR_MARGIN, ::-1
    ]
    answer = _recogniser()(np.ascontiguousarray(part))
    if answer.txts is None:
        return ""
    height = (bottom - top) or 1
    places = [(round(float(box[:, 1].mean()) / height * 20), float(box[:, 0].min())) for box in answer.boxes]
    return " ".join(text for _, text in sorted(zip(places, answer.txts, strict=True)))


@cache
def _recogniser() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})


def _grown(mask: np.ndarray[Any, np.dtype[np.bool_]], pixels: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """The mask with everything that is at most so many pixels away from it, on a square."""
    grown = mask
    for axis in (0, 1):
        one = grown
        for step in range(1, pixels + 1):
            for way in (step, -step):
                grown = grown | np.roll(one, way, axis)
    return grown


def _luminance(picture: Pixels) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Relative luminance of each pixel, 0 to 1 (WCAG 2.2)."""
    share = picture.astype(np.float64) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    found: np.ndarray[Any, np.dtype[np.float64]] = linear @ np.array([0.2126, 0.7152, 0.0722])
    return found
