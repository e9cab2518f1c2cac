"""Stills move smoothly and never lose what they show."""

from __future__ import annotations

import io
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from omnigen.domain.brief_options import Captions
from omnigen.domain.storyboard import Transition
from omnigen.domain.timeline import Box, Canvas, TimelineShot
from omnigen.domain.timeline_planning import plan_timeline
from omnigen.errors import MediaRefused
from omnigen.media.frames import last_frame
from omnigen.rendering.edit import EditDecision
from omnigen.rendering.render import compose
from omnigen.rendering.report import Strategy
from omnigen.rendering.video.ken_burns import open_still, plan_move, still_frames, view_box
from PIL import Image

from tests.integration.conftest import Footage

WIDE = Canvas(width=320, height=180)


@pytest.fixture(scope="session")
def dots(footage: Footage) -> Path:
    """A soft white dot in the middle of grey: its centre can be found to a hundredth of a pixel."""
    down, across = np.mgrid[:540, :960].astype(np.float32)
    light = 60 + 180 * np.exp(-((across - 479.5) ** 2 + (down - 269.5) ** 2) / 300)
    path = footage.folder / "dots.png"
    Image.fromarray(np.clip(light, 0, 255).astype(np.uint8)).convert("RGB").save(path)
    return path


def centre_of_light(frame: bytes, canvas: Canvas) -> tuple[float, float]:
    luma = np.frombuffer(frame, np.uint8)[: canvas.width * canvas.height].reshape(canvas.height, canvas.width)
    weight = np.square(luma.astype(np.float64) - luma.min())
    down, across = np.mgrid[: canvas.height, : canvas.width]
    return float((weight * across).sum() / weight.sum()), float((weight * down).sum() / weight.sum())


@pytest.mark.parametrize("seed", range(4))
def test_the_move_keeps_to_its_path_within_a_fiftieth_of_a_pixel(dots: Path, seed: int) -> None:
    move = plan_move((960, 540), WIDE, seed, None)
    drawn, due = [], []
    for number, frame in enumerate(still_frames(dots, WIDE, frames=96, seed=seed, end=96)):
        left, top, right, bottom = view_box((960, 540), WIDE, move.at(number / 95))
        drawn.append(centre_of_light(frame, WIDE))
        due.append(((480 - left) / (right - left) * 320 - 0.5, (270 - top) / (bottom - top) * 180 - 0.5))
    path = np.array(drawn)
    assert np.abs(path - np.array(due)).max() < 0.02
    steps = np.hypot(*np.diff(path, axis=0).T)
    assert np.hypot(*(path[-1] - path[0])) > 1, "it moves"
    assert steps[0] < steps[48] / 4, "it starts gently"


def test_seeds_give_different_moves_and_the_same_seed_the_same(dots: Path) -> None:
    first = [next(iter(still_frames(dots, WIDE, frames=48, seed=seed, end=1))) for seed in range(8)]
    again = next(iter(still_frames(dots, WIDE, frames=48, seed=3, end=1)))
    assert len(set(first)) >= 4
    assert again == first[3]


def test_a_stretch_of_a_move_is_what_the_whole_move_shows_there(dots: Path) -> None:
    whole = list(still_frames(dots, WIDE, frames=24, seed=1, end=24))
    assert list(still_frames(dots, WIDE, frames=24, seed=1, first=10, end=14)) == whole[10:14]


shares = st.integers(0, 90).map(lambda percent: Decimal(percent) / 100)
boxes = st.tuples(shares, shares, st.integers(5, 60), st.integers(5, 60)).map(
    lambda box: (
        box[0],
        box[1],
        min(box[0] + Decimal(box[2]) / 100, Decimal(1)),
        min(box[1] + Decimal(box[3]) / 100, Decimal(1)),
    )
)
canvases = st.sampled_from([WIDE, Canvas(width=180, height=320), Canvas(width=180, height=180)])


