"""Closer views of a clip: exact to the frame, found by a scene detector, around what there is to see."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from omnigen.domain.punch_in import PunchIn
from omnigen.domain.punch_in_planning import with_punch_ins
from omnigen.domain.timeline import Canvas, Timeline, TimelineShot
from omnigen.domain.timeline_planning import plan_timeline
from omnigen.rendering.edit import EditDecision
from omnigen.rendering.ffmpeg.process import binary
from omnigen.rendering.render import compose
from omnigen.rendering.report import Strategy
from omnigen.rendering.video.closer_views import with_seen_punch_ins
from PIL import Image, ImageDraw

from tests.clips import clip_of, plain_picture
from tests.integration.conftest import Footage

CANVAS = Canvas(width=160, height=90)
BALL = (116, 40)
"""Where the ball is in the picture of 160 x 90."""


def a_cut(*frames: int, **changes: object) -> Timeline:
    shots = [
        TimelineShot(scene_id=f"s{number:02}", frames=length, may_punch_in=True, **changes)  # type: ignore[arg-type]
        for number, length in enumerate(frames)
    ]
    return plan_timeline(CANVAS, shots)


def ball_at(frame: int) -> Image.Image:
    """A ball that trembles, in the grain of a film."""
    grain = np.random.default_rng(frame).integers(-9, 10, (90, 160, 1))
    picture = Image.fromarray((np.array([40, 60, 90]) + grain).astype(np.uint8))
    drawing, (x, y) = ImageDraw.Draw(picture), (BALL[0] + frame % 4, BALL[1])
    drawing.ellipse((x - 18, y - 18, x + 18, y + 18), fill=(240, 230, 210))
    drawing.ellipse((x - 8, y - 8, x + 2, y + 2), fill=(200, 40, 40))
    return picture


def detected(video: Path) -> list[int]:
    """Frames at which ffmpeg's scene detector sees another scene begin."""
    command = [binary(), "-i", str(video), "-vf", "scdet=threshold=4", "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return [round(float(second) * 24) for second in re.findall(r"scd\.time: ([\d.]+)", said)]


@pytest.mark.parametrize("strategy", ["one-process", "segments"])
def test_a_detector_finds_the_cut_in_one_clip_exactly_where_it_is_planned(
    footage: Footage, tmp_path: Path, strategy: Strategy
) -> None:
    clips = (footage.write("ball.mp4", clip_of(ball_at, 170)), footage.clip("bars.mp4", size="160x90", seconds=4))
    cut = with_seen_punch_ins(with_punch_ins(a_cut(168, 72)), clips)
    made = compose(EditDecision(timeline=cut, pictures=clips), tmp_path, strategy=strategy)
    [near] = made.report.punch_ins
    assert (near.scene_id, near.start_frame, near.end_frame) == ("s00", 84, 168)
    assert made.report.frames == 240
    assert detected(made.video) == [84, 168]


def test_a_closer_view_shows_the_same_frames_of_the_clip_nearer(
    footage: Footage, tmp_path: Path, frames_of: Callable[[Path], list[bytes]]
) -> None:
    clip = footage.write("ball.mp4", clip_of(ball_at, 100))
    whole = a_cut(96)
    view = PunchIn(start=48, end=96, zoom=Decimal("1.6"), x=Decimal("0.6"), y=Decimal("0.5"))
    near = replace(whole, shots=(replace(whole.shots[0], punch_ins=(view,)),))
    plain, closer = (
        frames_of(compose(EditDecision(timeline=cut, pictures=(clip,)), tmp_path / name).video)
        for name, cut in (("whole", whole), ("near", near))
    )
    assert len(plain) == len(closer) == 96
    for number in (0, 47, 48, 70, 95):
        expected = np.frombuffer(plain[number], np.uint8)[: 160 * 90].reshape(90, 160)
        if number >= 48:
            left, top = round(0.6 * 256 / 2 - 40) * 2, 28
            larger = Image.fromarray(expected).resize((256, 144), Image.Resampling.BICUBIC)
            expected = np.asarray(larger.crop((left, top, left + 160, top + 90)))
        got = np.frombuffer(closer[number], np.uint8)[: 160 * 90].reshape(90, 160)
        assert np.abs(got.astype(float) - expected).mean() < 3, number


def test_the_closer_view_is_around_what_there_is_to_see(footage: Footage) -> None:
    clips = (footage.write("ball.mp4", clip_of(ball_at, 170)), footage.clip("bars.mp4", size="160x90", seconds=4))
    [view] = with_seen_punch_ins(with_punch_ins(a_cut(168, 72)), clips).shots[0].punch_ins
    half = 80 / float(view.zoom)
    assert float(view.x) * 160 - half <= BALL[0] - 18
    assert BALL[0] + 21 <= float(view.x) * 160 + half


def test_a_cut_that_nobody_would_see_is_not_made(footage: Footage) -> None:
    sky = plain_picture((120, 160, 210), (160, 90))
    clips = (footage.write("sky.mp4", clip_of(lambda _: sky, 170)), footage.clip("bars.mp4", size="160x90", seconds=4))
    assert with_seen_punch_ins(with_punch_ins(a_cut(168, 72)), clips).shots[0].punch_ins == ()


def test_a_known_subject_lies_wholly_in_the_closer_view(footage: Footage) -> None:
    clips = (footage.clip("bars.mp4", size="160x90", seconds=8), footage.clip("bars2.mp4", size="160x90", seconds=4))
    box = (Decimal("0.1"), Decimal("0.2"), Decimal("0.7"), Decimal("0.8"))
    [view] = with_seen_punch_ins(with_punch_ins(a_cut(168, 72, subject_box=box)), clips).shots[0].punch_ins
    half = Decimal("0.5") / view.zoom
    assert view.x - half <= box[0]
    assert box[2] <= view.x + half
    assert view.y - half <= box[1]
    assert box[3] <= view.y + half


def test_a_clip_of_another_shape_is_not_cut_to_a_closer_view(footage: Footage) -> None:
    clips = (footage.clip("tall.mp4", size="90x160", seconds=8), footage.clip("bars.mp4", size="160x90", seconds=4))
    assert with_seen_punch_ins(with_punch_ins(a_cut(168, 72)), clips).shots[0].punch_ins == ()
