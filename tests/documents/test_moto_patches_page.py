"""docs/moto_patches.md lists every patch of moto, and holds a report for every defect."""

from __future__ import annotations

import re
from pathlib import Path

from local.emulator.moto_patches import PATCHES

PAGE = (Path(__file__).parents[2] / "docs" / "moto_patches.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `(\w+)` \| (defect|hook|speed) \|", PAGE, re.MULTILINE))


def test_every_patch_has_its_row() -> None:
    assert tuple(ROWS) == PATCHES


def test_every_defect_has_a_text_to_report() -> None:
    reported = re.findall(r"^### `(\w+)`$", PAGE, re.MULTILINE)
    assert sorted(reported) == sorted(name for name, kind in ROWS.items() if kind == "defect")
