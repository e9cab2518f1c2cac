"""Colours of text on plates, and whether one can be read there."""

from __future__ import annotations

WHITE = "#FFFFFF"
INK = "#101418"
DEFAULT_ACCENT = "#FFC53D"

MIN_CONTRAST = 4.5
"""What WCAG 2.2 asks for text of usual size (success criterion 1.4.3)."""

SAFE_CONTRAST = 5.3
"""What text is drawn with at least, so that 4.5 is measured in the finished file: soft edges take up to 12 %."""

CAPTION_OPACITY = 0.72
"""Of the plate behind captions."""

TITLE_OPACITY = 0.66
"""Of the plate behind titles. White on it has a contrast of 5.9 even above a white picture."""


def shaded(ground: str, shade: str, opacity: float) -> str:
    """The colour of a ground under a shade."""
    mixed = (round(int(ground[i : i + 2], 16) * (1 - opacity) + int(shade[i : i + 2], 16) * opacity) for i in (1, 3, 5))
    return "#" + "".join(f"{one:02X}" for one in mixed)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours `#rrggbb`, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(rgb: str) -> float:
    """Relative luminance of a colour `#rrggbb`, 0 to 1."""
    channels = [int(rgb[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


CAPTION_GROUND = shaded(WHITE, INK, CAPTION_OPACITY)
"""The plate behind captions where it is brightest: above a white picture."""
