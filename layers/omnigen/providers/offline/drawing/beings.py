"""People and animals, as flat shapes one unit high, standing on the ground."""

from __future__ import annotations

from dataclasses import dataclass, replace

from omnigen.providers.offline.drawing.palette import SHADE, Ink, darker, mix, paler
from omnigen.providers.offline.drawing.pen import Colour, Pen


@dataclass(frozen=True)
class Clothes:
    """What somebody wears, and their hair."""

    top: Colour
    bottom: Colour
    skin: Colour
    hair: Colour
    long_hair: bool
    skirt: bool = False
    coat: Colour | None = None


def person(pen: Pen, ink: Ink) -> None:
    """Somebody standing at ease, one hand raised."""
    _stand(pen, ink, _dressed(ink, ink.main, ink.second), raised=True)


def woman(pen: Pen, ink: Ink) -> None:
    """A woman standing at ease, one hand raised."""
    worn = replace(_dressed(ink, ink.main, ink.second), long_hair=True, skirt=ink.chance.random() < 0.5)
    _stand(pen, ink, worn, raised=True)


def man(pen: Pen, ink: Ink) -> None:
    """A man standing at ease, one hand raised."""
    _stand(pen, ink, replace(_dressed(ink, ink.main, ink.second), long_hair=False, skirt=False), raised=True)


def people(pen: Pen, ink: Ink) -> None:
    """Two friends side by side."""
    _stand(pen.at(-0.2, 0, 0.97), ink, _dressed(ink, ink.main, ink.dark), raised=False)
    _stand(pen.at(0.2, 0, mirrored=True), ink, _dressed(ink, ink.accent, ink.second), raised=True)


def family(pen: Pen, ink: Ink) -> None:
    """Two parents and a child between them."""
    other = replace(_dressed(ink, ink.second, ink.dark), long_hair=False, skirt=False)
    _stand(pen.at(-0.32, 0), ink, other, raised=False)
    one = _dressed(ink, ink.main, ink.second)
    _stand(pen.at(0.32, 0, 0.94, mirrored=True), ink, replace(one, skirt=True, long_hair=True), raised=False)
    _stand(pen.at(0.01, 0, 0.6), ink, _dressed(ink, ink.accent, ink.main), raised=True)


def doctor(pen: Pen, ink: Ink) -> None:
    """A doctor in a white coat."""
    _stand(pen, ink, replace(_dressed(ink, ink.main, ink.dark), coat=ink.pale), raised=True)
    pen.curve([(-0.05, 0.79), (-0.06, 0.68), (0, 0.63), (0.06, 0.68), (0.05, 0.79)], 0.014, ink.dark)
    pen.disc(0, 0.625, 0.018, ink.metal)


def runner(pen: Pen, ink: Ink) -> None:
    """Somebody running to the right."""
    worn = _dressed(ink, ink.main, ink.dark)
    pen.curve([(-0.02, 0.72), (-0.18, 0.66), (-0.24, 0.52)], 0.06, darker(worn.skin, 0.15))
    pen.curve([(0.0, 0.48), (-0.16, 0.36), (-0.2, 0.24), (-0.4, 0.24)], 0.085, darker(worn.bottom, 0.2))
    pen.stroke([(-0.4, 0.24), (-0.42, 0.31)], 0.06, ink.pale)
    pen.curve([(0.02, 0.48), (0.2, 0.4), (0.16, 0.2), (0.2, 0.05)], 0.09, worn.bottom)
    pen.stroke([(0.18, 0.035), (0.3, 0.05)], 0.06, ink.accent)
    pen.blob([(-0.08, 0.46), (-0.06, 0.74), (0.04, 0.79), (0.14, 0.74), (0.1, 0.46)], worn.top)
    pen.curve([(0.08, 0.72), (0.16, 0.58), (0.32, 0.64)], 0.06, worn.skin)
    pen.stroke([(0.07, 0.78), (0.1, 0.84)], 0.06, worn.skin)
    _head(pen.at(0.12, 0.8), worn, ink)


