"""What an end card consists of once it is laid out."""

from __future__ import annotations

from dataclasses import dataclass

from omnigen.domain.area import Area
from omnigen.rendering.text.ass import AssEvent
from omnigen.rendering.text.logos import PlacedLogo
from omnigen.rendering.text.pack_shot import PackShot

PANEL_FRAMES = 10
"""Within which the panel comes in and the picture makes room for it."""


@dataclass(frozen=True, kw_only=True)
class CardMotion:
    """How the picture makes room: from frame `start` on it moves left by `dx` and up by `dy` pixels, if at all.

    Negative numbers move it right and down.
    """

    start: int
    dx: int = 0
    dy: int = 0

    @property
    def moves(self) -> bool:
        """Whether the picture moves at all."""
        return bool(self.dx or self.dy)


@dataclass(frozen=True, kw_only=True)
class Swatch:
    """A place where nothing but a colour of the palette is seen, in the frames `[start, end)`, in pixels."""

    owner: str
    colour: str
    area: Area
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class EndCard:
    """The end card laid out: what is written, the logo, the product, the picture's move, and what is left of it.

    `captions` is the area at whose lower edge captions stand at the same time.
    """

    marks: tuple[AssEvent, ...]
    logo: PlacedLogo | None
    pack_shot: PackShot | None
    motion: CardMotion
    picture: Area
    captions: Area
    swatches: tuple[Swatch, ...]
