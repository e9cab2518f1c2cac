"""Fonts that people bring: every table read, what their licence bits allow, and the file compiled anew.

fontTools makes the attributes of a table while it reads it, so fonts are untyped here.
"""

from __future__ import annotations

import io
import logging
import struct
from typing import Any

from fontTools.ttLib import TTFont, TTLibError

from omnigen.domain.asset import AssetFacts
from omnigen.errors import MediaRefused
from omnigen.intake.admitted import Admitted

NEEDED_TABLES = ("cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2")
_OUTLINES = ("glyf", "CFF ", "CFF2")
_MAX_GLYPHS = 65_535
_DROPPED = ("SVG ", "DSIG", "FFTM", "meta", "PfEd", "BDF ", "TTFA")
"""Drawings within the font, which may hold scripts; a signature that no longer fits; notes of editors."""

_SIGNATURES = {
    b"\x00\x01\x00\x00": "font/ttf",
    b"true": "font/ttf",
    b"OTTO": "font/otf",
}
_RESTRICTED, _PREVIEW_AND_PRINT, _EDITABLE = 0x0002, 0x0004, 0x0008
_EMBEDDING_MASK = 0x000F


def admit_font(data: bytes) -> Admitted:
    """The font as TTF or OTF, compiled anew from its tables.

    MediaRefused for another format, a broken table, no outlines, no letters, and a licence that forbids embedding.
    """
    content_type = _content_type(data)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    try:
        font: Any = TTFont(io.BytesIO(data), lazy=False, checkChecksums=0, recalcTimestamp=False)
        _check(font)
        facts = _facts(font)
        written = _compiled(font)
    except MediaRefused:
        raise
    except (TTLibError, struct.error, ArithmeticError, LookupError, TypeError, ValueError, AssertionError) as error:
        raise MediaRefused(f"The font has a broken table ({type(error).__name__}: {error}); export it anew") from error
    except (AttributeError, OSError, EOFError, RecursionError) as error:
        raise MediaRefused(f"The font has a broken table ({type(error).__name__}); export it anew") from error
    return Admitted(written, content_type, facts, _warnings(font))


def _content_type(data: bytes) -> str:
    if data[:4] in {b"wOFF", b"wOF2"}:
        raise MediaRefused("It is a web font (WOFF); bring the font as TTF or OTF")
    if data[:4] == b"ttcf":
        raise MediaRefused("It is a collection of fonts (TTC); bring one font as TTF or OTF")
    if data[:4] not in _SIGNATURES:
        raise MediaRefused("It is no font; bring it as TTF or OTF")
    return _SIGNATURES[data[:4]]


def _check(font: Any) -> None:
    if missing := [tag for tag in NEEDED_TABLES if tag not in font]:
        raise MediaRefused(f"The font lacks the tables {', '.join(missing)}, so it is damaged; export it anew")
    if not any(tag in font for tag in _OUTLINES):
        raise MediaRefused("The font has no outlines (glyf, CFF), so it cannot be drawn at any size")
    if font["maxp"].numGlyphs > _MAX_GLYPHS:
        raise MediaRefused(f"The font has {font['maxp'].numGlyphs} glyphs; at most {_MAX_GLYPHS} are taken")
    if not font.getBestCmap():
        raise MediaRefused("The font names no Unicode characters, so no text can be set in it")
    if font["OS/2"].fsType & _EMBEDDING_MASK == _RESTRICTED:
        raise MediaRefused(
            "The font's licence bits (fsType) say restricted: it may not be embedded in anything. "
            "Ask its maker for a version that may, or choose another font"
        )


def _facts(font: Any) -> AssetFacts:
    names = font["name"]
    family = names.getBestFamilyName()
    if not family:
        raise MediaRefused("The font has no family name; export it anew")
    allowed = font["OS/2"].fsType & _EMBEDDING_MASK
    embedding = "editable" if allowed & _EDITABLE else "preview and print" if allowed & _PREVIEW_AND_PRINT else None
    return AssetFacts(
        font_family=family[:200],
        font_style=(names.getBestSubFamilyName() or "Regular")[:200],
        embedding=embedding or "installable",
    )


def _compiled(font: Any) -> bytes:
    """Decompile every table, so that a broken one is found, and write the font anew without what is not drawn."""
    for tag in _DROPPED:
        if tag in font:
            del font[tag]
    for tag in font.keys():  # noqa: SIM118 - a TTFont is no mapping
        table = font[tag]
        if getattr(table, "ERROR", None):
            raise MediaRefused(f"The font's table {tag.strip()!r} is broken; export it anew")
        if tag == "glyf":
            for name in font.getGlyphOrder():
                table[name].expand(table)
        if tag == "CFF ":
            for glyph in table.cff[0].CharStrings.values():
                glyph.decompile()
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()


def _warnings(font: Any) -> tuple[str, ...]:
    lacking = [character for character in "AZaz09.,!?%$€" if ord(character) not in font.getBestCmap()]
    return (f"The font cannot draw {' '.join(lacking)}",) if lacking else ()
