"""Pictures set indoors: everything behind and under the subject."""

from __future__ import annotations

from dataclasses import replace

from omnigen.providers.offline.drawing.decor import frames, leafy_branch, shelf, sunbeam, window
from omnigen.providers.offline.drawing.palette import darker, mix, paler
from omnigen.providers.offline.drawing.pen import arc
from omnigen.providers.offline.drawing.stage import Stage, wash


def studio(stage: Stage) -> None:
    """A wall with an arch, a disc or a panel, and a podium."""
    ink = stage.ink
    wash(stage, paler(ink.wall, 0.25), ink.wall, 0, stage.floor)
    wash(stage, ink.ground, paler(ink.ground, 0.2), stage.floor - 0.06, 1)
    centre = stage.pen(stage.middle, stage.floor - 0.06, 1)
    tall = min(0.74, stage.breadth * 0.9)
    half = tall * 0.42
    backdrop = ink.chance.randrange(3)
    for share, part in ((0.5, 1.0), (0.28, 0.8)):
        colour, wide = mix(ink.wall, ink.accent, share), half * part
        if backdrop == 0:
            centre.shape([(-wide, 0), *arc(0, tall - half, wide, 180, 0), (wide, 0)], colour)
        elif backdrop == 1:
            centre.disc(0, tall * 0.52, wide * 1.1, colour)
        else:
            centre.box(-wide * 1.3, 0, wide * 0.9 * part, tall * part, colour, 0.02)
    for side in (-1, 1) if ink.chance.random() < 0.5 else ():
        x = stage.middle + side * min(0.36, 0.34 * max(1, 0.8 / stage.breadth))
        leafy_branch(
            replace(stage.pen(x, stage.floor + 0.02, 0.42 if stage.breadth > 1 else 0.28), mirrored=side > 0), ink
        )
    podium = stage.pen(stage.middle, stage.floor, 1)
    across = min(0.36, stage.breadth * 0.38)
    podium.box(-across, -0.1, across, 0, darker(ink.pale, 0.14))
    podium.oval(0, -0.1, across, across * 0.13, darker(ink.pale, 0.14))
    podium.oval(0, 0, across, across * 0.13, ink.pale)


def table(stage: Stage) -> None:
    """A wooden table before a sunny window."""
    ink = stage.ink
    wash(stage, ink.wall, paler(ink.wall, 0.2), 0, 1)
    window(stage, 0.24 if stage.breadth > 1 else 0.3, 0.1, 0.44)
    shelf(stage, 0.76)
    pen = stage.pen(0, stage.floor - 0.05, 1)
    pen.box(0, -1, stage.breadth, 0, ink.wood)
    pen.box(0, -0.03, stage.breadth, 0, paler(ink.wood, 0.25))
    for step in range(5):
        low = -0.09 - 0.075 * step
        pen.box(0, low, stage.breadth, low + 0.005, darker(ink.wood, 0.14))
    sunbeam(stage)


def room(stage: Stage) -> None:
    """A living room."""
    ink = stage.ink
    wash(stage, paler(ink.wall, 0.1), ink.wall, 0, 1)
    line = stage.floor - 0.16
    window(stage, 0.2 if stage.breadth > 1 else 0.26, 0.12, 0.42)
    frames(stage, 0.8, 0.2)
    floor = stage.pen(0, line, 1)
    floor.box(0, -1, stage.breadth, 0, mix(ink.wood, ink.ground, 0.35))
    floor.box(0, 0, stage.breadth, 0.022, paler(ink.wall, 0.5))
    stage.pen(0.5, stage.floor + 0.02, 1).oval(
        0, 0, min(0.62, stage.breadth * 0.46), 0.1, mix(ink.second, ink.wall, 0.45)
    )
    sunbeam(stage)


