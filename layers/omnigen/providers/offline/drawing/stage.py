"""An empty picture, before anything stands in it."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image, ImageDraw

from omnigen.providers.offline.drawing.palette import Ink
from omnigen.providers.offline.drawing.pen import Colour, Pen


@dataclass(frozen=True)
class Stage:
    """An empty picture of these pixels; the subject will stand on the line `floor` (a share of the height).

    `middle` is where what belongs under it stands, a share of the width.
    """

    image: Image.Image
    draw: ImageDraw.ImageDraw
    width: int
    height: int
    ink: Ink
    floor: float
    middle: float = 0.5

    def pen(self, x: float, y: float, size: float) -> Pen:
        """A pen at shares of the picture, its unit a share of the height."""
        return Pen(self.draw, x * self.width, y * self.height, size * self.height)

    @property
    def breadth(self) -> float:
        """The width in heights."""
        return self.width / self.height


def wash(stage: Stage, top: Colour, bottom: Colour, from_: float = 0.0, to: float = 1.0) -> None:
    """Fill a band of the picture, edge to edge, running from one colour to another."""
    first, last = round(from_ * stage.height), round(to * stage.height)
    strip = Image.new("RGB", (1, 2))
    strip.putpixel((0, 0), (top[0], top[1], top[2]))
    strip.putpixel((0, 1), (bottom[0], bottom[1], bottom[2]))
    column = strip.resize((1, max(1, last - first)), Image.Resampling.BILINEAR, box=(0, 0.5, 1, 1.5))
    stage.image.paste(column.resize((stage.width, max(1, last - first)), Image.Resampling.NEAREST), (0, first))