def dog(pen: Pen, ink: Ink) -> None:
    """A dog looking to the right."""
    fur = ink.chance.choice((ink.seen(216, 158, 92), ink.seen(150, 100, 66), ink.seen(236, 222, 200)))
    shade = darker(fur, 0.24)
    pen.curve([(-0.46, 0.5), (-0.62, 0.62), (-0.64, 0.8)], 0.08, fur)
    for x in (-0.36, 0.2):
        pen.stroke([(x, 0.36), (x - 0.01, 0.05)], 0.1, shade)
    pen.blob([(-0.5, 0.4), (-0.46, 0.6), (-0.1, 0.62), (0.24, 0.68), (0.32, 0.46), (0.2, 0.3), (-0.36, 0.28)], fur)
    for x in (-0.44, 0.1):
        pen.stroke([(x, 0.4), (x, 0.05)], 0.11, fur)
        pen.box(x - 0.06, 0, x + 0.11, 0.075, paler(fur, 0.25), 0.035)
    pen.blob([(0.12, 0.56), (0.18, 0.84), (0.36, 0.95), (0.5, 0.86), (0.42, 0.6)], fur)
    pen.blob([(0.38, 0.66), (0.44, 0.84), (0.58, 0.8), (0.68, 0.72), (0.62, 0.62), (0.48, 0.6)], paler(fur, 0.25))
    pen.blob([(0.6, 0.73), (0.62, 0.78), (0.69, 0.77), (0.69, 0.71)], ink.dark)
    pen.curve([(0.48, 0.65), (0.56, 0.63), (0.62, 0.66)], 0.014, ink.dark)
    pen.blob([(0.2, 0.94), (0.08, 0.8), (0.1, 0.6), (0.22, 0.62), (0.3, 0.86)], shade)
    pen.disc(0.44, 0.81, 0.026, ink.dark)
    pen.disc(0.448, 0.818, 0.008, ink.pale)
    pen.curve([(0.12, 0.62), (0.26, 0.55), (0.42, 0.57)], 0.05, ink.main)
    pen.disc(0.3, 0.52, 0.034, ink.accent)


def cat(pen: Pen, ink: Ink) -> None:
    """A sitting cat."""
    fur = ink.chance.choice((ink.seen(226, 148, 84), ink.seen(96, 96, 110), ink.seen(240, 226, 206)))
    pen.curve([(0.22, 0.08), (0.46, 0.08), (0.5, 0.28), (0.4, 0.42)], 0.075, darker(fur, 0.15))
    pen.blob([(-0.26, 0.02), (-0.24, 0.34), (-0.1, 0.6), (0.12, 0.6), (0.26, 0.34), (0.3, 0.04), (0, 0)], fur)
    pen.blob([(-0.12, 0.02), (-0.12, 0.36), (0, 0.5), (0.1, 0.36), (0.1, 0.02)], paler(fur, 0.35))
    for side in (-1, 1):
        pen.shape([(side * 0.26, 0.7), (side * 0.26, 1.0), (side * 0.06, 0.86)], fur)
        pen.shape([(side * 0.22, 0.74), (side * 0.225, 0.93), (side * 0.11, 0.85)], ink.seen(236, 160, 160))
    pen.oval(0, 0.7, 0.28, 0.21, fur)
    for side in (-1, 1):
        pen.oval(side * 0.115, 0.73, 0.046, 0.052, ink.seen(128, 186, 120))
        pen.oval(side * 0.115, 0.73, 0.017, 0.046, ink.dark)
        for lift in (-0.03, 0.02):
            pen.stroke([(side * 0.1, 0.62), (side * 0.36, 0.62 + lift)], 0.006, ink.pale)
        pen.oval(side * 0.1, 0.03, 0.09, 0.04, paler(fur, 0.25))
        pen.curve([(0, 0.625), (side * 0.035, 0.59), (side * 0.075, 0.61)], 0.01, ink.dark)
    pen.shape([(-0.03, 0.655), (0.03, 0.655), (0, 0.62)], ink.seen(226, 128, 132))


def bird(pen: Pen, ink: Ink) -> None:
    """A bird in flight to the right."""
    pen.blob([(-0.1, 0.5), (-0.46, 0.9), (-0.7, 0.98), (-0.56, 0.74), (-0.2, 0.42)], darker(ink.main, 0.25))
    pen.shape([(-0.42, 0.36), (-0.86, 0.3), (-0.8, 0.18), (-0.4, 0.26)], darker(ink.main, 0.35))
    pen.blob([(-0.5, 0.32), (-0.1, 0.5), (0.34, 0.58), (0.56, 0.5), (0.4, 0.3), (0, 0.18)], ink.main)
    pen.blob([(-0.3, 0.28), (0.1, 0.4), (0.44, 0.4), (0.3, 0.26), (0, 0.19)], ink.pale)
    pen.blob([(0.12, 0.48), (-0.1, 0.84), (-0.1, 1.0), (0.1, 0.86), (0.3, 0.5)], paler(ink.main, 0.18))
    pen.shape([(0.54, 0.54), (0.76, 0.48), (0.54, 0.44)], ink.accent)
    pen.disc(0.42, 0.5, 0.025, ink.dark)


