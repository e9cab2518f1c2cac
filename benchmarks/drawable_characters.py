"""Writes down which characters our fonts can draw, so that a text is refused before anything is bought.

    python -m benchmarks.drawable_characters

The functions that accept a job have no fonts; the composition has. Needs the extra `fonts-world`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from omnigen.rendering.text.fonts import all_faces, outline

FILE = Path(__file__).parents[1] / "layers" / "omnigen" / "text" / "data" / "drawable.json"


def main() -> None:
    """Read every font and write the file."""
    FILE.write_text(as_json(), encoding="utf-8")


def as_json() -> str:
    """Ranges of code points, first and last, as one line each: of all fonts, and of those for CJK alone."""
    usual, world = all_faces()
    everywhere = {code for face in usual for code in outline(face).characters}
    cjk = {code for face in world for code in outline(face).characters} - everywhere
    return json.dumps({"usual": ranges(everywhere), "cjk": ranges(cjk)}, separators=(",", ":")) + "\n"


def ranges(codes: Iterable[int]) -> list[list[int]]:
    """Consecutive numbers as (first, last)."""
    found: list[list[int]] = []
    for code in sorted(codes):
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return found


if __name__ == "__main__":
    main()
