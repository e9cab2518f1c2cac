"""Drawings that are data: read from `data/drawings/`, where the form of their lines is explained."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from omnigen.providers.offline.drawing.palette import GLINT, SHADE, Ink, darker, paler
from omnigen.providers.offline.drawing.pen import Colour, Pen, Point

Shape = Callable[[Pen, Ink], None]

_POINT_SHAPES = {"p": "shape", "q": "blob"}
_LINES = {"l": "stroke", "c": "curve"}
_COLOUR = re.compile(r"(?P<name>#?\w+?)(?P<change>[+-]\d+)?")


@dataclass(frozen=True)
class Sketch:
    """A drawing of one unit's height: `breadth` is its width in heights, `share` its height in picture heights."""

    breadth: float
    share: float
    airborne: bool
    shapes: tuple[Shape, ...]

    def draw(self, pen: Pen, ink: Ink) -> None:
        """Draw its shapes in order."""
        for shape in self.shapes:
            shape(pen, ink)


@cache
def sketches() -> Mapping[str, Sketch]:
    """All drawings by name. ValueError names a line that cannot be read."""
    folder = files("omnigen.providers.offline").joinpath("data", "drawings")
    found: dict[str, Sketch] = {}
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        for part in re.split(r"^@", entry.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            head, *lines = [line for line in part.splitlines() if line and not line.startswith("#")]
            name, breadth, share, *air = re.fullmatch(r"(.+?) ([\d.]+) ([\d.]+)( air)?", head).groups()  # type: ignore[union-attr]
            found[name] = Sketch(float(breadth), float(share), air[0] is not None, tuple(map(_shape, lines)))
    return found


def colour_of(token: str, ink: Ink) -> Colour:
    """A colour as the data names it: of the picture, over others, or of its own; paler or darker by per cent."""
    match = _COLOUR.fullmatch(token)
    if not match:
        raise ValueError(f"{token!r} is no colour")
    name, change = match["name"], int(match["change"] or 0)
    if name in ("shade", "glint"):
        return SHADE if name == "shade" else GLINT
    base: Colour = ink.seen(*bytes.fromhex(name[1:])) if name.startswith("#") else getattr(ink, name)
    if change:
        return paler(base, change / 100) if change > 0 else darker(base, -change / 100)
    return base


def _shape(line: str) -> Shape:
    kind, *words = line.split()
    if kind in _POINT_SHAPES:
        return _with_points(_POINT_SHAPES[kind], words[0], _points(words[1:]))
    if kind in _LINES:
        return _with_width(_LINES[kind], float(words[0]), words[1], _points(words[2:]))
    if kind == "u":
        return _part(words)
    if kind == "b":
        return _box(words)
    numbers = [float(word) for word in words[:-1]]
    method = {"o": "oval", "d": "disc", "r": "ring"}[kind]
    return lambda pen, ink: getattr(pen, method)(*numbers, colour_of(words[-1], ink))


def _box(words: Sequence[str]) -> Shape:
    left, bottom, right, top = (float(word) for word in words[:4])
    round_ = float(words[5]) if len(words) > 5 else 0.0
    return lambda pen, ink: pen.box(left, bottom, right, top, colour_of(words[4], ink), round_)


def _with_points(method: str, token: str, points: list[Point]) -> Shape:
    return lambda pen, ink: getattr(pen, method)(points, colour_of(token, ink))


def _with_width(method: str, width: float, token: str, points: list[Point]) -> Shape:
    return lambda pen, ink: getattr(pen, method)(points, width, colour_of(token, ink))


def _part(words: Sequence[str]) -> Shape:
    mirrored = words[-1] == "m"
    *name, x, y, scale = words[:-1] if mirrored else words

    def draw(pen: Pen, ink: Ink) -> None:
        from omnigen.providers.offline.drawing.subjects import SUBJECTS  # subjects are made of sketches

        SUBJECTS[" ".join(name)].draw(pen.at(float(x), float(y), float(scale), mirrored=mirrored), ink)

    return draw


def _points(words: Sequence[str]) -> list[Point]:
    return [(float(x), float(y)) for x, y in (word.split(",") for word in words)]
