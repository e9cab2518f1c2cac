"""The subjects a picture can have: how each is drawn, how wide and large it is, and where it is at home."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from omnigen.providers.offline.drawing import beings, devices, food, large, products
from omnigen.providers.offline.drawing.palette import Ink
from omnigen.providers.offline.drawing.pen import Pen
from omnigen.providers.offline.drawing.sketches import sketches
from omnigen.providers.offline.writing.kinds import kinds


@dataclass(frozen=True)
class DrawableSubject:
    """`breadth` is its width in heights, `share` its height in picture heights, `place` where it is if nobody says."""

    draw: Callable[[Pen, Ink], None]
    breadth: float
    share: float
    place: str
    airborne: bool = False


def _home(name: str) -> str:
    """Where the first kind with this drawing is at home."""
    return next((kind.place for kind in kinds().values() if kind.drawing == name), "studio")


_DRAWN = MappingProxyType(
    {
        "bottle": DrawableSubject(products.bottle, 0.36, 0.6, "studio"),
        "cup": DrawableSubject(food.cup, 1.12, 0.46, "table"),
        "shoe": DrawableSubject(products.shoe, 1.9, 0.36, "studio"),
        "phone": DrawableSubject(devices.phone, 0.5, 0.6, "studio"),
        "laptop": DrawableSubject(devices.laptop, 1.7, 0.46, "desk"),
        "watch": DrawableSubject(devices.watch, 0.66, 0.6, "studio"),
        "bag": DrawableSubject(products.bag, 0.98, 0.54, "studio"),
        "pills": DrawableSubject(products.pills, 1.3, 0.46, "studio"),
        "bowl": DrawableSubject(food.bowl, 1.4, 0.44, "table"),
        "fruit": DrawableSubject(food.fruit, 1.35, 0.42, "table"),
        "burger": DrawableSubject(food.burger, 1.36, 0.44, "table"),
        "pizza": DrawableSubject(food.pizza, 1.0, 0.48, "table"),
        "cake": DrawableSubject(food.cake, 1.24, 0.46, "table"),
        "car": DrawableSubject(large.car, 2.1, 0.34, "road"),
        "bicycle": DrawableSubject(large.bicycle, 1.64, 0.42, "meadow"),
        "plane": DrawableSubject(large.plane, 2.1, 0.36, "sky", airborne=True),
        "house": DrawableSubject(large.house, 1.4, 0.54, "meadow"),
        "flower": DrawableSubject(large.flower, 0.64, 0.58, "meadow"),
        "plant": DrawableSubject(large.plant, 0.8, 0.54, "room"),
        "book": DrawableSubject(products.book, 1.2, 0.46, "table"),
        "gift": DrawableSubject(products.gift, 0.96, 0.48, "studio"),
        "headphones": DrawableSubject(devices.headphones, 0.98, 0.5, "studio"),
        "camera": DrawableSubject(devices.camera, 1.36, 0.42, "studio"),
        "lamp": DrawableSubject(devices.lamp, 0.8, 0.56, "desk"),
        "cream": DrawableSubject(products.cream, 1.24, 0.46, "studio"),
        "glasses": DrawableSubject(products.glasses, 2.2, 0.28, "studio"),
        "sofa": DrawableSubject(large.sofa, 1.8, 0.42, "room"),
        "dumbbell": DrawableSubject(devices.dumbbell, 1.66, 0.32, "gym"),
        "ball": DrawableSubject(devices.ball, 1.0, 0.4, "meadow"),
        "umbrella": DrawableSubject(products.umbrella, 1.14, 0.54, "city"),
        "guitar": DrawableSubject(devices.guitar, 0.5, 0.62, "room"),
        "shield": DrawableSubject(products.shield, 0.8, 0.5, "studio"),
        "coins": DrawableSubject(products.coins, 1.46, 0.44, "studio"),
        "family": DrawableSubject(beings.family, 1.0, 0.6, "meadow"),
        "people": DrawableSubject(beings.people, 0.86, 0.62, "room"),
        "doctor": DrawableSubject(beings.doctor, 0.5, 0.64, "clinic"),
        "runner": DrawableSubject(beings.runner, 0.8, 0.58, "meadow"),
        "person": DrawableSubject(beings.person, 0.5, 0.64, "room"),
        "woman": DrawableSubject(beings.woman, 0.5, 0.64, "room"),
        "man": DrawableSubject(beings.man, 0.5, 0.64, "room"),
        "dog": DrawableSubject(beings.dog, 1.36, 0.46, "meadow"),
        "cat": DrawableSubject(beings.cat, 0.86, 0.5, "room"),
        "bird": DrawableSubject(beings.bird, 1.6, 0.34, "sky", airborne=True),
        "fish": DrawableSubject(beings.fish, 1.76, 0.3, "water"),
    }
)

SUBJECTS: Mapping[str, DrawableSubject] = _DRAWN | {
    name: DrawableSubject(sketch.draw, sketch.breadth, sketch.share, _home(name), sketch.airborne)
    for name, sketch in sketches().items()
}
"""Every subject: those drawn by functions and those that are data."""

RESIDENTS = MappingProxyType(
    {
        "clinic": SUBJECTS["doctor"],
        "desk": SUBJECTS["laptop"],
        "gym": SUBJECTS["dumbbell"],
        "kitchen": SUBJECTS["bowl"],
        "road": SUBJECTS["car"],
        "room": SUBJECTS["sofa"],
        "table": SUBJECTS["fruit"],
    }
)
"""What stands in a place that is itself the subject and would look empty."""
