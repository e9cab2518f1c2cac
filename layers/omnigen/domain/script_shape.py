"""The shape of a script: which part of the story each scene tells, by mode and length."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from omnigen.domain.brief_options import Mode

PRODUCT_SEEN_SECONDS = Decimal(3)
"""The product is in the picture within so many seconds (a rule of thumb of the platforms' guides for ads)."""


class Section(StrEnum):
    """A part of the story."""

    HOOK = "hook"
    PROBLEM = "problem"
    REVEAL = "reveal"
    SELLING_POINTS = "selling points"
    DEMO = "demo"
    TRUST = "trust"
    OFFER = "offer"
    CALL_TO_ACTION = "call to action"


Timing = tuple[tuple[Section, Decimal], ...]


def _timing(**ends: str) -> Timing:
    return tuple((Section(name.replace("_", " ")), Decimal(end)) for name, end in ends.items())


_ADS = {
    10: _timing(hook="0.25", reveal="0.5", selling_points="0.7", call_to_action="1"),
    20: _timing(hook="0.15", reveal="0.33", selling_points="0.75", call_to_action="1"),
    45: _timing(hook="0.1", problem="0.2", reveal="0.33", selling_points="0.65", demo="0.8", call_to_action="1"),
    120: _timing(
        hook="0.05",
        problem="0.15",
        reveal="0.22",
        selling_points="0.5",
        demo="0.65",
        trust="0.8",
        offer="0.92",
        call_to_action="1",
    ),
}
_INTRODUCTIONS = {
    20: _timing(reveal="0.25", demo="0.75", call_to_action="1"),
    120: _timing(hook="0.07", reveal="0.2", demo="0.55", selling_points="0.85", trust="0.92", call_to_action="1"),
}
_MEDICINES = {
    20: _timing(reveal="0.6", call_to_action="1"),
    120: _timing(hook="0.12", reveal="0.4", selling_points="0.85", call_to_action="1"),
}
TIMINGS = MappingProxyType({Mode.CREATIVE_AD: _ADS, Mode.FUNCTIONAL_INTRO: _INTRODUCTIONS, Mode.PHARMA: _MEDICINES})
"""For each mode and up to each length in seconds: the sections in order, and the share of the video at which each ends.

In pharma mode these are shares of what a writer words: risks and provision are the label's own texts.
"""


def sections_of(mode: Mode, scene_seconds: Sequence[Decimal]) -> tuple[tuple[Section, ...], ...]:
    """The sections of each scene, in order. A section belongs to the scene in which its middle lies.

    A scene in which no middle lies continues the section that is running; the last one calls to action.
    """
    total = sum(scene_seconds, Decimal(0))
    timings = TIMINGS[mode]
    timing = timings[min((length for length in timings if length >= total), default=max(timings))]
    spans, start = [], Decimal(0)
    for section, end in timing:
        spans.append((section, start * total, end * total))
        start = end
    scenes: list[tuple[Section, ...]] = []
    begins = Decimal(0)
    for place, seconds in enumerate(scene_seconds):
        ends = total if place == len(scene_seconds) - 1 else begins + seconds
        told = tuple(section for section, low, high in spans if begins <= (low + high) / 2 < ends)
        running = next(section for section, low, high in spans if low <= (begins + ends) / 2 <= high)
        scenes.append(told or (running,))
        begins += seconds
    return tuple(scenes)
