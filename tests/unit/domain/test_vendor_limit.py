"""Limits as an operator writes them, and the bucket that keeps to them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from omnigen.domain.vendor_limit import LOWERED_SECONDS, Bucket, VendorLimit, parse_limits

MINUTE_MS = 60_000


def test_limits_are_read_from_text() -> None:
    assert parse_limits("replicate=600/50, google/veo-3.1=-/8,openai=90/-") == (
        VendorLimit(name="replicate", requests_per_minute=600, at_once=50),
        VendorLimit(name="google/veo-3.1", at_once=8),
        VendorLimit(name="openai", requests_per_minute=90),
    )
    assert parse_limits("") == ()


@pytest.mark.parametrize("text", ["replicate", "replicate=600", "replicate=many/3", "=1/2", "replicate=0/1"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no limit|greater than or equal"):
        parse_limits(text)


@given(st.lists(st.integers(0, 20_000), min_size=1, max_size=80), st.integers(1, 200))
def test_in_no_minute_more_orders_are_sent_than_the_rate_and_its_burst(pauses: list[int], rate: int) -> None:
    bucket, now, sent = Bucket(), 1_000_000, []
    for pause in pauses:
        now += pause
        at = bucket.turn_ms(now, rate)
        assert at >= now
        bucket = bucket.taken(at, rate)
        sent.append(at)
    assert sent == sorted(sent)
    burst = max(rate // 10, 1)
    for begin in sent:
        assert sum(begin <= at < begin + MINUTE_MS for at in sent) <= rate + burst + 1


def test_vendor_that_says_until_when_is_left_alone_until_then() -> None:
    bucket = Bucket(next_ms=500).throttled(1_000, 40, None)
    assert bucket.turn_ms(2_000, None) == 41_000
    assert bucket.turn_ms(50_000, None) == 50_000
    assert bucket.epoch == 1, "turns that were given before count no more"


def test_lower_rate_that_a_vendor_tells_is_kept_for_ten_minutes_without_a_burst() -> None:
    bucket = Bucket().throttled(0, 1, 6)
    sent = []
    for _ in range(4):
        sent.append(bucket.turn_ms(1_000, 600))
        bucket = bucket.taken(sent[-1], bucket.per_minute(1_000, 600) or 0)
    assert [later - earlier for earlier, later in itertools.pairwise(sent)] == [10_000] * 3
    assert bucket.per_minute(LOWERED_SECONDS * 1_000, 600) == 600
