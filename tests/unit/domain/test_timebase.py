"""Exact time."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from omnigen.domain.timebase import QUANTUM_SECONDS, split, to_frames, to_samples, to_seconds

shares = st.lists(st.fractions(min_value=0, max_value=100), min_size=1, max_size=30)


@given(shares, st.integers(0, 2_000), st.integers(0, 20))
def test_shares_sum_to_the_total_exactly_and_none_is_below_the_least(
    weights: list[Fraction], spare: int, least: int
) -> None:
    total = least * len(weights) + spare
    parts = split(total, weights, least)
    assert sum(parts) == total
    assert min(parts) >= least


@given(shares, st.integers(0, 2_000))
def test_a_larger_weight_never_gets_the_smaller_share(weights: list[Fraction], spare: int) -> None:
    parts = split(len(weights) + spare, weights)
    by_weight = sorted(zip(weights, parts, strict=True), key=lambda pair: pair[0])
    for (light, small), (heavy, large) in pairwise(by_weight):
        assert heavy == light or large >= small


def test_too_little_cannot_be_split() -> None:
    with pytest.raises(ValueError, match="cannot be split"):
        split(3, [1, 1], minimum=2)


@given(st.integers(0, 480))
def test_every_quarter_of_a_second_falls_on_a_frame(quarters: int) -> None:
    frames = to_frames(quarters * QUANTUM_SECONDS)
    assert to_seconds(frames) == Fraction(quarters, 4)


def test_a_time_between_two_frames_is_refused() -> None:
    with pytest.raises(ValueError, match=r"0\.1 s is 2\.400 frames"):
        to_frames(Decimal("0.1"))


def test_a_frame_starts_at_its_sample() -> None:
    assert [to_samples(frames) for frames in (0, 1, 24)] == [0, 2_000, 48_000]
