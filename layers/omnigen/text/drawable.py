"""Which characters of a text no font of ours can draw, known without the fonts.

The ranges are in `data/drawable.json`, written by `python -m benchmarks.drawable_characters`.
"""

from __future__ import annotations

import json
import unicodedata
from bisect import bisect_right
from functools import cache
from importlib.resources import files

_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)
_EMOJI = (range(0x1F000, 0x1FB00), range(0x2600, 0x27C0), range(0x2B00, 0x2C00), range(0x20E3, 0x20E4))
"""Left out of what is drawn, with a warning."""


def undrawable(text: str, *, cjk: bool = True) -> tuple[str, ...]:
    """The characters that cannot be drawn, each once, in order.

    `cjk` says that the fonts for Chinese, Japanese and Korean are there.
    """
    found: dict[str, None] = {}
    for character in unicodedata.normalize("NFC", text):
        code = ord(character)
        hidden = unicodedata.category(character) in _INVISIBLE or code in _VARIATION_SELECTORS
        emoji = any(code in block for block in _EMOJI)
        if not (hidden or emoji or _is_in(code, "usual") or (cjk and _is_in(code, "cjk"))):
            found[character] = None
    return tuple(found)


def named(characters: tuple[str, ...]) -> str:
    """The first of these characters, with code points and names."""
    return ", ".join(f"{one!r} (U+{ord(one):04X} {unicodedata.name(one, 'unnamed')})" for one in characters[:5])


def _is_in(code: int, kind: str) -> bool:
    starts, ends = _ranges(kind)
    place = bisect_right(starts, code) - 1
    return place >= 0 and code <= ends[place]


@cache
def _ranges(kind: str) -> tuple[list[int], list[int]]:
    read = json.loads(files(__package__).joinpath("data", "drawable.json").read_text(encoding="utf-8"))
    return [first for first, _ in read[kind]], [last for _, last in read[kind]]
