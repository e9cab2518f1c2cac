"""Colours of text on the dark plate, and whether one can be read there."""

from __future__ import annotations

WHITE = "#FFFFFF"
INK = "#101418"
DEFAULT_ACCENT = "#FFC53D"

MIN_CONTRAST = 4.5
"""What WCAG 2.2 asks for text of usual size (success criterion 1.4.3)."""


def readable_on_ink(rgb: str) -> str:
    """The colour, or the default accent where it could not be read on the plate."""
    return rgb if contrast(rgb, INK) >= MIN_CONTRAST else DEFAULT_ACCENT


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours `#rrggbb`, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(rgb: str) -> float:
    channels = [int(rgb[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
