"""What is larger than a hand: vehicles, a house, furniture, plants."""

from __future__ import annotations

from omnigen.providers.offline.drawing.palette import SHADE, Ink, darker, mix, paler
from omnigen.providers.offline.drawing.pen import Pen, arc


def car(pen: Pen, ink: Ink) -> None:
    """A car driving to the right."""
    pen.blob([(-0.72, 0.5), (-0.56, 0.86), (-0.3, 0.97), (0.2, 0.97), (0.48, 0.82), (0.74, 0.5)], ink.main)
    glass = mix(ink.water, (255, 255, 255), 0.45)
    pen.shape([(-0.58, 0.55), (-0.46, 0.82), (-0.28, 0.89), (-0.06, 0.89), (-0.06, 0.55)], glass)
    pen.shape([(0.02, 0.55), (0.02, 0.89), (0.2, 0.89), (0.4, 0.78), (0.56, 0.55)], glass)
    pen.shape([(0.1, 0.89), (0.18, 0.89), (0.34, 0.55), (0.22, 0.55)], (255, 255, 255, 60))
    pen.blob(
        [
            (-1.02, 0.2),
            (-1.04, 0.46),
            (-0.9, 0.56),
            (0, 0.58),
            (0.8, 0.55),
            (1.04, 0.42),
            (1.06, 0.2),
            (0.6, 0.16),
            (-0.6, 0.16),
        ],
        ink.main,
    )
    pen.box(-1.02, 0.16, 1.04, 0.25, darker(ink.main, 0.45), 0.04)
    pen.stroke([(-0.95, 0.46), (0.9, 0.46)], 0.014, paler(ink.main, 0.35))
    pen.stroke([(-0.02, 0.53), (-0.02, 0.26)], 0.012, darker(ink.main, 0.3))
    pen.box(-0.16, 0.43, -0.05, 0.46, ink.pale, 0.012)
    pen.blob([(0.88, 0.38), (0.9, 0.5), (1.0, 0.44), (1.03, 0.36)], ink.lamp())
    pen.box(-1.04, 0.36, -0.96, 0.5, ink.seen(220, 60, 60), 0.02)
    for x in (-0.58, 0.6):
        pen.disc(x, 0.2, 0.205, ink.dark)
        pen.disc(x, 0.2, 0.12, ink.metal)
        pen.disc(x, 0.2, 0.045, ink.dark)


def bicycle(pen: Pen, ink: Ink) -> None:
    """A city bicycle."""
    for x in (-0.5, 0.5):
        pen.ring(x, 0.32, 0.32, 0.04, ink.dark)
        pen.ring(x, 0.32, 0.28, 0.012, ink.metal)
        for angle in range(0, 180, 30):
            pen.stroke(
                [arc(x, 0.32, 0.27, angle, angle)[0], arc(x, 0.32, 0.27, angle + 180, angle)[0]], 0.006, ink.metal
            )
    crank, saddle, head = (-0.06, 0.3), (-0.2, 0.78), (0.34, 0.76)
    for a, b in ((crank, saddle), (crank, head), (saddle, head), (crank, (-0.5, 0.32)), ((-0.5, 0.32), (-0.17, 0.7))):
        pen.stroke([a, b], 0.046, ink.main)
    pen.stroke([(0.5, 0.32), head, (0.31, 0.88)], 0.046, ink.main)
    pen.curve([(0.31, 0.88), (0.24, 0.94), (0.38, 0.99), (0.46, 0.95)], 0.038, ink.dark)
    pen.blob([(-0.36, 0.82), (-0.34, 0.9), (-0.06, 0.86), (-0.1, 0.82)], ink.dark)
    pen.disc(*crank, 0.085, ink.metal)
    pen.disc(*crank, 0.05, ink.dark)
    pen.stroke([crank, (0.03, 0.16)], 0.028, ink.dark)
    pen.stroke([(-0.03, 0.15), (0.1, 0.15)], 0.03, ink.dark)
    pen.box(0.4, 0.62, 0.76, 0.82, ink.wood, 0.03)
    pen.box(0.4, 0.7, 0.76, 0.73, darker(ink.wood))


def plane(pen: Pen, ink: Ink) -> None:
    """An airliner climbing to the right."""
    pen.shape([(-0.86, 0.42), (-1.0, 0.86), (-0.8, 0.84), (-0.56, 0.5)], ink.main)
    pen.blob(
        [(-0.95, 0.4), (-0.6, 0.54), (0.4, 0.72), (0.8, 0.74), (0.98, 0.64), (0.8, 0.52), (0.2, 0.38), (-0.6, 0.3)],
        ink.pale,
    )
    pen.shape(
        [(-0.9, 0.38), (-0.6, 0.3), (0.2, 0.38), (0.84, 0.54), (0.3, 0.44), (-0.5, 0.36)], mix(ink.pale, ink.dark, 0.2)
    )
    pen.shape([(-0.02, 0.5), (0.26, 0.54), (-0.3, 0.02), (-0.46, 0.02)], ink.main)
    pen.shape([(-0.9, 0.44), (-0.7, 0.46), (-1.02, 0.24), (-1.1, 0.25)], darker(ink.main, 0.2))
    pen.shape([(0.0, 0.64), (0.2, 0.68), (-0.02, 0.9), (-0.12, 0.9)], darker(ink.main, 0.2))
    for step in range(9):
        pen.disc(-0.44 + 0.12 * step, 0.5 + 0.021 * step, 0.022, ink.water)
    pen.blob([(0.76, 0.7), (0.8, 0.74), (0.92, 0.69), (0.86, 0.66)], ink.dark)


