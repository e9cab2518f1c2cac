"""Scene lengths and the clips bought for them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from omnigen.domain.brief import MAX_SCENES
from omnigen.domain.storyboard import (
    Transition,
    bought,
    clip_length,
    complaints,
    plan_seconds,
    transition_frames,
)
from omnigen.domain.timebase import QUANTUM_SECONDS

from tests.builders import a_brief, a_shot, a_storyboard

durations = st.integers(6, 120)
on_sale = (
    st.lists(st.integers(2, 20).map(Decimal), max_size=8, unique=True)
    .map(sorted)
    .filter(
        lambda lengths: not lengths or lengths[-1] >= 5  # MAX_SCENES of them must reach 120 s
    )
)


@given(durations, on_sale)
def test_planned_scenes_sum_exactly_to_the_duration(duration: int, clip_seconds: list[Decimal]) -> None:
    assert sum(plan_seconds(duration, clip_seconds)) == duration


@given(durations, on_sale)
def test_every_planned_scene_is_whole_quarters_long_enough_and_can_be_filmed(
    duration: int, clip_seconds: list[Decimal]
) -> None:
    plan = plan_seconds(duration, clip_seconds)
    assert 1 <= len(plan) <= MAX_SCENES
    assert all(seconds >= 2 and seconds % QUANTUM_SECONDS == 0 for seconds in plan)
    assert all(seconds <= clip_length(seconds, clip_seconds) for seconds in plan if clip_seconds)


@given(durations, st.sampled_from([(4, 6, 8), (6, 10), (5, 10), tuple(range(2, 16))]))
def test_no_other_choice_of_clips_would_waste_less(duration: int, sold: tuple[int, ...]) -> None:
    clip_seconds = [Decimal(seconds) for seconds in sold]
    plan = plan_seconds(duration, clip_seconds)
    totals = {0}
    for _ in plan:
        totals = {total + seconds for total in totals for seconds in sold}
    assert bought(plan, clip_seconds) == min(total for total in totals if total >= duration)


def test_trimmed_scene_is_a_long_one() -> None:
    assert plan_seconds(21, [Decimal(4), Decimal(6), Decimal(8)]) == [5, 6, 6, 4]


@pytest.mark.parametrize("duration", [15, 30, 60])
def test_usual_lengths_have_scenes_near_five_seconds(duration: int) -> None:
    for clip_seconds in ((), (Decimal(4), Decimal(6), Decimal(8)), (Decimal(5), Decimal(10))):
        plan = plan_seconds(duration, clip_seconds)
        assert 3 <= duration / len(plan) <= 8, plan


def test_shortest_clip_that_covers_a_scene_is_bought() -> None:
    sold = [Decimal(4), Decimal(6), Decimal(8)]
    assert [clip_length(Decimal(wanted), sold) for wanted in ("3.25", "4", "4.25", "9")] == [4, 4, 6, 8]


def test_transition_is_never_longer_than_a_quarter_of_either_scene() -> None:
    assert transition_frames(Transition.CUT, Decimal(5), Decimal(5)) == 0
    assert transition_frames(Transition.DISSOLVE, Decimal(5), Decimal(5)) == 12
    assert transition_frames(Transition.WIPE, Decimal(5), Decimal(1)) == 6


def test_a_fade_has_six_frames_down_and_six_up_or_none_at_all() -> None:
    assert transition_frames(Transition.FADE, Decimal(5), Decimal(2)) == 12
    assert transition_frames(Transition.FADE, Decimal(5), Decimal("1.75")) == 0


def test_planner_is_told_what_is_missing() -> None:
    draft = a_storyboard(a_shot(), a_shot(visual_prompt=" "))
    assert complaints(draft, 2, a_brief()) == ["The visual prompt of scene 2 is empty; describe what is seen."]
    assert complaints(draft, 3, a_brief()) == [
        "There are 2 scenes; plan exactly 3, one for each segment of the script."
    ]
