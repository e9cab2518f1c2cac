"""Every failure a vendor can show: what comes of it at the stage, and that no order is paid that need not be."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from omnigen.domain.purchase import PurchaseStatus

from tests.conftest import StudioWith
from tests.contract.failure_classes import CASES, Case
from tests.contract.fake_vendors import FakeVendors
from tests.contract.purchase_harness import VendorHarness, open_harness

ShopFor = Callable[..., VendorHarness]


@pytest.fixture
def shop_for(app_with: StudioWith, live_settings: dict[str, str]) -> ShopFor:
    """A shop of a new job, whose vendors are the imitated ones."""

    def open_for(thing: str, *models: str) -> VendorHarness:
        return open_harness(app_with(**live_settings, **{f"OMNIGEN_{thing.upper()}_MODELS": ",".join(models)}))

    return open_for


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_failure_ends_as_it_must_and_nothing_is_paid_twice(
    vendors: FakeVendors, shop_for: ShopFor, case: Case
) -> None:
    case.arrange(vendors)
    ending = getattr(shop_for(case.thing, *case.models), case.thing)()
    assert (ending.what, vendors.paid) == (case.ends, case.paid), ending.message
    taken = len(vendors.replicate.made) + vendors.openai.charged
    assert taken == (case.paid if case.ordered is None else case.ordered)
    delivered = case.ends in case.models
    assert ending.purchase
    assert ending.purchase.status is (PurchaseStatus.DONE if delivered else PurchaseStatus.REFUSED)
    assert bool(ending.purchase.result) == delivered


def test_money_is_held_while_nobody_knows_whether_an_order_stands(vendors: FakeVendors, shop_for: ShopFor) -> None:
    vendors.fail("/predictions", lost="dropped")
    vendors.fail("/v1/predictions", method="GET", lost="dropped", times=99)
    ending = shop_for("clip", "google/veo-3.1-fast").clip()
    assert ending.error == "UnknownOutcome"
    assert ending.purchase
    assert ending.purchase.status is PurchaseStatus.RESERVED
    assert ending.purchase.reserved_usd == Decimal("0.40")
    assert len(vendors.replicate.made) == 1


def test_a_refusal_says_what_to_do(vendors: FakeVendors, shop_for: ShopFor) -> None:
    vendors.say("/v1/images", 400, {"error": {"code": "moderation_blocked", "message": "Not this.", "type": "x"}})
    ending = shop_for("image", "gpt-image-2.5-flare").image()
    assert ending.error == "PolicyBlocked"
    assert "Change the wording" in ending.message