def house(pen: Pen, ink: Ink) -> None:
    """A friendly house, its windows lit."""
    pen.box(0.24, 0.7, 0.36, 0.98, darker(ink.wood, 0.2))
    pen.box(-0.5, 0, 0.5, 0.56, ink.pale)
    pen.shape([(0.12, 0), (0.5, 0), (0.5, 0.56), (0.12, 0.56)], (30, 24, 60, 18))
    pen.shape([(-0.62, 0.54), (0, 0.98), (0.62, 0.54)], ink.main)
    pen.shape([(0, 0.98), (0.62, 0.54), (0.2, 0.54)], SHADE)
    pen.box(-0.1, 0, 0.12, 0.36, ink.second, 0.02)
    pen.disc(0.08, 0.17, 0.016, ink.accent)
    for x in (-0.32, 0.32):
        pen.box(x - 0.12, 0.18, x + 0.12, 0.42, ink.lamp(), 0.01)
        pen.box(x - 0.012, 0.18, x + 0.012, 0.42, ink.pale)
        pen.box(x - 0.12, 0.29, x + 0.12, 0.31, ink.pale)
        pen.box(x - 0.15, 0.13, x + 0.15, 0.18, ink.wood)
    pen.disc(0, 0.7, 0.08, ink.lamp())
    for x, radius in ((-0.56, 0.11), (-0.44, 0.08), (0.5, 0.1), (0.62, 0.13)):
        pen.disc(x, radius * 0.8, radius, ink.leaf)


def flower(pen: Pen, ink: Ink) -> None:
    """A large flower."""
    pen.curve([(0, 0), (0.04, 0.25), (0, 0.62)], 0.035, darker(ink.leaf, 0.2))
    pen.blob([(0.02, 0.2), (0.16, 0.34), (0.34, 0.36), (0.22, 0.2)], ink.leaf)
    pen.blob([(0.03, 0.1), (-0.12, 0.26), (-0.3, 0.26), (-0.18, 0.1)], ink.leaf)
    for turn, (length, colour) in enumerate([(0.3, darker(ink.main, 0.18)), (0.27, ink.main)]):
        for angle in range(turn * 20, 360, 40):
            tip, left, right = (
                arc(0, 0.68, r, angle + a, angle + a)[0]
                for r, a in ((length, 0), (length * 0.72, 17), (length * 0.72, -17))
            )
            pen.blob([(0, 0.68), left, tip, right], colour)
    pen.disc(0, 0.68, 0.1, ink.accent)
    pen.disc(0, 0.68, 0.06, darker(ink.accent, 0.25))


def plant(pen: Pen, ink: Ink) -> None:
    """A potted plant."""
    for tip, bend in (
        ((-0.34, 0.72), -0.26),
        ((-0.16, 0.94), -0.14),
        ((0.06, 1.0), 0.06),
        ((0.24, 0.88), 0.2),
        ((0.38, 0.66), 0.3),
    ):
        side = 0.08
        pen.blob([(0, 0.34), (bend - side, (0.34 + tip[1]) / 2), tip, (bend + side, (0.3 + tip[1]) / 2)], ink.leaf)
        pen.curve([(0, 0.34), (bend, (0.33 + tip[1]) / 2), tip], 0.012, darker(ink.leaf, 0.25))
    pen.shape([(-0.22, 0.36), (0.22, 0.36), (0.16, 0), (-0.16, 0)], ink.main)
    pen.shape([(0.06, 0.36), (0.22, 0.36), (0.16, 0), (0.05, 0)], SHADE)
    pen.box(-0.25, 0.32, 0.25, 0.42, paler(ink.main, 0.15), 0.02)


def sofa(pen: Pen, ink: Ink) -> None:
    """A two-seat sofa."""
    for x in (-0.66, 0.66):
        pen.box(x - 0.04, 0, x + 0.04, 0.16, ink.wood)
    pen.box(-0.74, 0.3, 0.74, 1, ink.main, 0.12)
    pen.stroke([(0, 0.94), (0, 0.5)], 0.012, darker(ink.main, 0.3))
    pen.box(-0.68, 0.34, -0.005, 0.54, paler(ink.main, 0.16), 0.06)
    pen.box(0.005, 0.34, 0.68, 0.54, paler(ink.main, 0.16), 0.06)
    pen.box(-0.84, 0.12, 0.84, 0.36, darker(ink.main, 0.12), 0.06)
    for x in (-0.78, 0.78):
        pen.box(x - 0.12, 0.12, x + 0.12, 0.7, darker(ink.main, 0.2), 0.1)
    pen.shape([(-0.56, 0.5), (-0.24, 0.5), (-0.28, 0.84), (-0.58, 0.8)], ink.accent)
