"""When changes of a picture are flashes, as WCAG 2.2 and ITU-R BT.1702 define them.

A flash is a pair of opposing changes of luminance over at least a quarter of the picture. More than three in any second
can set off a seizure. Sources: WCAG 2.2, "general flash and red flash thresholds"
(https://www.w3.org/TR/WCAG22/#dfn-general-flash-and-red-flash-thresholds) and ITU-R BT.1702-3, annex 1; both read on
2026-11-27.
"""

from __future__ import annotations

MAX_FLASHES = 3
"""In any second; one more is a danger."""

AREA_SHARE = 0.25
"""A flash that takes less of the picture counts for nothing."""

GENERAL_CHANGE = 0.1
"""A change of relative luminance by a tenth of the maximum …"""

DARK = 0.8
"""… where the darker picture is below this."""

SATURATED_RED = 0.8
"""R / (R + G + B), from which on a red is saturated."""

RED_CHANGE = 20.0
"""A change of (R - G - B) x 320, negative values set to 0, above this is a red transition."""
