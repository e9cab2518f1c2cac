"""Pictures set outdoors: everything behind and under the subject."""

from __future__ import annotations

import math

from omnigen.providers.offline.drawing.palette import darker, mix, paler
from omnigen.providers.offline.drawing.scenery import (
    cloud,
    glitter,
    grass,
    ground_wash,
    heavens,
    hills,
    palm,
    peak,
    pine,
    tower,
    tree,
)
from omnigen.providers.offline.drawing.stage import Stage, wash


def meadow(stage: Stage) -> None:
    """Hills, trees and grass under the sky."""
    heavens(stage)
    hills(stage, (0.56, 0.66), stage.ink.leaf, rough=0.05)
    for x, size in ((0.08, 0.2), (0.17, 0.15), (0.86, 0.24), (0.95, 0.17)):
        tree(stage.pen(x, stage.floor - 0.07, size), stage.ink)
    ground_wash(stage, paler(stage.ink.leaf, 0.14), darker(stage.ink.leaf, 0.12))
    grass(stage)


def forest(stage: Stage) -> None:
    """Trees behind trees, and a path of light."""
    ink = stage.ink
    heavens(stage)
    for depth in range(3):
        haze = mix(ink.light.sky[1], darker(ink.leaf, 0.3), 0.3 + 0.3 * depth)
        count = round((9 - 2 * depth) * max(0.7, stage.breadth / 1.6))
        for step in range(count):
            x = (step + 0.5 + 0.6 * (ink.chance.random() - 0.5)) / count
            if depth == 2 and 0.3 < x < 0.7:
                continue
            pine(
                stage.pen(
                    x, stage.floor - 0.08 + 0.05 * depth, (0.34 + 0.14 * depth) * (0.85 + 0.3 * ink.chance.random())
                ),
                haze,
            )
    ground_wash(stage, mix(ink.leaf, ink.wood, 0.25), darker(ink.leaf, 0.3))
    stage.pen(0.5, 1.0, 1).shape(
        [(-0.3, 0), (-0.06, 1 - stage.floor + 0.01), (0.06, 1 - stage.floor + 0.01), (0.3, 0)],
        mix(ink.ground, ink.wood, 0.3),
    )
    grass(stage)


def mountain(stage: Stage) -> None:
    """Snowy peaks beyond dark firs."""
    ink = stage.ink
    heavens(stage)
    base = stage.floor - 0.02
    for x, size, share in ((0.2, 0.46, 0.62), (0.86, 0.5, 0.55), (0.52, 0.62, 0.3)):
        peak(stage.pen(x, base, size), ink, share)
    hills(stage, (0.7,), mix(ink.leaf, ink.dark, 0.2), rough=0.04)
    for step in range(round(12 * max(0.6, stage.breadth / 1.7))):
        x = ink.chance.random()
        pine(
            stage.pen(x, stage.floor - 0.01, 0.1 + 0.07 * ink.chance.random()),
            darker(ink.leaf, 0.42 + 0.1 * (step % 2)),
        )
    ground_wash(stage, darker(ink.leaf, 0.12), darker(ink.leaf, 0.38))


def beach(stage: Stage) -> None:
    """Sea, sand and a palm."""
    ink = stage.ink
    heavens(stage)
    horizon = stage.floor - 0.2
    wash(stage, mix(ink.water, ink.light.sky[1], 0.35), ink.water, horizon, stage.floor - 0.03)
    glitter(stage, horizon, stage.floor - 0.05)
    wash(stage, mix(ink.seen(244, 218, 172), ink.ground, 0.15), ink.seen(226, 190, 142), stage.floor - 0.04, 1)
    edge = [(x / 20 * stage.breadth, 0.012 * math.sin(x * 1.7)) for x in range(21)]
    shore = stage.pen(0, stage.floor - 0.04, 1)
    shore.curve(edge, 0.022, ink.snow)
    palm(stage.pen(0.1 if stage.breadth > 1 else 0.06, stage.floor + 0.1, 0.72), ink)


