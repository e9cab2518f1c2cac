"""The end card shows the customer's product itself: as a whole, in full light, with nothing written over it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from omnigen.domain.brand import Palette
from omnigen.domain.captions import Cue
from omnigen.domain.placement import Placement, known_placements
from omnigen.domain.timeline import Canvas
from omnigen.errors import ProductAltered, VideoRejected
from omnigen.media.cutout import cut_out, read_cutout
from omnigen.rendering.edit import EditDecision
from omnigen.rendering.quality.brand_checks import lab_distance
from omnigen.rendering.quality.checks import refuse
from omnigen.rendering.quality.product_check import check_pack_shot, match_pack_shot
from omnigen.rendering.render import compose
from omnigen.rendering.text.brand_look import BrandLook
from omnigen.rendering.text.overlays import Drawing, lay_out
from omnigen.rendering.text.pack_shot import MAX_ENLARGED, ground_for
from omnigen.rendering.thumbnail import thumbnail_of
from omnigen.rendering.video.sources import Sources
from PIL import Image

from tests import brands
from tests.integration.rendering.test_end_card import CANVASES, LAST, edit_of, frame
from tests.products import photo, product

CUES = (Cue(start=100, end=160, lines=("It keeps water cold until the", "evening, and all night.")),)
SIZES = {"tall": (300, 1400), "wide": (1500, 260), "small": (120, 150), "usual": (420, 640)}


def cutout_of(folder: Path, size: tuple[int, int], colour: tuple[int, int, int] = (40, 90, 150)) -> Path:
    """A plain product of this size with a clear margin."""
    pixels = np.zeros((size[1] + 8, size[0] + 8, 4), np.uint8)
    pixels[4:-4, 4:-4] = (*colour, 255)
    path = folder / f"cutout-{size[0]}x{size[1]}.png"
    Image.fromarray(pixels, "RGBA").save(path)
    return path


def drawing_of(edit: EditDecision, folder: Path) -> Drawing:
    return lay_out(edit.timeline, edit.overlay_style, folder)


def shown_in(edit: EditDecision, folder: Path) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the product."""
    pack_shot = drawing_of(edit, folder).pack_shot
    assert pack_shot
    place = pack_shot.product
    return place.left, place.top, place.left + place.width, place.top + place.height


@pytest.mark.parametrize("brand", ["none", "tide", "ember"])
@pytest.mark.parametrize("shape", CANVASES)
def test_the_end_card_shows_the_real_product_with_nothing_over_it(shape: str, brand: str, tmp_path: Path) -> None:
    look = BrandLook() if brand == "none" else getattr(brands, brand)(tmp_path)
    cutout = tmp_path / "cutout.png"
    cutout.write_bytes(cut_out(photo(product(0), background=(120, 140, 150))).png())
    edit = replace(edit_of(CANVASES[shape], look, tmp_path, CUES), pack_shot=cutout)
    cut = compose(edit, tmp_path / "cut")
    [match] = [one for one in cut.report.products if one.scene_id == "end card"]
    assert match.similarity >= 0.95
    assert match.colour_difference <= 3
    left, top, right, bottom = shown_in(edit, tmp_path)
    card = edit.timeline.overlays[-1]
    for box in cut.report.boxes:
        if box.owner.endswith("beside the end card") or box.start_frame >= card.start:
            apart = box.right < left or box.left > right or box.bottom < top or box.top > bottom
            assert apart, f"{box.owner} lies on the product"
    assert "caption 1 beside the end card" in {box.owner for box in cut.report.boxes}
    last = frame(cut, LAST)
    ground = ground_for(read_cutout(cutout.read_bytes()), look.palette)
    assert lab_distance(last[int(top) + 2, max(int(left) - 6, 0)], ground) < 2, "it stands on a colour of the palette"
    assert not [finding for finding in cut.report.findings if finding.name in {"contrast", "logo", "product"}]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("shape", CANVASES)
def test_a_product_of_any_form_stands_as_a_whole_and_as_large_as_there_is_room(
    shape: str, size: str, tmp_path: Path
) -> None:
    canvas = CANVASES[shape]
    cutout = cutout_of(tmp_path, SIZES[size])
    edit = replace(edit_of(canvas, BrandLook(), tmp_path), pack_shot=cutout)
    pack_shot = drawing_of(edit, tmp_path).pack_shot
    assert pack_shot
    left, top, right, bottom = shown_in(edit, tmp_path)
    area, (width, height) = pack_shot.area, SIZES[size]
    assert area.left < left
    assert area.top < top
    assert right < area.right
    assert bottom < area.bottom
    assert (right - left) / (bottom - top) == pytest.approx((width + 8) / (height + 8), rel=0.03)
    enlarged = (right - left) / (width + 8)
    filled = max((right - left) / area.width, (bottom - top) / area.height)
    assert filled > 0.8 or enlarged == pytest.approx(MAX_ENLARGED, rel=0.02)


