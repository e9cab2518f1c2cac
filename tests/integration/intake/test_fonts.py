"""Fonts that people bring: read table by table, held to their licence bits, and compiled anew."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from omnigen.domain.asset import AssetKind
from omnigen.errors import MediaRefused
from omnigen.intake.limited_process import admit, opened_here


def font(embedding: int = 0, letters: str = "AZaz09.,!?%$€") -> Any:
    """A font in which every letter is a box."""
    names = [".notdef", *(f"uni{ord(letter):04X}" for letter in letters)]
    build = FontBuilder(1000, isTTF=True)
    build.setupGlyphOrder(names)
    build.setupCharacterMap({ord(letter): f"uni{ord(letter):04X}" for letter in letters})
    pen = TTGlyphPen(None)
    for place in ((100, 0), (100, 700), (500, 700), (500, 0)):
        (pen.lineTo if place[1] or place[0] > 100 else pen.moveTo)(place)
    pen.closePath()
    box = pen.glyph()
    build.setupGlyf(dict.fromkeys(names, box))
    build.setupHorizontalMetrics(dict.fromkeys(names, (600, 100)))
    build.setupHorizontalHeader(ascent=800, descent=-200)
    build.setupNameTable({"familyName": "Aqua Sans", "styleName": "Bold"})
    build.setupOS2(fsType=embedding)
    build.setupPost()
    return build.font


def data_of(made: Any) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(data: bytes) -> Any:
    """The font; untyped, since fontTools types little of it."""
    return TTFont(io.BytesIO(data))


def without(*tables: str) -> bytes:
    made = read(data_of(font()))
    for table in tables:
        del made[table]
    return data_of(made)


def with_broken(table: str) -> bytes:
    """A font whose table, at its right place and of its right length, holds nothing but ones."""
    data = bytearray(data_of(font()))
    entry = read(bytes(data)).reader.tables[table]
    data[entry.offset : entry.offset + entry.length] = b"\xff" * entry.length
    return bytes(data)


def test_a_font_is_named_and_compiled_anew() -> None:
    admitted = admit(AssetKind.FONT, data_of(font()) + b"<script>")
    facts = admitted.facts
    assert (facts.font_family, facts.font_style, facts.embedding) == ("Aqua Sans", "Bold", "installable")
    assert admitted.content_type == "font/ttf"
    assert not admitted.warnings
    assert b"script" not in admitted.data
    assert read(admitted.data).getBestCmap()[ord("A")] == "uni0041"


def test_drawings_within_a_font_are_taken_out() -> None:
    made = font()
    made["SVG "] = newTable("SVG ")
    made["SVG "].docList = []
    assert "SVG " not in TTFont(io.BytesIO(opened_here(AssetKind.FONT, data_of(made)).data))


def test_the_licence_bits_are_honoured() -> None:
    assert opened_here(AssetKind.FONT, data_of(font(embedding=4))).facts.embedding == "preview and print"
    assert opened_here(AssetKind.FONT, data_of(font(embedding=8))).facts.embedding == "editable"
    with pytest.raises(MediaRefused, match=r"licence bits \(fsType\) say restricted: it may not be embedded"):
        admit(AssetKind.FONT, data_of(font(embedding=2)))


def test_letters_that_are_lacking_are_said() -> None:
    assert opened_here(AssetKind.FONT, data_of(font(letters="ABCZaz09"))).warnings == (
        "The font cannot draw . , ! ? % $ €",
    )


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "text": (lambda: b"body { font: serif }", "no font; bring it as TTF or OTF"),
    "a web font": (lambda: b"wOF2" + bytes(100), "a web font"),
    "a collection": (lambda: b"ttcf" + bytes(100), "a collection of fonts"),
    "a cut file": (lambda: data_of(font())[:600], "broken table"),
    "a header only": (lambda: data_of(font())[:12], "broken table"),
    "no names": (lambda: without("name"), "lacks the tables name"),
    "no outlines": (lambda: without("glyf", "loca"), "no outlines"),
    "a broken cmap": (lambda: with_broken("cmap"), "broken"),
    "broken outlines": (lambda: with_broken("glyf"), "broken"),
    "a broken maxp": (lambda: with_broken("maxp"), "broken|65535"),
    "a broken OS/2": (lambda: with_broken("OS/2"), "broken"),
    "tables beyond the file": (
        lambda: data_of(font())[:20] + b"\xff\xff\xff\xf0\xff\xff\xff\xf0" + data_of(font())[28:],
        "broken table",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_font_of_no_use_is_refused_in_plain_words(name: str) -> None:
    make, sentence = BAD[name]
    with pytest.raises(MediaRefused, match=sentence):
        opened_here(AssetKind.FONT, make())
