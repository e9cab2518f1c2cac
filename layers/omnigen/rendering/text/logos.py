"""A logo made ready to be laid on the picture: trimmed, in its final size, with clear space around it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from omnigen.rendering.text.contrast import contrast

CLEAR_SPACE = 0.25
"""Around a logo nothing else is drawn within this share of its height."""

MIN_LOGO_CONTRAST = 3.0
"""What WCAG 2.2 asks for graphics (success criterion 1.4.11)."""

_SOLID = 200
"""Alpha of 255 from which a pixel counts as part of the logo."""


@dataclass(frozen=True, kw_only=True)
class LogoFiles:
    """The logo's pictures for light and for dark grounds, where the brand has them."""

    on_light: Path | None = None
    on_dark: Path | None = None

    @property
    def any(self) -> bool:
        """Whether there is a logo at all."""
        return bool(self.on_light or self.on_dark)


@dataclass(frozen=True, kw_only=True)
class PlacedLogo:
    """A logo in the frames `[start, end)`: its file in the working folder, its place in pixels, its `ground`."""

    owner: str
    file_name: str
    sha256: str
    left: int
    top: int
    width: int
    height: int
    start: int
    end: int
    ground: str
    opacity: float = 1.0


@dataclass(frozen=True, kw_only=True)
class FittedLogo:
    """A logo in its final size. `plate` is the colour of a plate that it needs behind it, empty when it needs none."""

    file_name: str
    sha256: str
    width: int
    height: int
    plate: str = ""


def fit_logo(files: LogoFiles, ground: str, room: tuple[float, float], folder: Path) -> FittedLogo:
    """The variant that is seen best on a ground, at most as large as the room (width, height); written as a PNG.

    Where none is seen well the logo gets a plate, white or black.
    """
    variants = [path for path in (files.on_dark, files.on_light) if path]
    path = max(variants, key=lambda one: _contrast(one, ground))
    plate = ""
    if _contrast(path, ground) < MIN_LOGO_CONTRAST:
        plate = max(("#FFFFFF", "#000000"), key=lambda one: _contrast(path, one))
    with Image.open(path) as picture:
        logo = _trimmed(picture.convert("RGBA"))
    scale = min(room[0] / logo.width, room[1] / logo.height)
    width, height = (max(round(side * scale / 2) * 2, 2) for side in logo.size)
    fitted = logo.resize((width, height), Image.Resampling.LANCZOS)
    digest = hashlib.sha256(fitted.tobytes()).hexdigest()
    name = f"logo-{digest[:12]}-{width}x{height}.png"
    fitted.save(folder / name, "PNG")
    return FittedLogo(file_name=name, sha256=digest, width=width, height=height, plate=plate)


def _trimmed(logo: Image.Image) -> Image.Image:
    box = logo.getchannel("A").getbbox()
    return logo.crop(box) if box else logo


def _contrast(path: Path, ground: str) -> float:
    """Contrast of the logo's mean colour with a ground; a logo with a ground of its own stands out anyway."""
    with Image.open(path) as picture:
        logo = _trimmed(picture.convert("RGBA"))
    solid = logo.getchannel("A").point(lambda alpha: 255 if alpha >= _SOLID else 0)
    if solid.getextrema() == (255, 255):
        return MIN_LOGO_CONTRAST
    mean = Image.composite(logo.convert("RGB"), Image.new("RGB", logo.size), solid)
    count = max(solid.histogram()[255], 1)
    channels = [sum(v * n for v, n in enumerate(band.histogram(solid))) / count for band in mean.split()]
    return contrast("#" + "".join(f"{round(one):02X}" for one in channels), ground)
