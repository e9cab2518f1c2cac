"""A subject that moves by itself: it rises and sinks a little before its background, and rests on the first frame."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from omnigen.providers.offline.filming.plates import Planes, to_planes

_PERIOD_SECONDS = 2.6
RISE = 0.016
"""How far the subject rises and sinks, as a share of the picture's height."""

_DIFFERENCE = 6
"""Levels by which a pixel must differ to belong to the subject."""

_LARGEST_SHARE = 0.45
"""A larger part of the picture is not moved: too much of the ground behind it is not known."""


@dataclass(frozen=True)
class MovingSubject:
    """A picture cut into the ground behind its subject and the subject, as planes, with a mask for each plane."""

    ground: Planes
    subject: Planes
    masks: Planes
    rise: int

    def at(self, seconds: float) -> Planes:
        """The picture after so many seconds."""
        up = round(self.rise * math.sin(2 * math.pi * seconds / _PERIOD_SECONDS) * min(1.0, seconds))
        if up == 0:
            return self.subject
        planes = []
        for ground, subject, mask in zip(self.ground, self.subject, self.masks, strict=True):
            scale = self.subject[0].height // subject.height
            moved = ground.copy()
            moved.paste(subject, (0, -(up // scale)), mask)
            planes.append(moved)
        return tuple(planes)


def moving_subject(picture: Image.Image, ground: Image.Image) -> MovingSubject | None:
    """The picture with its subject loose; `ground` is the same picture drawn without it. None if they do not differ."""
    difference = ImageChops.difference(picture, ground).convert("L")
    mask = difference.point(lambda level: 255 if level > _DIFFERENCE else 0).filter(ImageFilter.MaxFilter(3))
    share = float(np.asarray(mask).mean()) / 255
    if not 0 < share <= _LARGEST_SHARE:
        return None
    behind = Image.composite(ground, picture, mask.filter(ImageFilter.MaxFilter(3)))
    half = mask.resize((mask.width // 2, mask.height // 2), Image.Resampling.NEAREST)
    return MovingSubject(to_planes(behind), to_planes(picture), (mask, half, half), round(RISE * picture.height))
