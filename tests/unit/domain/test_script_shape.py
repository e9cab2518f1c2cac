"""A script has a shape: sections in order, the call to action last, for every length and mode."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from omnigen.domain.brief_options import Mode
from omnigen.domain.script_shape import TIMINGS, Section, sections_of
from omnigen.domain.storyboard import plan_seconds


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("duration", [6, 10, 15, 30, 60, 90, 120])
def test_every_scene_has_a_section_and_the_last_calls_to_action(mode: Mode, duration: int) -> None:
    seconds = plan_seconds(duration)
    scenes = sections_of(mode, seconds)
    assert len(scenes) == len(seconds)
    assert Section.CALL_TO_ACTION in scenes[-1]
    told = [section for scene in scenes for section in scene]
    planned = [section for section, _ in next(table for to, table in TIMINGS[mode].items() if duration <= to)]
    assert [section for section, after in pairwise([*told, None]) if section != after] == planned


def test_a_long_scene_tells_several_sections_and_short_ones_share_one() -> None:
    assert sections_of(Mode.CREATIVE_AD, [Decimal(3), Decimal(3)])[0] == (Section.HOOK, Section.REVEAL)
    minute = sections_of(Mode.CREATIVE_AD, [Decimal(5)] * 24)
    assert sum(scene == (Section.SELLING_POINTS,) for scene in minute) >= 6


@pytest.mark.parametrize("mode", list(Mode))
def test_the_shares_of_a_timing_rise_to_one(mode: Mode) -> None:
    for timing in TIMINGS[mode].values():
        shares = [Decimal(0), *(end for _, end in timing)]
        assert all(before < after for before, after in pairwise(shares))
        assert shares[-1] == 1
