"""A static bold font from a variable one, with the characters of one video: libass takes no weight from the latter."""

from __future__ import annotations

import io

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer


def static_font(data: bytes, number: int, weight: int, characters: str) -> bytes:
    """The face `number` of a collection at this weight, cut down to these characters. Takes a second."""
    options = subset.Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True, drop_tables=["VORG", "DSIG"])
    font = TTFont(io.BytesIO(data), fontNumber=number, lazy=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    small = _saved(font)  # written once: tables that were read lazily point into the large file
    return _saved(instancer.instantiateVariableFont(TTFont(io.BytesIO(small)), {"wght": weight}))


def _saved(font: TTFont) -> bytes:
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()
