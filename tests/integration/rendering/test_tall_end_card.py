"""The end card of a tall video: a product that is seen, letters that are read, and captions with nothing under them."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from omnigen.domain.captions import Cue
from omnigen.domain.placement import Placement, known_placements
from omnigen.domain.timeline import Canvas, SmallPrint, Timeline, TimelineShot
from omnigen.domain.timeline_planning import plan_timeline
from omnigen.rendering.text.ass import EM_PER_SIZE
from omnigen.rendering.text.brand_look import BrandLook
from omnigen.rendering.text.overlays import Drawing, OverlayStyle, lay_out
from PIL import Image, ImageDraw

from tests import brands

WIDTH, HEIGHT = 720, 1280
CARD_STARTS = 144
SMALL_PRINT = SmallPrint(
    tagline="Made for mornings", url="aqua-one.example", legal="Aqua One Ltd, Harbour Road 4, Cork."
)
PLACEMENTS = [one for one, facts in known_placements().items() if "9:16" in facts.formats]
SMALLEST = {"end card": 40, "tagline": 20, "call to action": 24, "web address": 20, "legal line": 15}
"""Sizes of letters in pixels of a picture 720 wide; captions have 40."""


@pytest.fixture(scope="module")
def bottle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    picture = Image.new("RGBA", (300, 700))
    ImageDraw.Draw(picture).rounded_rectangle((10, 0, 290, 699), 40, fill="#1E3CA0")
    path = tmp_path_factory.mktemp("cutout") / "bottle.png"
    picture.save(path)
    return path


def a_cut(*, captions: bool) -> Timeline:
    box = (Decimal("0.36"), Decimal("0.24"), Decimal("0.6"), Decimal("0.55"))
    shots = [
        TimelineShot(scene_id="s0", frames=96, kind="still"),
        TimelineShot(scene_id="s1", frames=120, kind="still", subject_box=box),
    ]
    cut = plan_timeline(
        Canvas(width=WIDTH, height=HEIGHT),
        shots,
        product_name="Aqua One",
        call_to_action="Refill today",
        small_print=SMALL_PRINT,
    )
    cue = Cue(start=CARD_STARTS + 10, end=CARD_STARTS + 60, lines=("Make the water", "bottle yours now."))
    return replace(cut, cues=(cue,) if captions else ())


def drawn(placement: Placement, brand: BrandLook, folder: Path, cutout: Path | None, *, captions: bool) -> Drawing:
    covered = known_placements()[placement].formats["9:16"].covered
    return lay_out(a_cut(captions=captions), OverlayStyle(brand=brand, covered=covered, cutout=cutout), folder)


@pytest.mark.parametrize("captions", [True, False], ids=["captions", "no captions"])
@pytest.mark.parametrize("placement", PLACEMENTS)
def test_a_product_takes_a_third_of_the_height_beside_readable_letters(
    placement: Placement, captions: bool, bottle: Path, tmp_path: Path
) -> None:
    card = drawn(placement, brands.tide(tmp_path), tmp_path, bottle, captions=captions)
    assert card.pack_shot
    assert card.pack_shot.product.height >= 0.32 * HEIGHT
    sizes = {
        mark.owner: float(found[1]) / EM_PER_SIZE
        for mark in card.marks
        if (found := re.search(r"\\fs([\d.]+)", mark.body))
    }
    assert {owner: size for owner, size in SMALLEST.items() if sizes[owner] < size} == {}


@pytest.mark.parametrize("photo", [True, False], ids=["photo", "drawing"])
@pytest.mark.parametrize("placement", PLACEMENTS)
def test_captions_on_a_tall_card_have_nothing_but_plain_colour_under_them(
    placement: Placement, photo: bool, bottle: Path, tmp_path: Path
) -> None:
    card = drawn(placement, BrandLook(), tmp_path, bottle if photo else None, captions=True)
    [plate] = [mark for mark in card.marks if mark.owner.startswith("caption") and "\\p1" in mark.body]
    top = float(re.findall(r"\\pos\([\d.]+,([\d.]+)\)", plate.body)[0])
    if photo:
        assert card.pack_shot
        product = card.pack_shot.product
        assert top >= product.top + product.height - 1
    else:
        panel = next(swatch.area for swatch in card.swatches if swatch.owner == "end card")
        assert panel.top <= top
        assert top < panel.bottom, "it stands on the panel, not on the picture"
    written = [mark for mark in card.marks if mark.owner in SMALLEST and "\\pos" in mark.body]
    lowest = max(float(re.findall(r"\\pos\([\d.]+,([\d.]+)\)", mark.body)[0]) for mark in written)
    assert lowest < top
