"""Things one buys and holds: bottles, packages, what one wears and carries."""

from __future__ import annotations

from omnigen.providers.offline.drawing.palette import GLINT, SHADE, Ink, darker, mix, paler
from omnigen.providers.offline.drawing.pen import Pen, arc


def bottle(pen: Pen, ink: Ink) -> None:
    """A drinking bottle with a label."""
    pen.box(-0.17, 0, 0.17, 0.66, ink.main, 0.06)
    shoulder = [(-0.17, 0.55), (-0.17, 0.63), (-0.15, 0.7), (-0.09, 0.755)]
    pen.shape([*shoulder, *((-x, y) for x, y in reversed(shoulder))], ink.main)
    pen.box(-0.09, 0.7, 0.09, 0.84, paler(ink.main, 0.15))
    pen.box(-0.105, 0.82, 0.105, 0.98, ink.dark, 0.03)
    pen.box(-0.105, 0.86, 0.105, 0.875, paler(ink.dark, 0.25))
    pen.box(-0.17, 0.2, 0.17, 0.48, ink.pale)
    pen.disc(0, 0.36, 0.07, ink.accent)
    pen.box(-0.09, 0.24, 0.09, 0.262, ink.second)
    pen.box(0.07, 0.02, 0.17, 0.64, SHADE, 0.05)
    pen.box(-0.135, 0.05, -0.1, 0.62, GLINT, 0.02)


def shoe(pen: Pen, ink: Ink) -> None:
    """A running shoe, toe to the right."""
    upper = [(-0.82, 0.2), (-0.86, 0.62), (-0.74, 0.86), (-0.5, 0.8), (-0.34, 0.78), (0.06, 0.52)]
    pen.blob([*upper, (0.5, 0.42), (0.84, 0.3), (0.86, 0.16), (0, 0.12)], ink.main)
    pen.blob([(-0.8, 0.7), (-0.72, 0.9), (-0.48, 0.9), (-0.4, 0.74), (-0.6, 0.68)], darker(ink.main, 0.45))
    pen.blob([(0.34, 0.14), (0.42, 0.4), (0.72, 0.38), (0.9, 0.22), (0.86, 0.12)], paler(ink.main, 0.35))
    pen.blob([(-0.86, 0.16), (-0.86, 0.52), (-0.7, 0.5), (-0.56, 0.16)], ink.second)
    pen.curve([(-0.52, 0.2), (-0.26, 0.24), (0.02, 0.38), (0.2, 0.5)], 0.07, ink.pale)
    for step in range(4):
        x, y = -0.3 + 0.13 * step, 0.73 - 0.085 * step
        pen.stroke([(x, y), (x + 0.1, y + 0.06)], 0.035, ink.pale)
    pen.box(-0.92, 0, 0.94, 0.17, ink.pale, 0.08)
    pen.box(-0.92, 0, 0.94, 0.06, ink.accent, 0.04)


def bag(pen: Pen, ink: Ink) -> None:
    """A backpack."""
    pen.curve([(-0.14, 0.88), (-0.1, 0.98), (0.1, 0.98), (0.14, 0.88)], 0.05, darker(ink.main, 0.4))
    pen.blob(
        [(-0.38, 0.02), (-0.4, 0.5), (-0.3, 0.86), (0, 0.95), (0.3, 0.86), (0.4, 0.5), (0.38, 0.02), (0, 0)], ink.main
    )
    pen.blob([(0.16, 0.01), (0.24, 0.5), (0.2, 0.9), (0.32, 0.84), (0.4, 0.5), (0.38, 0.02)], SHADE)
    pen.curve([(-0.29, 0.68), (0, 0.73), (0.29, 0.68)], 0.022, darker(ink.main, 0.4))
    pen.box(-0.29, 0.06, 0.29, 0.44, darker(ink.main, 0.14), 0.08)
    pen.box(-0.29, 0.34, 0.29, 0.46, ink.second, 0.05)
    pen.box(-0.05, 0.3, 0.05, 0.4, ink.accent, 0.02)
    pen.box(-0.49, 0.08, -0.36, 0.36, darker(ink.main, 0.25), 0.06)
    pen.box(0.36, 0.08, 0.49, 0.36, darker(ink.main, 0.25), 0.06)


