"""Prices are those of what is on the screen, and what is ordered costs no more."""

from __future__ import annotations

import re
from decimal import ROUND_UP, Decimal

from playwright.sync_api import Route

from tests.web.page_objects import Desk
from tests.web.test_unsaved_edits import TWO_SCENES, at_scenes_gate

PRICE = re.compile(r"\$([0-9,]+\.[0-9]+)")


def price_in(text: str) -> Decimal:
    found = PRICE.search(text)
    assert found, text
    return Decimal(found[1].replace(",", ""))


def left_to_buy(desk: Desk) -> Decimal:
    told = desk.host.ask("POST", f"/jobs/{desk.job_id}/regenerate", {"scenes": [], "dry_run": True})
    assert told.status == 200, told.body
    return Decimal(told.json["stale"]["total_usd"])


def test_nothing_can_be_ordered_while_the_price_belongs_to_another_form(desk: Desk) -> None:
    page = desk.come_in()
    page.fill("[name=prompt]", "A lamp")
    page.fill("[name=duration]", "6")
    page.wait_for_selector("#order:has-text('at most $'):not([aria-disabled=true])")
    cheap = price_in(desk.said("#order"))
    page.fill("[name=duration]", "120")
    assert page.get_attribute("#order", "aria-disabled") == "true"
    assert page.get_attribute("#price", "aria-busy") == "true"
    assert "$" not in desk.said("#order")
    page.wait_for_selector("#order:has-text('at most $'):not([aria-disabled=true])")
    dear = price_in(desk.said("#order"))
    assert dear == price_in(desk.said("#price .big"))
    assert dear > 5 * cheap


def test_an_order_for_less_than_it_costs_is_refused_and_the_new_price_shown(desk: Desk) -> None:
    desk.expect("409")
    before = len(desk.host.ask("GET", "/jobs?limit=100").json["items"])
    page = desk.come_in()
    page.fill("[name=prompt]", "A lamp")
    page.fill("[name=duration]", "6")
    page.wait_for_selector("#order:has-text('at most $'):not([aria-disabled=true])")

    def as_if_shown_cheaper(route: Route) -> None:
        route.continue_(url=re.sub(r"estimated_usd=[0-9.]+", "estimated_usd=0.01", route.request.url))

    page.route("**/generate?estimated_usd=*", as_if_shown_cheaper)
    page.click("#order")
    page.wait_for_selector(".problems:has-text('The price has changed')")
    page.wait_for_selector("#order:has-text('at most $'):not([aria-disabled=true])")
    assert len(desk.host.ask("GET", "/jobs?limit=100").json["items"]) == before


def test_the_budget_gate_shows_what_is_left_to_buy_and_orders_just_that(desk: Desk) -> None:
    job_id = desk.ordered(**TWO_SCENES, review=["images", "spend"])
    desk.host.until(job_id, "awaiting_review")
    page = desk.come_in(f"/jobs/{job_id}/review")
    page.wait_for_selector("#approve-all")
    page.click("#approve-all")
    page.wait_for_selector("#create-video:has-text('at most $'):visible")
    left = left_to_buy(desk)
    shown = left.quantize(Decimal("0.01"), ROUND_UP)  # "at most" is true to the cent
    assert price_in(desk.said("#create-video")) == shown
    told = desk.said("#still-to-buy")
    assert f"Still to buy: ${shown}" in told
    assert f"Spent so far: ${Decimal(desk.job()['spent_usd']):.2f}" in told
    assert "Script" not in desk.said("[aria-label=Budget] .estimate")
    with page.expect_request("**/create-video*") as sent:
        page.click("#create-video")
    assert Decimal(sent.value.url.rpartition("estimated_usd=")[2]) == left
    desk.until(lambda: desk.job()["status"] != "awaiting_review")
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")


def test_an_approval_says_what_it_buys(desk: Desk) -> None:
    job_id = at_scenes_gate(desk)
    page = desk.come_in(f"/jobs/{job_id}/review")
    page.wait_for_selector(".callout:has-text('generated at once, for at most $0.04')")
    assert "meanwhile" not in desk.said(".callout")
    page.wait_for_selector(".editor >> nth=0 >> button:has-text('Approve scene, at most $0.04')")
    page.wait_for_selector("#approve-all:has-text('at most $0.08')")
    page.click("#tab-")
    page.wait_for_selector(".callout .notice")
    assert "nothing is spent" not in desk.said(".callout").lower()
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")


def test_usage_names_the_prices_that_are_charged(desk: Desk) -> None:
    page = desk.come_in("/usage")
    row = page.locator("tr:has(td:text-is('Clip'))").first
    row.wait_for()
    assert "$0.2 per second" in row.inner_text() or "$0.20 per second" in row.inner_text()


def test_the_names_of_models_are_behind_details(desk: Desk) -> None:
    page = desk.come_in()
    page.wait_for_selector(".estimate")
    assert "offline/" not in desk.said("#price")
    page.click("#price summary")
    assert "offline/" in desk.said("#price")


def test_the_sounds_of_clips_are_set_with_what_they_cost(desk: Desk) -> None:
    page = desk.come_in()
    page.fill("[name=prompt]", "A lamp")
    page.fill("[name=duration]", "6")
    settled = "#price:not([aria-busy]) #clip-sound-price"
    page.wait_for_selector(f"{settled}:has-text('With the sounds of the clips: $')")
    more = price_in(desk.said("#clip-sound-price"))
    silent = price_in(desk.said("#price .big"))
    page.set_checked("[name=clip_sound]", True)
    page.wait_for_selector(f"{settled}:has-text('of it are for the sounds of the clips')")
    assert price_in(desk.said("#clip-sound-price")) == more > 0
    assert abs(price_in(desk.said("#price .big")) - silent - more) <= Decimal("0.02")
    page.check("[name=pictures][value=stills]", force=True)
    page.wait_for_selector("#clip-sound-price", state="hidden")
    assert not page.is_visible("[name=clip_sound]")
