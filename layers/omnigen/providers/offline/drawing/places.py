"""Where a picture can be set."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from omnigen.providers.offline.drawing import home_rooms, interiors, outdoors, settlements, venues
from omnigen.providers.offline.drawing.stage import Stage

Place = Callable[[Stage], None]

PLACES: MappingProxyType[str, Place] = MappingProxyType(
    {
        "studio": interiors.studio,
        "table": interiors.table,
        "room": interiors.room,
        "bedroom": home_rooms.bedroom,
        "bathroom": home_rooms.bathroom,
        "kitchen": interiors.kitchen,
        "restaurant": venues.restaurant,
        "shop": venues.shop,
        "desk": interiors.desk,
        "workshop": venues.repair_shop,
        "gym": interiors.gym,
        "clinic": interiors.clinic,
        "school": venues.school,
        "stage": venues.stage_,
        "stadium": venues.stadium,
        "city": outdoors.city,
        "village": settlements.village,
        "road": outdoors.road,
        "garden": settlements.garden,
        "meadow": outdoors.meadow,
        "forest": outdoors.forest,
        "mountain": outdoors.mountain,
        "snow": outdoors.snow,
        "beach": outdoors.beach,
        "water": outdoors.water,
        "sky": outdoors.sky,
    }
)
"""Each fills an empty stage from edge to edge."""
