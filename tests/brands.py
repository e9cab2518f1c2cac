"""Two invented brands: their logos drawn here, one with a font of its own."""

from __future__ import annotations

from pathlib import Path

from omnigen.domain.brand import Palette, Watermark
from omnigen.rendering.text.brand_fonts import own_face
from omnigen.rendering.text.brand_look import BrandLook
from omnigen.rendering.text.fonts import Face
from omnigen.rendering.text.logos import LogoFiles
from PIL import Image, ImageDraw

TIDE = Palette(primary="#0B3C49", accent="#F4D35E", dark="#0B2027", light="#FDFDF5")
EMBER = Palette(primary="#FFF4E6", accent="#C1121F", dark="#3D0C11", light="#FFFFFF")


def wave_logo(path: Path, colour: str) -> Path:
    """A mark of two rings and a bar, on nothing."""
    picture = Image.new("RGBA", (640, 240))
    draw = ImageDraw.Draw(picture)
    for left in (40, 160):
        draw.ellipse((left, 30, left + 180, 210), outline=colour, width=26)
    draw.rounded_rectangle((380, 95, 600, 145), 20, fill=colour)
    picture.save(path)
    return path


def flame_logo(path: Path, colour: str) -> Path:
    """A square mark, on nothing."""
    picture = Image.new("RGBA", (300, 300))
    draw = ImageDraw.Draw(picture)
    draw.polygon([(150, 10), (270, 200), (150, 290), (30, 200)], fill=colour)
    draw.polygon([(150, 110), (205, 205), (150, 250), (95, 205)], fill=(0, 0, 0, 0))
    picture.save(path)
    return path


def tide(folder: Path) -> BrandLook:
    """A dark brand with a logo for dark grounds, our fonts, and a watermark."""
    logo = LogoFiles(on_dark=wave_logo(folder / "tide.png", "#FDFDF5"))
    return BrandLook(palette=TIDE, logo=logo, watermark=Watermark.TOP_RIGHT)


def ember(folder: Path) -> BrandLook:
    """A light brand with a logo for light grounds and a font of its own."""
    logo = LogoFiles(on_light=flame_logo(folder / "ember.png", "#C1121F"))
    face = own_face(Face(family="", file_name="", package="pymupdf_fonts", key="ubuntubo").load(), folder)
    return BrandLook(palette=EMBER, logo=logo, heading=face, body=face)