def pills(pen: Pen, ink: Ink) -> None:
    """A bottle of tablets, with a capsule and two tablets before it."""
    jar = pen.at(-0.22, 0)
    jar.box(-0.28, 0, 0.28, 0.76, ink.seen(232, 142, 66), 0.07)
    jar.box(-0.28, 0.14, 0.28, 0.56, ink.pale)
    jar.box(-0.2, 0.44, 0.2, 0.49, ink.main)
    jar.blob([(-0.1, 0.22), (-0.07, 0.36), (0.08, 0.4), (0.06, 0.26)], ink.leaf)
    jar.box(0.12, 0.02, 0.28, 0.76, SHADE, 0.06)
    jar.box(-0.32, 0.74, 0.32, 0.98, ink.pale, 0.05)
    for step in range(9):
        jar.box(-0.28 + 0.067 * step, 0.77, -0.262 + 0.067 * step, 0.93, darker(ink.pale, 0.14))
    pen.stroke([(0.24, 0.2), (0.44, 0.28)], 0.17, ink.second)
    pen.stroke([(0.44, 0.28), (0.62, 0.35)], 0.17, ink.pale)
    pen.stroke([(0.28, 0.255), (0.58, 0.375)], 0.022, GLINT)
    for x in (0.2, 0.52):
        pen.oval(x, 0.05, 0.13, 0.055, darker(ink.pale, 0.2))
        pen.oval(x, 0.075, 0.13, 0.055, ink.pale)
        pen.stroke([(x - 0.09, 0.078), (x + 0.09, 0.078)], 0.012, darker(ink.pale, 0.2))


def gift(pen: Pen, ink: Ink) -> None:
    """A wrapped parcel."""
    pen.box(-0.42, 0, 0.42, 0.6, ink.main, 0.03)
    pen.box(-0.48, 0.56, 0.48, 0.74, paler(ink.main, 0.14), 0.03)
    pen.box(0.1, 0, 0.42, 0.6, SHADE, 0.03)
    pen.box(-0.08, 0, 0.08, 0.74, ink.accent)
    for side in (-1, 1):
        pen.blob([(0, 0.74), (side * 0.12, 0.98), (side * 0.34, 0.96), (side * 0.3, 0.78)], ink.accent)
        pen.blob(
            [(side * 0.06, 0.77), (side * 0.15, 0.91), (side * 0.25, 0.9), (side * 0.22, 0.8)], darker(ink.accent, 0.3)
        )
    pen.disc(0, 0.77, 0.07, darker(ink.accent, 0.12))


def cream(pen: Pen, ink: Ink) -> None:
    """A jar and a dropper bottle."""
    serum = pen.at(-0.28, 0)
    serum.box(-0.17, 0, 0.17, 0.62, ink.main, 0.06)
    serum.box(-0.17, 0.16, 0.17, 0.44, ink.pale)
    serum.box(-0.09, 0.28, 0.09, 0.31, ink.dark)
    serum.box(-0.06, 0.23, 0.06, 0.25, mix(ink.dark, ink.pale, 0.4))
    serum.box(-0.09, 0.6, 0.09, 0.74, ink.accent)
    serum.blob([(-0.055, 0.72), (-0.07, 0.86), (0, 0.98), (0.07, 0.86), (0.055, 0.72)], ink.dark)
    serum.box(-0.13, 0.04, -0.1, 0.58, GLINT, 0.01)
    jar = pen.at(0.3, 0)
    jar.box(-0.34, 0, 0.34, 0.3, ink.pale, 0.07)
    jar.box(-0.34, 0.1, 0.34, 0.2, mix(ink.pale, ink.main, 0.45))
    jar.box(0.12, 0, 0.34, 0.3, SHADE, 0.06)
    jar.box(-0.36, 0.28, 0.36, 0.44, ink.accent, 0.03)
    jar.box(-0.32, 0.32, -0.1, 0.35, GLINT, 0.01)


