"""Failures of vendors that take more than one answer; each single one is a row of the behaviour catalogue."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from omnigen.domain.purchase import PurchaseStatus

from tests.conftest import StudioWith
from tests.contract.fake_vendors import FakeVendors
from tests.contract.purchase_harness import VendorHarness, open_harness

HarnessFor = Callable[..., VendorHarness]


@pytest.fixture
def harness_for(app_with: StudioWith, live_settings: dict[str, str]) -> HarnessFor:
    """A harness for a new job, whose vendors are the imitated ones."""

    def open_for(thing: str, *models: str) -> VendorHarness:
        return open_harness(app_with(**live_settings, **{f"OMNIGEN_{thing.upper()}_MODELS": ",".join(models)}))

    return open_for


def test_an_order_is_not_repeated_while_the_search_for_it_fails(vendors: FakeVendors, harness_for: HarnessFor) -> None:
    vendors.fail("/predictions", lost="dropped")
    vendors.say("/v1/predictions", 429, {"detail": "Your rate limit resets in ~1s."}, method="GET")
    ending = harness_for("clip", "google/veo-3.1-fast").clip()
    assert (ending.model, len(vendors.replicate.made)) == ("google/veo-3.1-fast", 1)


def test_money_is_held_while_nobody_knows_whether_an_order_stands(
    vendors: FakeVendors, harness_for: HarnessFor
) -> None:
    vendors.fail("/predictions", lost="dropped")
    vendors.fail("/v1/predictions", method="GET", lost="dropped", times=99)
    ending = harness_for("clip", "google/veo-3.1-fast").clip()
    assert ending.error == "UnknownOutcome"
    assert ending.purchase
    assert ending.purchase.status is PurchaseStatus.RESERVED
    assert ending.purchase.reserved_usd == Decimal("0.40")
    assert len(vendors.replicate.made) == 1


def test_a_refusal_says_what_to_do(vendors: FakeVendors, harness_for: HarnessFor) -> None:
    vendors.say("/v1/images", 400, {"error": {"code": "moderation_blocked", "message": "Not this.", "type": "x"}})
    ending = harness_for("image", "gpt-image-2.5-flare").image()
    assert ending.error == "PolicyBlocked"
    assert "Change the wording" in ending.message
