"""What takes long: submitted once, collected by whoever looks, ordered elsewhere when it comes to nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from omnigen.aws.latencies import KEPT
from omnigen.domain.job import JobStatus
from omnigen.domain.messages import PurchaseProgress
from omnigen.domain.purchase import PurchaseStatus
from omnigen.errors import BadOutput, PolicyBlocked, ProviderTimedOut, ProviderUnavailable, StaleRun, UnknownOutcome
from omnigen.providers.protocols import PredictionOutput
from omnigen.purchasing.spec import PurchaseResult
from omnigen.runtime.context import AppContext
from ulid import ULID

from tests.purchase_harness import PRICE, PurchaseHarness

OpenHarness = Callable[..., PurchaseHarness]


def test_ordering_twice_places_one_order_and_says_when_to_look(open_harness: OpenHarness) -> None:
    harness = open_harness()
    assert [harness.submit(), harness.submit()] == [
        PurchaseProgress(ready=False, wait_seconds=3),
        PurchaseProgress(ready=False, wait_seconds=1),
    ]
    assert len(harness.orders()) == 1


def test_collected_order_is_ready_whoever_asks(open_harness: OpenHarness) -> None:
    harness = open_harness()
    harness.submit()
    assert [harness.collect(), harness.collect(), harness.submit()] == [PurchaseProgress(ready=True)] * 3
    assert harness.orders() == [("offline/a", "delivered")]
    assert (harness.job().spent_usd, harness.job().committed_usd) == (PRICE, PRICE)


def test_prediction_ordered_by_a_stage_that_died_is_found_and_collected(open_harness: OpenHarness) -> None:
    harness = open_harness("clip:UnknownOutcome")
    with pytest.raises(UnknownOutcome):
        harness.submit()
    assert harness.collect() == PurchaseProgress(ready=False, wait_seconds=3)
    assert harness.collect() == PurchaseProgress(ready=True)
    assert len(harness.orders()) == 1


def test_unfinished_prediction_is_waited_for(open_harness: OpenHarness) -> None:
    harness = open_harness(latency_seconds=60)
    harness.submit()
    assert harness.collect() == PurchaseProgress(ready=False, wait_seconds=1)


def test_prediction_that_takes_too_long_is_cancelled_and_its_money_free(open_harness: OpenHarness) -> None:
    harness = open_harness(latency_seconds=60)
    harness.submit()
    harness.limit_seconds = -1
    with pytest.raises(ProviderTimedOut, match="offline/a took more than -1 s and was cancelled"):
        harness.collect()
    assert harness.orders() == [("offline/a", "cancelled")]
    assert harness.job().committed_usd == 0


def test_prediction_that_came_to_nothing_is_ordered_once_more_and_then_from_the_next_model(
    open_harness: OpenHarness,
) -> None:
    harness = open_harness("clip:ProviderUnavailable:check:offline/a:xN")
    harness.submit()
    for _ in range(3):
        status = harness.collect()
    assert status == PurchaseProgress(ready=True)
    assert [model for model, _ in harness.orders()] == ["offline/a", "offline/a", "offline/b"]


def test_order_that_no_model_can_fill_is_given_up_however_often_it_is_asked_for(open_harness: OpenHarness) -> None:
    harness = open_harness("clip:ProviderUnavailable:check:xN")
    harness.submit()
    for _ in range(3):
        harness.collect()
    for _ in range(5):
        with pytest.raises(ProviderUnavailable, match="told to be unavailable"):
            harness.collect()
    assert len(harness.orders()) == 4
    assert harness.job().committed_usd == 0


def test_refused_prediction_is_not_ordered_again_in_its_run(open_harness: OpenHarness) -> None:
    harness = open_harness("clip:PolicyBlocked:check:xN")
    harness.submit()
    for _ in range(2):
        with pytest.raises(PolicyBlocked, match="flagged as sensitive"):
            harness.collect()
    assert len(harness.orders()) == 1


def test_delivery_that_cannot_be_used_is_paid_and_ordered_from_the_next_model(open_harness: OpenHarness) -> None:
    harness = open_harness()

    def keep(found: PredictionOutput, model: str) -> PurchaseResult:
        if model == "offline/a":
            raise BadOutput("no clip at all")
        return PurchaseResult(facts={"key": "k", "model": model}, usage=found.usage)

    harness.submit()
    assert harness.collect(keep=keep) == PurchaseProgress(ready=False, wait_seconds=3)
    assert harness.collect(keep=keep) == PurchaseProgress(ready=True)
    assert harness.job().spent_usd == 2 * PRICE
    assert [model for model, _ in harness.orders()] == ["offline/a", "offline/b"]


def test_only_model_that_delivers_nonsense_ends_the_order(open_harness: OpenHarness) -> None:
    harness = open_harness()

    def keep(found: PredictionOutput, model: str) -> PurchaseResult:
        raise BadOutput("no clip at all")

    harness.submit(harness.makers[:1])
    with pytest.raises(BadOutput, match="no clip at all"):
        harness.collect(harness.makers[:1], keep=keep)


def test_prediction_of_a_job_cancelled_meanwhile_is_cancelled_by_the_stage_itself(open_harness: OpenHarness) -> None:
    harness = open_harness()
    harness.makers[0].meanwhile = harness.stop
    with pytest.raises(StaleRun):
        harness.submit()
    assert harness.orders() == [("offline/a", "cancelled")]
    assert (harness.job().committed_usd, harness.status()) == (Decimal(0), PurchaseStatus.REFUSED)


def test_next_run_goes_on_with_what_the_last_one_ordered(open_harness: OpenHarness) -> None:
    harness = open_harness(latency_seconds=0)
    harness.submit()
    harness.stop(JobStatus.FAILED)
    harness.app.aws.jobs.begin_run(harness.job(), "arn:aws:states:us-east-1:1:execution:m:x-r2")
    assert [harness.submit().ready, harness.collect().ready] == [False, True]
    assert len(harness.orders()) == 1


def test_next_run_forgives_failures_that_pass(open_harness: OpenHarness) -> None:
    harness = open_harness("clip:ProviderUnavailable:check:x4")
    harness.submit()
    for _ in range(3):
        harness.collect()
    with pytest.raises(ProviderUnavailable):
        harness.collect()
    harness.stop(JobStatus.FAILED)
    harness.app.aws.jobs.begin_run(harness.job(), "arn:aws:states:us-east-1:1:execution:m:x-r2")
    harness.submit()
    assert harness.collect() == PurchaseProgress(ready=True)
    assert harness.orders()[-1] == ("offline/a", "delivered")


def test_first_poll_is_learned_from_how_long_the_model_took(open_harness: OpenHarness) -> None:
    model = f"offline/{ULID()}"
    waits = []
    for seconds in (9, 8, 7, 6):
        harness = open_harness()
        quick = [replace(harness.makers[0], model=model, takes_seconds=seconds)]
        waits.append(harness.submit(quick).wait_seconds)
        assert harness.collect(quick).ready
    assert waits == [3, 3, 3, 7], "until three are known, half of the usual six seconds"


def test_only_the_newest_latencies_count(app: AppContext) -> None:
    model = f"offline/{ULID()}"
    for seconds in range(1, KEPT + 4):
        app.aws.latencies.add(model, seconds)
    assert app.aws.latencies.of(model) == tuple(range(KEPT + 3, 3, -1))
