"""Devices and instruments."""

from __future__ import annotations

from omnigen.providers.offline.drawing.palette import GLINT, SHADE, Ink, darker, mix, paler
from omnigen.providers.offline.drawing.pen import Pen, arc


def phone(pen: Pen, ink: Ink) -> None:
    """A phone with something friendly on its screen."""
    pen.box(-0.25, 0, 0.25, 1, ink.dark, 0.07)
    pen.box(-0.225, 0.025, 0.225, 0.975, paler(ink.main, 0.55), 0.05)
    pen.box(-0.225, 0.62, 0.225, 0.975, ink.main, 0.05)
    pen.box(-0.225, 0.6, 0.225, 0.72, ink.main)
    pen.disc(0, 0.76, 0.09, ink.accent)
    pen.curve([(-0.04, 0.76), (-0.01, 0.73), (0.05, 0.79)], 0.025, ink.pale)
    for row in range(3):
        low = 0.44 - 0.165 * row
        pen.box(-0.185, low, 0.185, low + 0.125, ink.pale, 0.03)
        pen.disc(-0.12, low + 0.062, 0.036, (ink.second, ink.accent, ink.main)[row])
        pen.box(-0.055, low + 0.072, 0.14 - 0.04 * row, low + 0.092, mix(ink.pale, ink.dark, 0.5), 0.01)
        pen.box(-0.055, low + 0.032, 0.08, low + 0.05, mix(ink.pale, ink.dark, 0.22), 0.01)
    pen.box(-0.06, 0.925, 0.06, 0.95, ink.dark, 0.02)
    pen.shape([(0.02, 0.975), (0.16, 0.975), (-0.12, 0.025), (-0.2, 0.025), (-0.2, 0.3)], (255, 255, 255, 24))


def laptop(pen: Pen, ink: Ink) -> None:
    """An open laptop with a chart."""
    pen.box(-0.66, 0.1, 0.66, 1, ink.dark, 0.05)
    pen.box(-0.61, 0.15, 0.61, 0.95, ink.pale, 0.02)
    pen.box(-0.61, 0.82, 0.61, 0.95, ink.main)
    for step in range(3):
        pen.disc(-0.55 + 0.07 * step, 0.885, 0.02, (ink.second, ink.accent, ink.pale)[step])
    for step, high in enumerate((0.18, 0.3, 0.24, 0.42, 0.5)):
        pen.box(
            -0.5 + 0.13 * step, 0.22, -0.42 + 0.13 * step, 0.22 + high, ink.second if step < 4 else ink.accent, 0.015
        )
    pen.disc(0.38, 0.5, 0.16, mix(ink.main, ink.pale, 0.4))
    pen.shape([(0.38, 0.5), *arc(0.38, 0.5, 0.16, 90, -50)], ink.main)
    pen.disc(0.38, 0.5, 0.075, ink.pale)
    pen.shape([(-0.72, 0.09), (0.72, 0.09), (0.84, 0.01), (-0.84, 0.01)], ink.metal)
    pen.box(-0.84, 0, 0.84, 0.03, darker(ink.metal), 0.015)
    pen.box(-0.12, 0.065, 0.12, 0.09, darker(ink.metal, 0.12))


def watch(pen: Pen, ink: Ink) -> None:
    """A wristwatch."""
    pen.shape([(-0.13, 0), (0.13, 0), (0.19, 0.3), (-0.19, 0.3)], ink.main)
    pen.shape([(-0.13, 1), (0.13, 1), (0.19, 0.7), (-0.19, 0.7)], ink.main)
    for y in (0.06, 0.12, 0.18):
        pen.disc(0, y, 0.014, darker(ink.main, 0.4))
    pen.box(0.27, 0.46, 0.33, 0.54, darker(ink.metal), 0.02)
    pen.disc(0, 0.5, 0.29, ink.metal)
    pen.disc(0, 0.5, 0.25, ink.dark)
    for angle in range(0, 360, 30):
        outer, inner = arc(0, 0.5, 0.22, angle, angle)[0], arc(0, 0.5, 0.195, angle, angle)[0]
        pen.stroke([outer, inner], 0.014, ink.pale)
    pen.stroke([(0, 0.5), (-0.09, 0.6)], 0.026, ink.pale)
    pen.stroke([(0, 0.5), (0.1, 0.63)], 0.018, ink.pale)
    pen.stroke([(0, 0.5), (0.02, 0.33)], 0.01, ink.accent)
    pen.disc(0, 0.5, 0.022, ink.accent)
    pen.shape(arc(0, 0.5, 0.25, 40, 150), (255, 255, 255, 22))


