"""The shadow that a product casts around its foot: dark where it touches the ground, soft further out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

CONTACT_WIDTH = 300
"""Pixels of a shadow that are as wide as the product."""

_CONTACT, _SOFT = 0.62, 0.34


def contact_shadow(alpha: NDArray[np.uint8]) -> Image.Image:
    """How much of the light is taken around the foot, in units of the product's width; its middle is the foot's."""
    height, width = alpha.shape
    foot = np.flatnonzero((alpha[-max(height // 20, 6) :] > 128).any(axis=0))
    start, end = (foot[0] / width, foot[-1] / width) if len(foot) else (0.0, 1.0)
    across, down = CONTACT_WIDTH * 2, CONTACT_WIDTH
    left, right = CONTACT_WIDTH * (0.5 + start), CONTACT_WIDTH * (0.5 + end)
    middle, reach = down / 2, right - left
    taken: NDArray[np.float32] = np.zeros((down, across), np.float32)
    for strength, flat, blur, wider in ((_CONTACT, 0.03, 5, 0.99), (_SOFT, 0.11, 16, 1.12)):
        form = Image.new("L", (across, down))
        centre, half = (left + right) / 2, reach * wider / 2
        ImageDraw.Draw(form).ellipse(
            (centre - half, middle - reach * flat, centre + half, middle + reach * flat * 1.2), fill=255
        )
        soft = np.asarray(form.filter(ImageFilter.GaussianBlur(blur)), np.float32) / 255 * strength
        taken = np.asarray(1 - (1 - taken) * (1 - soft), np.float32)
    return Image.fromarray(taken)