def kitchen(stage: Stage) -> None:
    """A kitchen counter with tiles and cupboards."""
    ink = stage.ink
    wash(stage, ink.wall, paler(ink.wall, 0.2), 0, 1)
    pen = stage.pen(0, stage.floor - 0.05, 1)
    for row in range(5):
        for column in range(int(stage.breadth / 0.11) + 2):
            left = column * 0.11 - (row % 2) * 0.055
            pen.box(
                left,
                row * 0.075,
                left + 0.104,
                row * 0.075 + 0.069,
                paler(ink.wall, 0.35 + 0.12 * ((row * 7 + column * 3) % 4)),
                0.008,
            )
    pen.box(0, 0.375, stage.breadth, 0.4, ink.wood)
    for column in range(int(stage.breadth / 0.3) + 1):
        pen.box(column * 0.3 + 0.02, 0.46, column * 0.3 + 0.28, 1, mix(ink.second, ink.wall, 0.2), 0.01)
        pen.disc(column * 0.3 + 0.25, 0.52, 0.012, ink.accent)
    pen.box(0, -0.045, stage.breadth, 0, ink.pale)
    pen.box(0, -1, stage.breadth, -0.045, mix(ink.second, ink.dark, 0.12))
    leafy_branch(stage.pen(0.9, stage.floor - 0.05, 0.24), ink)
    sunbeam(stage)


def desk(stage: Stage) -> None:
    """An office with shelves and a desk top."""
    ink = stage.ink
    wash(stage, ink.wall, paler(ink.wall, 0.25), 0, 1)
    window(stage, 0.22, 0.1, 0.46)
    shelf(stage, 0.76)
    pen = stage.pen(0, stage.floor - 0.04, 1)
    pen.box(0, -0.05, stage.breadth, 0, paler(ink.wood, 0.2))
    pen.box(0, -1, stage.breadth, -0.05, darker(ink.wood, 0.12))
    sunbeam(stage)


def gym(stage: Stage) -> None:
    """A training hall with a mirror wall and weights."""
    ink = stage.ink
    wash(stage, mix(ink.dark, ink.wall, 0.55), mix(ink.dark, ink.wall, 0.8), 0, 1)
    line = stage.floor - 0.12
    pen = stage.pen(0, line, 1)
    for column in range(int(stage.breadth / 0.45) + 1):
        left = column * 0.45 + 0.03
        pen.box(left, 0.12, left + 0.39, 0.62, mix(ink.wall, ink.water, 0.3), 0.01)
        pen.shape(
            [(left + 0.2, 0.62), (left + 0.3, 0.62), (left + 0.12, 0.12), (left + 0.02, 0.12)], (255, 255, 255, 40)
        )
    pen.box(0, -1, stage.breadth, 0, mix(ink.dark, ink.ground, 0.35))
    for column in range(int(stage.breadth / 0.2) + 1):
        pen.box(column * 0.2 + 0.06, 0.0, column * 0.2 + 0.1, 0.09, ink.dark, 0.02)
        pen.disc(column * 0.2 + 0.08, 0.06, 0.05, mix(ink.dark, ink.main, 0.6 * (column % 2)))
    stage.pen(0.5, stage.floor + 0.02, 1).oval(
        0, 0, min(0.6, stage.breadth * 0.44), 0.08, mix(ink.main, ink.ground, 0.3)
    )


def clinic(stage: Stage) -> None:
    """A bright consulting room."""
    ink = stage.ink
    mint = mix(ink.seen(214, 238, 236), ink.wall, 0.35)
    wash(stage, paler(mint, 0.4), mint, 0, 1)
    window(stage, 0.2, 0.12, 0.42)
    chart = stage.pen(0.8, 0.36, 0.2)
    chart.box(-0.5, -0.1, 0.5, 0.9, ink.pale, 0.06)
    for row, wide in enumerate((0.34, 0.28, 0.32, 0.2)):
        chart.box(-0.36, 0.66 - 0.2 * row, -0.36 + 2 * wide, 0.74 - 0.2 * row, mix(mint, ink.main, 0.5), 0.02)
    floor = stage.pen(0, stage.floor - 0.12, 1)
    floor.box(0, -1, stage.breadth, 0, mix(mint, ink.metal, 0.4))
    floor.box(0, 0, stage.breadth, 0.1, mix(mint, ink.water, 0.35))
    sunbeam(stage)
