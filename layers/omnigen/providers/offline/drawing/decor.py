"""What furnishes a room."""

from __future__ import annotations

from omnigen.providers.offline.drawing.palette import Ink, darker, mix, paler
from omnigen.providers.offline.drawing.pen import Pen
from omnigen.providers.offline.drawing.stage import Stage


def window(stage: Stage, x: float, top: float, tall: float) -> None:
    """A window with a view, in the wall."""
    ink = stage.ink
    pen = stage.pen(x, top + tall, 1)
    half = min(tall * 0.42, stage.breadth * 0.2)
    pen.box(-half - 0.02, -0.02, half + 0.02, tall + 0.02, ink.pale, 0.008)
    for step in range(6):
        pen.box(-half, tall * step / 6, half, tall * (step + 1) / 6, mix(ink.light.sky[1], ink.light.sky[0], step / 6))
    pen.shape(
        [
            (-half, 0),
            (-half, tall * 0.2),
            (-half * 0.3, tall * 0.3),
            (half * 0.3, tall * 0.18),
            (half, tall * 0.26),
            (half, 0),
        ],
        mix(ink.leaf, ink.light.sky[1], 0.4),
    )
    pen.disc(half * 0.45, tall * 0.72, tall * 0.08, ink.lamp())
    pen.box(-0.006, 0, 0.006, tall, ink.pale)
    pen.box(-half, tall * 0.5 - 0.006, half, tall * 0.5 + 0.006, ink.pale)
    pen.box(-half - 0.04, -0.045, half + 0.04, -0.015, paler(ink.wood, 0.2))


def shelf(stage: Stage, x: float) -> None:
    """Two shelves of books, a plant at the end of the upper one."""
    ink = stage.ink
    for row, y in enumerate((0.24, 0.44)):
        pen = stage.pen(x, y, 1)
        half = min(0.24, stage.breadth * 0.17)
        pen.box(-half, -0.016, half, 0, ink.wood)
        left = -half + 0.02
        while left < half - 0.06:
            wide, tall = 0.018 + 0.016 * ink.chance.random(), 0.07 + 0.06 * ink.chance.random()
            colour = (ink.main, ink.second, ink.accent, ink.pale)[ink.chance.randrange(4)]
            pen.box(left, 0, left + wide, tall, mix(colour, ink.wall, 0.4), 0.003)
            left += wide + (0.004 if ink.chance.random() < 0.8 else 0.05)
        if row == 0:
            leafy_branch(stage.pen(x + half / stage.breadth * 0.8, y, 0.13), ink)


def frames(stage: Stage, x: float, y: float) -> None:
    """Two pictures on the wall."""
    ink = stage.ink
    pen = stage.pen(x, y + 0.24, 1)
    pen.box(-0.15, 0, 0.01, 0.24, ink.pale, 0.004)
    pen.box(-0.135, 0.015, -0.005, 0.225, mix(ink.main, ink.wall, 0.35))
    pen.disc(-0.07, 0.13, 0.04, ink.accent)
    pen.box(0.04, 0.06, 0.16, 0.24, ink.pale, 0.004)
    pen.box(0.053, 0.073, 0.147, 0.227, mix(ink.second, ink.wall, 0.35))


def leafy_branch(pen: Pen, ink: Ink) -> None:
    """A vase with leaves."""
    pen.curve([(0, 0.3), (-0.04, 0.65), (-0.16, 0.98)], 0.016, darker(ink.leaf, 0.2))
    pen.curve([(0, 0.3), (0.08, 0.6), (0.2, 0.8)], 0.016, darker(ink.leaf, 0.2))
    for x, y, turn in (
        (-0.03, 0.55, 1),
        (-0.06, 0.7, -1),
        (-0.1, 0.84, 1),
        (-0.16, 0.98, -1),
        (0.08, 0.6, -1),
        (0.14, 0.7, 1),
        (0.2, 0.8, 1),
    ):
        pen.blob(
            [(x, y), (x + 0.1 * turn, y + 0.1), (x + 0.2 * turn, y + 0.1), (x + 0.1 * turn, y - 0.01)],
            mix(ink.leaf, ink.wall, 0.2),
        )
    pen.blob(
        [(-0.1, 0.02), (-0.14, 0.18), (-0.06, 0.34), (0.06, 0.34), (0.14, 0.18), (0.1, 0.02)],
        mix(ink.second, ink.wall, 0.25),
    )


def sunbeam(stage: Stage) -> None:
    """A slanting beam from the window."""
    light = stage.ink.lamp(30)
    beam = stage.pen(0, 1, 1)
    beam.shape([(0.1, 1), (0.36, 1), (stage.breadth * 0.5 + 0.5, 0), (stage.breadth * 0.5, 0)], light)
    beam.shape([(0.46, 1), (0.54, 1), (stage.breadth * 0.5 + 0.76, 0), (stage.breadth * 0.5 + 0.6, 0)], light)
