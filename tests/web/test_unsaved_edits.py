"""What is typed is what is made: every button that goes on saves unsaved edits first, or refuses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.page_objects import Desk

TYPED = "A brass lamp on a windowsill at dusk"
TWO_SCENES: dict[str, Any] = {"prompt": "A lamp", "duration": 6, "pictures": "stills"}


def at_scenes_gate(desk: Desk) -> str:
    job_id = desk.ordered(**TWO_SCENES, review=["scenes", "spend"])
    desk.host.until(job_id, "awaiting_review")
    return job_id


def stopped_at_the_script(desk: Desk) -> str:
    job_id = desk.ordered(**TWO_SCENES, stop_at="script")
    desk.host.until(job_id, "script_ready")
    return job_id


def cancelled(desk: Desk) -> str:
    job_id = at_scenes_gate(desk)
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")
    return job_id


def finished(desk: Desk) -> str:
    job_id = desk.ordered(**TWO_SCENES)
    desk.host.until(job_id, "completed")
    return job_id


BUTTONS = {
    "approve all": (at_scenes_gate, "", "#approve-all"),
    "approve another scene": (at_scenes_gate, "", ".editor >> nth=1 >> button:has-text('Approve')"),
    "make the video": (stopped_at_the_script, "", "#continue"),
    "make the video, from another tab": (stopped_at_the_script, "#tab-", "#continue"),
    "resume": (cancelled, "", "#resume"),
    "show the price of regenerating": (finished, "#tab-video", "#show-price"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BUTTONS)
def test_what_is_typed_is_stored_before_anything_goes_on(name: str, desk: Desk) -> None:
    begin, tab, button = BUTTONS[name]
    job_id = begin(desk)
    page = desk.come_in(f"/jobs/{job_id}/review")
    prompt = page.locator(".editor [name=visual_prompt]").first
    prompt.wait_for()
    prompt.fill(TYPED)
    assert "Not saved" in desk.said(".editor >> nth=0 >> .signs")
    if tab:
        page.click(tab)
    page.click(button)
    desk.until(lambda: desk.job()["scenes"][0]["visual_prompt"] == TYPED)
    page.wait_for_selector("button[aria-busy]", state="detached")
    if tab == "#tab-video":
        page.wait_for_selector("#make-anew:has-text('$0.04')")  # the price is that of the words typed
    page.click("#tab-review")
    desk.until(lambda: prompt.input_value() == TYPED)
    desk.until(lambda: page.locator(".sign:has-text('Not saved')").count() == 0)
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")


def test_a_script_whose_saving_would_plan_all_scenes_again_holds_up_the_resume(desk: Desk) -> None:
    job_id = cancelled(desk)
    page = desk.come_in(f"/jobs/{job_id}/review")
    page.click("#script-fold > summary")
    page.locator("#script-fold textarea").first.fill("Other words.")
    page.click("#resume")
    page.wait_for_selector(".problems:has-text('Saving them plans all scenes again')")
    assert (desk.job()["run"], desk.job()["status"]) == (1, "cancelled")
    page.click("#undo-script")
    page.click("#resume")
    desk.until(lambda: bool(desk.job()["run"] == 2))
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")


def test_an_edit_that_cannot_be_stored_holds_up_the_approval_of_all(desk: Desk) -> None:
    desk.expect("422")
    job_id = at_scenes_gate(desk)
    page = desk.come_in(f"/jobs/{job_id}/review")
    page.locator(".editor [name=duration]").first.fill("5")
    page.click("#approve-all")
    page.wait_for_selector(".problems:has-text('Your changes to scene 1 cannot be saved')")
    assert len(desk.job()["reviews"]) == 2
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")


def test_an_edit_outlives_its_tab(desk: Desk) -> None:
    job_id = at_scenes_gate(desk)
    page = desk.come_in(f"/jobs/{job_id}/review")
    page.locator(".editor [name=visual_prompt]").first.fill(TYPED)
    second = desk.watch(desk.context.new_page())
    second.goto(f"{desk.origin}/jobs")
    second.wait_for_selector("html[data-ready]")  # it has asked the first tab who is signed in
    page.close()
    desk.page = second
    second.goto(f"{desk.origin}/jobs/{job_id}/review")
    prompt = second.locator(".editor [name=visual_prompt]").first
    desk.until(lambda: prompt.input_value() == TYPED)
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")


def test_what_is_typed_is_saved_by_itself_and_typing_goes_on(desk: Desk) -> None:
    job_id = stopped_at_the_script(desk)
    page = desk.come_in(f"/jobs/{job_id}/review")
    prompt = page.locator(".editor [name=visual_prompt]").first
    prompt.fill(TYPED)
    desk.until(lambda: desk.job()["scenes"][0]["visual_prompt"] == TYPED)
    desk.until(lambda: "Not saved" not in (page.text_content(".editor >> nth=0 >> .signs") or ""))
    assert page.evaluate("document.activeElement.name") == "visual_prompt", "the focus stays where it was"
    prompt.press_sequentially(", with rain")
    desk.until(lambda: desk.job()["scenes"][0]["visual_prompt"] == f"{TYPED}, with rain")
    page.reload()
    assert prompt.input_value() == f"{TYPED}, with rain"


def test_a_title_is_saved_by_itself_and_keeps_the_scenes_while_other_segments_wait_for_a_button(desk: Desk) -> None:
    job_id = stopped_at_the_script(desk)
    page = desk.come_in(f"/jobs/{job_id}/review")
    page.click("#script-fold summary")
    page.fill("#script-fold [name=title]", "Another lamp")
    desk.until(lambda: desk.job()["script"]["title"] == "Another lamp")
    assert len(desk.job()["scenes"]) == 2
    page.locator("#script-fold textarea").first.fill("Other words.")
    page.wait_for_timeout(3_000)
    assert len(desk.job()["scenes"]) == 2, "other segments give up the scenes, which is asked about first"
    assert page.locator("#save-script").is_enabled()
