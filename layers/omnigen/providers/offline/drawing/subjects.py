"""The subjects a picture can have: how each is drawn, how wide and large it is, and where it is at home."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from omnigen.providers.offline.drawing import beings, devices, food, large, products
from omnigen.providers.offline.drawing.palette import SHADE, Ink, darker, paler
from omnigen.providers.offline.drawing.pen import Pen, arc


@dataclass(frozen=True)
class Subject:
    """`breadth` is its width in heights, `share` its height in picture heights, `place` where it is if nobody says."""

    draw: Callable[[Pen, Ink], None]
    breadth: float
    share: float
    place: str
    airborne: bool = False


def _abstract(pen: Pen, ink: Ink) -> None:
    """A ball, a cone and a block: an arrangement for what there is no picture of."""
    pen.box(-0.5, 0, -0.08, 0.56, ink.second, 0.02)
    pen.box(-0.2, 0, -0.08, 0.56, SHADE, 0.02)
    pen.shape([(0.12, 0.0), (0.62, 0.0), (0.37, 0.72)], ink.accent)
    pen.shape([(0.42, 0.0), (0.62, 0.0), (0.37, 0.72)], SHADE)
    pen.disc(-0.29, 0.77, 0.21, ink.main)
    pen.shape([*arc(-0.29, 0.77, 0.21, -70, 70), *arc(-0.36, 0.77, 0.2, 60, -60)], darker(ink.main, 0.2))
    pen.disc(-0.37, 0.85, 0.04, (255, 255, 255, 90))
    pen.disc(0.06, 0.14, 0.14, ink.pale)
    pen.disc(0.03, 0.18, 0.05, paler(ink.pale, 0.8))


abstract = Subject(_abstract, 1.2, 0.5, "studio")

SUBJECTS = MappingProxyType(
    {
        "bottle": Subject(products.bottle, 0.36, 0.6, "studio"),
        "cup": Subject(food.cup, 1.12, 0.46, "table"),
        "shoe": Subject(products.shoe, 1.9, 0.36, "studio"),
        "phone": Subject(devices.phone, 0.5, 0.6, "studio"),
        "laptop": Subject(devices.laptop, 1.7, 0.46, "desk"),
        "watch": Subject(devices.watch, 0.66, 0.6, "studio"),
        "bag": Subject(products.bag, 0.98, 0.54, "studio"),
        "pills": Subject(products.pills, 1.3, 0.46, "studio"),
        "bowl": Subject(food.bowl, 1.4, 0.44, "table"),
        "fruit": Subject(food.fruit, 1.35, 0.42, "table"),
        "burger": Subject(food.burger, 1.36, 0.44, "table"),
        "pizza": Subject(food.pizza, 1.0, 0.48, "table"),
        "cake": Subject(food.cake, 1.24, 0.46, "table"),
        "car": Subject(large.car, 2.1, 0.34, "road"),
        "bicycle": Subject(large.bicycle, 1.64, 0.42, "meadow"),
        "plane": Subject(large.plane, 2.1, 0.36, "sky", airborne=True),
        "house": Subject(large.house, 1.4, 0.54, "meadow"),
        "flower": Subject(large.flower, 0.64, 0.58, "meadow"),
        "plant": Subject(large.plant, 0.8, 0.54, "room"),
        "book": Subject(products.book, 1.2, 0.46, "table"),
        "gift": Subject(products.gift, 0.96, 0.48, "studio"),
        "headphones": Subject(devices.headphones, 0.98, 0.5, "studio"),
        "camera": Subject(devices.camera, 1.36, 0.42, "studio"),
        "lamp": Subject(devices.lamp, 0.8, 0.56, "desk"),
        "cream": Subject(products.cream, 1.24, 0.46, "studio"),
        "glasses": Subject(products.glasses, 2.2, 0.28, "studio"),
        "sofa": Subject(large.sofa, 1.8, 0.42, "room"),
        "dumbbell": Subject(devices.dumbbell, 1.66, 0.32, "gym"),
        "ball": Subject(devices.ball, 1.0, 0.4, "meadow"),
        "umbrella": Subject(products.umbrella, 1.14, 0.54, "city"),
        "guitar": Subject(devices.guitar, 0.5, 0.62, "room"),
        "key": Subject(products.key, 0.8, 0.5, "studio"),
        "coins": Subject(products.coins, 1.46, 0.44, "studio"),
        "family": Subject(beings.family, 1.0, 0.6, "meadow"),
        "people": Subject(beings.people, 0.86, 0.62, "room"),
        "doctor": Subject(beings.doctor, 0.5, 0.64, "clinic"),
        "runner": Subject(beings.runner, 0.8, 0.58, "meadow"),
        "person": Subject(beings.person, 0.5, 0.64, "room"),
        "woman": Subject(beings.woman, 0.5, 0.64, "room"),
        "man": Subject(beings.man, 0.5, 0.64, "room"),
        "dog": Subject(beings.dog, 1.36, 0.46, "meadow"),
        "cat": Subject(beings.cat, 0.86, 0.5, "room"),
        "bird": Subject(beings.bird, 1.6, 0.34, "sky", airborne=True),
        "fish": Subject(beings.fish, 1.76, 0.3, "water"),
    }
)

RESIDENTS = MappingProxyType(
    {
        "clinic": SUBJECTS["doctor"],
        "desk": SUBJECTS["laptop"],
        "gym": SUBJECTS["dumbbell"],
        "kitchen": SUBJECTS["bowl"],
        "road": SUBJECTS["car"],
        "room": SUBJECTS["sofa"],
        "studio": abstract,
        "table": SUBJECTS["fruit"],
    }
)
"""What stands in a place that is itself the subject and would look empty."""
