"""What one eats and drinks."""

from __future__ import annotations

from omnigen.providers.offline.drawing.palette import GLINT, SHADE, Ink, darker, mix, paler
from omnigen.providers.offline.drawing.pen import Pen, arc


def cup(pen: Pen, ink: Ink) -> None:
    """A steaming cup on its saucer."""
    pen.oval(0, 0.05, 0.56, 0.07, darker(ink.pale, 0.16))
    pen.oval(0, 0.07, 0.54, 0.06, ink.pale)
    pen.ring(0.36, 0.37, 0.16, 0.055, ink.main)
    sides = [(-0.38, 0.58), (-0.36, 0.3), (-0.26, 0.1), (0, 0.06), (0.26, 0.1), (0.36, 0.3), (0.38, 0.58)]
    pen.shape([*sides, (0.38, 0.58)], ink.main)
    pen.shape([(0.14, 0.58), (0.38, 0.58), (0.36, 0.3), (0.26, 0.1), (0.12, 0.07)], SHADE)
    pen.oval(0, 0.58, 0.38, 0.085, paler(ink.main, 0.25))
    pen.oval(0, 0.57, 0.33, 0.065, ink.seen(92, 56, 40))
    pen.curve([(-0.2, 0.56), (-0.05, 0.59), (0.1, 0.555)], 0.02, ink.seen(196, 150, 110))
    for x in (-0.14, 0.04, 0.2):
        pen.curve([(x, 0.66), (x + 0.05, 0.74), (x - 0.04, 0.84), (x + 0.03, 0.96)], 0.028, (255, 255, 255, 130))


def bowl(pen: Pen, ink: Ink) -> None:
    """A full bowl of fresh food."""
    leafy = ((-0.42, 0.6, 0.17), (-0.2, 0.72, 0.2), (0.06, 0.76, 0.21), (0.3, 0.68, 0.19), (0.46, 0.58, 0.13))
    for x, y, radius in leafy:
        pen.blob(arc(x, y, radius, 0, 330)[::4], ink.leaf)
        pen.blob(arc(x + 0.03, y + 0.02, radius * 0.6, 20, 350)[::4], paler(ink.leaf, 0.22))
    for x, y, colour in (
        (-0.3, 0.66, ink.seen(222, 72, 60)),
        (0.18, 0.78, ink.seen(222, 72, 60)),
        (-0.04, 0.66, ink.accent),
    ):
        pen.disc(x, y, 0.1, colour)
        pen.disc(x - 0.03, y + 0.03, 0.025, GLINT)
    pen.oval(0.38, 0.64, 0.12, 0.085, ink.pale)
    pen.disc(0.38, 0.645, 0.05, ink.seen(248, 184, 60))
    pen.shape([(-0.68, 0.56), *arc(0, 0.56, 0.68, 180, 360, 0.52), (0.68, 0.56)], ink.main)
    pen.shape([(0.2, 0.56), *arc(0, 0.56, 0.68, 0, -62, 0.52)], SHADE)
    pen.box(-0.7, 0.52, 0.7, 0.6, paler(ink.main, 0.22), 0.04)
    pen.box(-0.24, 0, 0.24, 0.07, darker(ink.main, 0.3), 0.02)


def fruit(pen: Pen, ink: Ink) -> None:
    """An orange, an apple and a pear's worth of colour."""
    pen.disc(-0.36, 0.3, 0.3, ink.seen(244, 150, 52))
    pen.blob([(-0.36, 0), (-0.12, 0.12), (-0.08, 0.38), (-0.24, 0.57), (-0.16, 0.3)], SHADE)
    pen.disc(-0.44, 0.42, 0.05, GLINT)
    red = ink.seen(214, 62, 58)
    pen.blob(
        [
            (0.24, 0.02),
            (-0.06, 0.2),
            (-0.1, 0.52),
            (0.1, 0.68),
            (0.26, 0.62),
            (0.42, 0.68),
            (0.62, 0.5),
            (0.56, 0.18),
            (0.36, 0),
        ],
        red,
    )
    pen.blob([(0.36, 0.02), (0.46, 0.3), (0.42, 0.66), (0.6, 0.5), (0.55, 0.18)], SHADE)
    pen.curve([(0.26, 0.6), (0.27, 0.74), (0.33, 0.84)], 0.035, ink.wood)
    pen.blob([(0.3, 0.74), (0.42, 0.92), (0.62, 0.92), (0.5, 0.76)], ink.leaf)
    pen.blob([(0.02, 0.46), (0.06, 0.56), (0.14, 0.57), (0.08, 0.46)], GLINT)


