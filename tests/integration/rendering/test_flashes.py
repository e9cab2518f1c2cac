"""Flashes that can set off a seizure are counted, and nothing else is taken for them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from omnigen.domain.brief_options import Captions
from omnigen.domain.timeline import Canvas, TimelineShot
from omnigen.domain.timeline_planning import plan_timeline
from omnigen.errors import VideoRejected
from omnigen.rendering.edit import EditDecision
from omnigen.rendering.quality.flashes import worst_second
from omnigen.rendering.render import compose
from PIL import Image, ImageDraw

from tests.clips import clip_of
from tests.integration.conftest import Footage

WHITE, BLACK, GREY, RED = (235, 235, 235), (16, 16, 16), (40, 40, 40), (255, 0, 0)
SIZE = (128, 72)


def flickering(
    footage: Footage,
    name: str,
    every: int,
    colours: tuple[tuple[int, int, int], tuple[int, int, int]] = (BLACK, WHITE),
    share: float = 1.0,
) -> Path:
    """A clip of two seconds whose left part changes colour every few frames."""

    def picture_at(number: int) -> Image.Image:
        picture = Image.new("RGB", SIZE, colours[0])
        box = (0, 0, round(SIZE[0] * share) - 1, SIZE[1] - 1)
        ImageDraw.Draw(picture).rectangle(box, colours[number // every % 2])
        return picture

    return footage.write(f"{name}.mp4", clip_of(picture_at, 48))


@pytest.mark.parametrize(
    ("name", "every", "colours", "share", "flashes"),
    [
        ("six a second", 2, (BLACK, WHITE), 1.0, 6),
        ("three a second", 4, (BLACK, WHITE), 1.0, 3),
        ("one a second", 12, (BLACK, WHITE), 1.0, 1),
        ("in a third of the picture", 2, (BLACK, WHITE), 0.34, 6),
        ("in a fifth of the picture", 2, (BLACK, WHITE), 0.2, 0),
        ("too faint", 2, (BLACK, GREY), 1.0, 0),
        ("red", 2, (BLACK, RED), 1.0, 6),
    ],
)
def test_flashes_are_counted_where_they_are_large_and_strong(
    name: str,
    every: int,
    colours: tuple[tuple[int, int, int], tuple[int, int, int]],
    share: float,
    flashes: int,
    footage: Footage,
) -> None:
    clip = flickering(footage, name.replace(" ", "-"), every, colours, share)
    assert worst_second(clip, Fraction(24)).count == flashes


def test_moving_picture_and_slow_fade_are_no_flashes(footage: Footage) -> None:
    fade = clip_of(lambda number: Image.new("RGB", SIZE, (abs(number - 24) * 9,) * 3), 48)
    assert worst_second(footage.clip("moving.mp4"), Fraction(24)).count == 0
    assert worst_second(footage.write("fade.mp4", fade), Fraction(24)).count == 0


def test_video_that_flashes_is_not_delivered(footage: Footage, tmp_path: Path) -> None:
    cut = plan_timeline(Canvas(width=128, height=72), [TimelineShot(scene_id="s00", frames=48)])
    edit = EditDecision(timeline=cut, pictures=(flickering(footage, "blocked", 2),), captions=Captions.NONE)
    with pytest.raises(VideoRejected, match=r"flashes 6 times in the second from 0\.0 s on"):
        compose(edit, tmp_path)
