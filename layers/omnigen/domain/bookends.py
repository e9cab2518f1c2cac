"""The intro and the outro of a video: clips of the user's own before its first scene and after its end card."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from pydantic import Field, WithJsonSchema

from omnigen.domain.asset import AssetId, AssetKind
from omnigen.domain.strict_model import StrictModel
from omnigen.domain.timebase import QUANTUM_SECONDS

BOOKEND_KINDS = frozenset({AssetKind.INTRO, AssetKind.OUTRO})

MIN_STORY_SECONDS = 6
"""What is left of a video for what is made is at least as long as the shortest video."""

BookendSeconds = Annotated[
    Decimal,
    Field(ge=1, le=10, decimal_places=2),
    WithJsonSchema(
        {
            "anyOf": [{"type": "number", "minimum": 1, "maximum": 10}, {"type": "string"}],
            "description": "seconds of the video that it takes; read only: they are those of the clip",
        }
    ),
]
"""The same schema for reading and writing keeps `Brief` one schema in the OpenAPI document."""


class Bookend(StrictModel):
    """A clip of the user's own as intro or outro. It is shown whole, once.

    Its sound is as loud as the rest, and no music plays meanwhile; without `keep_sound` the music plays on.
    """

    asset: AssetId
    keep_sound: bool = True
    seconds: BookendSeconds | None = None


def bookend_seconds(clip_seconds: Decimal) -> Decimal:
    """How much of a video a clip takes: its length to the nearest quarter of a second, in which scenes are counted.

    Three frames at most are left out at its end, or its last one is held for three.
    """
    quanta = (clip_seconds / QUANTUM_SECONDS).to_integral_value(ROUND_HALF_UP)
    return quanta * QUANTUM_SECONDS


def seconds_of(bookends: Iterable[Bookend | None]) -> Decimal:
    """How many seconds of the video these take."""
    return sum((one.seconds for one in bookends if one and one.seconds), Decimal(0))
