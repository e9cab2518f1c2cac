"""Clips and stills that show nothing are told from those that do, in the stage that buys them."""

from __future__ import annotations

import io

import pytest
from omnigen.errors import BadOutput
from omnigen.media.picture_content import clip_content
from omnigen.providers.offline.drawing.pictures import draw_still
from omnigen.providers.offline.filming import film_clip
from omnigen.purchasing.downloads import check_content, check_picture
from PIL import Image

from tests.clips import clip_of, plain_picture, png

WIDTH, HEIGHT = 320, 180
BLACK, GREY, RED = (0, 0, 0), (120, 120, 120), (200, 20, 20)


def plain(colour: tuple[int, int, int]) -> Image.Image:
    return plain_picture(colour, (WIDTH, HEIGHT))


@pytest.fixture(scope="module")
def drawn() -> Image.Image:
    return Image.open(io.BytesIO(draw_still("A bottle on a table", WIDTH, HEIGHT).png)).convert("RGB")


def moved(picture: Image.Image, number: int) -> Image.Image:
    """The picture, with a small light that wanders over it."""
    copy = picture.copy()
    copy.paste(plain((255, 255, 255)).crop((0, 0, 16, 16)), (number, 90))
    return copy


def refusal(clip: bytes, *, is_first: bool = False, is_last: bool = False) -> str:
    try:
        check_content(clip, 96, is_first=is_first, is_last=is_last)
    except BadOutput as error:
        return str(error)
    return ""


@pytest.mark.parametrize("colour", [BLACK, GREY, RED])
def test_clip_of_one_colour_is_refused(colour: tuple[int, int, int]) -> None:
    assert refusal(clip_of(lambda number: plain(colour))) == "The clip shows nothing but one colour"


def test_frozen_clip_is_refused_and_the_slightest_move_is_not(drawn: Image.Image) -> None:
    assert refusal(clip_of(lambda number: drawn)) == "The clip stands still"
    assert refusal(clip_of(lambda number: moved(drawn, number))) == ""


def test_clip_that_freezes_only_after_its_shown_part_passes(drawn: Image.Image) -> None:
    assert refusal(clip_of(lambda number: moved(drawn, min(number, 90)), frames=192)) == ""


def test_second_of_black_is_refused_and_a_cut_through_black_is_not(drawn: Image.Image) -> None:
    dark = clip_of(lambda number: plain(BLACK) if 24 <= number <= 50 else moved(drawn, number))
    blink = clip_of(lambda number: plain(BLACK) if 24 <= number <= 30 else moved(drawn, number))
    assert refusal(dark) == "The clip is black for 1.0 s"
    assert refusal(blink) == ""


def test_black_start_is_refused_where_the_video_begins_and_black_end_where_it_ends(drawn: Image.Image) -> None:
    fades_in = clip_of(lambda number: plain(BLACK) if number < 5 else moved(drawn, number))
    fades_out = clip_of(lambda number: plain(BLACK) if number > 92 else moved(drawn, number))
    assert refusal(fades_in, is_first=True) == "The clip begins black, as the video would"
    assert refusal(fades_in) == ""
    assert refusal(fades_out, is_last=True) == "The clip ends black, as the video would"
    assert refusal(fades_out) == ""


def test_clips_of_the_offline_vendor_move() -> None:
    clip = film_clip("A bottle on a table", 128, 72, 4.0)
    assert not clip_content(clip, 96).is_frozen


def test_still_of_one_colour_is_refused(drawn: Image.Image) -> None:
    check_picture(png(drawn), WIDTH, HEIGHT)
    with pytest.raises(BadOutput, match="one colour"):
        check_picture(png(plain(GREY)), WIDTH, HEIGHT)
