"""What the page says of a video is so: out of date, drafts, percent, the list's place, and contrast themes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from local.api.tokens import tokens_of
from tests.e2e.api_host import ApiHost
from tests.web.page_objects import Desk
from tests.web.test_unsaved_edits import TWO_SCENES, at_scenes_gate, finished, stopped_at_the_script


@pytest.mark.slow
def test_an_edit_of_a_finished_video_is_told_everywhere_until_it_is_in_the_video(desk: Desk) -> None:
    job_id = finished(desk)
    page = desk.come_in(f"/jobs/{job_id}/review")
    page.locator(".editor [name=visual_prompt]").first.fill("A brass lamp on a windowsill")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.wait_for_selector(".editor >> nth=0 >> .sign:has-text('Edited since the video')")
    assert page.locator(".editor >> nth=1 >> .sign:has-text('Edited')").count() == 0
    assert "1 scene edited since the video was made" in desk.said(".callout")
    assert "out of date" in desk.said("#tab-video")
    page.click("#tab-")
    page.wait_for_selector(".scene .stale")
    page.click("#tab-video")
    page.wait_for_selector(".notice:has-text('1 scene was edited since this video was made')")
    page.click("#show-price")
    page.click("#make-anew")
    desk.until(lambda: desk.job()["status"] == "completed" and len(desk.job()["videos"]) == 2, seconds=120)
    page.wait_for_selector("#tab-video:has-text('ready')")
    assert page.locator(".stale").count() == 0


@pytest.mark.slow
def test_an_edit_that_costs_nothing_can_be_put_into_the_video_too(desk: Desk) -> None:
    job_id = finished(desk)
    desk.host.ask("PUT", f"/scenes/{job_id}-s02", {"transition": "slide"})
    page = desk.come_in(f"/jobs/{job_id}/video")
    page.click("#show-price")
    page.wait_for_selector("#make-anew:has-text('$0.00')")
    page.click("#make-anew")
    desk.until(lambda: len(desk.job()["videos"]) == 2, seconds=120)
    assert not any(scene["stale"] for scene in desk.job()["scenes"])


def test_a_draft_offers_no_rejecting(desk: Desk) -> None:
    job_id = desk.ordered(script_text="A lamp for late hours.", review=["script"])
    page = desk.come_in(f"/jobs/{job_id}/review")
    page.wait_for_selector(".callout .notice")
    assert "reject" not in desk.said(".callout").lower()
    assert page.get_by_role("button", name="Reject").count() == 0
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")


def test_a_storyboard_without_a_video_is_no_hundred_percent_of_it(desk: Desk) -> None:
    job_id = stopped_at_the_script(desk)
    page = desk.come_in(f"/jobs/{job_id}")
    page.wait_for_selector(".stage-words:has-text('ready')")
    assert page.locator(".percent").is_hidden()
    assert page.locator("#stage-words ~ progress, progress").first.is_hidden()


def test_the_list_is_found_again_as_it_was_left(desk: Desk, host: ApiHost) -> None:
    desk.host = replace(host, token=tokens_of(host.data_dir).issue("reader-of-lists"))
    for number in range(45):
        desk.ordered(script_text=f"Lamp {number}.", review=["script"])
    page = desk.come_in("/jobs")
    with page.expect_response(lambda response: "status=draft" in response.url):  # the list begins anew with it
        page.select_option("[name=status]", "draft")
    desk.until(lambda: page.url.endswith("/jobs?status=draft"))
    desk.until(lambda: page.locator(".job h2").count() == 20)
    for _ in range(2):
        before = page.locator(".job h2").count()
        page.get_by_role("button", name="Show more").click()
        page.wait_for_function("before => document.querySelectorAll('.job h2').length > before", arg=before)
    assert page.locator(".job h2").count() == 45
    page.locator(".job h2 a", has_text="Lamp 3.").scroll_into_view_if_needed()
    desk.until(lambda: bool(page.evaluate("history.state?.list?.scroll === window.scrollY && scrollY > 1000")))
    left = page.evaluate("window.scrollY")
    page.locator(".job h2 a", has_text="Lamp 3.").click()
    page.wait_for_selector(".tabbar")
    page.go_back()
    desk.until(lambda: page.locator(".job h2").count() == 45)
    desk.until(lambda: abs(page.evaluate("window.scrollY") - left) < 50)
    assert page.input_value("[name=status]") == "draft"


def test_the_list_is_searched_by_title_and_subject(desk: Desk, host: ApiHost) -> None:
    desk.host = replace(host, token=tokens_of(host.data_dir).issue("searcher-of-lists"))
    for words in ("A red lamp.", "A blue bottle.", "Another LAMP."):
        desk.ordered(script_text=words, review=["script"])
    page = desk.come_in("/jobs")
    desk.until(lambda: page.locator(".job h2").count() == 3)
    page.fill("[name=q]", "lamp")
    desk.until(lambda: page.locator(".job h2").count() == 2)
    desk.until(lambda: page.url.endswith("/jobs?q=lamp"))
    page.reload()
    desk.until(lambda: page.locator(".job h2").count() == 2)
    assert page.input_value("[name=q]") == "lamp"
    page.fill("[name=q]", "chair")
    page.wait_for_selector(".empty:has-text('No video has “chair” in its title or subject')")
    page.fill("[name=q]", "")
    desk.until(lambda: page.locator(".job h2").count() == 3)


def test_contrast_themes_show_what_is_chosen_and_how_far_it_is(desk: Desk, screenshots: Path) -> None:
    job_id = at_scenes_gate(desk)
    page = desk.come_in()
    page.emulate_media(forced_colors="active")
    page.wait_for_selector(".estimate")
    border = "node => getComputedStyle(node).borderTopWidth + getComputedStyle(node).borderTopColor"
    for group in ("subject", "mode", "pictures", "aspect_ratio", "resolution", "captions"):
        on = page.locator(f"input[name={group}]:checked + .choice-body").evaluate(border)
        off = page.locator(f"input[name={group}]:not(:checked) + .choice-body").first.evaluate(border)
        assert on != off, group
    switch = "node => getComputedStyle(node).backgroundColor"
    assert page.locator("[name=narration]").evaluate(switch) != page.locator("[name=stop_at_script]").evaluate(switch)
    page.screenshot(path=screenshots / "create-forced-colors.png", full_page=True)
    desk.open(f"/jobs/{job_id}")
    page.wait_for_selector("progress")
    current = page.locator(".tabbar [aria-current]").evaluate(border)
    assert current != page.locator(".tabbar a:not([aria-current])").first.evaluate(border)
    assert page.locator("progress").first.evaluate("node => getComputedStyle(node).forcedColorAdjust") == "none"
    page.screenshot(path=screenshots / "watch-forced-colors.png", full_page=True)
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")


def test_one_hears_what_a_running_video_is_at(desk: Desk) -> None:
    job_id = desk.ordered(**TWO_SCENES)
    page = desk.come_in()
    page.evaluate(
        "window.heard = []; new MutationObserver(() => window.heard.push(document.querySelector('#announcements')"
        ".textContent)).observe(document.querySelector('#announcements'), { childList: true, characterData: true })"
    )
    page.click("nav >> text=Videos")
    page.click(f"#open-{job_id}")
    desk.until(lambda: "The video is now: Finished" in page.evaluate("window.heard"), seconds=120)
