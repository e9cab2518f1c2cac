"""How one brand's texts and logos look: colours that can be read on their grounds, fonts, the place of the end card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from omnigen.domain.brand import BrandKit, EndCardLayout, Palette, Watermark
from omnigen.rendering.text.contrast import CAPTION_GROUND, DEFAULT_ACCENT, MIN_CONTRAST, SAFE_CONTRAST, contrast
from omnigen.rendering.text.fonts import Face, Lettering
from omnigen.rendering.text.logos import LogoFiles

_BLACK, _WHITE = "#000000", "#FFFFFF"
_DISTINCT = 1.5
"""Contrast from which a plane is told from its ground at a glance."""


@dataclass(frozen=True, kw_only=True)
class BrandLook:
    """The look of everything that is drawn. Without a brand it is ours."""

    palette: Palette = field(default_factory=Palette)
    heading: Face | None = None
    body: Face | None = None
    logo: LogoFiles = field(default_factory=LogoFiles)
    end_card: EndCardLayout = EndCardLayout.AUTO
    watermark: Watermark = Watermark.NONE

    def headings(self, language: str) -> Lettering:
        """How titles, names and buttons are lettered in a language."""
        return Lettering(language, self.heading)

    def running(self, language: str) -> Lettering:
        """How captions and small text are lettered in a language."""
        return Lettering(language, self.body)

    @property
    def faces(self) -> tuple[Face, ...]:
        """The brand's own fonts."""
        return tuple(dict.fromkeys(face for face in (self.heading, self.body) if face))

    @property
    def spoken_word(self) -> str:
        """The colour of the spoken word on the plate of captions, where that is brightest: above a white picture."""
        accent = self.palette.accent
        return accent if contrast(accent, CAPTION_GROUND) >= MIN_CONTRAST else DEFAULT_ACCENT

    @property
    def button(self) -> str:
        """The ground of the call to action: the accent where text can be read on it and it is told from the panel.

        Else the colour of text.
        """
        palette = self.palette
        distinct = contrast(palette.accent, palette.primary) >= _DISTINCT
        return palette.accent if distinct and not self.plate_on(palette.accent) else self.text_on(palette.primary)

    def plate_on(self, ground: str) -> str:
        """The colour of a plate that text needs on a ground of middle brightness; empty where it needs none."""
        seen = contrast(self.text_on(ground), ground) >= SAFE_CONTRAST
        return "" if seen else _BLACK

    def text_on(self, ground: str) -> str:
        """The colour of text on a ground: the palette's, or black or white where neither could be read."""
        own = (self.palette.light, self.palette.dark)
        best = max(own, key=lambda one: contrast(one, ground))
        return best if contrast(best, ground) >= SAFE_CONTRAST else readable(ground)


def readable(ground: str) -> str:
    """Black or white, whichever reads better on a ground: always at least 4.5."""
    return max((_WHITE, _BLACK), key=lambda one: contrast(one, ground))


def look_of(brand: BrandKit, files: Mapping[str, Path], folder: Path) -> BrandLook:
    """The look of a brand, from the files of its assets by their ids. Fonts are made ready in the folder."""
    heading, body = (_own_face(files[one], folder) if one else None for one in (brand.fonts.heading, brand.fonts.body))
    return BrandLook(
        palette=brand.palette,
        heading=heading,
        body=body or heading,
        logo=LogoFiles(on_light=files.get(brand.logo.on_light or ""), on_dark=files.get(brand.logo.on_dark or "")),
        end_card=brand.end_card,
        watermark=brand.watermark,
    )


def _own_face(font: Path, folder: Path) -> Face:
    from omnigen.rendering.text.brand_fonts import own_face  # needs fontTools, which takes longest of all to load

    return own_face(font.read_bytes(), folder)


def seen_of(brand: BrandKit | None) -> dict[str, Any] | None:
    """What of a brand is seen in a video, beside the texts of the end card."""
    names = {"palette", "logo", "fonts", "end_card", "watermark"}
    return brand.model_dump(mode="json", include=names) if brand else None