def water(stage: Stage) -> None:
    """A lake between hills, with their reflection."""
    ink = stage.ink
    heavens(stage)
    hills(stage, (0.5, 0.57), mix(ink.leaf, ink.water, 0.25), rough=0.07)
    horizon = stage.floor - 0.14
    wash(stage, mix(ink.water, ink.light.sky[1], 0.5), darker(ink.water, 0.12), horizon, 1)
    glitter(stage, horizon + 0.02, 0.98)
    for x, lean in ((0.06, 1), (0.12, -1), (0.93, -1), (0.97, 1)):
        reed = stage.pen(x, 1.02, 0.34)
        reed.curve([(0, 0), (0.04 * lean, 0.5), (0.12 * lean, 1)], 0.03, darker(ink.leaf, 0.3))
        reed.oval(0.12 * lean, 0.95, 0.035, 0.12, darker(ink.wood, 0.3))


def city(stage: Stage) -> None:
    """A skyline in two depths, and a pavement."""
    ink = stage.ink
    heavens(stage)
    for depth, (low, high) in enumerate(((0.3, 0.62), (0.16, 0.42))):
        left = -0.02
        while left < stage.breadth:
            wide, tall = 0.1 + 0.1 * ink.chance.random(), low + (high - low) * ink.chance.random()
            base = (ink.second, ink.main, ink.dark)[ink.chance.randrange(3)]
            tower(stage, left, wide, tall, mix(base, ink.light.sky[1], 0.62 - 0.34 * depth))
            left += wide + 0.012
    wash(stage, mix(ink.dark, ink.ground, 0.6), mix(ink.dark, ink.ground, 0.35), stage.floor - 0.05, 1)
    kerb = stage.pen(0, stage.floor - 0.05, 1)
    kerb.box(0, -0.012, stage.breadth, 0.012, mix(ink.pale, ink.dark, 0.25))


def road(stage: Stage) -> None:
    """An open road to the hills."""
    ink = stage.ink
    heavens(stage)
    hills(stage, (0.52, 0.6), mix(ink.leaf, ink.second, 0.15), rough=0.06)
    ground_wash(stage, ink.leaf, darker(ink.leaf, 0.2))
    far, near = stage.floor - 0.1, 1.04
    asphalt = stage.pen(0.5, far, 1)
    deep = near - far
    wide = max(0.9, stage.breadth * 0.62)
    asphalt.shape([(-0.05, 0.0), (0.05, 0.0), (wide, -deep), (-wide, -deep)], mix(ink.dark, ink.ground, 0.28))
    for step in range(6):
        start, end = (step / 6) ** 1.8, ((step + 0.5) / 6) ** 1.8
        half = 0.004 + 0.024 * start
        asphalt.shape(
            [(-half, -deep * start), (half, -deep * start), (half * 1.3, -deep * end), (-half * 1.3, -deep * end)],
            ink.pale,
        )
    for side in (-1, 1):
        asphalt.shape(
            [(side * 0.05, 0), (side * 0.046, 0), (side * wide * 0.93, -deep), (side * wide * 0.96, -deep)], ink.pale
        )


def snow(stage: Stage) -> None:
    """A slope of snow between firs, peaks behind it."""
    ink = stage.ink
    heavens(stage)
    for x, size, share in ((0.22, 0.5, 0.5), (0.8, 0.56, 0.4)):
        peak(stage.pen(x, stage.floor - 0.02, size), ink, share)
    hills(stage, (0.68, 0.74), ink.snow, rough=0.05)
    for _ in range(round(9 * max(0.6, stage.breadth / 1.7))):
        x = ink.chance.random()
        if not 0.3 < x < 0.7:
            pine(stage.pen(x, stage.floor + 0.02, 0.2 + 0.14 * ink.chance.random()), mix(ink.leaf, ink.dark, 0.45))
    ground_wash(stage, ink.snow, mix(ink.snow, ink.water, 0.18))


def sky(stage: Stage) -> None:
    """Clouds and a low horizon."""
    heavens(stage, 1.0)
    for _ in range(3):
        x, y = stage.ink.chance.random(), 0.3 + 0.35 * stage.ink.chance.random()
        cloud(stage.pen(x, y, 0.1 + 0.08 * stage.ink.chance.random()), stage.ink)
    hills(stage, (0.82, 0.88), mix(stage.ink.leaf, stage.ink.second, 0.3), rough=0.03)
