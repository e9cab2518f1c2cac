"""The user's own media in a video: which picture is shown in which scene, and what a scene keeps of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from itertools import cycle
from typing import Annotated

from pydantic import Field, WithJsonSchema

from omnigen.domain.asset import AssetId, AssetKind
from omnigen.domain.strict_model import StrictModel

MAX_OWN_PICTURES = 24
OWN_MEDIA = "own"
"""Stands for the model on the record of what the user brought."""

OWN_PICTURE_KINDS = frozenset({AssetKind.STILL, AssetKind.CLIP, AssetKind.PRODUCT_IMAGE})


ClipSeconds = Annotated[
    Decimal,
    Field(ge=0, le=120, decimal_places=2),
    WithJsonSchema(
        {"anyOf": [{"type": "number", "minimum": 0, "maximum": 120}, {"type": "string"}], "description": "seconds"}
    ),
]
"""The same schema for reading and writing keeps `Brief` one schema in the OpenAPI document."""


class Framing(StrEnum):
    """How a picture of another shape fills the video's: cut to it, or whole over its own blurred copy.

    The camera moves over a still, so a still is always cut.
    """

    FILL = "fill"
    WHOLE = "whole"


class OwnPicture(StrictModel):
    """A still or clip of the user's own as a scene's picture. `start_seconds` is where a clip begins to be shown.

    The sound of a clip is left out, or lies where the music lies: under the narration.
    """

    asset: AssetId
    start_seconds: ClipSeconds = Decimal(0)
    keep_sound: bool = False
    framing: Framing = Framing.FILL


class PlacedPicture(OwnPicture):
    """One of a brief's own pictures, for the scene of that number, or for the next one that is free."""

    scene: Annotated[int, Field(ge=1, le=MAX_OWN_PICTURES, strict=True)] | None = None

    @property
    def own_picture(self) -> OwnPicture:
        """The picture without its place."""
        return OwnPicture(**{name: getattr(self, name) for name in OwnPicture.model_fields})


def placed(pictures: Sequence[PlacedPicture], scenes: int, *, repeated: bool) -> list[OwnPicture | None]:
    """The own picture of each scene, None where one is to be made.

    Pictures with a number come first, the others fill what is free, in order; `repeated` begins with the first picture
    again until every scene has one.
    """
    found: list[OwnPicture | None] = [None] * scenes
    for picture in pictures:
        if picture.scene is not None and picture.scene <= scenes:
            found[picture.scene - 1] = picture.own_picture
    free = (number for number, known in enumerate(found) if known is None)
    for number, picture in zip([*free], [one for one in pictures if one.scene is None], strict=False):
        found[number] = picture.own_picture
    if not repeated:
        return found
    again = cycle(pictures)
    return [known or next(again).own_picture for known in found]
