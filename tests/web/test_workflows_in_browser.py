"""The three ways of working, each from the form to a playing video."""

from __future__ import annotations

import urllib.request

import pytest

from tests.web.page_objects import Desk

PLANTED = 'Bottle <img src=x onerror="document.title=&quot;pwned&quot;">'


@pytest.mark.slow
def test_a_prompt_becomes_one_playing_video_though_the_button_is_pressed_twice(desk: Desk) -> None:
    page = desk.come_in()
    assert "token" not in page.url  # it left the address at once
    before = len(desk.host.ask("GET", "/jobs?limit=100").json["items"])
    page.fill("[name=prompt]", f"A calm ad for a {PLANTED}")
    page.fill("[name=title]", PLANTED)
    page.fill("[name=duration]", "6")
    page.wait_for_selector(".estimate th:has-text('clip')")
    assert desk.said(".price .big").startswith("$")
    page.dblclick("#order")
    page.wait_for_url("**/jobs/job_*")
    assert len(desk.host.ask("GET", "/jobs?limit=100").json["items"]) == before + 1
    page.wait_for_selector(".pipe:has-text('Clips')")
    page.wait_for_selector(".scene video", timeout=90_000)  # a clip before the whole is done
    page.click("text=Watch it", timeout=120_000)
    desk.plays()
    assert page.locator("img[src=x]").count() == 0
    assert "<img src=x" in page.content().replace("&lt;", "<")
    captions = page.get_by_role("button", name="Show captions")
    assert captions.get_attribute("aria-pressed") == "true"  # they stand beside a 16:9 video, not in its picture
    shown = "[...document.querySelector('video.screen').textTracks].map(track => [track.mode, track.cues?.length > 0])"
    desk.until(lambda: page.evaluate(shown) == [["showing", True]])
    captions.click()
    desk.until(lambda: page.evaluate(shown)[0][0] != "showing")
    saved = page.get_by_role("link", name="Video", exact=True).last.get_attribute("href")
    assert saved
    with urllib.request.urlopen(saved) as answer:
        assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.slow
def test_a_product_is_kept_its_script_read_and_changed_and_the_video_made_later(desk: Desk) -> None:
    page = desk.come_in()
    page.check("input[name=subject][value=product]", force=True)
    page.fill("[name=product_name]", "Aqua One")
    page.fill("[name=product_description]", "A steel bottle that keeps drinks cold for a day")
    page.fill("[name=selling_points]", "no plastic\nfits every cup holder")
    page.check("[name=keep_product]")
    page.fill("[name=duration]", "6")
    page.check("input[name=pictures][value=stills]", force=True)
    page.check("[name=stop_at_script]")
    desk.order()
    page.click("text=Read them")
    prompt = page.locator(".editor [name=visual_prompt]").first
    prompt.fill("The steel bottle on a kitchen table in the morning")
    page.get_by_role("button", name="Save", exact=True).first.click()
    desk.until(lambda: desk.job()["scenes"][0]["visual_prompt"].endswith("in the morning"))
    page.click("#continue")
    page.click("#tab-")
    page.click("text=Watch it", timeout=120_000)
    desk.plays()
    desk.open("/")
    page.click("nav >> text=Create")
    page.check("input[name=subject][value=product]", force=True)
    desk.until(lambda: page.locator("[name=project_id] option").count() == 2)


@pytest.mark.slow
def test_own_words_go_through_every_gate_with_the_keyboard_and_a_picture_is_drawn_again(desk: Desk) -> None:
    page = desk.come_in()
    page.check("input[name=subject][value=script]", force=True)
    page.fill("[name=script_text]", "Morning starts quietly. Take your bottle along.")
    page.fill("[name=duration]", "6")
    assert page.locator("[name=review]:checked").count() == 4  # one's own words come with every question
    page.check("input[name=captions][value=sidecar]", force=True)
    desk.order()
    page.fill("[name=text]", "Morning starts quietly. Take a bottle along.")
    page.click("#approve-script")  # saves first
    page.wait_for_selector(".editor.waiting-card >> nth=1")
    assert desk.job()["brief"]["script_text"] == "Morning starts quietly. Take a bottle along."

    lengths = page.locator(".editor [name=duration]")
    lengths.first.fill("4")
    assert "others become 2 s" in desk.said(".editor-lengths [role=status]")
    lengths.first.fill("5")
    assert "leaves the others room" in desk.said(".editor .complaint:visible")
    lengths.first.fill("4")
    page.keyboard.press("Escape")
    page.locator(".editor").first.focus()
    page.keyboard.press("a")  # saves the length, then approves
    desk.until(lambda: [scene["duration"] for scene in desk.job()["scenes"]] == [4, 2])
    page.locator(".editor.waiting-card").first.wait_for()
    desk.until(lambda: page.locator(".editor >> nth=0 >> .sign.good").count() == 1)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("a")

    picture = page.locator(".editor:has-text('Image needs review')")
    picture.nth(1).wait_for()
    picture.first.focus()
    page.keyboard.press("r")
    page.get_by_label("What should be different?").fill("warmer light")
    page.get_by_role("button", name="Regenerate image").click()
    page.wait_for_selector(".history:has-text('warmer light')")
    desk.until(lambda: len(desk.job()["scenes"][0]["images"]) == 2)
    desk.until(lambda: page.locator("#approve-all").count() == 1)
    page.click("#approve-all")
    page.wait_for_selector("#create-video")
    left = desk.said("[aria-label=Budget] .estimate")
    assert "Music" in left
    assert "image" not in left.lower()  # they are bought already
    page.click("#create-video")
    page.click("#tab-video")
    page.wait_for_selector("video.screen", timeout=120_000)
    desk.plays()
    captions = page.get_by_role("button", name="Show captions")
    assert captions.get_attribute("aria-pressed") == "true"  # beside the video only: shown at once

    page.check(".pick input >> nth=0")
    page.click("#show-price")
    page.wait_for_selector("#make-anew:has-text('$0.04')")
    assert desk.job()["run"] == 1  # looking at a price starts nothing
