"""The end card: the picture in full light, and beside it what the brand says, in its colours, with its logo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from omnigen.domain.brand import EndCardLayout, Palette, Watermark
from omnigen.domain.captions import Cue
from omnigen.domain.placement import CoveredZone
from omnigen.domain.timeline import Canvas, SmallPrint, TimelineShot
from omnigen.domain.timeline_planning import plan_timeline
from omnigen.errors import VideoRejected
from omnigen.rendering.edit import EditDecision
from omnigen.rendering.quality.brand_checks import BrandMeasurement, lab_distance, measured_contrast
from omnigen.rendering.quality.brand_findings import check_brand, check_clear_space
from omnigen.rendering.quality.checks import refuse
from omnigen.rendering.quality.drawn_text import DrawnBox
from omnigen.rendering.quality.logo_match import find_logo
from omnigen.rendering.render import compose
from omnigen.rendering.report import Cut
from omnigen.rendering.text.brand_look import BrandLook
from omnigen.rendering.text.contrast import CAPTION_GROUND, INK, SAFE_CONTRAST, TITLE_OPACITY, WHITE, contrast, shaded
from omnigen.rendering.text.end_card import CardPlan
from omnigen.rendering.text.end_card_parts import EndCard
from omnigen.rendering.text.layout import design
from omnigen.rendering.text.logos import CLEAR_SPACE
from PIL import Image

from tests import brands
from tests.integration.rendering.test_segments import Shelf

CANVASES = {
    "16:9": Canvas(width=640, height=360),
    "9:16": Canvas(width=360, height=640),
    "1:1": Canvas(width=360, height=360),
}
LOOKS: dict[str, Callable[[Path], BrandLook]] = {"tide": brands.tide, "ember": brands.ember}
SMALL_PRINT = SmallPrint(tagline="Made for mornings", url="tide.example/aqua", legal="Tide Ltd, Cork.")
LAST = 167
RINGING = 48
"""By so much the codec changes a flat ground beside an edge."""

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


def edit_of(canvas: Canvas, brand: BrandLook, folder: Path, cues: tuple[Cue, ...] = ()) -> EditDecision:
    """Two white stills, the second with a red square in the middle, and everything that is written."""
    pictures = []
    for number in range(2):
        picture = Image.new("RGB", (canvas.width * 2, canvas.height * 2), "white")
        if number:
            side = min(picture.size) // 8
            middle = (picture.width // 2, picture.height // 2)
            picture.paste("#C02020", (middle[0] - side, middle[1] - side, middle[0] + side, middle[1] + side))
        pictures.append(folder / f"still{number}.png")
        picture.save(pictures[-1])
    shots = [TimelineShot(scene_id=f"s{number}", frames=(72, 96)[number], kind="still", seed=1) for number in range(2)]
    cut = plan_timeline(
        canvas,
        shots,
        title="Cold water, all day",
        product_name="Aqua One",
        call_to_action="Find yours today",
        small_print=SMALL_PRINT,
    )
    return EditDecision(timeline=replace(cut, cues=cues), pictures=tuple(pictures), brand=brand)


def frame(cut: Cut, number: int) -> NDArray[np.uint8]:
    with av.open(str(cut.video)) as container:
        found = next(one for at, one in enumerate(container.decode(video=0)) if at == number)
        return np.asarray(found.to_ndarray(format="rgb24"), np.uint8)


def card_of(edit: EditDecision, folder: Path, covered: tuple[CoveredZone, ...] = ()) -> EndCard:
    canvas = edit.timeline.canvas
    overlay = edit.timeline.overlays[-1]
    return CardPlan(
        overlay=overlay,
        canvas=canvas,
        look=design(canvas, covered),
        brand=edit.brand,
        language="en",
        covered=covered,
        folder=folder,
    ).card()


@dataclass(frozen=True)
class Composed:
    """A finished video, its end card and its last frame."""

    edit: EditDecision
    cut: Cut
    card: EndCard
    last: NDArray[np.uint8]
    folder: Path


@pytest.fixture(scope="module", params=[(shape, brand) for shape in CANVASES for brand in LOOKS], ids="-".join)
def composed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Composed:
    """Each aspect ratio with each brand."""
    shape, brand = request.param
    folder = tmp_path_factory.mktemp("brand")
    cues = (Cue(start=74, end=92, lines=("It keeps water cold.",)),)
    edit = edit_of(CANVASES[shape], LOOKS[brand](folder), folder, cues)
    cut = compose(edit, folder / "cut")
    return Composed(edit, cut, card_of(edit, folder), frame(cut, LAST), folder)


def test_the_pack_shot_stays_in_full_light_and_the_card_is_in_the_brands_colours(composed: Composed) -> None:
    last, area, palette = composed.last, composed.card.picture, composed.edit.brand.palette
    middle = last[int(area.top + area.bottom) // 2, int(area.left + area.right) // 2]
    assert lab_distance(middle, "#C02020") < 3, "what stood in the middle stands in the middle of what is left"
    assert lab_distance(last[-4, -4], palette.primary) < 2
    assert min(lab_distance(pixel, palette.accent) for pixel in last.reshape(-1, 3)[::7]) < 2


def test_the_logo_is_found_as_it_is_with_its_clear_space(composed: Composed) -> None:
    logo, last = composed.card.logo, composed.last
    assert logo
    found = find_logo(last, composed.folder / logo.file_name, logo)
    assert found.score >= 0.98
    assert (found.left, found.top) == (logo.left, logo.top)
    space = int(CLEAR_SPACE * logo.height) - 2
    rows = slice(logo.top - space, logo.top + logo.height + space)
    columns = slice(logo.left - space, logo.left + logo.width + space)
    around = last[rows, columns].astype(int)
    around[space:-space, space:-space] = last[-4, -4]
    assert np.abs(around - last[-4, -4]).max() < RINGING, "nothing else is drawn around it"


def test_every_text_can_be_read_in_the_finished_file(composed: Composed) -> None:
    report = composed.cut.report
    measured = {one.owner: one.contrast for one in report.boxes}
    assert set(measured) >= {"title", "product name", "caption 1", "end card", "call to action", "legal line"}
    assert min(one for one in measured.values() if one is not None) >= 4.5
    assert [finding for finding in report.findings if finding.name in {"text", "contrast", "logo"}] == []


def test_a_logo_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    edit = edit_of(CANVASES["16:9"], brands.tide(tmp_path), tmp_path)
    card = card_of(edit, tmp_path)
    assert card.logo
    blank = np.full((360, 640, 3), 90, np.uint8)
    assert find_logo(blank, tmp_path / card.logo.file_name, card.logo).score < 0.98


def test_a_logo_for_the_wrong_ground_gets_a_plate(tmp_path: Path) -> None:
    tide = brands.tide(tmp_path)
    pale = replace(tide, palette=replace_palette(tide.palette, primary="#FFFFFF"))
    cut = compose(edit_of(CANVASES["16:9"], pale, tmp_path), tmp_path / "cut")
    assert not [finding for finding in cut.report.findings if finding.name == "logo"]


def replace_palette(palette: Palette, **colours: str) -> Palette:
    return palette.model_copy(update=colours)


@given(COLOURS, COLOURS, COLOURS, COLOURS)
def test_every_palette_gives_text_that_can_be_read(primary: str, accent: str, dark: str, light: str) -> None:
    look = BrandLook(palette=Palette(primary=primary, accent=accent, dark=dark, light=light))
    ground = look.plate_on(primary) or primary
    assert contrast(look.text_on(ground), ground) >= SAFE_CONTRAST
    assert contrast(look.text_on(look.button), look.button) >= SAFE_CONTRAST
    assert contrast(look.spoken_word, CAPTION_GROUND) >= 4.5


def test_text_on_a_panel_of_middle_brightness_gets_a_plate(tmp_path: Path) -> None:
    grey = BrandLook(palette=Palette(primary="#777777", accent="#757575"))
    cut = compose(edit_of(Canvas(width=720, height=720), grey, tmp_path), tmp_path / "cut")
    measured = [box.contrast for box in cut.report.boxes if box.contrast is not None]
    assert min(measured) >= 4.5


CANVAS = Canvas(width=1280, height=720)
MEASURED = BrandMeasurement(contrasts={"title": 7.0}, logos={"watermark": 0.99}, colours={"end card": 0.6})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"contrasts": {"legal line": 3.1}}, "legal line has a contrast of 3.1"),
        ({"logos": {"watermark": 0.9}}, "watermark is not as it should be"),
        ({"colours": {"end card": 4.0}}, "colour of the end card is 4.0"),
    ],
)
def test_what_is_wrong_with_a_brand_keeps_the_video_back(change: dict[str, dict[str, float]], says: str) -> None:
    refuse(check_brand(MEASURED, CANVAS))
    with pytest.raises(VideoRejected, match=says):
        refuse(check_brand(replace(MEASURED, **change), CANVAS))


def test_text_in_the_clear_space_of_a_logo_keeps_the_video_back(tmp_path: Path) -> None:
    logo = card_of(edit_of(CANVASES["16:9"], brands.tide(tmp_path), tmp_path), tmp_path).logo
    assert logo
    below = logo.top + logo.height
    far, near = (
        DrawnBox(owner="title", start=0, end=LAST, left=logo.left, right=logo.left, top=below + gap, bottom=below + 40)
        for gap in (round(logo.height * CLEAR_SPACE) + 1, 1)
    )
    assert check_clear_space([far], [logo]) == []
    with pytest.raises(VideoRejected, match="The title stands in the clear space of the logo"):
        refuse(check_clear_space([near], [logo]))
    law = replace(near, owner="super 1")
    assert [finding.blocking for finding in check_clear_space([law], [logo])] == [False]


def test_titles_and_captions_can_be_read_above_a_white_picture() -> None:
    assert contrast(WHITE, shaded(WHITE, INK, TITLE_OPACITY)) >= 4.5
    assert contrast(WHITE, CAPTION_GROUND) >= 4.5


def test_text_that_cannot_be_read_is_measured_as_such() -> None:
    ground = np.full((60, 200, 3), 255, np.uint8)
    ground[20:40, 40:160:3] = (200, 200, 200)
    assert measured_contrast(ground) < 2


def test_captions_make_room_and_do_not_repeat_the_card(tmp_path: Path) -> None:
    cues = (
        Cue(start=80, end=140, lines=("It keeps water cold.",)),
        Cue(start=141, end=167, lines=("Find yours today!",)),
    )
    edit = edit_of(CANVASES["1:1"], brands.tide(tmp_path), tmp_path, cues)
    cut, card = compose(edit, tmp_path / "cut"), card_of(edit, tmp_path)
    boxes = {box.owner: box for box in cut.report.boxes}
    assert "caption 2" not in "".join(boxes)
    assert boxes["caption 1 beside the end card"].right < card.picture.right


def test_a_brand_chooses_where_its_card_stands(tmp_path: Path) -> None:
    edit = edit_of(CANVASES["16:9"], BrandLook(end_card=EndCardLayout.BELOW), tmp_path)
    assert card_of(edit, tmp_path).motion.dx == 0
    assert card_of(edit, tmp_path).motion.dy > 0


def test_the_card_stands_at_the_left_of_text_from_right_to_left(tmp_path: Path) -> None:
    edit = edit_of(CANVASES["16:9"], BrandLook(), tmp_path)
    overlay = replace(edit.timeline.overlays[-1], text="נשמו לרווחה")
    hebrew = replace(edit, timeline=replace(edit.timeline, overlays=(overlay,)), language="he")
    card = card_of(hebrew, tmp_path)
    assert card.picture.left > 0
    assert card.motion.dx < 0
    last = frame(compose(hebrew, tmp_path / "cut"), LAST)
    middle = last[180, int(card.picture.left + card.picture.right) // 2]
    assert lab_distance(middle, "#C02020") < 3


def test_the_watermark_stands_all_through_but_not_beside_title_and_card(tmp_path: Path) -> None:
    edit = edit_of(CANVASES["16:9"], replace(brands.tide(tmp_path), watermark=Watermark.TOP_LEFT), tmp_path)
    cut = compose(edit, tmp_path / "cut")
    look = design(CANVASES["16:9"])
    corner = (slice(int(look.area.top), int(look.area.top) + 24), slice(int(look.area.left), int(look.area.left) + 70))
    assert cut.report.logos["watermark"] >= 0.98
    dark = [bool((frame(cut, number)[corner].min(axis=2) < 170).any()) for number in (0, 84)]
    assert dark == [True, True]
    card = edit.timeline.overlays[-1]
    assert not (frame(cut, card.start + 12)[corner].min(axis=2) < 170).any()


def test_another_brand_encodes_only_the_pieces_that_show_it(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    edit = edit_of(CANVASES["16:9"], BrandLook(), tmp_path)
    shots = [*edit.timeline.shots, TimelineShot(scene_id="s2", frames=96, kind="still", seed=1)]
    timeline = plan_timeline(edit.timeline.canvas, shots, call_to_action="Find yours today")
    longer = replace(edit, timeline=timeline, pictures=(*edit.pictures, edit.pictures[1]))
    compose(longer, tmp_path / "first", shelf, strategy="segments")
    other = replace(brands.tide(tmp_path), watermark=Watermark.NONE)
    again = compose(replace(longer, brand=other), tmp_path / "again", shelf, strategy="segments")
    assert (again.report.segments, again.report.segments_reused) == (3, 2)
