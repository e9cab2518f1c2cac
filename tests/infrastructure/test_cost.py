"""docs/cost.md is what the data say, and what other documents say of costs is what stands there."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from omnigen.deployment.resources import FUNCTIONS

from infra import ROOT
from infra.cost.growth import JOBS_A_DAY, growth
from infra.cost.measured import Measured, read_measured
from infra.cost.page import render
from infra.cost.prices import Prices, read_prices
from infra.cost.scenarios import SCENARIOS, vendors_ask
from infra.cost.template import TemplateFacts, facts_of
from infra.cost.totals import always_on, idle, total, video

_PAGE = (ROOT / "docs" / "cost.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def template(assembly_folder: Path) -> TemplateFacts:
    return facts_of(assembly_folder / "assembly-Prod")


@pytest.fixture(scope="module")
def measured() -> Measured:
    return read_measured()


@pytest.fixture(scope="module")
def prices() -> Prices:
    return read_prices()


def test_page_is_fresh(template: TemplateFacts, measured: Measured, prices: Prices) -> None:
    assert render(template, measured, prices) == _PAGE, "run `python -m infra.cost`"


def test_page_follows_the_template(template: TemplateFacts, measured: Measured, prices: Prices) -> None:
    assert render(replace(template, secrets=template.secrets + 1), measured, prices) != _PAGE
    assert render(replace(template, task_vcpus=8), measured, prices) != _PAGE


def test_page_does_not_change_when_a_model_ends(prices: Prices) -> None:
    """What was read on a day is priced by the models of that day, whatever the day is now."""
    asked = {item.model for road in SCENARIOS for item in vendors_ask(road, prices.read_on).items}
    later = {item.model for road in SCENARIOS for item in vendors_ask(road, date(2027, 2, 1)).items}
    assert "tts-1-hd" in asked - later


def test_nothing_in_the_template_costs_money_by_the_hour(template: TemplateFacts) -> None:
    assert template.always_on == 0


def test_every_price_says_where_it_was_seen_and_is_used(
    template: TemplateFacts, measured: Measured, prices: Prices
) -> None:
    lines = [*idle(template, measured), *always_on(template)]
    for road in SCENARIOS:
        lines += video(template, measured.jobs[road.name], stills=road.stills, filmed=road.filmed)
    for row in growth(template, measured, JOBS_A_DAY[0]).values():
        lines += row
    assert {line.price for line in lines} == prices.prices.keys()
    assert all(price.source for price in prices.prices.values())


def test_what_grows_with_jobs_grows_and_the_rest_stays(
    template: TemplateFacts, measured: Measured, prices: Prices
) -> None:
    months = [growth(template, measured, jobs) for jobs in JOBS_A_DAY]
    sums = {row: [total(month[row], prices) for month in months] for row in months[0]}
    assert all(few <= more <= most for few, more, most in sums.values())
    fixed = {row for row, (few, _, most) in sums.items() if few == most}
    assert fixed == {"detailed metrics of the API's routes"}


def test_every_road_was_measured_with_functions_that_exist(measured: Measured) -> None:
    known = {function.name for function in FUNCTIONS}
    for road in SCENARIOS:
        job = measured.jobs[road.name]
        assert set(job.calls) <= known
        assert job.transitions > 40
        assert job.compose_seconds > 1
        assert ("DrawImage" in job.calls, "StartClip" in job.calls) == (road.stills, road.filmed)


def test_readme_says_the_same(template: TemplateFacts, measured: Measured, prices: Prices) -> None:
    text = re.sub(r"\s+", " ", (ROOT / "README.md").read_text(encoding="utf-8"))
    lines = idle(template, measured)
    beyond = sum((line.usd_beyond_free(prices) for line in lines), Decimal(0))
    assert f"${beyond:.2f} a month" in text
    assert f"${total(lines, prices):.2f} at list prices" in text
    assert f"${total(always_on(template), prices):.0f} a month" in text
    for road in SCENARIOS:
        aws = total(video(template, measured.jobs[road.name], stills=road.stills, filmed=road.filmed), prices)
        assert aws < Decimal("0.03"), "README says about two cents"
