"""Where a picture can be set."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from omnigen.providers.offline.drawing import interiors, outdoors
from omnigen.providers.offline.drawing.stage import Stage

Place = Callable[[Stage], None]

PLACES: MappingProxyType[str, Place] = MappingProxyType(
    {
        "studio": interiors.studio,
        "table": interiors.table,
        "room": interiors.room,
        "kitchen": interiors.kitchen,
        "desk": interiors.desk,
        "gym": interiors.gym,
        "clinic": interiors.clinic,
        "meadow": outdoors.meadow,
        "forest": outdoors.forest,
        "mountain": outdoors.mountain,
        "beach": outdoors.beach,
        "water": outdoors.water,
        "city": outdoors.city,
        "road": outdoors.road,
        "sky": outdoors.sky,
    }
)
"""Each fills an empty stage from edge to edge."""
