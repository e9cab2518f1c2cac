"""Twenty synthetic products with labels, and photos of them before plain backgrounds."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

SHAPES = ("bottle", "box", "jar", "tube", "can")
LABELS = (
    ("LUMEN", "Night Serum 30 ml"),
    ("CORSA", "Espresso Roast 250 g"),
    ("Verdano", "Olive Oil 500 ml"),
    ("OCEANE", "Shampoo with Algae"),
    ("Tallow", "Hand Balm 75 ml"),
    ("NORDKAR", "Oat Drink 1 Litre"),
    ("Pipette", "Face Toner 200 ml"),
    ("BRAEBURN", "Apple Cider 330 ml"),
    ("Solenne", "Sun Milk SPF 50"),
    ("MIRADOR", "Dark Chocolate 70"),
    ("Kestrel", "Trail Mix 120 g"),
    ("AQUILA", "Mineral Water 75 cl"),
    ("Fennick", "Paper Filters 100"),
    ("ROSALBA", "Tomato Sauce 400 g"),
    ("Halden", "Shave Gel 150 ml"),
    ("JUNIPER", "Garden Tonic 20 cl"),
    ("Marlowe", "Green Tea 50 Bags"),
    ("QUILLON", "Ink Black 60 ml"),
    ("Savanne", "Honey Raw 350 g"),
    ("ZEPHYR", "Mint Drops 24 pcs"),
)
COLOURS = ((28, 76, 126), (176, 58, 46), (46, 110, 72), (214, 160, 40), (92, 62, 128), (40, 44, 52), (205, 120, 140))
HEIGHT = 640


@dataclass(frozen=True)
class SyntheticProduct:
    """A product that can be drawn: its shape, colour and the two lines of its label."""

    shape: str
    colour: tuple[int, int, int]
    name: str
    detail: str

    def drawn(self, height: int = HEIGHT) -> Image.Image:
        """The product alone: RGBA, with a clear margin."""
        large = _draw(self, height * 2)
        return large.resize((large.width // 2, large.height // 2), Image.Resampling.LANCZOS)

    def misspelt(self) -> SyntheticProduct:
        """The same with two letters of its name in each other's place."""
        at = next(place for place in range(2, len(self.name)) if self.name[place] != self.name[place - 1])
        return replace(self, name=self.name[: at - 1] + self.name[at] + self.name[at - 1] + self.name[at + 1 :])

    def recoloured(self) -> SyntheticProduct:
        """The same, a few shades off."""
        red, green, blue = self.colour
        return replace(self, colour=(min(red + 26, 255), max(green - 14, 0), max(blue - 10, 0)))


def product(number: int) -> SyntheticProduct:
    """One of the twenty, counted from 0."""
    name, detail = LABELS[number % len(LABELS)]
    return SyntheticProduct(SHAPES[number % 5], COLOURS[number % len(COLOURS)], name, detail)


def photo(of: SyntheticProduct, *, background: tuple[int, int, int] = (236, 234, 230), noise: float = 1.5) -> bytes:
    """A photo before a plain background with uneven light, noise and a soft shadow, as JPEG."""
    alone = of.drawn()
    width, height = int(alone.width * 1.5), int(alone.height * 1.3)
    across = np.linspace(-1, 1, width)[None, :, None]
    down = np.linspace(-1, 1, height)[:, None, None]
    ground = np.array(background, np.float32) * (1 - 0.05 * across**2 - 0.06 * down)
    picture = Image.fromarray(np.clip(ground, 0, 255).astype(np.uint8))
    left, top = (width - alone.width) // 2, int(height * 0.12)
    shadow = Image.new("L", picture.size)
    bottom = top + alone.height - 10
    ImageDraw.Draw(shadow).ellipse((left, bottom - 16, left + alone.width, bottom + 24), fill=70)
    picture.paste((40, 40, 46), mask=shadow.filter(ImageFilter.GaussianBlur(14)))
    picture.paste(alone, (left, top), alone)
    chance = np.random.default_rng(len(of.name))
    grain = chance.normal(0, noise, (height, width, 1))
    file = io.BytesIO()
    Image.fromarray(np.clip(np.asarray(picture) + grain, 0, 255).astype(np.uint8)).save(file, "JPEG", quality=94)
    return file.getvalue()


