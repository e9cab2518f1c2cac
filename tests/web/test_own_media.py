"""One's own files in the page: added with a preview, shown in a video without buying pictures, used at a gate."""

from __future__ import annotations

import pytest
from PIL import Image
from playwright.sync_api import FilePayload

from tests.builders import two_colours
from tests.clips import clip_of
from tests.web.page_objects import Desk

STILL: FilePayload = {"name": "shop.png", "mimeType": "image/png", "buffer": two_colours((480, 360))}
PLAIN: FilePayload = {"name": "plain.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n no picture"}

INTRO: FilePayload = {
    "name": "intro.mp4",
    "mimeType": "video/mp4",
    "buffer": clip_of(lambda number: Image.new("RGB", (320, 240), (11, 60 + number, 73)), 48),
}


def test_a_file_is_added_with_what_was_measured_and_deleted_again(desk: Desk) -> None:
    page = desk.come_in("/files")
    page.wait_for_selector(".plain-item:has-text('No files yet')")
    page.select_option("[name=kind]", "logo")
    page.fill("[name=licence]", "our own")
    page.set_input_files("input[type=file]", [STILL])
    page.wait_for_selector(".assets li:has-text('Logo · 480 × 360')")
    assert "Licence: our own" in desk.said(".assets li")
    desk.until(lambda: bool(page.evaluate("document.querySelector('.assets img').naturalWidth === 480")))
    desk.expect("422")
    page.set_input_files("input[type=file]", [PLAIN])
    page.wait_for_selector(".notice.bad:has-text('plain.png is not added')")
    page.get_by_role("button", name="Delete shop.png").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    page.wait_for_selector(".plain-item:has-text('No files yet')")
    assert desk.host.ask("GET", "/assets").json["items"] == []


def test_a_brand_gets_an_intro_and_loses_it_again(desk: Desk) -> None:
    page = desk.come_in("/brands")
    page.click("#new-brand")
    page.fill("[name=name]", "Tide")
    page.locator(".dropzone:has-text('Intro') input[type=file]").set_input_files([INTRO])
    page.wait_for_selector(".files li:has-text('Uploaded')")
    page.get_by_role("button", name="Keep this brand").click()
    page.wait_for_selector("#announcements:has-text('Brand saved')")
    [brand] = desk.host.ask("GET", "/brands").json["items"]
    assert brand["kit"]["intro"].startswith("ast_")
    page.get_by_role("button", name="Edit Tide").click()
    page.wait_for_selector(".dropzone:has-text('Another intro')")
    page.check("[name=no_intro]", force=True)
    page.get_by_role("button", name="Save as a new version").click()
    desk.until(lambda: desk.host.ask("GET", "/brands").json["items"][0]["kit"]["intro"] is None)


@pytest.mark.slow
def test_a_video_of_own_pictures_is_ordered_and_buys_none(desk: Desk) -> None:
    page = desk.come_in()
    page.fill("[name=prompt]", "A bakery opens at five")
    page.fill("[name=duration]", "6")
    page.check("[name=pictures][value=own]", force=True)
    page.locator(".dropzone:has-text('Your own stills and clips') input[type=file]").set_input_files([STILL])
    page.wait_for_selector(".files li:has-text('shop.png')")
    page.wait_for_selector(".files li:has-text('Uploaded')")
    desk.order()
    desk.until(lambda: desk.job()["status"] == "completed", 240)
    job = desk.job()
    assert {scene["own_picture"]["asset"] for scene in job["scenes"]} == {job["brief"]["own_pictures"][0]["asset"]}
    assert not any(scene["images"] or scene["clip_key"] for scene in job["scenes"])
    page.click("text=Watch it", timeout=60_000)
    desk.plays()


@pytest.mark.slow
def test_at_the_gate_of_an_image_ones_own_picture_takes_its_place(desk: Desk) -> None:
    job_id = desk.ordered(prompt="A bakery opens at five", review=["images"])
    desk.until(lambda: len(desk.host.ask("GET", f"/jobs/{job_id}").json["reviews"]) == 2)
    page = desk.come_in(f"/jobs/{job_id}/review")
    first = page.locator(".editor.waiting-card").first
    first.wait_for(timeout=60_000)
    with page.expect_file_chooser() as chooser:
        first.get_by_role("button", name="Use your own picture").click()
    chooser.value.set_files([STILL])
    page.wait_for_selector("img[alt='Your own picture in scene 1']")
    scenes = desk.host.ask("GET", f"/jobs/{job_id}").json["scenes"]
    assert [bool(scene["own_picture"]) for scene in scenes][:1] == [True]
    desk.until(lambda: "images" not in waiting(desk, job_id, scenes[0]["id"]))


def waiting(desk: Desk, job_id: str, scene_id: str) -> list[str]:
    reviews = desk.host.ask("GET", f"/jobs/{job_id}").json["reviews"]
    return [str(review["gate"]) for review in reviews if review["scene_id"] == scene_id]