def fish(pen: Pen, ink: Ink) -> None:
    """A fish swimming to the right."""
    pen.blob([(-0.5, 0.5), (-0.94, 0.9), (-0.84, 0.5), (-0.94, 0.1)], darker(ink.main, 0.2))
    pen.blob([(-0.14, 0.8), (0.06, 0.99), (0.3, 0.8)], darker(ink.main, 0.2))
    pen.blob([(-0.6, 0.5), (-0.2, 0.82), (0.34, 0.84), (0.8, 0.52), (0.34, 0.2), (-0.2, 0.18)], ink.main)
    pen.blob([(-0.3, 0.3), (0.34, 0.36), (0.7, 0.44), (0.34, 0.2), (-0.1, 0.19)], ink.pale)
    for x in (-0.12, 0.1):
        pen.curve([(x, 0.72), (x + 0.08, 0.5), (x, 0.3)], 0.05, ink.accent)
    pen.disc(0.54, 0.58, 0.06, ink.pale)
    pen.disc(0.555, 0.58, 0.03, ink.dark)


def _dressed(ink: Ink, top: Colour, bottom: Colour) -> Clothes:
    """Clothes in these colours on somebody of any looks."""
    tint = ink.chance.random()
    skin = mix(ink.skin, ink.seen(120, 74, 52), 0.45 * tint)
    return Clothes(top, bottom, skin, ink.hair, ink.chance.random() < 0.5, ink.chance.random() < 0.25)


def _stand(pen: Pen, ink: Ink, worn: Clothes, *, raised: bool) -> None:
    _legs(pen, ink, worn)
    top = worn.coat or worn.top
    reach = 0.34 if worn.coat else 0.46
    pen.curve([(-0.1, 0.76), (-0.17, 0.62), (-0.15, 0.47)], 0.055, darker(top, 0.12))
    pen.disc(-0.15, 0.455, 0.028, worn.skin)
    pen.blob([(-0.1, reach), (-0.13, 0.74), (-0.07, 0.81), (0.07, 0.81), (0.13, 0.74), (0.1, reach)], top)
    if worn.coat:
        pen.shape([(-0.035, 0.805), (0.035, 0.805), (0, 0.6)], worn.top)
        pen.stroke([(0, 0.6), (0, reach)], 0.006, darker(top, 0.25))
    pen.blob([(0.03, reach), (0.06, 0.8), (0.13, 0.74), (0.1, reach)], (20, 18, 50, 26))
    hand = (0.25, 0.74) if raised else (0.15, 0.455)
    elbow = (0.19, 0.6) if raised else (0.17, 0.62)
    pen.curve([(0.1, 0.76), elbow, hand], 0.055, top)
    pen.disc(*hand, 0.028, worn.skin)
    pen.box(-0.028, 0.78, 0.028, 0.85, darker(worn.skin, 0.14), 0.01)
    _head(pen.at(0, 0.82), worn, ink)


def _legs(pen: Pen, ink: Ink, worn: Clothes) -> None:
    if worn.skirt:
        for x in (-0.045, 0.045):
            pen.stroke([(x, 0.3), (x, 0.05)], 0.045, worn.skin)
        pen.shape([(-0.085, 0.5), (0.085, 0.5), (0.15, 0.24), (-0.15, 0.24)], worn.bottom)
    else:
        pen.shape(
            [(-0.1, 0.5), (0.1, 0.5), (0.095, 0.04), (0.02, 0.04), (0, 0.4), (-0.02, 0.04), (-0.095, 0.04)], worn.bottom
        )
        pen.shape([(0.03, 0.5), (0.1, 0.5), (0.095, 0.04), (0.06, 0.04)], SHADE)
    for x in (-0.06, 0.06):
        pen.box(x - 0.05, 0, x + 0.06, 0.045, ink.dark, 0.022)


def _head(pen: Pen, worn: Clothes, ink: Ink) -> None:
    """A head whose chin is at the pen's ground."""
    if worn.long_hair:
        pen.blob([(-0.085, -0.03), (-0.09, 0.1), (0, 0.185), (0.09, 0.1), (0.085, -0.03)], worn.hair)
    pen.oval(0, 0.085, 0.068, 0.082, worn.skin)
    pen.blob(
        [(-0.072, 0.09), (-0.075, 0.14), (0, 0.182), (0.075, 0.14), (0.072, 0.09), (0.03, 0.13), (-0.04, 0.125)],
        worn.hair,
    )
    for x in (-0.026, 0.026):
        pen.disc(x, 0.082, 0.0075, ink.dark)
    pen.curve([(-0.024, 0.045), (0, 0.034), (0.024, 0.045)], 0.007, darker(worn.skin, 0.5))
    for x in (-0.045, 0.045):
        pen.disc(x, 0.056, 0.013, (235, 110, 100, 60))
