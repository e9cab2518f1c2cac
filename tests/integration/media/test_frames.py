"""The next scene starts on exactly the frame that this one is left at."""

from __future__ import annotations

import io
import subprocess
import sys

import numpy as np
import pytest
from omnigen.errors import MediaRefused
from omnigen.media.frames import last_frame, thumbnail_jpeg
from PIL import Image

from tests.integration.conftest import BT709, TAGGED, Footage

PATCHES = [(200, 30, 30), (30, 180, 40), (20, 60, 200), (220, 200, 40), (120, 120, 120), (250, 250, 250)]


def shade(png: bytes) -> float:
    return float(np.asarray(Image.open(io.BytesIO(png)).convert("L")).mean())


def expected(number: int) -> float:
    return (40 + 3 * number - 16) * 255 / 219


@pytest.mark.parametrize("index", [0, 1, 17, 46, 47])
def test_the_frame_asked_for_is_the_one_given(footage: Footage, index: int) -> None:
    clip = footage.numbered("numbered.mp4", 48).read_bytes()
    assert shade(last_frame(clip, index)) == pytest.approx(expected(index), abs=1.2)


@pytest.mark.parametrize("index", [None, 48, 5000])
def test_a_clip_that_is_over_by_then_gives_its_last_frame(footage: Footage, index: int | None) -> None:
    clip = footage.numbered("numbered.mp4", 48).read_bytes()
    assert shade(last_frame(clip, index)) == pytest.approx(expected(47), abs=1.2)


def test_frames_are_counted_at_24_a_second_whatever_the_clip_has(footage: Footage) -> None:
    clip = footage.numbered("numbered48.mp4", 60, rate=48).read_bytes()
    assert shade(last_frame(clip, 10)) == pytest.approx(expected(20), abs=1.2)


@pytest.mark.parametrize("tags", [BT709, ()], ids=["tagged", "untagged"])
def test_colours_come_out_as_they_went_in(footage: Footage, tags: tuple[str, ...]) -> None:
    """An untagged clip decoded as BT.601 would be off by 24."""
    picture = np.zeros((64, 96, 3), np.uint8)
    for number, patch in enumerate(PATCHES):
        picture[:, number * 16 : (number + 1) * 16] = patch
    Image.fromarray(picture).save(footage.folder / "patches.png")
    clip = footage.make(
        f"patches{len(tags)}.mp4",
        *("-loop", "1", "-framerate", "24", "-i", str(footage.folder / "patches.png"), "-t", "0.25"),
        *("-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p," + (TAGGED if tags else "null")),
        *("-c:v", "libx264", "-crf", "4", *tags),
    )
    drawn = np.asarray(Image.open(io.BytesIO(last_frame(clip.read_bytes()))).convert("RGB")).astype(int)
    for number, patch in enumerate(PATCHES):
        assert np.abs(drawn[32, number * 16 + 8] - patch).max() <= 4


def test_a_clip_that_its_container_turns_is_shown_upright(footage: Footage) -> None:
    flat = footage.clip("upright.mp4", seconds=0.5)
    turned = footage.make("turned.mp4", "-display_rotation", "90", "-i", str(flat), "-c", "copy")
    reference = footage.make("turned.png", "-i", str(turned), "-frames:v", "1", "-update", "1")
    ours = Image.open(io.BytesIO(last_frame(turned.read_bytes(), 0))).convert("RGB")
    theirs = Image.open(reference).convert("RGB")
    assert ours.size == theirs.size == (72, 128)
    assert np.abs(np.asarray(ours).astype(int) - np.asarray(theirs)).mean() < 6


def test_a_thumbnail_is_a_small_jpeg_in_the_right_shape(footage: Footage) -> None:
    thumbnail = Image.open(io.BytesIO(thumbnail_jpeg(footage.clip().read_bytes(), longest_side=64)))
    assert (thumbnail.format, thumbnail.size) == ("JPEG", (64, 36))


def test_what_is_no_clip_is_refused(footage: Footage) -> None:
    with pytest.raises(MediaRefused):
        last_frame(b"<html>not found</html>")


def test_a_lambda_needs_no_more_than_pyav_for_it() -> None:
    """The media layer has neither numpy nor Pillow nor the ffmpeg program."""
    program = (
        "import sys\n"
        "for name in ('numpy', 'PIL', 'imageio_ffmpeg', 'fontTools'): sys.modules[name] = None\n"
        "import omnigen.media.frames, omnigen.media.probe\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
