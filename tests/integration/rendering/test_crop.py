"""A clip of another shape than the video is cut to it around what there is to see, not laid over a blurred copy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from omnigen.domain.timeline import Canvas
from omnigen.media.probe import probe
from omnigen.rendering.render import compose
from omnigen.rendering.video.crop_centre import crop_centre

from tests.integration.conftest import Footage
from tests.integration.rendering.test_render import shot, silent_edit

SQUARE = Canvas(width=96, height=96)
FOUR_FIVE = Canvas(width=96, height=120)
PLAIN = "drawbox=t=fill:color=0x808890"
SUBJECT = "drawbox=x={x}:y=20:w=36:h=40:t=fill:color=white,drawbox=x={x}:y=30:w=36:h=20:t=fill:color=red"
WIDE = "192x108"


def wide_clip(footage: Footage, x: int, seconds: float = 1) -> Path:
    """A plain wide picture with a white and red thing at this distance from the left."""
    return footage.clip(f"at-{x}.mp4", size=WIDE, seconds=seconds, filters=f"{PLAIN},{SUBJECT.format(x=x)}")


def first_frame(video: Path) -> NDArray[np.uint8]:
    with av.open(str(video)) as container:
        return np.asarray(next(container.decode(video=0)).to_ndarray(format="rgb24"), np.uint8)


def subject_columns(picture: NDArray[np.uint8]) -> tuple[int, int]:
    """The first and the last column in which red is seen."""
    red = (picture[..., 0].astype(int) - picture[..., 1] > 90).any(axis=0)
    return int(np.flatnonzero(red)[0]), int(np.flatnonzero(red)[-1])


@pytest.mark.parametrize("x", [4, 78, 150])
@pytest.mark.parametrize("canvas", [SQUARE, FOUR_FIVE], ids=["1:1", "4:5"])
def test_the_subject_of_a_wide_clip_is_whole_and_fills_the_height(
    footage: Footage, tmp_path: Path, canvas: Canvas, x: int
) -> None:
    video = compose(silent_edit([wide_clip(footage, x)], [shot(0, 24)], canvas), tmp_path).video
    picture = first_frame(video)
    left, right = subject_columns(picture)
    wanted = 36 * canvas.height / 108
    assert right - left + 1 == pytest.approx(wanted, abs=4), "nothing of it is cut off, and it is not made smaller"
    for row in (2, -3):
        assert np.abs(picture[row].astype(int) - picture[row, 0]).max() < 30, "no bars, no blurred copy"
        assert abs(int(picture[row, 0].mean()) - 136) < 20, "the plain ground, in full light"


def test_a_clip_that_goes_on_from_another_is_cut_at_the_same_place(footage: Footage, tmp_path: Path) -> None:
    clips = [wide_clip(footage, 40, seconds=1.5), wide_clip(footage, 64, seconds=1.5)]
    shots = [shot(0, 18), shot(1, 18, continues=True)]
    video = compose(silent_edit(clips, shots, SQUARE), tmp_path).video
    with av.open(str(video)) as container:
        frames = [np.asarray(one.to_ndarray(format="rgb24"), np.uint8) for one in container.decode(video=0)]
    moved = subject_columns(frames[24])[0] - subject_columns(frames[4])[0]
    assert moved == pytest.approx(24 * 96 / 108, abs=3)


def test_a_picture_without_a_subject_is_cut_in_its_middle(footage: Footage) -> None:
    clip = footage.clip("plain.mp4", size=WIDE, seconds=1, filters=PLAIN)
    assert crop_centre(clip, probe(clip), SQUARE, 24) == pytest.approx((0.5, 0.5), abs=0.02)


def test_a_tall_clip_is_cut_above_and_below(footage: Footage) -> None:
    thing = "drawbox=x=20:y=10:w=40:h=30:t=fill:color=white"
    clip = footage.clip("tall.mp4", size="108x192", seconds=1, filters=f"{PLAIN},{thing}")
    across, down = crop_centre(clip, probe(clip), Canvas(width=96, height=96), 24)
    assert across == 0.5
    assert down < 0.4


def test_who_wants_the_whole_clip_still_gets_it(footage: Footage, tmp_path: Path) -> None:
    edit = replace(silent_edit([wide_clip(footage, 4)], [shot(0, 24)], SQUARE), fill="blur")
    left, right = subject_columns(first_frame(compose(edit, tmp_path).video))
    assert right - left + 1 == pytest.approx(36 * 96 / 192, abs=3)
