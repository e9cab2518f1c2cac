"""Pictures set between houses: a village square and a garden."""

from __future__ import annotations

from omnigen.providers.offline.drawing.palette import darker, mix, paler
from omnigen.providers.offline.drawing.scenery import ground_wash, heavens, hills, tree
from omnigen.providers.offline.drawing.stage import Stage


def village(stage: Stage) -> None:
    """Small houses around a square of earth."""
    ink = stage.ink
    heavens(stage)
    hills(stage, (0.54, 0.62), mix(ink.leaf, ink.ground, 0.35), rough=0.05)
    ground = stage.floor - 0.06
    for x, wide, tall in ((0.1, 0.26, 0.2), (0.27, 0.2, 0.15), (0.76, 0.22, 0.17), (0.92, 0.28, 0.22)):
        pen = stage.pen(x, ground, 1)
        wall = mix((ink.wall, ink.accent, ink.ground)[ink.chance.randrange(3)], ink.pale, 0.3)
        pen.box(-wide / 2, 0, wide / 2, tall, wall)
        pen.shape([(-wide * 0.6, tall), (wide * 0.6, tall), (0, tall * 1.7)], mix(ink.main, ink.wood, 0.4))
        pen.box(-0.025, 0, 0.025, tall * 0.6, darker(ink.wood, 0.2))
        pen.box(wide * 0.22, tall * 0.45, wide * 0.4, tall * 0.75, ink.lamp() if ink.light.night else ink.water)
    ground_wash(stage, mix(ink.ground, ink.wood, 0.2), darker(mix(ink.ground, ink.wood, 0.3), 0.12))
    tree(stage.pen(0.5, ground, 0.3), ink)


def garden(stage: Stage) -> None:
    """A lawn before a hedge and a fence, flowers at its edge."""
    ink = stage.ink
    heavens(stage)
    line = stage.floor - 0.06
    hedge = stage.pen(0, line, 1)
    for step in range(int(stage.breadth / 0.09) + 2):
        hedge.disc(step * 0.09, 0.1 + 0.03 * ink.chance.random(), 0.09, darker(ink.leaf, 0.2 + 0.1 * (step % 3)))
    for step in range(int(stage.breadth / 0.07) + 1):
        left = step * 0.07
        hedge.shape([(left, 0), (left + 0.045, 0), (left + 0.045, 0.15), (left + 0.022, 0.18), (left, 0.15)], ink.pale)
    hedge.box(0, 0.05, stage.breadth, 0.07, darker(ink.pale, 0.08))
    for x, size in ((0.08, 0.34), (0.93, 0.4)):
        tree(stage.pen(x, line + 0.03, size), ink)
    ground_wash(stage, paler(ink.leaf, 0.22), darker(ink.leaf, 0.05))
    for step in range(round(14 * max(0.6, stage.breadth / 1.7))):
        bloom = stage.pen(ink.chance.random(), 0.9 + 0.09 * ink.chance.random(), 0.02)
        bloom.disc(0, 0, 1, (ink.accent, ink.main, ink.pale)[step % 3])
        bloom.disc(0, 0, 0.4, paler(ink.accent, 0.4))
