"""The offline filmmaker: clips start and end on the given frames, move, and say what they are."""

from __future__ import annotations

import io
import math
from fractions import Fraction
from itertools import pairwise
from typing import Any

import av
import numpy as np
import pytest
from omnigen.errors import InvalidRequest, MediaRefused
from omnigen.providers.offline.drawing.pictures import draw_scene, draw_still
from omnigen.providers.offline.filming import film_clip
from omnigen.providers.offline.filming.moving import moving_subject
from omnigen.providers.offline.filming.plates import CameraView, through, to_planes
from PIL import Image

from tests.later import wait_for_another_second

WIDTH, HEIGHT = 320, 180
PROMPT = "A red car on a coastal road"


def film(prompt: str = PROMPT, seconds: float = 2, **options: Any) -> bytes:
    return film_clip(prompt, WIDTH, HEIGHT, seconds, **options)


def decoded(clip: bytes) -> list[np.ndarray]:
    with av.open(io.BytesIO(clip), "r") as file:
        return [
            frame.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray().astype(float)
            for frame in file.decode(video=0)
        ]


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(float)


def png_of(frame: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(frame.astype(np.uint8)).save(file, "PNG")
    return file.getvalue()


def still(prompt: str, seed: int = 0) -> bytes:
    return draw_still(prompt, WIDTH, HEIGHT, seed).png


def psnr(one: np.ndarray, other: np.ndarray) -> float:
    """Of the luma, in dB: halved colours (4:2:0) alone cost small flat drawings more than the encoder does."""
    one, other = one @ (0.2126, 0.7152, 0.0722), other @ (0.2126, 0.7152, 0.0722)
    return float(10 * math.log10(255**2 / max(float(np.mean((one - other) ** 2)), 1e-9)))


def test_a_clip_is_silent_h264_of_the_frames_and_size_asked_for_and_says_its_colours() -> None:
    with av.open(io.BytesIO(film(seconds=2.5)), "r") as file:
        assert [stream.type for stream in file.streams] == ["video"]
        stream = file.streams.video[0]
        codec = stream.codec_context
        assert (codec.name, codec.pix_fmt, codec.width, codec.height) == ("h264", "yuv420p", WIDTH, HEIGHT)
        assert (codec.colorspace, codec.color_primaries, codec.color_trc, codec.color_range) == (1, 1, 1, 1)
        assert (stream.average_rate, stream.frames) == (Fraction(24), 60)
        packets = [(packet.pts, packet.is_keyframe) for packet in file.demux(stream) if packet.pts is not None]
    keys = [index for index, (_, is_keyframe) in enumerate(packets) if is_keyframe]
    assert keys == [0, 24, 48]
    assert len({later - earlier for (earlier, _), (later, _) in pairwise(packets)}) == 1


def test_the_first_frame_is_the_given_picture() -> None:
    start = still("A dog in the park", 5)
    assert psnr(decoded(film(start_png=start))[0], pixels(start)) > 38


def test_at_full_size_the_first_frame_is_the_given_picture_in_colour() -> None:
    start = draw_still("A dog in the park", 1280, 720, 5).png
    first = decoded(film_clip("A dog in the park", 1280, 720, 0.1, start_png=start))[0]
    assert 10 * math.log10(255**2 / np.mean((first - pixels(start)) ** 2)) > 38


def test_without_a_given_picture_the_clip_starts_on_the_drawn_still() -> None:
    assert psnr(decoded(film(seed=3))[0], pixels(still(PROMPT, 3))) > 38


def test_a_start_that_shows_something_else_dissolves_into_this_scene() -> None:
    start = still("A dog in the park", 5)
    frames = decoded(film(start_png=start, seconds=3))
    scene = decoded(film(seconds=3))[-1]
    assert psnr(frames[0], pixels(start)) > 38
    assert np.abs(frames[-1] - scene).mean() < np.abs(frames[-1] - pixels(start)).mean() / 2


def test_scenes_chain_by_their_last_frames() -> None:
    first = decoded(film("A bottle on a beach", seed=1))
    second = decoded(film("A cat on a sofa", seed=2, start_png=png_of(first[-1])))
    assert psnr(second[0], first[-1]) > 36


def test_with_an_end_picture_the_clip_ends_on_it() -> None:
    start, end = still("A bottle on a beach", 1), still("A cat on a sofa", 2)
    frames = decoded(film(start_png=start, end_png=end, seconds=3))
    assert psnr(frames[0], pixels(start)) > 38
    assert psnr(frames[-1], pixels(end)) > 36
    assert psnr(frames[30], pixels(end)) < 25


def test_the_camera_stays_with_a_start_that_is_this_scenes_own_still() -> None:
    assert film(seed=3, start_png=still(PROMPT, 3)) == film(seed=3)


@pytest.mark.parametrize("prompt", ["A bottle in a studio", "City at night", "quantum synergy"])
def test_the_picture_moves_all_the_time(prompt: str) -> None:
    frames = decoded(film(prompt, seconds=4))
    changes = [np.abs(a - b).mean() for a, b in zip(frames[6:-6:12], frames[18:-6:12], strict=False)]
    assert min(changes) > 0.8


def test_the_subject_moves_by_itself_before_what_stands_still() -> None:
    picture, ground = (draw_scene("A bottle in a studio", WIDTH, HEIGHT, 3, bare=bare)[0] for bare in (False, True))
    moving = moving_subject(picture, ground)
    assert moving is not None
    rest, raised = (np.asarray(moving.at(seconds)[0]).astype(int) for seconds in (0, 0.65))
    assert np.array_equal(rest, np.asarray(to_planes(picture)[0]))
    changed = np.abs(rest - raised).max(axis=0) > 8
    assert changed.any()
    assert not changed[: WIDTH // 4].any()
    assert not changed[-WIDTH // 4 :].any()
    assert moving_subject(ground, ground) is None


def test_the_camera_moves_smoothly_between_pixels() -> None:
    rows = np.mgrid[0:180, 0:320]
    spot = 200 * np.exp(-((rows[0] - 90) ** 2 + (rows[1] - 160) ** 2) / 60)
    planes = to_planes(Image.fromarray(np.dstack([spot.astype(np.uint8)] * 3)))
    centres = []
    for step in range(24):
        seen = np.asarray(through(planes, CameraView(0.5 + 0.0004 * step, 0.5, 1.1))[0]).astype(float) - 16
        centres.append(float((seen * rows[1]).sum() / seen.sum()))
    jerks = np.diff(centres, 2)
    assert np.abs(jerks).max() < 0.06


def test_the_same_arguments_give_the_same_bytes_and_another_seed_another_clip() -> None:
    first = film(seed=1, seconds=1)
    wait_for_another_second()
    assert film(seed=1, seconds=1) == first
    assert first != film(seed=2, seconds=1)


def test_a_picture_of_another_shape_is_cut_to_fill_the_frame() -> None:
    tall = Image.new("RGB", (300, 900), (200, 40, 40))
    file = io.BytesIO()
    tall.save(file, "JPEG")
    first = decoded(film(start_png=file.getvalue(), seconds=1))[0]
    assert np.abs(first - (200, 40, 40)).max() < 8


@pytest.mark.parametrize("broken", [b"not a picture", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, still("x")[:2000]])
def test_a_picture_that_cannot_be_read_is_refused(broken: bytes) -> None:
    with pytest.raises(MediaRefused, match="cannot be read"):
        film(start_png=broken)
    with pytest.raises(MediaRefused):
        film(end_png=broken)


@pytest.mark.parametrize(
    ("width", "height", "seconds", "field"),
    [(321, 180, 1, "size"), (0, 180, 1, "size"), (320, 180, 0, "seconds"), (320, 180, math.inf, "seconds")],
)
def test_an_impossible_order_is_refused(width: int, height: int, seconds: float, field: str) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        film_clip(PROMPT, width, height, seconds)
    assert refusal.value.field == field


@pytest.mark.parametrize(("width", "height"), [(36 * 4, 64 * 4), (128, 128), (64, 36)])
def test_other_shapes_are_filmed_too(width: int, height: int) -> None:
    frames = decoded(film_clip(PROMPT, width, height, 0.5))
    assert frames[0].shape == (height, width, 3)
    assert len(frames) == 12
