"""Pictures set in a bedroom and a bathroom."""

from __future__ import annotations

from omnigen.providers.offline.drawing.decor import frames, leafy_branch, window
from omnigen.providers.offline.drawing.palette import mix, paler
from omnigen.providers.offline.drawing.stage import Stage, wash


def bedroom(stage: Stage) -> None:
    """A bedroom with a night table and a large window."""
    ink = stage.ink
    wash(stage, mix(ink.second, ink.wall, 0.6), ink.wall, 0, 1)
    window(stage, 0.3, 0.1, 0.4)
    frames(stage, 0.78, 0.22)
    floor = stage.pen(0, stage.floor - 0.12, 1)
    floor.box(0, -1, stage.breadth, 0, mix(ink.wood, ink.wall, 0.3))
    floor.box(stage.breadth * 0.82, 0, stage.breadth, 0.16, ink.wood, 0.01)
    leafy_branch(stage.pen(0.91, stage.floor - 0.28, 0.2), ink)
    stage.pen(0.5, stage.floor + 0.02, 1).oval(0, 0, min(0.66, stage.breadth * 0.46), 0.1, paler(ink.second, 0.5))


def bathroom(stage: Stage) -> None:
    """Tiles, a mirror and a washstand."""
    ink = stage.ink
    tile = mix(ink.water, ink.pale, 0.62)
    wash(stage, tile, paler(tile, 0.3), 0, 1)
    wall = stage.pen(0, stage.floor - 0.05, 1)
    for row in range(9):
        for column in range(int(stage.breadth / 0.1) + 1):
            wall.box(
                column * 0.1 + 0.004,
                row * 0.1 + 0.004,
                column * 0.1 + 0.096,
                row * 0.1 + 0.096,
                paler(tile, 0.1 * ((row * 5 + column * 3) % 4)),
                0.006,
            )
    mirror = stage.pen(0.5, 0.34, 1)
    across = min(0.3, stage.breadth * 0.3)
    mirror.oval(0, 0, across, 0.24, ink.accent)
    mirror.oval(0, 0, across - 0.02, 0.22, paler(ink.water, 0.6))
    mirror.shape([(-0.12, -0.1), (0.02, 0.18), (0.07, 0.17), (-0.06, -0.13)], (255, 255, 255, 90))
    top = stage.pen(0, stage.floor - 0.05, 1)
    top.box(0, -0.05, stage.breadth, 0, ink.pale)
    top.box(0, -1, stage.breadth, -0.05, mix(ink.wood, ink.second, 0.2))
    leafy_branch(stage.pen(0.9, stage.floor - 0.05, 0.24), ink)
