"""Where a kind of thing is shown: where it is at home first, then in places that suit it."""

from __future__ import annotations

import random
from types import MappingProxyType

from omnigen.domain.understanding import Category
from omnigen.providers.offline.writing.kinds import Kind

PLACE_WORDS = MappingProxyType(
    {
        "studio": "a plain studio",
        "table": "a wooden tabletop",
        "room": "a bright living room",
        "bedroom": "a quiet bedroom",
        "bathroom": "a tiled bathroom",
        "kitchen": "a sunlit kitchen",
        "restaurant": "a small restaurant",
        "shop": "a friendly shop",
        "desk": "a tidy office",
        "workshop": "a workshop",
        "gym": "a gym",
        "clinic": "a bright consulting room",
        "school": "a classroom",
        "stage": "a concert stage",
        "stadium": "a stadium",
        "city": "a city street",
        "village": "a village square",
        "road": "an open road",
        "garden": "a garden",
        "meadow": "a meadow",
        "forest": "a forest clearing",
        "mountain": "a mountain valley",
        "snow": "a snowy slope",
        "beach": "a quiet beach",
        "water": "a calm lake",
        "sky": "a wide sky",
    }
)
"""Words for each place, as the drawing knows it."""

_NEIGHBOURS = MappingProxyType(
    {
        "studio": ("studio", "table", "shop", "room"),
        "table": ("table", "kitchen", "restaurant", "garden"),
        "room": ("room", "studio", "shop", "bedroom"),
        "bedroom": ("bedroom", "room", "studio"),
        "bathroom": ("bathroom", "studio", "bedroom", "shop"),
        "kitchen": ("kitchen", "table", "shop", "garden"),
        "restaurant": ("restaurant", "table", "kitchen"),
        "shop": ("shop", "studio", "city", "table"),
        "desk": ("desk", "studio", "room", "table"),
        "workshop": ("workshop", "garden", "studio", "shop"),
        "gym": ("gym", "studio", "meadow", "beach"),
        "clinic": ("clinic", "room", "studio", "desk"),
        "school": ("school", "desk", "room", "garden"),
        "stage": ("stage", "city", "stadium", "studio"),
        "stadium": ("stadium", "city", "meadow", "stage"),
        "city": ("city", "studio", "village", "shop"),
        "village": ("village", "meadow", "garden"),
        "road": ("road", "city", "mountain", "beach"),
        "garden": ("garden", "meadow", "forest", "village"),
        "meadow": ("meadow", "garden", "forest", "village"),
        "forest": ("forest", "mountain", "meadow", "water"),
        "snow": ("snow", "mountain", "forest", "village"),
        "beach": ("beach", "water", "garden", "city"),
        "water": ("water", "beach", "mountain", "forest"),
        "sky": ("sky", "mountain", "meadow", "beach"),
    }
)
_OUTDOORS = ("city", "village", "garden", "meadow", "beach", "water")
"""Where buildings stand."""

HELD = frozenset({Category.PRODUCT, Category.FOOD, Category.SOFTWARE})
"""What hands hold; what is of another category is seen with people."""

_PREPOSITIONS = {"table": "on", "stage": "on", "road": "on", "snow": "on", "beach": "on", "water": "at", "sky": "under"}
"""Where it is another one than "in"."""

_STREETS = frozenset({"city", "village", "road"})
"""Where nothing stands that is at home in a room."""


def places_of(main: Kind, chance: random.Random) -> list[str]:
    """Where the kind is at home first, then other places that suit it."""
    near = list(_NEIGHBOURS[main.place])[1:]
    if main.category in (Category.PLACE, Category.PROPERTY) and main.place in _OUTDOORS:
        near = [place for place in _OUTDOORS if place != main.place]
    if main.category not in HELD:
        near = [place for place in near if place not in ("shop", "studio")] or near
    if main.place not in _OUTDOORS:
        near = [place for place in near if place not in _STREETS]
    chance.shuffle(near)
    return [main.place, *near[:3]]


def in_place(place: str) -> str:
    """The place with its preposition: "in a plain studio", "on a wooden tabletop"."""
    return f"{_PREPOSITIONS.get(place, 'in')} {PLACE_WORDS[place]}"