def headphones(pen: Pen, ink: Ink) -> None:
    """Headphones."""
    pen.curve(arc(0, 0.46, 0.4, 180, 0, 0.48), 0.075, ink.dark)
    pen.curve(arc(0, 0.46, 0.4, 140, 40, 0.48), 0.05, ink.main)
    for side in (-1, 1):
        left, right = sorted((side * 0.3, side * 0.46))
        pen.box(left, 0.08, right, 0.58, ink.dark, 0.08)
        left, right = sorted((side * 0.2, side * 0.33))
        pen.box(left, 0.04, right, 0.62, ink.main, 0.06)
        left, right = sorted((side * 0.22, side * 0.25))
        pen.box(left, 0.12, right, 0.54, GLINT, 0.02)


def camera(pen: Pen, ink: Ink) -> None:
    """A photo camera."""
    pen.box(-0.26, 0.7, 0.22, 0.94, ink.dark, 0.06)
    pen.box(0.36, 0.72, 0.52, 0.84, ink.second, 0.03)
    pen.box(-0.68, 0, 0.68, 0.76, ink.dark, 0.09)
    pen.box(-0.68, 0.2, 0.68, 0.56, ink.main)
    pen.disc(0, 0.38, 0.34, paler(ink.dark, 0.15))
    pen.disc(0, 0.38, 0.27, ink.dark)
    pen.disc(0, 0.38, 0.2, mix(ink.water, ink.dark, 0.4))
    pen.disc(0, 0.38, 0.11, ink.dark)
    pen.disc(-0.08, 0.47, 0.05, (255, 255, 255, 150))
    pen.box(0.42, 0.6, 0.58, 0.68, ink.lamp(), 0.02)


def lamp(pen: Pen, ink: Ink) -> None:
    """A lit table lamp."""
    pen.shape([(-0.5, 0.1), (-0.26, 0.56), (0.26, 0.56), (0.5, 0.1)], ink.lamp(50))
    pen.box(-0.03, 0.05, 0.03, 0.6, ink.metal)
    pen.box(-0.2, 0, 0.2, 0.06, darker(ink.metal), 0.03)
    pen.shape([(-0.32, 0.55), (0.32, 0.55), (0.18, 0.98), (-0.18, 0.98)], ink.main)
    pen.shape([(0.06, 0.55), (0.32, 0.55), (0.18, 0.98), (0.05, 0.98)], SHADE)
    pen.box(-0.32, 0.53, 0.32, 0.58, ink.lamp(), 0.02)


def dumbbell(pen: Pen, ink: Ink) -> None:
    """A dumbbell."""
    pen.box(-0.5, 0.42, 0.5, 0.58, ink.metal, 0.03)
    for side in (-1, 1):
        for inner, outer, low, colour in (
            (0.34, 0.56, 0.0, ink.main),
            (0.55, 0.72, 0.12, darker(ink.main, 0.3)),
            (0.72, 0.82, 0.36, ink.metal),
        ):
            left, right = sorted((side * inner, side * outer))
            pen.box(left, low, right, 1 - low, colour, 0.06)
        left, right = sorted((side * 0.38, side * 0.43))
        pen.box(left, 0.1, right, 0.9, GLINT, 0.02)


def ball(pen: Pen, ink: Ink) -> None:
    """A football."""
    pen.disc(0, 0.5, 0.5, ink.pale)
    pen.shape(arc(0, 0.5, 0.17, 90, 450)[:: max(1, len(arc(0, 0.5, 0.17, 90, 450)) // 5)][:5], ink.dark)
    for angle in range(90, 450, 72):
        near, far = arc(0, 0.5, 0.17, angle, angle)[0], arc(0, 0.5, 0.36, angle, angle)[0]
        pen.stroke([near, far], 0.018, ink.dark)
        pen.shape([far, *arc(0, 0.5, 0.49, angle - 19, angle + 19)], ink.dark)
    pen.shape([*arc(0, 0.5, 0.5, -80, 60), *arc(-0.12, 0.55, 0.5, 45, -70)], SHADE)


def guitar(pen: Pen, ink: Ink) -> None:
    """An acoustic guitar."""
    pen.blob(
        [
            (0, 0),
            (-0.22, 0.08),
            (-0.24, 0.26),
            (-0.14, 0.36),
            (-0.18, 0.5),
            (0, 0.56),
            (0.18, 0.5),
            (0.14, 0.36),
            (0.24, 0.26),
            (0.22, 0.08),
        ],
        ink.main,
    )
    pen.disc(0, 0.36, 0.085, ink.dark)
    pen.box(-0.08, 0.14, 0.08, 0.18, ink.dark, 0.01)
    pen.box(-0.035, 0.4, 0.035, 0.88, ink.wood)
    pen.box(-0.06, 0.86, 0.06, 1, ink.dark, 0.02)
    for x in (-0.02, 0.0, 0.02):
        pen.stroke([(x, 0.16), (x, 0.92)], 0.004, ink.pale)