def busy_photo(of: SyntheticProduct) -> bytes:
    """A photo before shelves full of other things."""
    alone = of.drawn()
    chance = np.random.default_rng(5)
    tiles: NDArray[np.uint8] = chance.integers(0, 255, (18, 14, 3), dtype=np.uint8)
    picture = Image.fromarray(tiles).resize((alone.width * 2, int(alone.height * 1.3)), Image.Resampling.BICUBIC)
    picture.paste(alone, (alone.width // 2, 40), alone)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=92)
    return file.getvalue()


def _draw(of: SyntheticProduct, height: int) -> Image.Image:
    breadth = {"bottle": 0.4, "box": 0.66, "jar": 0.8, "tube": 0.42, "can": 0.54}[of.shape]
    margin = height // 40
    width = int(height * breadth)
    picture = Image.new("RGBA", (width + 2 * margin, height + 2 * margin))
    body = Image.new("L", picture.size)
    pen = ImageDraw.Draw(body)
    left, top, right, bottom = margin, margin, margin + width, margin + height
    label_top, label_bottom = _outline(pen, of.shape, (left, top, right, bottom))
    shade = np.cos(np.linspace(-1.25, 1.25, picture.width)) * 0.5 + 0.6
    colours = np.clip(np.array(of.colour)[None, None, :] * shade[None, :, None], 0, 255)
    surface = Image.fromarray(np.broadcast_to(colours, (*body.size[::-1], 3)).astype(np.uint8))
    cap = ImageDraw.Draw(surface)
    if of.shape in ("bottle", "jar", "tube"):
        cap.rectangle((0, top, picture.width, top + height * 0.13), fill=tuple(c // 3 + 20 for c in of.colour))
    cap.rectangle((left, label_top, right, label_bottom), fill=(248, 245, 236))
    cap.rectangle((left, label_top, right, label_top + height * 0.012), fill=(30, 30, 34))
    _write(cap, of.name, (label_top * 0.62 + label_bottom * 0.38), width * 0.84, (24, 24, 28), picture.width)
    _write(cap, of.detail, (label_top * 0.3 + label_bottom * 0.7), width * 0.78, (70, 60, 56), picture.width)
    picture.paste(surface, mask=body)
    return picture


def _outline(pen: ImageDraw.ImageDraw, shape: str, box: tuple[int, int, int, int]) -> tuple[float, float]:
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    round_corner = width // 8
    if shape == "bottle":
        pen.rectangle((left + width * 0.34, top, right - width * 0.34, top + height * 0.3), fill=255)
        pen.polygon(
            [
                (left + width * 0.34, top + height * 0.2),
                (right - width * 0.34, top + height * 0.2),
                (right, top + height * 0.36),
                (left, top + height * 0.36),
            ],
            fill=255,
        )
        pen.rounded_rectangle((left, top + height * 0.33, right, bottom), round_corner, fill=255)
        return top + height * 0.46, top + height * 0.86
    if shape == "jar":
        pen.rounded_rectangle((left + width * 0.06, top, right - width * 0.06, top + height * 0.16), 12, fill=255)
        pen.rounded_rectangle((left, top + height * 0.13, right, bottom), round_corner, fill=255)
    elif shape == "tube":
        pen.rectangle((left + width * 0.22, top, right - width * 0.22, top + height * 0.14), fill=255)
        pen.polygon(
            [
                (left + width * 0.06, top + height * 0.12),
                (right - width * 0.06, top + height * 0.12),
                (right, bottom),
                (left, bottom),
            ],
            fill=255,
        )
    elif shape == "can":
        pen.rounded_rectangle((left, top, right, bottom), width // 6, fill=255)
    else:
        pen.rectangle((left, top, right, bottom), fill=255)
    return top + height * 0.32, top + height * 0.8


def _write(
    pen: ImageDraw.ImageDraw, text: str, middle: float, width: float, colour: tuple[int, int, int], across: int
) -> None:
    size = 20.0
    while pen.textlength(text, font=ImageFont.load_default(size + 2)) < width and size < 150:
        size += 2
    pen.text((across / 2, middle), text, font=ImageFont.load_default(size), fill=colour, anchor="mm")
