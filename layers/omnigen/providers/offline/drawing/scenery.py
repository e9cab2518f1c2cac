"""What fills a landscape."""

from __future__ import annotations

import math

from omnigen.providers.offline.drawing.palette import Ink, darker, mix, paler
from omnigen.providers.offline.drawing.pen import Colour, Pen, arc
from omnigen.providers.offline.drawing.stage import Stage, wash


def heavens(stage: Stage, to: float | None = None) -> None:
    """The sky with its sun or moon, clouds or stars."""
    ink, light = stage.ink, stage.ink.light
    wash(stage, *light.sky, 0, stage.floor if to is None else to)
    if light.night:
        for _ in range(40):
            stage.pen(ink.chance.random(), 0.6 * ink.chance.random(), 1).disc(
                0, 0, 0.0015 + 0.0015 * ink.chance.random(), ink.pale
            )
    x, y, radius = 0.2 + 0.6 * ink.chance.random(), 0.2 + 0.12 * ink.chance.random(), 0.062
    sun = stage.pen(x, y, 1)
    for step in range(5, 0, -1):
        sun.disc(0, 0, radius * (1 + 0.34 * step), ink.lamp(22))
    sun.disc(0, 0, radius, ink.lamp())
    if not light.night:
        for _ in range(3):
            cloud(
                stage.pen(ink.chance.random(), 0.12 + 0.24 * ink.chance.random(), 0.05 + 0.05 * ink.chance.random()),
                ink,
            )


def cloud(pen: Pen, ink: Ink) -> None:
    """A flat-bottomed cloud."""
    white = (*paler(ink.light.sky[1], 0.6), 210)
    pen.shape(
        [
            *arc(-0.9, 0, 0.4, 180, 90),
            *arc(-0.25, 0.3, 0.6, 150, 50),
            *arc(0.5, 0.15, 0.5, 100, 10),
            *arc(1.1, 0, 0.3, 80, 0),
        ],
        white,
    )


def hills(stage: Stage, tops: tuple[float, ...], colour: Colour, rough: float) -> None:
    """Rolling lines, each nearer one lower and darker; `tops` are heights at which they roll."""
    shift = stage.floor - 0.76
    for depth, top in enumerate(tops):
        phase = 6.3 * stage.ink.chance.random()
        points = []
        for step in range(41):
            x = step / 40
            roll = math.sin(5 * x + phase) + 0.5 * math.sin(11 * x + 2 * phase) + 0.2 * math.sin(23 * x + phase)
            points.append((x * stage.breadth, rough * roll))
        haze = mix(colour, stage.ink.light.sky[1], 0.5 - 0.28 * depth)
        pen = stage.pen(0, top + shift, 1)
        pen.shape([(0, -1), *points, (stage.breadth, -1)], haze)


def ground_wash(stage: Stage, near: Colour, far: Colour) -> None:
    """The ground, from the horizon to the lower edge."""
    wash(stage, near, far, stage.floor - 0.06, 1)


def grass(stage: Stage) -> None:
    """Blades and small flowers along the lower edge."""
    chance, ink = stage.ink.chance, stage.ink
    for _ in range(round(46 * max(0.6, stage.breadth / 1.7))):
        blade = stage.pen(chance.random(), 1.01, 0.05 + 0.06 * chance.random())
        lean = chance.random() - 0.5
        blade.shape([(-0.08, 0), (0.08, 0), (lean, 1)], darker(ink.leaf, 0.1 + 0.3 * chance.random()))
    for _ in range(9):
        bloom = stage.pen(chance.random(), 0.9 + 0.08 * chance.random(), 0.012)
        bloom.disc(0, 0, 1, (ink.accent, ink.pale, ink.main)[chance.randrange(3)])


