"""Pictures set where people meet: restaurant, shop, workshop, classroom, stage, stadium."""

from __future__ import annotations

from omnigen.providers.offline.drawing.decor import sunbeam, window
from omnigen.providers.offline.drawing.palette import darker, mix, paler
from omnigen.providers.offline.drawing.scenery import heavens
from omnigen.providers.offline.drawing.stage import Stage, wash


def restaurant(stage: Stage) -> None:
    """A table before a brick wall, under hanging lamps."""
    ink = stage.ink
    brick = mix(ink.main, ink.wall, 0.55)
    wash(stage, brick, paler(brick, 0.12), 0, 1)
    wall = stage.pen(0, stage.floor - 0.05, 1)
    for row in range(12):
        for column in range(int(stage.breadth / 0.14) + 2):
            left = column * 0.14 - (row % 2) * 0.07
            shade = mix(brick, ink.dark, 0.04 * ((row + column) % 3))
            wall.box(left, row * 0.07, left + 0.13, row * 0.07 + 0.06, shade)
    for x in (0.2, 0.5, 0.8):
        lamp = stage.pen(x, 0.24, 1)
        lamp.stroke([(0, 0), (0, 0.3)], 0.005, ink.dark)
        lamp.shape([(-0.07, 0), (0.07, 0), (0.03, 0.07), (-0.03, 0.07)], ink.accent)
        lamp.disc(0, -0.005, 0.025, ink.lamp())
        lamp.shape([(-0.06, 0), (0.06, 0), (0.2, -0.5), (-0.2, -0.5)], ink.lamp(20))
    pen = stage.pen(0, stage.floor - 0.05, 1)
    pen.box(0, -1, stage.breadth, 0, ink.pale)
    pen.box(0, -1, stage.breadth, -0.06, paler(ink.main, 0.72))
    for column in range(int(stage.breadth / 0.16) + 1):
        pen.box(column * 0.16, -1, column * 0.16 + 0.08, -0.06, mix(ink.main, ink.pale, 0.55))


def shop(stage: Stage) -> None:
    """Shelves with boxes and jars, and a counter."""
    ink = stage.ink
    wash(stage, ink.wall, paler(ink.wall, 0.25), 0, 1)
    for row, y in enumerate((0.24, 0.44, 0.64)):
        pen = stage.pen(0, y, 1)
        pen.box(0.04, -0.018, stage.breadth - 0.04, 0, ink.wood)
        left = 0.08
        while left < stage.breadth - 0.16:
            wide, tall = 0.05 + 0.06 * ink.chance.random(), 0.07 + 0.07 * ink.chance.random()
            colour = mix((ink.main, ink.second, ink.accent, ink.pale)[ink.chance.randrange(4)], ink.wall, 0.5)
            pen.box(left, 0, left + wide, tall, colour, 0.01 if row % 2 else 0.02)
            pen.box(left + wide * 0.2, tall * 0.3, left + wide * 0.8, tall * 0.6, paler(colour, 0.4))
            left += wide + 0.03
    counter = stage.pen(0, stage.floor - 0.04, 1)
    counter.box(0, -1, stage.breadth, 0, mix(ink.wood, ink.dark, 0.12))
    counter.box(0, -0.045, stage.breadth, 0, paler(ink.wood, 0.3))


def repair_shop(stage: Stage) -> None:
    """A workbench under a wall of tools."""
    ink = stage.ink
    wash(stage, mix(ink.wall, ink.metal, 0.4), ink.wall, 0, 1)
    board = stage.pen(0.5, 0.5, 1)
    half = min(0.6, stage.breadth * 0.42)
    board.box(-half, -0.02, half, 0.38, mix(ink.wood, ink.wall, 0.35), 0.01)
    for step in range(7):
        x = -half + (step + 0.5) * half * 2 / 7
        tall = 0.14 + 0.1 * ink.chance.random()
        board.stroke([(x, 0.32), (x, 0.32 - tall)], 0.014, ink.wood)
        head = mix(ink.metal, ink.dark, 0.25)
        if step % 2:
            board.box(x - 0.035, 0.3, x + 0.035, 0.34, head, 0.01)
        else:
            board.ring(x, 0.31, 0.03, 0.012, head)
    worktop = stage.pen(0, stage.floor - 0.04, 1)
    worktop.box(0, -1, stage.breadth, 0, darker(ink.wood, 0.2))
    worktop.box(0, -0.05, stage.breadth, 0, paler(ink.wood, 0.15))


