"""A pen for flat shapes: coordinates relative to where a thing stands, y upwards, one unit as high as the thing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import ImageDraw

Colour = tuple[int, ...]
"""Red, green, blue and, for glass and shadows, opacity; 0-255."""
Point = tuple[float, float]


@dataclass(frozen=True)
class Pen:
    """Draws at `size` pixels per unit around the pixel (x, y), where the thing touches the ground."""

    draw: ImageDraw.ImageDraw
    x: float
    y: float
    size: float
    mirrored: bool = False

    def at(self, x: float, y: float, scale: float = 1.0, *, mirrored: bool = False) -> Pen:
        """A pen for a part: its ground at (x, y), its unit `scale` of this one's."""
        across, down = self._pixel((x, y))
        return replace(self, x=across, y=down, size=self.size * scale, mirrored=self.mirrored != mirrored)

    def shape(self, points: Sequence[Point], fill: Colour) -> None:
        """A polygon."""
        self.draw.polygon([self._pixel(point) for point in points], fill=fill)

    def blob(self, points: Sequence[Point], fill: Colour) -> None:
        """A closed shape with a smooth outline through the points."""
        self.shape(_smooth(points, closed=True), fill)

    def oval(self, x: float, y: float, across: float, up: float, fill: Colour) -> None:
        """An ellipse around (x, y) with these radii."""
        (left, top), (right, bottom) = self._corners(x - across, y - up, x + across, y + up)
        self.draw.ellipse((left, top, right, bottom), fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: Colour) -> None:
        """A circle."""
        self.oval(x, y, radius, radius, fill)

    def box(self, left: float, bottom: float, right: float, top: float, fill: Colour, round_: float = 0.0) -> None:
        """A rectangle, its corners rounded by `round_`."""
        (x0, y0), (x1, y1) = self._corners(left, bottom, right, top)
        if x1 - x0 < 1 or y1 - y0 < 1:
            return
        radius = min(round_ * self.size, (x1 - x0) / 2, (y1 - y0) / 2)
        self.draw.rounded_rectangle((x0, y0, x1, y1), radius=radius, fill=fill)

    def stroke(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """A line through the points with round ends and joints."""
        pixels = [self._pixel(point) for point in points]
        thick = max(1, round(width * self.size))
        self.draw.line(pixels, fill=fill, width=thick, joint="curve")
        if len(fill) == 3:
            for across, down in (pixels[0], pixels[-1]):
                self.draw.ellipse(_around(across, down, thick / 2), fill=fill)

    def curve(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """A smooth line through the points."""
        self.stroke(_smooth(points, closed=False), width, fill)

    def ring(self, x: float, y: float, radius: float, width: float, fill: Colour) -> None:
        """A circle's outline, `width` wide, inside the radius."""
        (left, top), (right, bottom) = self._corners(x - radius, y - radius, x + radius, y + radius)
        self.draw.ellipse((left, top, right, bottom), outline=fill, width=max(1, round(width * self.size)))

    def _pixel(self, point: Point) -> Point:
        return self.x + (-point[0] if self.mirrored else point[0]) * self.size, self.y - point[1] * self.size

    def _corners(self, left: float, bottom: float, right: float, top: float) -> tuple[Point, Point]:
        (x0, y1), (x1, y0) = self._pixel((left, bottom)), self._pixel((right, top))
        return (min(x0, x1), min(y0, y1)), (max(x0, x1), max(y0, y1))


def arc(x: float, y: float, radius: float, start: float, end: float, up: float | None = None) -> list[Point]:
    """Points on an ellipse from one angle to another, in degrees counter-clockwise from the right."""
    steps = max(4, int(abs(end - start) / 8))
    angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(x + radius * math.cos(angle), y + (radius if up is None else up) * math.sin(angle)) for angle in angles]


def _smooth(points: Sequence[Point], *, closed: bool, steps: int = 8) -> list[Point]:
    """A Catmull-Rom spline through the points."""
    ring = list(points)
    padded = [ring[-1], *ring, ring[0], ring[1]] if closed else [ring[0], *ring, ring[-1]]
    smooth = [
        tuple(
            _blend(padded[i][axis], padded[i + 1][axis], padded[i + 2][axis], padded[i + 3][axis], step / steps)
            for axis in (0, 1)
        )
        for i in range(len(padded) - 3)
        for step in range(steps)
    ]
    return [(x, y) for x, y in smooth] if closed else [*((x, y) for x, y in smooth), ring[-1]]


def _blend(before: float, a: float, b: float, after: float, t: float) -> float:
    return 0.5 * (
        2 * a + (b - before) * t + (2 * before - 5 * a + 4 * b - after) * t**2 + (3 * a - before - 3 * b + after) * t**3
    )


def _around(x: float, y: float, radius: float) -> tuple[float, float, float, float]:
    return x - radius, y - radius, x + radius, y + radius
