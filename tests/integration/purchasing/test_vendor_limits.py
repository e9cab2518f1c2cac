"""Orders within the limits of vendors: who gets no token waits, with nothing reserved and no attempt counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from omnigen.domain.purchase import PurchaseStatus
from omnigen.errors import InvalidRequest, OverBudget, ProviderThrottled
from omnigen.providers.vendor_limits import check_limits
from omnigen.purchasing.admission import obey
from omnigen.runtime.context import AppContext
from omnigen.runtime.live_settings import check_settings

from tests.purchase_harness import PurchaseHarness

MODEL = "offline/filmmaker"
OpenHarness = Callable[..., PurchaseHarness]


def limited(harness: PurchaseHarness, limits: str) -> PurchaseHarness:
    """The same harness with these limits, before a model that the registry knows."""
    settings = harness.app.settings.model_copy(update={"omnigen_vendor_limits": limits})
    harness.app = AppContext(settings, harness.app.aws)
    harness.makers = [replace(harness.makers[0], model=MODEL)]
    for permit in harness.app.aws.vendor_buckets.permits(MODEL):
        harness.app.aws.vendor_buckets.give_back(MODEL, permit)
    return harness


def test_order_without_a_permit_waits_and_nothing_is_reserved(open_harness: OpenHarness) -> None:
    first, second = (limited(open_harness(), f"{MODEL}=-/1") for _ in range(2))
    first.submit()
    with pytest.raises(ProviderThrottled) as waiting:
        second.submit()
    assert 10 <= (waiting.value.retry_after_seconds or 0) <= 20
    assert second.job().purchases == {}
    assert second.job().committed_usd == 0
    first.collect()
    second.submit()
    assert second.status() is PurchaseStatus.SUBMITTED
    second.collect()
    assert second.app.aws.vendor_buckets.permits(MODEL) == []


def test_permit_of_an_answer_that_comes_at_once_is_given_back_with_it(open_harness: OpenHarness) -> None:
    harness = limited(open_harness(), f"{MODEL}=-/1")
    harness.now()
    assert harness.app.aws.vendor_buckets.permits(MODEL) == []


def test_order_that_the_budget_refuses_gives_its_permit_back(open_harness: OpenHarness) -> None:
    harness = limited(open_harness(max_cost_usd="0.1"), f"{MODEL}=-/1")
    with pytest.raises(OverBudget):
        harness.submit()
    assert harness.app.aws.vendor_buckets.permits(MODEL) == []


def test_failed_prediction_gives_its_permit_back_before_it_is_ordered_again(open_harness: OpenHarness) -> None:
    harness = limited(open_harness("clip:ProviderUnavailable:check"), f"{MODEL}=-/1")
    harness.submit()
    harness.collect()
    harness.collect()
    assert harness.status() is PurchaseStatus.DONE
    assert harness.app.aws.vendor_buckets.permits(MODEL) == []


def test_what_one_order_is_told_holds_for_all_orders_of_the_vendor(open_harness: OpenHarness) -> None:
    told, other = (limited(open_harness(), "") for _ in range(2))
    buckets = told.app.aws.vendor_buckets
    obey(told.app, MODEL, ProviderThrottled("slow down", retry_after_seconds=60, whole_account=True))
    with pytest.raises(ProviderThrottled) as waiting:
        other.submit()
    assert 50 <= (waiting.value.retry_after_seconds or 0) <= 60
    assert other.job().purchases == {}
    buckets.table.delete_item(Key={"line": "vendor#offline", "place": "bucket"})
    other.submit()


def test_limit_of_something_unknown_is_refused_where_it_is_set(app: AppContext) -> None:
    check_settings(app.settings, {"OMNIGEN_VENDOR_LIMITS": "replicate=300/20, google/veo-3.1=-/4"})
    for wrong in ("replicat=1/1", "replicate: 20"):
        with pytest.raises(InvalidRequest, match="OMNIGEN_VENDOR_LIMITS"):
            check_settings(app.settings, {"OMNIGEN_VENDOR_LIMITS": wrong})
    check_limits(app.settings)