@given(boxes, canvases, st.integers(0, 2**31 - 1), st.floats(0, 1))
def test_a_declared_subject_is_never_cut_off(box: Box, canvas: Canvas, seed: int, share: float) -> None:
    """In a picture of the canvas's own shape there is always a view that holds the subject."""
    size = (canvas.width * 5, canvas.height * 5)
    left, top, right, bottom = view_box(size, canvas, plan_move(size, canvas, seed, box).at(share))
    assert left - 0.01 <= float(box[0]) * size[0]
    assert top - 0.01 <= float(box[1]) * size[1]
    assert right + 0.01 >= float(box[2]) * size[0]
    assert bottom + 0.01 >= float(box[3]) * size[1]


@given(st.integers(40, 4000), st.integers(40, 4000), canvases, st.integers(0, 999), st.floats(0, 1))
def test_the_camera_never_looks_past_the_edge(width: int, height: int, canvas: Canvas, seed: int, share: float) -> None:
    left, top, right, bottom = view_box(
        (width, height), canvas, plan_move((width, height), canvas, seed, None).at(share)
    )
    assert 0 <= left < right <= width + 1e-6
    assert 0 <= top < bottom <= height + 1e-6


def test_colours_of_a_still_come_out_as_they_are(tmp_path: Path) -> None:
    Image.new("RGB", (640, 360), (200, 30, 60)).save(tmp_path / "red.png")
    shots = [TimelineShot(scene_id="s00", frames=24, kind="still")]
    edit = EditDecision(timeline=plan_timeline(WIDE, shots), pictures=(tmp_path / "red.png",), captions=Captions.NONE)
    shown = last_frame(compose(edit, tmp_path / "out").video.read_bytes())
    picture = np.asarray(Image.open(io.BytesIO(shown)).convert("RGB"))
    assert np.abs(picture[90, 160].astype(int) - (200, 30, 60)).max() <= 6


@pytest.mark.parametrize("strategy", ["one-process", "segments"])
def test_a_video_of_stills_and_clips_is_exact(dots: Path, footage: Footage, tmp_path: Path, strategy: Strategy) -> None:
    shots = [
        TimelineShot(scene_id="s00", frames=40, kind="still", seed=1),
        TimelineShot(scene_id="s01", frames=30, transition=Transition.SLIDE, transition_frames=8),
        TimelineShot(scene_id="s02", frames=26, kind="still", transition=Transition.FADE, transition_frames=8, seed=2),
    ]
    edit = EditDecision(
        timeline=plan_timeline(WIDE, shots), pictures=(dots, footage.clip(), dots), captions=Captions.NONE
    )
    cut = compose(edit, tmp_path, strategy=strategy)
    assert (cut.report.frames, cut.report.seconds) == (96, Decimal(4))
    again = compose(edit, tmp_path / "again", strategy=strategy)
    assert again.report.sha256 == cut.report.sha256


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("page.png", b"<html>404</html>", "cannot be read"),
        ("cut.png", None, "cannot be read"),
        ("tiny.png", (4, 4), "4x4 pixels"),
        ("gif.png", "GIF", "cannot be read"),
    ],
)
def test_what_is_no_picture_is_refused(dots: Path, tmp_path: Path, name: str, data: object, reason: str) -> None:
    path = tmp_path / name
    if isinstance(data, bytes):
        path.write_bytes(data)
    elif isinstance(data, tuple):
        Image.new("RGB", data).save(path)
    elif data == "GIF":
        Image.new("RGB", (64, 64)).save(path, "GIF")
    else:
        path.write_bytes(dots.read_bytes()[:2000])
    with pytest.raises(MediaRefused, match=reason):
        open_still(path)


def test_a_picture_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    Image.new("1", (20_000, 20_000)).save(tmp_path / "bomb.png")
    with pytest.raises(MediaRefused, match=r"bomb\.png"):
        open_still(tmp_path / "bomb.png")


def test_a_photo_taken_sideways_is_turned_upright(tmp_path: Path) -> None:
    photo = Image.new("RGB", (60, 40), "white")
    exif = photo.getexif()
    exif[0x0112] = 6
    photo.save(tmp_path / "photo.jpg", exif=exif)
    assert open_still(tmp_path / "photo.jpg").size == (40, 60)


def test_steps_of_a_move_are_even_in_both_directions(dots: Path) -> None:
    move = plan_move((960, 540), WIDE, 5, None)
    zooms = [move.at(share / 20).zoom for share in range(21)]
    rising = [later > earlier for earlier, later in pairwise(zooms)]
    assert all(rising) or not any(rising)
