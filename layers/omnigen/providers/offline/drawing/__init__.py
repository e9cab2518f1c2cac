"""Stills of the offline image provider: a designed picture of what a prompt is about.

vocabulary   which thing, being or place the words name
palette      colours that go together, in the light the look asks for
places       where the picture is set
things, objects, beings   what stands in it
pen          flat shapes in units of the thing drawn
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass

from PIL import Image, ImageDraw

from omnigen.errors import InvalidRequest
from omnigen.providers.offline.drawing.palette import mix_ink
from omnigen.providers.offline.drawing.places import PLACES
from omnigen.providers.offline.drawing.stage import Stage
from omnigen.providers.offline.drawing.subjects import RESIDENTS, SUBJECTS, DrawableSubject, abstract
from omnigen.providers.offline.drawing.vocabulary import Topic, read_topic

SMALLEST, LARGEST = 16, 4096
_OVERSAMPLING = 2

Box = tuple[float, float, float, float]
"""Left, top, right, bottom as shares of the picture."""


@dataclass(frozen=True)
class Still:
    """A drawn picture: the PNG file, and where its subject is."""

    png: bytes
    subject_box: Box


def draw_still(prompt: str, width: int, height: int, seed: int = 0, look: str = "") -> Still:
    """Draw what `prompt` is about, in the light of `look`; the same for the same arguments.

    Raises InvalidRequest for a size that no picture has.
    """
    image, box = draw_scene(prompt, width, height, seed, look)
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=1)
    return Still(file.getvalue(), box)


def draw_scene(prompt: str, width: int, height: int, seed: int = 0, look: str = "") -> tuple[Image.Image, Box]:
    """The picture as an image, and the box around its subject."""
    if not (SMALLEST <= width <= LARGEST and SMALLEST <= height <= LARGEST):
        raise InvalidRequest(
            f"A picture is {SMALLEST} to {LARGEST} pixels wide and high, not {width}x{height}.", "size"
        )
    prompt = prompt.encode(errors="replace").decode()
    topic = read_topic(prompt)
    chance = random.Random(f"{prompt} {seed}")
    ink = mix_ink(prompt, look, chance.getrandbits(32) if not look else seed)
    large = Image.new("RGB", (width * _OVERSAMPLING, height * _OVERSAMPLING))
    stage = Stage(large, ImageDraw.Draw(large, "RGBA"), *large.size, ink, floor=0.78 if width > height * 0.7 else 0.74)
    box = _compose(stage, topic, chance)
    return large.reduce(_OVERSAMPLING), box


def _compose(stage: Stage, topic: Topic, chance: random.Random) -> Box:
    """Set the place, then the companion and the subject before it. Gives the subject's box."""
    subject = SUBJECTS.get(topic.subject or "")
    place = topic.place or (subject.place if subject else "studio")
    PLACES[place](stage)
    if subject is None:
        subject = RESIDENTS.get(place) if topic.subject else abstract
    if subject is None:
        return _PLACE_BOX
    companion = SUBJECTS.get(topic.companion or "")
    aside = chance.choice((-1, 1)) * (0.12 if companion or place not in ("studio", "room", "gym") else 0.0)
    centre = 0.5 + aside * (0.6 if stage.breadth < 1 else 1)
    if companion:
        _place(stage, companion, centre - 2.4 * aside, 0.5)
    return _place(stage, subject, centre, 1.0)


_PLACE_BOX = (0.2, 0.12, 0.8, 0.85)


def _place(stage: Stage, subject: DrawableSubject, x: float, scale: float) -> Box:
    """Draw one subject with its shadow on the floor, as large as the picture's shape lets it be."""
    high = scale * min(subject.share, 0.66 * stage.breadth / subject.breadth)
    ground = stage.floor + 0.02 - (0.22 if subject.airborne else 0)
    pen = stage.pen(x, ground, high)
    half = subject.breadth / 2
    if not subject.airborne:
        for step in range(3):
            pen.oval(0.02, 0, half * (1.12 - 0.1 * step), 0.05 - 0.008 * step, (24, 18, 44, 30))
    subject.draw(pen, stage.ink)
    across = high * half / stage.breadth
    return max(0.0, x - across), max(0.0, ground - high), min(1.0, x + across), min(1.0, ground + 0.02)