def burger(pen: Pen, ink: Ink) -> None:
    """A burger with everything."""
    bun = ink.seen(222, 150, 74)
    pen.box(-0.6, 0, 0.6, 0.2, bun, 0.1)
    pen.box(-0.64, 0.18, 0.64, 0.36, ink.seen(104, 62, 44), 0.09)
    pen.shape(
        [(-0.6, 0.38), (0.6, 0.38), (0.4, 0.27), (0.24, 0.37), (0.02, 0.25), (-0.2, 0.37)], ink.seen(250, 196, 66)
    )
    pen.box(-0.6, 0.38, 0.6, 0.47, ink.seen(214, 66, 56), 0.04)
    waves = [(-0.68 + 0.17 * step, 0.47 + 0.07 * (step % 2)) for step in range(9)]
    pen.curve(waves, 0.08, ink.leaf)
    pen.shape(arc(0, 0.54, 0.62, 0, 180, 0.44), bun)
    pen.shape([(0.1, 0.54), *arc(0, 0.54, 0.62, 0, 62, 0.44)], (60, 20, 10, 26))
    for x, y in ((-0.3, 0.74), (-0.1, 0.86), (0.14, 0.8), (0.32, 0.68), (-0.42, 0.64), (0.02, 0.68)):
        pen.oval(x, y, 0.035, 0.022, ink.pale)


def pizza(pen: Pen, ink: Ink) -> None:
    """A pizza seen from above."""
    pen.disc(0, 0.5, 0.5, ink.seen(206, 142, 78))
    pen.disc(0, 0.5, 0.43, ink.seen(248, 206, 104))
    for x, y in ((-0.2, 0.66), (0.14, 0.74), (0.24, 0.42), (-0.1, 0.32), (-0.3, 0.42), (0.02, 0.54)):
        pen.disc(x, y, 0.085, ink.seen(204, 66, 52))
    for x, y in ((0.0, 0.2), (-0.06, 0.8), (0.32, 0.58), (-0.34, 0.56), (0.12, 0.3)):
        pen.blob([(x - 0.06, y), (x, y + 0.03), (x + 0.06, y), (x, y - 0.03)], ink.leaf)
    for angle in (20, 80, 140):
        pen.stroke(
            [arc(0, 0.5, 0.5, angle, angle)[0], arc(0, 0.5, 0.5, angle + 180, angle)[0]], 0.012, (140, 80, 40, 120)
        )


def cake(pen: Pen, ink: Ink) -> None:
    """A layered cake with a cherry."""
    pen.oval(0, 0.05, 0.62, 0.06, darker(ink.pale, 0.15))
    pen.box(-0.48, 0.06, 0.48, 0.62, ink.seen(226, 176, 120), 0.05)
    pen.box(-0.48, 0.3, 0.48, 0.38, ink.main)
    drops = [(0.48, 0.74), (0.48, 0.5), (0.36, 0.44), (0.28, 0.54), (0.14, 0.4), (0, 0.54), (-0.14, 0.46), (-0.3, 0.56)]
    pen.blob([(-0.48, 0.74), *drops, (-0.4, 0.44), (-0.48, 0.5)], ink.pale)
    pen.oval(0, 0.72, 0.48, 0.09, ink.pale)
    for x in (-0.34, -0.12, 0.12, 0.34):
        pen.blob([(x - 0.1, 0.74), (x, 0.88), (x + 0.1, 0.74), (x, 0.7)], mix(ink.pale, ink.main, 0.3))
    pen.disc(0, 0.9, 0.075, ink.seen(206, 44, 62))
    pen.box(0.2, 0.06, 0.48, 0.5, (60, 20, 40, 24), 0.05)
