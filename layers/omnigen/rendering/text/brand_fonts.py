"""Fonts of one's own, made ready for libass: under a name that no other font has, as the bold that is asked for."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError
from fontTools.varLib import instancer

from omnigen.errors import MediaRefused
from omnigen.rendering.text.fonts import BOLD_WEIGHT, Face, outline

_RESTRICTED = 0x0002
_BITMAPS_ONLY = 0x0200
_BOLD_STYLE = 0x01
_NAMES = (1, 2, 4, 6, 16, 17, 21, 22)
"""Family, style, full and PostScript names, in the old and the typographic form."""

_WORDS_TO_DRAW = "The quick brown fox 0123456789"


def own_face(data: bytes, folder: Path) -> Face:
    """A font of one's own as a face; its prepared file is written into the folder.

    Raises MediaRefused for what is no TrueType or OpenType font, for one without Latin letters or figures, and for one
    whose licence bits forbid that it is drawn into a video.
    """
    font = _opened(data)
    if objection := embedding_objection(font):
        raise MediaRefused(objection)
    if "fvar" in font and any(axis.axisTag == "wght" for axis in font["fvar"].axes):
        weights = next(axis for axis in font["fvar"].axes if axis.axisTag == "wght")
        weight = min(max(BOLD_WEIGHT, weights.minValue), weights.maxValue)
        font = instancer.instantiateVariableFont(font, {"wght": weight})
    digest = hashlib.sha256(data).hexdigest()[:12]
    family = f"Own {digest}"
    _name(font, family)
    path = folder / f"own-{digest}.ttf"
    font.save(path)
    face = Face(family=family, file_name=path.name, package="", key=str(path))
    if missing := [one for one in _WORDS_TO_DRAW if ord(one) not in outline(face).characters]:
        raise MediaRefused(f"The font has no {' '.join(missing[:10])}: choose one with Latin letters and figures")
    return face


def embedding_objection(font: TTFont) -> str:
    """Why the font's licence bits (OpenType `OS/2.fsType`) forbid drawing it into a video; empty when they do not."""
    bits = int(font["OS/2"].fsType) if "OS/2" in font else 0  # type: ignore[attr-defined]
    if bits & 0x000F == _RESTRICTED:
        return "The font's licence bits (fsType 2, restricted) forbid embedding. Choose another font, or license it"
    if bits & _BITMAPS_ONLY:
        return "The font's licence bits allow bitmaps only (fsType 0x200). Choose another font"
    return ""


def _opened(data: bytes) -> TTFont:
    try:
        font = TTFont(io.BytesIO(data), lazy=False)
        if not {"head", "hhea", "name", "cmap", "OS/2"} <= set(font.keys()):
            raise MediaRefused("The font lacks tables that every TrueType or OpenType font has")
        return font
    except (TTLibError, OSError, ValueError, KeyError, AssertionError, EOFError) as error:
        raise MediaRefused("This is no TrueType or OpenType font that can be opened; use a TTF or OTF file") from error


def _name(font: TTFont, family: str) -> None:
    """Give the font this family name and the marks of a bold, so that libass neither swaps nor thickens it."""
    table = font["name"]
    table.names = [record for record in table.names if record.nameID not in _NAMES]
    for number, text in ((1, family), (2, "Bold"), (4, f"{family} Bold"), (6, f"{family.replace(' ', '')}-Bold")):
        table.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = BOLD_WEIGHT  # type: ignore[attr-defined]
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x40) | 0x20  # type: ignore[attr-defined]
    font["head"].macStyle |= _BOLD_STYLE  # type: ignore[attr-defined]