def tree(pen: Pen, ink: Ink) -> None:
    """A round tree."""
    pen.box(-0.05, 0, 0.05, 0.5, darker(ink.wood, 0.3))
    for x, y, radius, share in ((-0.16, 0.55, 0.22, 0.26), (0.16, 0.55, 0.22, 0.26), (0, 0.74, 0.26, 0.14)):
        pen.disc(x, y, radius, darker(ink.leaf, share))
    pen.disc(-0.06, 0.78, 0.16, ink.leaf)


def pine(pen: Pen, colour: Colour) -> None:
    """A fir."""
    pen.box(-0.025, 0, 0.025, 0.2, darker(colour, 0.4))
    for low, high, half in ((0.1, 0.52, 0.24), (0.34, 0.76, 0.19), (0.58, 1.0, 0.13)):
        pen.shape([(-half, low), (half, low), (0, high)], colour)
        pen.shape([(0, low), (half, low), (0, high)], darker(colour, 0.14))


def peak(pen: Pen, ink: Ink, haze: float) -> None:
    """A snowy peak, lit from the left; `haze` is how much air lies before it."""
    rock = mix(mix(ink.second, ink.dark, 0.35), ink.light.sky[1], haze)
    pen.shape([(-0.78, 0), (-0.34, 0.52), (0, 1), (0.3, 0.6), (0.8, 0)], rock)
    pen.shape([(0, 1), (0.3, 0.6), (0.8, 0), (0.16, 0), (0.08, 0.5)], darker(rock, 0.2))
    pen.shape([(-0.2, 0.72), (0, 1), (0.21, 0.72), (0.12, 0.78), (0.05, 0.68), (-0.04, 0.78), (-0.11, 0.66)], ink.snow)
    pen.shape([(0, 1), (0.21, 0.72), (0.12, 0.78), (0.05, 0.68)], mix(ink.snow, rock, 0.25))


def palm(pen: Pen, ink: Ink) -> None:
    """A leaning palm."""
    pen.curve([(0, 0), (0.05, 0.4), (0.16, 0.78)], 0.05, darker(ink.wood, 0.12))
    for x, y, bend in (
        (0.5, 0.66, 0.18),
        (0.44, 0.9, 0.14),
        (0.2, 1.02, 0.06),
        (-0.06, 0.94, 0.1),
        (-0.16, 0.68, 0.16),
    ):
        middle = ((0.16 + x) / 2, (0.78 + y) / 2 + bend)
        pen.blob(
            [(0.16, 0.8), (middle[0], middle[1] + 0.02), (x, y), (middle[0], middle[1] - 0.07)],
            darker(ink.leaf, 0.06 + bend),
        )
    for x in (0.13, 0.19):
        pen.disc(x, 0.75, 0.03, darker(ink.wood, 0.35))


def tower(stage: Stage, left: float, wide: float, tall: float, colour: Colour) -> None:
    """A building with windows, lit at night; `left`, `wide` and `tall` in picture heights."""
    pen = stage.pen(0, stage.floor - 0.04, 1)
    pen.box(left, 0, left + wide, tall, colour)
    pen.box(left + wide * 0.72, 0, left + wide, tall, (20, 18, 50, 30))
    lit = stage.ink.lamp(220) if stage.ink.light.night else (*paler(colour, 0.42), 255)
    for row in range(int(tall / 0.042) - 1):
        for column in range(3):
            if stage.ink.chance.random() < 0.6:
                x, y = left + wide * (0.16 + 0.26 * column), 0.03 + row * 0.042
                pen.box(x, y, x + wide * 0.15, y + 0.022, lit)


def glitter(stage: Stage, top: float, bottom: float) -> None:
    """Light on the water."""
    for _ in range(34):
        y = top + (bottom - top) * stage.ink.chance.random()
        depth = (y - top) / (bottom - top)
        wide = 0.02 + 0.08 * depth * stage.ink.chance.random()
        stage.pen(stage.ink.chance.random(), y, 1).box(
            -wide, 0, wide, 0.0035 + 0.003 * depth, (255, 255, 255, 90), 0.002
        )
