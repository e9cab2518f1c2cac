"""Draws a still: the scene of a prompt, its place alone, or the scene without its subject."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence

from PIL import Image, ImageDraw

from omnigen.domain.area import Area
from omnigen.domain.wording import closed
from omnigen.errors import InvalidRequest
from omnigen.providers.offline.drawing.composition import compose, compose_place
from omnigen.providers.offline.drawing.palette import mix_ink
from omnigen.providers.offline.drawing.stage import Stage
from omnigen.providers.offline.drawing.vocabulary import read_topic
from omnigen.providers.offline.media import Box, Still

SMALLEST, LARGEST = 16, 4096
_OVERSAMPLING = 2
_CARD_WORDS = 8
_TALL_FLOOR, _SQUARE_FLOOR = 0.5, 0.7
"""In tall and square pictures a thing stands so high that captions have room under it."""


def draw_still(
    prompt: str, width: int, height: int, seed: int = 0, look: str = "", *, texts: Sequence[Area] = ()
) -> Still:
    """Draw what `prompt` is about, in the light of `look`, clear of `texts`; the same for the same arguments.

    Raises InvalidRequest for a size that no picture has.
    """
    image, box = draw_scene(prompt, width, height, seed, look, texts=texts)
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=1)
    return Still(file.getvalue(), box)


def draw_place(prompt: str, width: int, height: int, seed: int = 0, look: str = "") -> Still:
    """The place that `prompt` names, with nothing standing in it; its box is the room for what is put there."""
    image, box = draw_scene(prompt, width, height, seed, look, empty=True)
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=1)
    return Still(file.getvalue(), box)


def draw_scene(
    prompt: str,
    width: int,
    height: int,
    seed: int = 0,
    look: str = "",
    *,
    bare: bool = False,
    empty: bool = False,
    texts: Sequence[Area] = (),
) -> tuple[Image.Image, Box]:
    """The picture as an image, and the box around its subject.

    A `bare` one is the same without the subject, an `empty` one its place alone. `texts` are the places, in shares of
    the picture, that will be written on: the subject is clear of them.
    """
    if not (SMALLEST <= width <= LARGEST and SMALLEST <= height <= LARGEST):
        raise InvalidRequest(
            f"A picture is {SMALLEST} to {LARGEST} pixels wide and high, not {width}x{height}.", "size"
        )
    prompt = prompt.encode(errors="replace").decode()
    topic = read_topic(prompt)
    chance = random.Random(f"{prompt} {seed}")
    ink = mix_ink(prompt, look, chance.getrandbits(32) if not look else seed)
    large = Image.new("RGB", (width * _OVERSAMPLING, height * _OVERSAMPLING))
    floor = (0.78 if width > height * 0.7 else 0.74) + (0.08 if topic.view == "low" else 0)
    if empty and width < height * 1.2:
        floor = _TALL_FLOOR if width < height * 0.8 else _SQUARE_FLOOR
    stage = Stage(large, ImageDraw.Draw(large, "RGBA"), *large.size, ink, floor)
    words = closed(" ".join(prompt.split("\n")[0].split()[:_CARD_WORDS]), "en")
    box = compose_place(stage, topic) if empty else compose(stage, topic, words, chance, texts, bare=bare)
    return large.reduce(_OVERSAMPLING), box
