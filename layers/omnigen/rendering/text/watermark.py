"""The watermark: the logo on a plate in a corner of the picture, while neither title nor end card stand."""

from __future__ import annotations

from pathlib import Path

from omnigen.domain.area import Area
from omnigen.domain.brand import Watermark
from omnigen.domain.timeline import Overlay, Timeline
from omnigen.rendering.text.ass import AssEvent, colour, rounded_rectangle
from omnigen.rendering.text.brand_look import BrandLook
from omnigen.rendering.text.contrast import INK, WHITE
from omnigen.rendering.text.disclosure import below_disclosure
from omnigen.rendering.text.layout import Design
from omnigen.rendering.text.logos import PlacedLogo, fit_logo

OPACITY = 0.9
PLATE_OPACITY = 0.5


def watermarks(cut: Timeline, look: Design, brand: BrandLook, language: str, folder: Path | None) -> list[PlacedLogo]:
    """The logo in its corner, but not while title or end card stand, and not over intro and outro."""
    if brand.watermark is Watermark.NONE or folder is None or not brand.logo.any:
        return []
    first = Overlay(kind="title", start=0, end=1, text="")
    look = below_disclosure(first, cut, look, language)
    fitted = fit_logo(brand.logo, INK if brand.logo.on_dark else WHITE, (150 * look.unit, 48 * look.unit), folder)
    left = look.area.left if brand.watermark is Watermark.TOP_LEFT else look.area.right - fitted.width
    taken = sorted((one.start, one.end) for one in cut.overlays if one.kind in {"title", "end_card"})
    starts, ends = [cut.story_start, *(end for _, end in taken)], [*(start for start, _ in taken), cut.story_end]
    return [
        PlacedLogo(
            owner="watermark",
            file_name=fitted.file_name,
            sha256=fitted.sha256,
            left=round(left / 2) * 2,
            top=round(look.area.top / 2) * 2,
            width=fitted.width,
            height=fitted.height,
            start=start,
            end=end,
            ground=INK if brand.logo.on_dark else WHITE,
            opacity=OPACITY,
        )
        for start, end in zip(starts, ends, strict=True)
        if end > start
    ]


def watermark_area(logo: PlacedLogo, look: Design) -> Area:
    """What a watermark takes of the picture with its plate, in pixels of the canvas."""
    pad = 12 * look.unit
    return Area(
        left=logo.left - pad,
        top=logo.top - pad,
        right=logo.left + logo.width + pad,
        bottom=logo.top + logo.height + pad,
    )


def watermark_plate(logo: PlacedLogo, look: Design, brand: BrandLook) -> AssEvent:
    """A plate on which the watermark is seen above any picture: dark for a logo for dark grounds."""
    ground, plate = INK if brand.logo.on_dark else WHITE, watermark_area(logo, look)
    box = rounded_rectangle(plate.left, plate.top, plate.width, plate.height, 6 * look.unit)
    body = f"{{{colour(ground, PLATE_OPACITY)}{box}"
    return AssEvent(start=logo.start, end=logo.end, layer=1, body=body)
