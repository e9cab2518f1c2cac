"""What is wrong with the brand in the finished file: unreadable text, logos and colours not as they should be."""

from __future__ import annotations

from collections.abc import Sequence

from omnigen.domain.timeline import Canvas
from omnigen.rendering.quality.brand_checks import BrandMeasurement
from omnigen.rendering.quality.checks import QualityFinding
from omnigen.rendering.quality.drawn_text import DrawnBox
from omnigen.rendering.text.contrast import MIN_CONTRAST
from omnigen.rendering.text.logos import CLEAR_SPACE, PlacedLogo

MIN_LOGO_SCORE = 0.98
MAX_COLOUR_DIFFERENCE = 2.0
"""CIEDE2000 between a drawn ground and the palette's colour."""

MIN_JUDGED_SIDE = 720
"""In pictures 720 high the contrast of small letters is measured up to 12 % lower than that of their colours, because
of their soft edges; in pictures 360 high, up to 31 %."""

_ROUNDED_PIXELS = 2
"""Places of logos are even, boxes of texts whole pixels."""


def check_brand(measured: BrandMeasurement, canvas: Canvas) -> list[QualityFinding]:
    """Text that can hardly be read on its ground; a logo or a colour that is not as it should be.

    Contrast of small pictures is told, but keeps nothing back.
    """
    judged = min(canvas.width, canvas.height) >= MIN_JUDGED_SIDE
    unread = [
        QualityFinding(
            name="contrast",
            sentence=f"The {owner} has a contrast of {contrast:.1f} on its worst frame; {MIN_CONTRAST} is asked for. "
            "Change the colours of the brand, or the text",
            blocking=judged,
        )
        for owner, contrast in measured.contrasts.items()
        if contrast < MIN_CONTRAST
    ]
    unlike = [
        QualityFinding(
            name="logo",
            sentence=f"The {owner} is not as it should be: its likeness is {score:.3f}; {MIN_LOGO_SCORE} is asked for",
        )
        for owner, score in measured.logos.items()
        if score < MIN_LOGO_SCORE
    ]
    faded = [
        QualityFinding(
            name="colour",
            sentence=f"The colour of the {owner} is {away:.1f} (CIEDE2000) from the palette's; at most "
            f"{MAX_COLOUR_DIFFERENCE:g} is allowed",
        )
        for owner, away in measured.colours.items()
        if away > MAX_COLOUR_DIFFERENCE
    ]
    return unread + unlike + faded


def check_clear_space(boxes: Sequence[DrawnBox], logos: Sequence[PlacedLogo]) -> list[QualityFinding]:
    """A text in the clear space of a logo. The law's words come first: theirs keeps no video back."""
    return [
        QualityFinding(
            name="logo",
            sentence=f"The {box.owner} stands in the clear space of the {logo.owner}",
            blocking=not box.owner.startswith("super "),
        )
        for logo in logos
        for space in [CLEAR_SPACE * logo.height - _ROUNDED_PIXELS]
        for box in boxes
        if max(box.start, logo.start) < min(box.end, logo.end)
        and box.right > logo.left - space
        and box.left < logo.left + logo.width + space
        and box.bottom > logo.top - space
        and box.top < logo.top + logo.height + space
    ]