FORMATS = [
    (placement, shape)
    for placement, facts in known_placements().items()
    for shape in facts.formats
    if shape in CANVASES and placement is not Placement.NONE
]


@pytest.mark.parametrize(("placement", "shape"), FORMATS)
def test_product_and_texts_keep_off_what_a_placement_covers(placement: Placement, shape: str, tmp_path: Path) -> None:
    canvas = {"16:9": (1280, 720), "9:16": (720, 1280), "1:1": (720, 720)}[shape]
    covered = known_placements()[placement].formats[shape].covered
    edit = edit_of(Canvas(width=canvas[0], height=canvas[1]), brands.tide(tmp_path), tmp_path, CUES)
    edit = replace(edit, pack_shot=cutout_of(tmp_path, SIZES["tall"]), placement=placement, covered=covered)
    left, top, right, bottom = shown_in(edit, tmp_path)
    assert bottom - top >= 0.2 * min(canvas), "and it is large enough to be seen"
    for zone in covered:
        apart = (
            right <= zone.left * canvas[0]
            or left >= zone.right * canvas[0]
            or bottom <= zone.top * canvas[1]
            or top >= zone.bottom * canvas[1]
        )
        assert apart, f"{zone.what} would lie on the product"


def test_a_tall_card_is_written_to_the_lower_edge_where_nothing_covers_it(tmp_path: Path) -> None:
    edit = replace(edit_of(CANVASES["9:16"], BrandLook(), tmp_path), pack_shot=cutout_of(tmp_path, SIZES["usual"]))
    report = compose(edit, tmp_path / "cut").report
    lowest = max(box.bottom for box in report.boxes if box.start_frame >= edit.timeline.overlays[-1].start)
    assert lowest > 0.84 * 640
    shown = shown_in(edit, tmp_path)
    assert shown[3] - shown[1] > 0.4 * 640


def test_a_product_of_the_grounds_colour_gets_another_ground() -> None:
    palette = Palette(primary="#0B3C49", light="#FDFDF5")
    white = np.pad(np.full((200, 100, 4), 255, np.uint8), ((4, 4), (4, 4), (0, 0)))
    blue = np.where(white[..., 3:] > 0, np.array([20, 60, 160, 255], np.uint8), white)
    assert ground_for(white, palette) == "#0B3C49"
    assert ground_for(blue, palette) == "#FDFDF5"


def test_another_product_on_the_end_card_keeps_the_video_back(tmp_path: Path) -> None:
    for name, number in (("cutout.png", 0), ("other.png", 5)):
        (tmp_path / name).write_bytes(cut_out(photo(product(number), background=(120, 140, 150))).png())
    edit = replace(edit_of(CANVASES["16:9"], BrandLook(), tmp_path), pack_shot=tmp_path / "cutout.png")
    video = compose(edit, tmp_path / "cut").video
    shown = drawing_of(edit, tmp_path).pack_shot
    assert shown
    assert check_pack_shot(match_pack_shot(video, edit.timeline, shown), shown) == []
    photographed = replace(shown, cutout=tmp_path / "other.png")
    findings = check_pack_shot(match_pack_shot(video, edit.timeline, photographed), photographed)
    with pytest.raises(VideoRejected, match="The product on the end card is not the one of its photo") as refused:
        refuse(findings)
    assert not isinstance(refused.value, ProductAltered), "no new picture of a scene mends it"


def test_the_product_is_not_moved_away_when_the_card_is_encoded_in_pieces(tmp_path: Path) -> None:
    edit = replace(edit_of(CANVASES["16:9"], BrandLook(), tmp_path), pack_shot=cutout_of(tmp_path, SIZES["usual"]))
    at_once = frame(compose(edit, tmp_path / "one", strategy="one-process"), LAST)
    pieces = frame(compose(edit, tmp_path / "pieces", strategy="segments"), LAST)
    assert np.abs(at_once.astype(int) - pieces).mean() < 1


def test_the_thumbnail_shows_the_product_without_captions(tmp_path: Path) -> None:
    cutout = cutout_of(tmp_path, SIZES["usual"])
    edit = replace(edit_of(CANVASES["9:16"], BrandLook(), tmp_path, CUES), pack_shot=cutout)
    with Image.open(io.BytesIO(thumbnail_of(edit, Sources(edit.timeline, edit.pictures)))) as opened:
        picture = np.asarray(opened.convert("RGB"))
    assert lab_distance(picture[picture.shape[0] // 2, picture.shape[1] // 2], "#285A96") < 3
    assert lab_distance(picture[4, 4], "#FFFFFF") < 2
    heroes = replace(edit, heroes={1: cutout})
    sources = Sources(heroes.timeline, heroes.pictures, heroes.heroes)
    with Image.open(io.BytesIO(thumbnail_of(heroes, sources))) as opened:
        scene = np.asarray(opened.convert("RGB")).reshape(-1, 3)
    assert min(lab_distance(pixel, "#285A96") for pixel in scene[::101]) < 6
