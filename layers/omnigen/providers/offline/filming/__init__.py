"""Clips of the offline video provider: pictures that move, from a given first frame to a given last one.

moving     a subject that moves by itself
plates     pictures as planes, and a camera that looks at them between the pixels
shots      camera moves, and what dissolves into what
motes      light that drifts through the air
encoding   the H.264 file
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from omnigen.domain.area import Area
from omnigen.domain.shot import CameraMove
from omnigen.domain.timebase import FRAME_RATE
from omnigen.errors import InvalidRequest
from omnigen.providers.offline.drawing.pictures import draw_scene
from omnigen.providers.offline.filming.encoding import encode
from omnigen.providers.offline.filming.motes import drift, scatter
from omnigen.providers.offline.filming.moving import moving_subject
from omnigen.providers.offline.filming.plates import look_alike, open_picture, to_planes, to_rows
from omnigen.providers.offline.filming.shots import (
    STILL,
    CameraShot,
    FilmedSubject,
    camera_path,
    ease,
    frames,
    move_in,
    move_out,
)

SMALLEST, LARGEST, LONGEST_SECONDS = 32, 2160, 60.0
DISSOLVE_SECONDS = Fraction(5, 4)


def film_clip(  # noqa: PLR0913 - a shooting order
    prompt: str,
    width: int,
    height: int,
    seconds: float,
    *,
    start_png: bytes | None = None,
    end_png: bytes | None = None,
    seed: int = 0,
    look: str = "",
    camera: CameraMove | None = None,
    texts: Sequence[Area] = (),
    rate: Fraction = FRAME_RATE,
) -> bytes:
    """An MP4 (H.264, no sound) of round(seconds x rate) frames; the same bytes for the same arguments.

    Frame 0 is the picture `start_png`, or the drawn still of `prompt`. A start that shows something else dissolves into
    this prompt's scene; with `end_png` the clip goes from the start to that picture and ends on it. The `camera` moves
    as told where no picture is given, else closer to the subject, and keeps that clear of `texts`, the places that will
    be written on. Raises InvalidRequest for an impossible size or length and MediaRefused for a picture that cannot be
    read.
    """
    _check(width, height, seconds)
    count = max(2, round(Fraction(seconds) * rate))
    chance = random.Random(f"{prompt!r} {seed}")
    still, subject = draw_scene(prompt, width, height, seed, look, texts=texts)
    ground = draw_scene(prompt, width, height, seed, look, texts=texts, bare=True)[0]
    scene = FilmedScene(still, FilmedSubject.among(subject, texts), ground)
    start = open_picture(start_png, width, height) if start_png else scene.still
    if end_png is None:
        shots = _to_the_scene(start, scene, count, rate, chance, None if start_png else camera)
    else:
        shots = _to_the_end(start, scene, open_picture(end_png, width, height), count, rate, chance)
    return encode(_pictures(shots, count, rate, chance, clears=end_png is not None), width, height, rate)


@dataclass(frozen=True)
class FilmedScene:
    """The drawn scene of a clip's prompt, with and without its subject."""

    still: Image.Image
    subject: FilmedSubject
    ground: Image.Image


def _check(width: int, height: int, seconds: float) -> None:
    if not all(SMALLEST <= side <= LARGEST and side % 4 == 0 for side in (width, height)):
        raise InvalidRequest(
            f"A clip is {SMALLEST} to {LARGEST} pixels wide and high, in multiples of 4, not {width}x{height}.", "size"
        )
    if not (math.isfinite(seconds) and 0 < seconds <= LONGEST_SECONDS):
        raise InvalidRequest(f"A clip lasts up to {LONGEST_SECONDS:g} seconds, not {seconds}.", "seconds")


def _to_the_scene(
    start: Image.Image,
    scene: FilmedScene,
    count: int,
    rate: Fraction,
    chance: random.Random,
    camera: CameraMove | None,
) -> list[CameraShot]:
    """From the start into the scene; where they are the same picture, the camera moves over it."""
    if look_alike(start, scene.still):
        moving = moving_subject(start, scene.ground)
        return [CameraShot(to_planes(start), camera_path(camera, scene.subject, chance), moving=moving)]
    covers = min(round(rate * DISSOLVE_SECONDS), count // 2)
    return [
        CameraShot(to_planes(start), STILL),
        CameraShot(
            to_planes(scene.still),
            move_out(scene.subject, chance),
            0,
            covers,
            moving_subject(scene.still, scene.ground),
        ),
    ]


def _to_the_end(
    start: Image.Image, scene: FilmedScene, end: Image.Image, count: int, rate: Fraction, chance: random.Random
) -> list[CameraShot]:
    """From the start, whatever it shows, to the end, which is reached whole and sharp on the last frame."""
    subject = scene.subject if look_alike(start, scene.still) else None
    moving = moving_subject(start, scene.ground) if subject else None
    enters = count - 1 - min(round(rate * DISSOLVE_SECONDS), count // 2)
    return [
        CameraShot(to_planes(start), move_in(subject, chance), moving=moving),
        CameraShot(to_planes(end), STILL, enters, count - 1),
    ]


def _pictures(
    shots: list[CameraShot], count: int, rate: Fraction, chance: random.Random, *, clears: bool
) -> Iterator[NDArray[np.uint8]]:
    """Every frame with motes in the air: none on the first frame, and none on the last if it `clears`."""
    width, height = shots[0].planes[0].size
    motes = scatter(width, height, chance)
    rows = np.empty((height * 3 // 2, width), np.uint8)
    for index, planes in enumerate(frames(shots, count, float(rate))):
        to_rows(planes, rows)
        present = ease(index / float(rate)) * (ease((count - 1 - index) / float(rate)) if clears else 1.0)
        if present > 0:
            drift(rows, motes, index / count, present, luma_only=len(planes) == 1)
        yield rows