def book(pen: Pen, ink: Ink) -> None:
    """Books, one standing, two lying."""
    for row, (colour, left, right) in enumerate(((ink.second, -0.6, 0.5), (ink.accent, -0.5, 0.6))):
        low = 0.15 * row
        pen.box(left, low, right, low + 0.15, colour, 0.02)
        pen.box(left + 0.05, low + 0.03, right + 0.01, low + 0.12, ink.pale)
    pen.shape([(-0.3, 0.3), (0.28, 0.3), (0.28, 1), (-0.3, 1)], ink.main)
    pen.box(-0.3, 0.3, -0.22, 1, darker(ink.main, 0.3))
    pen.box(-0.12, 0.72, 0.18, 0.76, ink.pale)
    pen.box(-0.12, 0.65, 0.1, 0.68, ink.pale)
    pen.disc(0.03, 0.5, 0.09, ink.accent)


def glasses(pen: Pen, ink: Ink) -> None:
    """Sunglasses."""
    for side in (-1, 1):
        pen.curve([(side * 0.92, 0.76), (side * 1.04, 0.8), (side * 1.1, 0.5)], 0.07, darker(ink.main))
        lens = [
            (side * 0.12, 0.72),
            (side * 0.5, 0.84),
            (side * 0.92, 0.76),
            (side * 0.84, 0.34),
            (side * 0.48, 0.16),
            (side * 0.18, 0.4),
        ]
        pen.blob(lens, ink.main)
        pen.blob([(0.82 * (x - side * 0.5) + side * 0.5, 0.82 * (y - 0.52) + 0.52) for x, y in lens], ink.dark)
        pen.shape(
            [(side * 0.5 - 0.2, 0.7), (side * 0.5 - 0.06, 0.74), (side * 0.5 - 0.16, 0.34), (side * 0.5 - 0.24, 0.44)],
            GLINT,
        )
    pen.curve([(-0.16, 0.66), (0, 0.72), (0.16, 0.66)], 0.08, ink.main)


def umbrella(pen: Pen, ink: Ink) -> None:
    """An open umbrella."""
    pen.curve([(0, 0.9), (0, 0.1), (0.06, 0.02), (0.13, 0.1)], 0.03, ink.wood)
    pen.shape(arc(0, 0.5, 0.56, 0, 180, 0.44), ink.main)
    pen.shape([(-0.19, 0.5), *arc(0, 0.5, 0.19, 180, 90, 0.44), *arc(0, 0.5, 0.19, 90, 0, 0.44)], paler(ink.main, 0.4))
    for x in (-0.375, 0.0, 0.375):
        pen.oval(x, 0.5, 0.19, 0.06, mix(ink.main, ink.dark, 0.25))
    pen.stroke([(0, 0.93), (0, 0.99)], 0.025, ink.dark)


def coins(pen: Pen, ink: Ink) -> None:
    """Stacks of coins that grow."""
    gold = ink.seen(240, 190, 72)
    for x, count in ((-0.5, 3), (0.0, 5), (0.5, 7)):
        for step in range(count):
            low = 0.055 + 0.105 * step
            pen.box(x - 0.22, low - 0.02, x + 0.22, low + 0.06, darker(gold, 0.22), 0.02)
            pen.oval(x, low + 0.06, 0.22, 0.055, gold)
            pen.oval(x, low + 0.062, 0.16, 0.036, paler(gold, 0.25))
    pen.disc(-0.5, 0.68, 0.2, gold)
    pen.disc(-0.5, 0.68, 0.15, paler(gold, 0.25))
    pen.box(-0.525, 0.58, -0.475, 0.78, darker(gold, 0.3), 0.01)


def shield(pen: Pen, ink: Ink) -> None:
    """A shield with a keyhole: security."""
    pen.blob(
        [(0, 0), (-0.34, 0.26), (-0.4, 0.6), (-0.38, 0.86), (0, 0.99), (0.38, 0.86), (0.4, 0.6), (0.34, 0.26)], ink.main
    )
    pen.blob([(0, 0.02), (0.33, 0.27), (0.39, 0.6), (0.37, 0.85), (0, 0.97), (0.02, 0.5)], SHADE)
    pen.disc(0, 0.6, 0.12, ink.pale)
    pen.shape([(-0.05, 0.58), (0.05, 0.58), (0.09, 0.3), (-0.09, 0.3)], ink.pale)
