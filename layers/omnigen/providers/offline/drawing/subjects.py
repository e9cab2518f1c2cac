"""The subjects a picture can have: how each is drawn, how wide and large it is, and where it is at home."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from omnigen.providers.offline.drawing import beings, devices, food, large, products
from omnigen.providers.offline.drawing.palette import SHADE, Ink, darker, paler
from omnigen.providers.offline.drawing.pen import Pen, arc


@dataclass(frozen=True)
class DrawableSubject:
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


abstract = DrawableSubject(_abstract, 1.2, 0.5, "studio")

SUBJECTS = MappingProxyType(
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
        "key": DrawableSubject(products.key, 0.8, 0.5, "studio"),
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
