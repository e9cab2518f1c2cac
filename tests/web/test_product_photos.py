"""Photos of a product in the page: added with the features they show, used again, cut out, and seen at the gate."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import FilePayload, Page

from local.api.tokens import tokens_of
from tests.products import busy_photo, photo, product
from tests.web.page_objects import Desk

GREY = (120, 140, 150)
FRONT: FilePayload = {"name": "front.jpg", "mimeType": "image/jpeg", "buffer": photo(product(0), background=GREY)}
SIDE: FilePayload = {"name": "side.jpg", "mimeType": "image/jpeg", "buffer": photo(product(5), background=GREY)}
BUSY: FilePayload = {"name": "shelf.jpg", "mimeType": "image/jpeg", "buffer": busy_photo(product(0))}
NO_PICTURE: FilePayload = {"name": "notes.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n no picture"}


@pytest.fixture
def newcomer(desk: Desk) -> Desk:
    """A person who has added nothing yet."""
    desk.host = replace(desk.host, token=tokens_of(desk.host.data_dir).issue("photographer"))
    return desk


def add(page: Page, *files: FilePayload) -> None:
    page.locator(".dropzone:has-text('Photos of the product') input[type=file]").set_input_files(list(files))


def describe(page: Page) -> None:
    page.check("input[name=subject][value=product]", force=True)
    page.fill("[name=product_name]", "Lumen")
    page.fill("[name=product_description]", "A night serum in a glass bottle")


def test_photos_are_added_with_what_they_show_and_go_along_with_the_order(newcomer: Desk) -> None:
    page = newcomer.come_in()
    describe(page)
    newcomer.expect("422")
    add(page, FRONT, SIDE)
    page.wait_for_selector(".photo:nth-child(2) img")
    page.wait_for_selector(".photo:nth-child(2) :text('cut out from its plain background')")
    add(page, NO_PICTURE)
    page.wait_for_selector(".complaint:has-text('notes.png'):has-text('is not taken')")
    page.locator("[name=photo_shows]").nth(1).fill("one drop at a time\nthe pump")
    page.check("[name=stop_at_script]", force=True)
    page.reload()
    page.wait_for_selector(".photo:nth-child(2) img")
    assert page.locator("[name=photo_shows]").nth(1).input_value() == "one drop at a time\nthe pump"
    newcomer.order()
    kept = newcomer.job()["brief"]["product"]["photos"]
    assert [one["shows"] for one in kept] == [[], ["one drop at a time", "the pump"]]
    newcomer.until(lambda: newcomer.job()["status"] == "script_ready", 120)
    page.wait_for_selector(".gallery li:nth-child(2) img[alt='Photo 2, cut out']")
    assert "Cut out from its plain background" in newcomer.said(".gallery li")


def test_photos_added_before_are_chosen_again_and_one_that_is_gone_is_told(newcomer: Desk) -> None:
    page = newcomer.come_in()
    describe(page)
    add(page, FRONT)
    page.wait_for_selector(".photo img")
    page.wait_for_selector(".photo :text('cut out from its plain background')")
    page.get_by_role("button", name="Remove photo 1, front.jpg").click()
    page.get_by_role("button", name="Choose from photos added before").click()
    page.locator("dialog .pick:has-text('front.jpg') input").first.check()
    page.get_by_role("button", name="Use these photos").click()
    page.wait_for_selector(".photo:has-text('front.jpg') img")
    asset = newcomer.host.ask("GET", "/assets?kind=product_image").json["items"][0]["asset_id"]
    assert newcomer.host.ask("DELETE", f"/assets/{asset}").status == 204
    newcomer.expect("404")
    page.reload()
    page.wait_for_selector(".complaint:has-text('“front.jpg” was deleted; it is left out')")
    assert page.locator(".photo").count() == 0


def test_a_product_is_kept_with_its_photos_and_deleted(newcomer: Desk) -> None:
    page = newcomer.come_in("/brands")
    page.click("#new-product")
    form = page.locator("#product-form")
    newcomer.expect("422")
    form.get_by_role("button", name="Keep this product").click()
    page.wait_for_selector("#product-form .notice.bad")
    assert form.locator(".complaint:visible").count() >= 1
    form.locator("[name=name]").fill("Lumen")
    form.locator("[name=description]").fill("A night serum")
    add(page, FRONT)
    page.wait_for_selector(".photo :text('cut out from its plain background')")
    page.fill("[name=photo_shows]", "the whole bottle")
    form.get_by_role("button", name="Keep this product").click()
    page.wait_for_selector(".product-card .gallery img[alt='Photo 1 of the product: the whole bottle']")
    page.get_by_role("button", name="Edit Lumen").click()
    page.wait_for_selector("#product-form .photo img")
    assert page.input_value("[name=photo_shows]") == "the whole bottle"
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Delete Lumen").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    page.wait_for_selector(".product-card", state="detached")
    assert newcomer.host.ask("GET", "/projects").json["items"] == []


@pytest.mark.slow
def test_a_photo_that_cannot_be_cut_out_is_named_at_its_field_and_nothing_was_bought(newcomer: Desk) -> None:
    page = newcomer.come_in()
    describe(page)
    add(page, BUSY)
    page.wait_for_selector(".photo :text('cut out from its plain background')")
    newcomer.order()
    page.wait_for_selector("#change-photos", timeout=120_000)
    assert "plain background" in newcomer.said(".gallery .complaint")
    assert float(newcomer.job()["spent_usd"]) == 0
    page.wait_for_selector(".pipe.failed:has-text('Product cut-out')")
    page.click("#change-photos")
    page.wait_for_selector(".complaint:has-text('Photo 1 of the product')")
    assert page.input_value("[name=product_name]") == "Lumen"


@pytest.mark.slow
def test_the_gate_of_an_empty_place_shows_the_product_in_it_beside_the_decision(newcomer: Desk) -> None:
    page = newcomer.come_in()
    describe(page)
    page.fill("[name=duration]", "6")
    add(page, FRONT)
    page.wait_for_selector(".photo :text('cut out from its plain background')")
    page.check("[name=review][value=images]")
    job_id = newcomer.order()
    page.wait_for_selector(".pipe:has-text('Images')")
    newcomer.until(lambda: bool(newcomer.job()["reviews"]), 240)
    newcomer.open(f"/jobs/{job_id}/review")
    card = page.locator(".editor.waiting-card").first
    card.wait_for()
    shown = card.locator(".frame img[alt*='with the product in it']")
    newcomer.until(lambda: bool(shown.evaluate("image => image.naturalWidth > 0")))
    assert card.get_by_role("link", name="See the place alone").is_visible()
    for name in ("Approve image", "Reject", "Use your own picture"):
        assert card.get_by_role("button", name=name).is_visible()
    assert card.locator("[name=product]").input_value() == "hero"
    newcomer.host.ask("POST", f"/jobs/{job_id}/cancel")
