"""Shots of the product itself: the pixels of its photo in the finished file, and what differs from them is found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from omnigen.domain.brief_options import Captions
from omnigen.domain.storyboard import Transition
from omnigen.domain.timeline import Canvas, Timeline, TimelineShot
from omnigen.domain.timeline_planning import plan_timeline
from omnigen.errors import ProductAltered
from omnigen.media.cutout import cut_out, read_cutout
from omnigen.rendering.edit import EditDecision
from omnigen.rendering.quality.checks import refuse
from omnigen.rendering.quality.label_text import same_text
from omnigen.rendering.quality.product import match_product
from omnigen.rendering.quality.product_check import check_products, frames_to_compare
from omnigen.rendering.render import compose
from omnigen.rendering.video.hero import ProductShot
from PIL import Image, ImageDraw

from tests.products import SyntheticProduct, photo, product

CANVASES = {
    "wide": Canvas(width=480, height=270),
    "tall": Canvas(width=270, height=480),
    "square": Canvas(width=360, height=360),
}
GREY = (120, 140, 150)
FRAMES = 48


def cutout_of(of: SyntheticProduct, folder: Path, name: str = "cutout.png") -> Path:
    (folder / name).write_bytes(cut_out(photo(of, background=GREY)).png())
    return folder / name


def still(folder: Path, canvas: Canvas) -> Path:
    """A wall and a table."""
    picture = Image.new("RGB", (canvas.width, canvas.height), (202, 196, 182))
    table = int(canvas.height * 0.7)
    ImageDraw.Draw(picture).rectangle((0, table, canvas.width, canvas.height), fill=(140, 96, 62))
    picture.save(folder / "still.png")
    return folder / "still.png"


def cut_of(canvas: Canvas, last: int = FRAMES, **texts: Any) -> Timeline:
    shots = [
        TimelineShot(scene_id="s00", frames=FRAMES, kind="still", seed=5),
        TimelineShot(
            scene_id="s01", frames=last, kind="still", seed=6, transition=Transition.DISSOLVE, transition_frames=12
        ),
    ]
    return plan_timeline(canvas, shots, **texts)


def edit_of(folder: Path, canvas: Canvas, cutout: Path, **texts: Any) -> EditDecision:
    picture = still(folder, canvas)
    return EditDecision(
        timeline=cut_of(canvas, **texts), pictures=(picture, picture), heroes={1: cutout}, captions=Captions.NONE
    )


def shot_of(folder: Path, canvas: Canvas, cutout: Path) -> ProductShot:
    return ProductShot.open(cut_of(canvas), 1, still(folder, canvas), cutout)


def as_rgb(raw: bytes, canvas: Canvas) -> np.ndarray:
    import av
    from av.video.reformatter import Colorspace

    planes = np.frombuffer(raw, np.uint8).reshape(canvas.height * 3 // 2, canvas.width)
    frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
    return frame.reformat(format="rgb24", src_colorspace=Colorspace.ITU709).to_ndarray()


@pytest.mark.parametrize("shape", CANVASES)
def test_the_finished_file_shows_the_product_of_the_photo_in_every_aspect_ratio(shape: str, tmp_path: Path) -> None:
    cutout = cutout_of(product(0), tmp_path)
    edit = edit_of(tmp_path, CANVASES[shape], cutout, title="Hello", product_name="LUMEN")
    report = compose(edit, tmp_path / "cut").report
    assert [(match.scene_id, match.similarity >= 0.95) for match in report.products] == [("s01", True)] * 3
    assert max(match.colour_difference for match in report.products) <= 3
    read = [match for match in report.products if match.label is not None]
    assert [match.read for match in read] == [("LUMEN", "Night Serum 30 ml")]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    cutout = cutout_of(product(1), tmp_path)
    shot = shot_of(tmp_path, CANVASES["wide"], cutout)
    assert list(shot.frames(0, 3)) == list(shot.frames(0, 3))
    assert next(shot.frames(2, 3)) == list(shot.frames(0, 3))[2]


def test_another_cut_out_makes_another_segment(tmp_path: Path) -> None:
    canvas = CANVASES["wide"]
    one = shot_of(tmp_path, canvas, cutout_of(product(0), tmp_path))
    other = shot_of(tmp_path, canvas, cutout_of(product(2), tmp_path))
    assert one.identity != other.identity


@pytest.mark.parametrize("shape", CANVASES)
def test_the_product_stays_in_the_picture_on_the_ground_for_the_whole_shot(shape: str, tmp_path: Path) -> None:
    canvas = CANVASES[shape]
    for number in range(5):
        pose = shot_of(tmp_path, canvas, cutout_of(product(number), tmp_path)).pose
        for frame in range(0, pose.frames, 6):
            place = pose.at(frame)
            assert place.left >= 0
            assert place.top >= 0
            assert place.left + place.width <= canvas.width
            assert place.top + place.height <= canvas.height
        assert pose.largest[0] > pose.at(0).width or pose.largest[0] > pose.at(pose.frames - 1).width


def test_a_shadow_lies_under_the_product(tmp_path: Path) -> None:
    canvas = CANVASES["wide"]
    shot = shot_of(tmp_path, canvas, cutout_of(product(4), tmp_path))
    picture, place = as_rgb(next(shot.frames(0, 1)), canvas), shot.pose.at(0)
    foot, middle = int(place.top + place.height), int(place.left + place.width / 2)
    assert picture[foot + 1, middle].mean() < 0.8 * picture[foot + 30, middle].mean()


PLANTED = {
    "swapped": (product(5), "form"),
    "recoloured": (product(0).recoloured(), "colour"),
    "misspelt": (product(0).misspelt(), "label reads 'LMUEN / Night Serum 30 ml'"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_product_that_was_swapped_recoloured_or_misspelt_is_found(fault: str, tmp_path: Path) -> None:
    shown, found = PLANTED[fault]
    canvas = CANVASES["wide"]
    drawn = shot_of(tmp_path, canvas, cutout_of(shown, tmp_path, "other.png"))
    photographed = shot_of(tmp_path, canvas, cutout_of(product(0), tmp_path))
    frame = as_rgb(next(drawn.frames(20, 21)), canvas)
    match = match_product(frame, photographed.cutout, photographed.pose.at(20), scene_id="s01", number=20, read=True)
    assert match is not None
    findings = check_products([match], [1], cut_of(canvas))
    assert found in findings[0].sentence
    with pytest.raises(ProductAltered, match="The product in scene 2 is not the one of its photo") as refused:
        refuse(findings)
    assert refused.value.scene_id == "s01"


def test_frames_are_compared_after_the_transition_and_before_the_end_card() -> None:
    cut = cut_of(CANVASES["wide"], last=3 * FRAMES, call_to_action="Buy now")
    card = next(overlay.start for overlay in cut.overlays if overlay.kind == "end_card")
    chosen = frames_to_compare(cut, 1, [])
    assert (chosen[0], chosen[-1]) == (FRAMES + 12, card - 1)


def test_text_over_the_product_is_left_out_of_the_comparison(tmp_path: Path) -> None:
    canvas = CANVASES["wide"]
    shot = shot_of(tmp_path, canvas, cutout_of(product(0), tmp_path))
    place = shot.pose.at(0)
    box = (int(place.left), int(place.top), int(place.left + place.width), int(place.top + place.height * 0.4))
    written = as_rgb(next(shot.frames(0, 1)), canvas).copy()
    written[box[1] : box[3], box[0] : box[2]] = 255
    match = match_product(written, shot.cutout, place, drawn=[box], read=True)
    assert match is not None
    assert match.similarity >= 0.95
    assert match.label is None
    over_all = (0, 0, canvas.width, canvas.height)
    assert match_product(written, shot.cutout, place, drawn=[over_all]) is None
    unseen = check_products([], [1], cut_of(canvas))
    assert [finding.blocking for finding in unseen] == [False]


def test_labels_are_compared_by_their_letters_whatever_their_lines() -> None:
    assert same_text(("LUMEN", "Night Serum"), ("Lumen Night", "serum"))
    assert not same_text(("LUMEN",), ("LMUEN",))


def test_a_kept_cut_out_is_read_as_it_was_written(tmp_path: Path) -> None:
    cut = cut_out(photo(product(3), background=GREY))
    assert np.array_equal(read_cutout(cut.png()), cut.pixels)
    assert cut.png() == cut.png()


def test_the_name_of_the_product_is_not_written_over_the_product_that_says_it() -> None:
    shots = [
        TimelineShot(scene_id="s00", frames=96, kind="still"),
        TimelineShot(scene_id="s01", frames=96, kind="still", shows_product=True),
    ]
    cut = plan_timeline(CANVASES["tall"], shots, title="Hello", product_name="LUMEN", call_to_action="Buy now")
    assert [overlay.kind for overlay in cut.overlays] == ["title", "end_card"]