def school(stage: Stage) -> None:
    """A classroom with a board and a window."""
    ink = stage.ink
    wash(stage, ink.wall, paler(ink.wall, 0.25), 0, 1)
    board = stage.pen(0.6, 0.52, 1)
    half = min(0.46, stage.breadth * 0.34)
    board.box(-half - 0.02, -0.02, half + 0.02, 0.42, ink.wood, 0.005)
    board.box(-half, 0, half, 0.4, ink.seen(54, 92, 78))
    for row in range(3):
        wide = half * (0.5 + 0.4 * ink.chance.random())
        board.stroke([(-half + 0.06, 0.32 - row * 0.1), (-half + 0.06 + wide, 0.32 - row * 0.1)], 0.008, ink.pale)
    if stage.breadth > 1:
        window(stage, 0.13, 0.14, 0.4)
    desk = stage.pen(0, stage.floor - 0.04, 1)
    desk.box(0, -1, stage.breadth, 0, mix(ink.wood, ink.wall, 0.2))
    desk.box(0, -0.03, stage.breadth, 0, paler(ink.wood, 0.35))
    sunbeam(stage)


def stage_(stage: Stage) -> None:
    """A stage with curtains and coloured beams."""
    ink = stage.ink
    night = mix(ink.dark, ink.main, 0.25)
    wash(stage, darker(night, 0.4), night, 0, 1)
    top = stage.pen(0, stage.floor, 1)
    for step, colour in enumerate((ink.main, ink.accent, ink.second, ink.main)):
        x = stage.breadth * (step + 0.5) / 4
        top.shape([(x - 0.02, 0.9), (x + 0.02, 0.9), (x + 0.3, -0.1), (x - 0.2, -0.1)], (*colour[:3], 54))
        top.box(x - 0.04, 0.86, x + 0.04, 0.93, ink.dark, 0.01)
    for side in (0, 1):
        for fold in range(4):
            wide = min(0.06, stage.breadth * 0.05)
            left = fold * wide if side == 0 else stage.breadth - (fold + 1) * wide
            top.box(left, -0.02, left + wide, 1, darker(mix(ink.main, ink.dark, 0.2), 0.1 * (fold % 2)))
    top.box(0, -1, stage.breadth, -0.02, darker(ink.wood, 0.4))
    top.box(0, -0.05, stage.breadth, -0.02, ink.wood)
    for x in range(int(stage.breadth / 0.12) + 1):
        top.disc(x * 0.12, -0.3, 0.06 + 0.014 * (x % 3), darker(night, 0.6))


def stadium(stage: Stage) -> None:
    """A pitch between full stands, under floodlights."""
    ink = stage.ink
    heavens(stage)
    stand = stage.pen(0, stage.floor - 0.08, 1)
    stand.box(0, 0, stage.breadth, 0.36, mix(ink.second, ink.dark, 0.3))
    for row in range(7):
        for column in range(int(stage.breadth / 0.035) + 1):
            colour = (ink.main, ink.accent, ink.pale, ink.second)[ink.chance.randrange(4)]
            stand.disc(column * 0.035 + 0.017 * (row % 2), 0.04 + row * 0.046, 0.013, mix(colour, ink.dark, 0.2))
    for x in (0.1, stage.breadth - 0.1):
        stand.box(x - 0.012, 0.3, x + 0.012, 0.62, ink.metal)
        stand.box(x - 0.08, 0.6, x + 0.08, 0.68, ink.lamp())
    for band in range(8):
        share = band / 8
        low, high = -0.42 * (share + 0.125) ** 1.3 - 0.0, -0.42 * share**1.3
        stand.box(0, low, stage.breadth, high, darker(ink.leaf, 0.05 + 0.1 * (band % 2)))
    stand.box(0, -0.012, stage.breadth, 0, ink.pale)
