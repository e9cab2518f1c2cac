"""The preview of a brand is drawn by what draws videos."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from omnigen.rendering.quality.brand_checks import lab_distance
from PIL import Image

from local.cli.brand_folder import read_brand
from local.cli.brand_preview import preview_sheet
from tests.unit.cli.test_brand_folder import folder_with


def test_a_preview_shows_title_caption_and_end_card_in_three_ratios(tmp_path: Path) -> None:
    preview_sheet(read_brand(folder_with(tmp_path), "FOLDER"), tmp_path / "brand.png")
    with Image.open(tmp_path / "brand.png") as sheet:
        pixels = np.asarray(sheet.convert("RGB"))
    assert pixels.shape[0] == 2 * 366
    panel = pixels[20, 3 * 646 - 30]
    assert lab_distance(panel, "#0B3C49") < 2
