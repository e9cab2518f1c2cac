"""What is written stands beside the product of a shot, never on it, wherever the video is shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from omnigen.domain.brand import Watermark
from omnigen.domain.captions import Cue
from omnigen.domain.placement import Placement, known_placements
from omnigen.domain.timeline import Canvas, Timeline, TimelineShot
from omnigen.domain.timeline_planning import plan_timeline
from omnigen.rendering.quality.brand_checks import lab_distance
from omnigen.rendering.render import compose
from omnigen.rendering.text.brand_look import BrandLook
from omnigen.rendering.text.overlays import OverlayStyle
from omnigen.rendering.text.text_areas import text_areas
from omnigen.rendering.video.product_pose import pose_product

from tests import brands
from tests.integration.rendering.test_end_card import CANVASES, LAST, card_of, edit_of, frame

SIZES = {"16:9": (1280, 720), "9:16": (720, 1280), "1:1": (720, 720)}
FORMATS = [(placement, shape) for placement, facts in known_placements().items() for shape in facts.formats]
LONG_TITLE = "A much longer title that takes up three whole lines of it"


def cut_of(shape: str, title: str) -> Timeline:
    canvas = Canvas(width=SIZES[shape][0], height=SIZES[shape][1])
    shots = [
        TimelineShot(scene_id="s0", frames=96, kind="still", seed=3, shows_product=True),
        TimelineShot(
            scene_id="s1", frames=96, kind="still", seed=4, shows_product=True, on_screen_text="30 ml for $24"
        ),
    ]
    cues = (Cue(start=10, end=180, lines=("Lumen Serum: a face", "serum with vitamin C")),)
    return replace(plan_timeline(canvas, shots, title=title), cues=cues)


@pytest.mark.parametrize("title", ["Cold water, all day", LONG_TITLE], ids=["short title", "long title"])
@pytest.mark.parametrize(("placement", "shape"), FORMATS)
def test_no_text_lies_on_the_product_in_any_frame(placement: Placement, shape: str, title: str) -> None:
    cut = cut_of(shape, title)
    width, height = SIZES[shape]
    covered = known_placements()[placement].formats[shape].covered
    for shot in range(2):
        texts = text_areas(cut, shot, OverlayStyle(covered=covered))
        assert len(texts) == 2
        for nearness in ("far", "usual", "near"):
            swept = pose_product(
                (width * 3 // 2, height * 3 // 2),
                (300, 700),
                cut.canvas,
                frames=96,
                seed=shot,
                room=None,
                nearness=nearness,
                texts=texts,
            ).swept
            for one in texts:
                beside = one.right <= swept.left or one.left >= swept.right
                assert beside or one.bottom <= swept.top or one.top >= swept.bottom
            assert swept.height >= 0.15 * height, "and it is large enough to be seen"


@pytest.mark.parametrize("shape", SIZES)
def test_a_product_is_clear_of_the_watermark_too(shape: str, tmp_path: Path) -> None:
    cut, (width, height) = cut_of(shape, "Cold water, all day"), SIZES[shape]
    brand = replace(brands.tide(tmp_path), watermark=Watermark.TOP_RIGHT)
    style = OverlayStyle(brand=brand, covered=known_placements()[Placement.NONE].formats[shape].covered)
    texts = text_areas(cut, 1, style, tmp_path)
    [mark] = [one for one in texts if one not in text_areas(cut, 1, style)]
    swept = pose_product(
        (width * 3 // 2, height * 3 // 2),
        (300, 700),
        cut.canvas,
        frames=96,
        seed=1,
        room=None,
        nearness="near",
        texts=texts,
    ).swept
    assert mark.left >= swept.right or mark.bottom <= swept.top


@pytest.mark.parametrize("corner", [Watermark.TOP_LEFT, Watermark.TOP_RIGHT])
@pytest.mark.parametrize("shape", SIZES)
def test_a_product_moves_aside_for_a_watermark_and_stays_as_large(
    shape: str, corner: Watermark, tmp_path: Path
) -> None:
    cut, (width, height) = replace(cut_of(shape, ""), overlays=()), SIZES[shape]
    covered = known_placements()[Placement.NONE].formats[shape].covered
    brand = replace(brands.tide(tmp_path), watermark=corner)
    poses = [
        pose_product(
            (width * 3 // 2, height * 3 // 2),
            (300, 700),
            cut.canvas,
            frames=96,
            seed=1,
            room=None,
            texts=text_areas(cut, 1, OverlayStyle(brand=look, covered=covered), tmp_path),
        )
        for look in (BrandLook(), brand)
    ]
    plain, marked = (pose.place.height for pose in poses)
    assert marked >= 0.8 * plain


def test_a_product_without_text_is_as_large_as_before() -> None:
    cut = cut_of("9:16", "Cold water, all day")
    facts = {"frames": 96, "seed": 3, "room": None}
    alone = pose_product((1080, 1920), (300, 700), cut.canvas, **facts)  # type: ignore[arg-type]
    below = pose_product(
        (1080, 1920),
        (300, 700),
        cut.canvas,
        texts=text_areas(cut, 0, OverlayStyle()),
        **facts,  # type: ignore[arg-type]
    )
    assert alone.place.height > below.place.height


def test_the_card_of_a_tall_video_stands_above_where_a_platform_covers_what_is_below(tmp_path: Path) -> None:
    covered = known_placements()[Placement.NONE].formats["9:16"].covered
    edit = replace(edit_of(CANVASES["9:16"], BrandLook(), tmp_path), covered=covered)
    cut = compose(edit, tmp_path / "cut")
    last, panel = frame(cut, LAST), BrandLook().palette.primary
    assert lab_distance(last[4, 4], panel) < 2
    assert min(lab_distance(pixel, "#FFFFFF") for pixel in last[-4, ::40]) < 2, "the picture reaches the lower edge"
    shown = np.argwhere(np.abs(last.astype(int) - (0xC0, 0x20, 0x20)).max(axis=2) < 24)
    top, bottom = shown[:, 0].min(), shown[:, 0].max()
    assert bottom - top == pytest.approx(640 / 4 * 9 / 16, rel=0.35), "what is shown is not cut off"
    boxes = [box for box in cut.report.boxes if box.start_frame >= edit.timeline.overlays[-1].start]
    assert {"end card", "call to action"} <= {box.owner for box in boxes}
    assert all(box.bottom < top for box in boxes)


def test_below_a_card_the_picture_moves_no_further_than_its_subject_needs(tmp_path: Path) -> None:
    covered = known_placements()[Placement.NONE].formats["9:16"].covered
    edit = edit_of(CANVASES["9:16"], BrandLook(), tmp_path)
    card = card_of(edit, tmp_path, covered)
    assert card.picture.bottom == 640
    assert -card.picture.top <= card.motion.dy < 0
