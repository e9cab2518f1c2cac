"""Turns and permits of vendors, on a table in memory and a clock of the test's own."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest
from moto import mock_aws
from omnigen.aws.vendor_buckets import VendorBuckets
from omnigen.deployment.resources import TABLES

from local.emulator import resources
from local.emulator.environment import process_environment

SLOTS = next(table for table in TABLES if table.name == "slots")


class Clock:
    """Milliseconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1_800_000_000_000

    def __call__(self) -> int:
        return self.now

    def passes(self, milliseconds: int) -> None:
        self.now += milliseconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def buckets(clock: Clock) -> Iterator[VendorBuckets]:
    with mock_aws(), process_environment({**os.environ, "AWS_DEFAULT_REGION": "us-east-1"}):
        dynamodb = boto3.resource("dynamodb")
        resources.create_tables(dynamodb.meta.client, (SLOTS,))
        yield VendorBuckets(dynamodb.Table("omnigen-local-slots"), clock, pause=lambda _: None)


def test_orders_beyond_the_rate_get_turns_one_after_the_other(buckets: VendorBuckets, clock: Clock) -> None:
    waits = [buckets.take_turn("replicate", f"order {number}", 6) for number in range(4)]
    assert waits == [0, 10_000, 20_000, 30_000]
    assert buckets.take_turn("replicate", "order 2", 6) == 20_000, "whoever asks again keeps the turn"
    clock.passes(20_000)
    assert buckets.take_turn("replicate", "order 2", 6) == 0
    assert buckets.take_turn("replicate", "order 1", 6) == 0, "a turn is not lost by coming late"


def test_without_a_rate_nothing_is_written(buckets: VendorBuckets) -> None:
    assert [buckets.take_turn("openai", f"order {number}", None) for number in range(3)] == [0, 0, 0]
    assert buckets.table.scan()["Items"] == []


def test_vendor_that_asks_to_wait_is_asked_by_nobody_until_then(buckets: VendorBuckets, clock: Clock) -> None:
    assert buckets.take_turn("replicate", "early", 60) == 0
    buckets.throttled("replicate", 40)
    assert buckets.take_turn("replicate", "one", 60) == 40_000
    assert buckets.take_turn("openai", "one", None) == 0, "another vendor is not meant"
    buckets.throttled("openai", 3)
    assert buckets.take_turn("openai", "two", None) == 3_000
    clock.passes(40_000)
    assert buckets.take_turn("replicate", "one", 60) == 0


def test_turns_that_were_given_are_spread_anew_at_the_lower_rate_of_an_account_with_little_credit(
    buckets: VendorBuckets, clock: Clock
) -> None:
    orders = [f"order {number}" for number in range(70)]
    early = {order: buckets.take_turn("replicate", order, 600) for order in orders}
    waiting = [order for order in orders if early[order]]
    assert waiting
    buckets.throttled("replicate", 1, per_minute=6)
    clock.passes(1_000)
    waits = sorted(buckets.take_turn("replicate", order, 600) for order in waiting)
    assert [later - sooner for sooner, later in itertools.pairwise(waits)] == [10_000] * (len(waits) - 1)


def test_permits_are_never_more_than_allowed_and_expire_by_themselves(buckets: VendorBuckets, clock: Clock) -> None:
    got = [buckets.take_permit("google/veo-3.1", f"order {number}", 3, 600) for number in range(5)]
    assert [wait == 0 for wait in got] == [True, True, True, False, False]
    assert buckets.take_permit("google/veo-3.1", "order 1", 3, 600) == 0, "it has one"
    buckets.give_back("google/veo-3.1", "order 1")
    buckets.give_back("google/veo-3.1", "order 1")
    assert buckets.take_permit("google/veo-3.1", "order 3", 3, 600) == 0
    assert sorted(buckets.permits("google/veo-3.1")) == ["order 0", "order 2", "order 3"]
    clock.passes(600_000)
    assert buckets.permits("google/veo-3.1") == []
    assert buckets.take_permit("google/veo-3.1", "order 4", 3, 600) == 0


def test_lower_limit_is_reached_as_permits_come_back(buckets: VendorBuckets) -> None:
    for number in range(4):
        assert buckets.take_permit("replicate", f"order {number}", 4, 600) == 0
    assert buckets.take_permit("replicate", "another", 2, 600) > 0
    for number in range(4):
        buckets.give_back("replicate", f"order {number}")
    assert [buckets.take_permit("replicate", f"new {number}", 2, 600) == 0 for number in range(3)] == [
        True,
        True,
        False,
    ]


def test_limit_of_nothing_gives_no_permit(buckets: VendorBuckets) -> None:
    assert buckets.take_permit("replicate", "order", 0, 600) > 0


def test_two_who_want_the_last_permit_get_one(buckets: VendorBuckets) -> None:
    events = buckets.table.meta.client.meta.events
    other = replace(buckets)
    meanwhile: list[int] = []

    def faster(**_: Any) -> None:
        if not meanwhile:
            meanwhile.append(1)
            meanwhile.append(other.take_permit("replicate", "faster", 1, 600))

    events.register("before-call.dynamodb.UpdateItem", faster)
    try:
        assert buckets.take_permit("replicate", "slower", 1, 600) > 0
    finally:
        events.unregister("before-call.dynamodb.UpdateItem", faster)
    assert meanwhile == [1, 0]
    assert buckets.permits("replicate") == ["faster"]


def test_many_at_once_never_pass_the_rate(buckets: VendorBuckets) -> None:
    waits: list[int] = []

    def take(number: int) -> None:
        waits.append(buckets.take_turn("replicate", f"order {number}", 6))

    threads = [threading.Thread(target=take, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(waits) == 8
    assert waits.count(0) <= 1
