"""Reading the label of a product in a picture, by a recogniser whose weights come with it.

Needs the extra `ocr` (rapidocr with the weights of PP-OCRv6). Without it no label is read, and the report says so.
"""

from __future__ import annotations

import importlib.util
import unicodedata
from collections import Counter
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

MIN_CONFIDENCE = 0.9
"""Lines that the recogniser itself doubts are not compared."""

READING_SIDE = 640
"""The longer side to which a product is scaled before it is read; the recogniser's own size is 736."""


def can_read() -> bool:
    """Whether the recogniser is installed."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime"))


def read_label(rgb: NDArray[np.uint8]) -> tuple[str, ...]:
    """The lines of text in a picture (rows x columns x RGB), from top to bottom, as far as they are read surely."""
    picture = Image.fromarray(rgb)
    scale = READING_SIDE / max(picture.size)
    sized = picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.BICUBIC)
    read = _recogniser()(np.asarray(sized)[..., ::-1], use_cls=False)
    lines = zip(read.txts or (), read.scores or (), strict=True)
    return tuple(text for text, sure in lines if sure >= MIN_CONFIDENCE and letters(text))


def same_text(expected: tuple[str, ...], found: tuple[str, ...]) -> bool:
    """Whether two readings hold the same letters and digits; how they are broken into lines does not matter."""
    return Counter(letters(" ".join(expected))) == Counter(letters(" ".join(found))) and letters(
        "".join(expected)
    ) == letters("".join(found))


def letters(text: str) -> str:
    """The letters and digits of a text, all small."""
    return "".join(one for one in unicodedata.normalize("NFKC", text).casefold() if one.isalnum())


@cache
def _recogniser() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})
