"""A character that no font can draw is known before anything is bought, and only such a one."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from omnigen.errors import UnsupportedText
from omnigen.rendering.text.fonts import drawable
from omnigen.text import undrawable

from benchmarks.drawable_characters import FILE, as_json

HAS_CJK = importlib.util.find_spec("manimgx_fonts_cjk") is not None
LETTERS = "Aé ß Жω עב ش हि ไท ქ 茶 をハ 한 ₹ € ™ 😀 \u200d\u0301 𓀀 ᚠ ꦄ \U0001e900 ﷽"


@pytest.mark.skipif(not HAS_CJK, reason="needs the extra fonts-world")
def test_the_list_of_what_can_be_drawn_is_that_of_the_fonts() -> None:
    assert Path(FILE).read_text(encoding="utf-8") == as_json(), "run: python -m benchmarks.drawable_characters"


@pytest.mark.parametrize("character", LETTERS.replace(" ", ""))
def test_what_is_refused_at_once_is_what_could_not_be_drawn_later(character: str) -> None:
    try:
        drawable(character, "ja")
    except UnsupportedText:
        assert undrawable(character, cjk=HAS_CJK) == (character,)
    else:
        assert undrawable(character, cjk=HAS_CJK) == ()
