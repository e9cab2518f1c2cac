"""Every row of the behaviour catalogue: what must follow in money, state, words and next model."""

from __future__ import annotations

import os
import re
from decimal import Decimal

import pytest
from omnigen.aws.adapters import AwsAdapters
from omnigen.providers.model_registry import find_model
from omnigen.runtime.context import AppContext, open_context
from omnigen.settings import read

from local.emulator.cloud import LocalCloud
from tests.contract.behaviour_harness import BehaviourHarness, arrange, open_behaviour_harness
from tests.contract.fake_vendors import FakeVendors
from tests.contract.vendor_behaviours import CatalogueRow, catalogue

FREE_ENDS = {"aborted"}
"""Of a prediction: what is known to be free (models/charges.json)."""

PRESUMED_SPENT = {"openai-502-page"}
"""OpenAI did not work the first time, but cannot be asked about it: the record books one more than the vendor."""


@pytest.fixture(scope="module")
def adapters(cloud: LocalCloud) -> AwsAdapters:
    """One set of AWS clients for all rows: to make them takes longer than a row."""
    return open_context(read(os.environ)).aws


@pytest.fixture(autouse=True)
def no_limit_is_left_over(adapters: AwsAdapters) -> None:
    """What an earlier row's vendor said of its limits, which all orders keep to, is forgotten."""
    table = adapters.vendor_buckets.table
    for item in table.scan(ConsistentRead=True)["Items"]:
        table.delete_item(Key={"line": item["line"], "place": item["place"]})


@pytest.mark.parametrize("row", catalogue(), ids=[row.id for row in catalogue()])
def test_a_behaviour_has_its_consequence(
    vendors: FakeVendors,
    adapters: AwsAdapters,
    live_settings: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    row: CatalogueRow,
) -> None:
    first, after = row.models
    for name, value in live_settings.items():
        monkeypatch.setenv(name, value)  # the keys are read from the environment
    monkeypatch.setenv(f"OMNIGEN_{row.capability.upper()}_MODELS", f"{first},{after}")
    app = AppContext(read(os.environ), adapters)
    harness = open_behaviour_harness(app)
    arrange(vendors, row)
    ending = harness.buy(row.capability)
    follows = row.behaviour.follows
    ended = type(ending.error).__name__ if ending.error else "first" if ending.model == first else "next"
    assert ended == follows.ends, ending.error
    assert re.search(follows.words, str(ending.error or ""), re.DOTALL), ending.error
    assert ending.purchase
    assert ending.purchase.status.value == follows.state
    assert len(vendors.replicate.made) + vendors.openai.charged == follows.ordered
    assert _charged_by_vendors(vendors) == len(follows.charged) - (row.name in PRESUMED_SPENT)
    _check_money(harness, row, ending.purchase.spent_usd)
    if row.behaviour.changes is not None:
        vendors.interfaces.clear()  # the changed answer breaks OpenAI's interface on purpose


def test_the_catalogue_is_large_enough_and_every_row_says_what_comes_next() -> None:
    assert len(catalogue()) >= 120
    assert all(row.behaviour.follows.next_action for row in catalogue())


def _charged_by_vendors(vendors: FakeVendors) -> int:
    predictions = [made.status for made in vendors.replicate.made.values()]
    return sum(status not in FREE_ENDS for status in predictions) + vendors.openai.charged


def _check_money(harness: BehaviourHarness, row: CatalogueRow, spent: Decimal) -> None:
    """Exact where a model has one price; for tokens: something, and no more than the quotes."""
    request, (first, after) = harness.request(row.capability), harness.providers(row.capability)[:2]
    quotes = [{"first": first, "next": after}[who].quote(request) for who in row.behaviour.follows.charged]
    models = {"first": find_model(first.model), "next": find_model(after.model)}
    priced = [models[who].price for who in row.behaviour.follows.charged]
    if all(price and price.per != "token" for price in priced):
        assert spent == sum(quotes, start=Decimal(0))
    else:
        assert 0 < spent <= sum(quotes, start=Decimal(0))
