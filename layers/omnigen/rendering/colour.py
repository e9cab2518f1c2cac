"""Colours compared as people see them: sRGB to CIE L*a*b* (D65), and the colour difference CIEDE2000."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])


def to_lab(rgb: NDArray[np.uint8] | Values) -> Values:
    """L*, a*, b* of colours whose last axis is red, green, blue from 0 to 255."""
    encoded = np.asarray(rgb, np.float64) / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    scaled = linear @ _TO_XYZ.T / _WHITE
    root = np.where(scaled > 216 / 24389, np.cbrt(scaled), (24389 / 27 * scaled + 16) / 116)
    x, y, z = root[..., 0], root[..., 1], root[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def difference(one: Values, other: Values) -> Values:
    """CIEDE2000 between colours in L*a*b* (Sharma, Wu and Dalal 2005); 1 is about what is just seen."""
    light_1, light_2 = one[..., 0], other[..., 0]
    chroma = (np.hypot(one[..., 1], one[..., 2]) + np.hypot(other[..., 1], other[..., 2])) / 2
    stretch = 1 + 0.5 * (1 - np.sqrt(chroma**7 / (chroma**7 + 25.0**7)))
    a_1, a_2 = one[..., 1] * stretch, other[..., 1] * stretch
    chroma_1, chroma_2 = np.hypot(a_1, one[..., 2]), np.hypot(a_2, other[..., 2])
    hue_1 = np.degrees(np.arctan2(one[..., 2], a_1)) % 360
    hue_2 = np.degrees(np.arctan2(other[..., 2], a_2)) % 360
    grey = chroma_1 * chroma_2 == 0
    turn = np.where(grey, 0, (hue_2 - hue_1 + 180) % 360 - 180)
    hue_step = 2 * np.sqrt(chroma_1 * chroma_2) * np.sin(np.radians(turn / 2))
    hue = np.where(grey, hue_1 + hue_2, (hue_1 + turn / 2) % 360)
    light, mean = (light_1 + light_2) / 2, (chroma_1 + chroma_2) / 2
    weight = (
        1
        - 0.17 * np.cos(np.radians(hue - 30))
        + 0.24 * np.cos(np.radians(2 * hue))
        + 0.32 * np.cos(np.radians(3 * hue + 6))
        - 0.20 * np.cos(np.radians(4 * hue - 63))
    )
    by_light = (light_2 - light_1) / (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2))
    by_chroma = (chroma_2 - chroma_1) / (1 + 0.045 * mean)
    by_hue = hue_step / (1 + 0.015 * mean * weight)
    turning = 60 * np.exp(-(((hue - 275) / 25) ** 2))
    rotation = -2 * np.sqrt(mean**7 / (mean**7 + 25.0**7)) * np.sin(np.radians(turning))
    squared = by_light**2 + by_chroma**2 + by_hue**2 + rotation * by_chroma * by_hue
    return np.asarray(np.sqrt(np.maximum(squared, 0)))
