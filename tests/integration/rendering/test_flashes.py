"""Flashes that can set off a seizure are counted, and nothing else is taken for them."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from omnigen.domain.brief_options import Captions
from omnigen.domain.storyboard import Transition
from omnigen.domain.timeline import Canvas, TimelineShot
from omnigen.domain.timeline_planning import plan_timeline
from omnigen.errors import VideoRejected
from omnigen.intake.flashes import worst_second as at_arrival
from omnigen.media.open import open_media
from omnigen.rendering.edit import EditDecision
from omnigen.rendering.quality.flashes import worst_second
from omnigen.rendering.render import compose
from omnigen.rendering.video.cells import Cells, cells_of, read_cells
from PIL import Image, ImageDraw

from tests.clips import clip_of
from tests.integration.conftest import Footage
from tests.integration.rendering.test_segments import Shelf

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


def cells_in(clip: Path) -> Cells:
    with open_media(clip) as container:
        return np.stack([cells_of(frame) for frame in container.decode(video=0)])


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
    assert worst_second(cells_in(clip), Fraction(24)).count == flashes
    assert at_arrival(clip.read_bytes())[0] == flashes


def test_moving_picture_and_slow_fade_are_no_flashes(footage: Footage) -> None:
    fade = clip_of(lambda number: Image.new("RGB", SIZE, (abs(number - 24) * 9,) * 3), 48)
    assert worst_second(cells_in(footage.clip("moving.mp4")), Fraction(24)).count == 0
    assert at_arrival(footage.clip("moving.mp4").read_bytes())[0] == at_arrival(fade)[0] == 0
    assert worst_second(cells_in(footage.write("fade.mp4", fade)), Fraction(24)).count == 0


def test_video_that_flashes_is_not_delivered(footage: Footage, tmp_path: Path) -> None:
    cut = plan_timeline(Canvas(width=128, height=72), [TimelineShot(scene_id="s00", frames=48)])
    edit = EditDecision(timeline=cut, pictures=(flickering(footage, "blocked", 2),), captions=Captions.NONE)
    for strategy in ("one-process", "segments"):
        with pytest.raises(VideoRejected, match=r"flashes 6 times in the second from 0\.0 s on"):
            compose(edit, tmp_path / strategy, strategy=strategy)


def test_flashes_are_found_in_segments_that_were_kept(footage: Footage, tmp_path: Path) -> None:
    """The first rendering keeps its segments and refuses; the second encodes nothing and refuses as well."""
    cut = plan_timeline(Canvas(width=128, height=72), [TimelineShot(scene_id="s00", frames=48)])
    edit = EditDecision(timeline=cut, pictures=(flickering(footage, "kept", 2),), captions=Captions.NONE)
    shelf = Shelf(tmp_path / "shelf")
    for folder in ("first", "second"):
        with pytest.raises(VideoRejected, match="flashes 6 times"):
            compose(edit, tmp_path / folder, shelf, strategy="segments")


def test_small_pictures_taken_while_encoding_are_those_of_the_finished_file(footage: Footage, tmp_path: Path) -> None:
    shots = [
        TimelineShot(scene_id="s0", frames=60),
        TimelineShot(scene_id="s1", frames=60, transition=Transition.DISSOLVE, transition_frames=8),
    ]
    cut = plan_timeline(Canvas(width=128, height=72), shots, title="A title")
    clips = (footage.clip("a.mp4", seconds=3.5), footage.clip("b.mp4", source="testsrc", seconds=3.5))
    edit = EditDecision(timeline=cut, pictures=clips, captions=Captions.NONE)
    for strategy in ("one-process", "segments"):
        made = compose(edit, tmp_path / strategy, strategy=strategy)
        taken, shown = read_cells(cell_files(tmp_path / strategy), cut.frames), cells_in(made.video)
        assert np.abs(taken.astype(int) - shown).mean(axis=(1, 2)).max() < 3


def cell_files(folder: Path) -> list[Path]:
    """The files of a rendering in this folder, in order."""
    listing = folder / "segments.txt"
    if not listing.exists():
        return [folder / "video.cells"]
    return [folder / name.replace(".mp4", ".cells") for name in re.findall("file '(.*)'", listing.read_text())]
