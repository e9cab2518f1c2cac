"""The end card: a panel of the brand's colour beside, below or above the picture, or beside the product itself.

With a pack shot the product stands in place of the picture; without one the picture moves over, in full light.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from omnigen.domain.area import Area
from omnigen.domain.brand import EndCardLayout
from omnigen.domain.placement import CoveredZone
from omnigen.domain.text_layout import CAPTION_GAP
from omnigen.domain.timeline import Canvas, Overlay
from omnigen.media.cutout import read_cutout
from omnigen.rendering.text.brand_look import BrandLook
from omnigen.rendering.text.card_places import CardPlaces
from omnigen.rendering.text.end_card_drawing import CardDrawing
from omnigen.rendering.text.end_card_items import CardContent, CardItem
from omnigen.rendering.text.end_card_parts import PANEL_FRAMES, CardMotion, EndCard, Swatch
from omnigen.rendering.text.layout import Design, is_right_to_left
from omnigen.rendering.text.pack_shot import MAX_ENLARGED, PackShot, write_pack_shot

Stands = Literal["beside", "below", "above"]

WANTED_PRODUCT = 1 / 3
"""Of the height of a tall picture: as large as a product on a card is to be at least."""

WANTED_SCALE = 0.76
"""Of the usual size of the letters: as large as they are to be at least."""

_SCALES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58, 0.52)


@dataclass(frozen=True, kw_only=True)
class CardPlan:
    """What an end card is laid out from: its words, the canvas and its design, the zones that a platform covers.

    Pictures are written into the folder; without one the card has neither logo nor product. `cutout` is the product,
    `captions_height` tells how high captions are that stand in an area at the same time, 0 where there are none.
    """

    overlay: Overlay
    canvas: Canvas
    look: Design
    brand: BrandLook
    language: str
    covered: Sequence[CoveredZone] = ()
    folder: Path | None = None
    cutout: Path | None = None
    captions_height: Callable[[Area], float] = lambda _area: 0.0
    stands: Stands | None = None
    """Where the panel stands, by the picture; None until the best place is chosen."""

    subject_top: float | None = None
    """Where the subject of the last picture begins, in pixels from the top, if that is known."""

    def card(self) -> EndCard:
        """The card where its product is largest and its letters are, too; with the largest letters that fit."""
        if self.stands is not None:
            return self._laid_out()
        return max((replace(self, stands=stands) for stands in self._choices()), key=lambda plan: plan.worth).card()

    def _choices(self) -> Iterator[Stands]:
        """Where the panel may stand: above where a panel below would be mostly covered by a platform."""
        chosen = self.brand.end_card
        is_tall = self.canvas.width < self.canvas.height
        if chosen is EndCardLayout.BESIDE or (chosen is EndCardLayout.AUTO and not is_tall):
            yield "beside"
            return
        covered = replace(self, stands="below").places.is_mostly_covered_below
        is_free = chosen is EndCardLayout.AUTO
        if is_free and covered:
            yield "above"
        if self.cutout is not None or not (is_free and covered):
            yield "below"
        if is_free and self.cutout is not None:
            yield "beside"

    @property
    def worth(self) -> float:
        """How well product and letters are seen: both count until they are as large as they need to be."""
        items, scale = self._items()
        picture = self.places.parts(_height(items))[1]
        room = self.places.product_room(picture, self._captions_top(picture))
        height = self._product_height(room)
        return min(height / (WANTED_PRODUCT * self.canvas.height), 1.1) * min(scale / WANTED_SCALE, 1.1)

    def _product_height(self, room: Area) -> float:
        if self.cutout is None or room.width <= 0 or room.height <= 0:
            return 0
        down, across = read_cutout(self.cutout.read_bytes()).shape[:2]
        return float(down * min(room.width / across, room.height / down, MAX_ENLARGED))

    def _laid_out(self) -> EndCard:
        places = self.places
        items, _ = self._items()
        needed = _height(items)
        panel, picture = places.parts(needed)
        lowest = panel.bottom - places.pad - places.captions if places.above else places.bottom
        written = Area(left=panel.left, top=max(panel.top, self.look.area.top), right=panel.right, bottom=lowest)
        top = max(written.top, (written.top + written.bottom - needed) / 2)
        drawing = CardDrawing(
            overlay=self.overlay, places=places, ground=self.brand.palette.primary, language=self.language
        )
        marks, logo = drawing.drawn(items, top)
        pack_shot = self._pack_shot(picture)
        return EndCard(
            marks=(drawing.panel(panel), *marks),
            logo=logo,
            pack_shot=pack_shot,
            motion=self._motion(panel) if pack_shot is None else CardMotion(start=self.overlay.start),
            picture=picture,
            captions=places.captions_area(panel, picture),
            swatches=tuple(self._swatches(panel, pack_shot)),
        )

    def _captions_top(self, picture: Area) -> float | None:
        """Where captions begin that stand in the picture; None in a tall card, and where there are none."""
        if self.canvas.width < self.canvas.height:
            return self.places.bottom if self.beside and self.places.captions else None
        area = self.places.captions_area(picture, picture)
        height = self.captions_height(area)
        return area.bottom - height - CAPTION_GAP * self.look.unit if height else None

    def _items(self) -> tuple[list[CardItem], float]:
        """What is written, in the largest letters that fit, and their scale."""
        content = CardContent(
            overlay=self.overlay,
            brand=self.brand,
            language=self.language,
            room=self.places.column[1] - self.places.column[0],
            unit=self.look.unit,
            beside=self.beside,
            folder=self.folder,
        )
        for scale in _SCALES:
            items = list(content.items(scale))
            if _height(items) <= self.places.height(scale):
                break
        return items, scale

    def _swatches(self, panel: Area, pack_shot: PackShot | None) -> Iterator[Swatch]:
        """A strip at the outer edge of the panel and of the product's ground, within their margins."""
        start, end = self.overlay.start + 2 * PANEL_FRAMES, self.overlay.end
        wide = self.places.pad / 2
        left = panel.right - wide if self.beside and not self.mirrored else panel.left
        strip = Area(left=left, top=panel.top, right=left + wide, bottom=panel.bottom)
        yield Swatch(owner="end card", colour=self.brand.palette.primary, area=strip, start=start, end=end)
        if pack_shot:
            top = pack_shot.area.top + (wide / 2 if self.places.above else 0)  # the codec mixes colours at an edge
            ground = replace(pack_shot.area, top=top, bottom=top + wide / 2)
            yield Swatch(owner="ground of the product", colour=pack_shot.ground, area=ground, start=start, end=end)

    @cached_property
    def places(self) -> CardPlaces:
        """Where its parts stand."""
        height = self.captions_height(self.look.area) if self.canvas.width < self.canvas.height else 0
        return CardPlaces(
            canvas=self.canvas,
            look=self.look,
            covered=self.covered,
            beside=self.beside,
            mirrored=self.mirrored,
            above=self.stands == "above",
            captions=height + CAPTION_GAP * self.look.unit if height else 0,
        )

    @property
    def beside(self) -> bool:
        """Whether the panel stands beside the picture, not below or above it."""
        return self.stands == "beside"

    @property
    def mirrored(self) -> bool:
        """Whether it stands at the left, where reading from right to left ends."""
        return self.beside and is_right_to_left(self.overlay.text or self.overlay.detail)

    def _pack_shot(self, picture: Area) -> PackShot | None:
        """The product where the picture was; it comes in from the edge opposite to that of the panel."""
        if self.cutout is None or self.folder is None:
            return None
        aside = int(picture.width) * (1 if self.mirrored else -1)
        return write_pack_shot(
            self.cutout,
            picture,
            self.places.product_room(picture, self._captions_top(picture)),
            self.brand.palette,
            self.folder,
            start=self.overlay.start,
            come_from=(aside, 0) if self.beside else (0, int(picture.height) * (1 if self.places.above else -1)),
        )

    def _motion(self, panel: Area) -> CardMotion:
        dx, dy = self.places.room_made(panel, self.subject_top)
        return CardMotion(start=self.overlay.start, dx=dx, dy=dy)


def _height(items: Sequence[CardItem]) -> float:
    """What these need, with the gaps between them."""
    return sum(item.height for item in items) + sum(item.gap for item in items[1:])
