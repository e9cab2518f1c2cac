"""Acts that cost hit only what has the focus, once; and the focus is never lost by an act."""

from __future__ import annotations

from playwright.sync_api import Route

from tests.web.conftest import MakeDesk
from tests.web.page_objects import Desk
from tests.web.test_unsaved_edits import TWO_SCENES, at_scenes_gate


def statuses(desk: Desk) -> list[str]:
    return [scene["status"] for scene in desk.job()["scenes"]]


def focused(desk: Desk) -> str:
    return str(desk.page.evaluate("document.activeElement.className || document.activeElement.tagName"))


def test_a_letter_decides_nothing_where_no_card_has_the_focus(desk: Desk) -> None:
    job_id = at_scenes_gate(desk)
    page = desk.come_in(f"/jobs/{job_id}/review")
    page.wait_for_selector(".editor.waiting-card")
    page.keyboard.press("a")
    page.keyboard.press("r")
    page.wait_for_selector("#announcements:has-text('Move to a scene first')")
    assert page.locator("dialog").count() == 0
    assert statuses(desk) == ["pending", "pending"]
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")


def test_a_key_that_is_held_down_approves_one_scene(desk: Desk) -> None:
    job_id = at_scenes_gate(desk)
    page = desk.come_in(f"/jobs/{job_id}/review")
    page.locator(".editor").first.focus()
    for _ in range(30):
        page.keyboard.down("a")
        page.wait_for_timeout(50)
    page.keyboard.up("a")
    desk.until(lambda: statuses(desk)[0] == "approved")
    assert statuses(desk) == ["approved", "pending"]
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")


def test_an_approval_by_key_can_be_taken_back_within_eight_seconds(desk: Desk) -> None:
    job_id = at_scenes_gate(desk)
    page = desk.come_in(f"/jobs/{job_id}/review")
    card = page.locator(".editor").first
    for by_key in (False, True):
        card.focus()
        page.keyboard.press("a")
        page.wait_for_selector(".undo-bar:has-text('Scene 1 is approved in 8 seconds')")
        page.keyboard.press("u") if by_key else page.click("#undo-decision")
        page.wait_for_selector(".undo-bar", state="hidden")
    page.wait_for_timeout(9_000)
    assert statuses(desk) == ["pending", "pending"], "neither was sent"
    card.focus()
    page.keyboard.press("a")
    page.locator(".editor").nth(1).focus()
    page.keyboard.press("a")
    desk.until(lambda: statuses(desk)[0] == "approved")  # the next decision sends the one before
    page.keyboard.press("a")
    desk.until(lambda: statuses(desk)[1] == "approved")  # the same key again sends it now
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")


def test_leaving_the_review_sends_what_was_approved(desk: Desk) -> None:
    job_id = at_scenes_gate(desk)
    page = desk.come_in(f"/jobs/{job_id}/review")
    page.locator(".editor").first.focus()
    page.keyboard.press("a")
    page.wait_for_selector(".undo-bar:visible")
    page.click("#tab-")
    desk.until(lambda: statuses(desk)[0] == "approved", seconds=6)
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")


def test_no_key_approves_the_budget(desk: Desk) -> None:
    job_id = desk.ordered(**TWO_SCENES, review=["spend"])
    desk.host.until(job_id, "awaiting_review")
    page = desk.come_in(f"/jobs/{job_id}/review")
    page.wait_for_selector("#create-video:not([aria-disabled=true])")
    page.locator("[aria-label=Budget]").focus()
    page.keyboard.press("a")
    page.wait_for_selector("#announcements:has-text('nothing to decide by key')")
    assert desk.job()["status"] == "awaiting_review"
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")


def test_single_keys_can_be_turned_off(desk: Desk) -> None:
    job_id = at_scenes_gate(desk)
    page = desk.come_in(f"/jobs/{job_id}/review")
    page.click("#show-keys")
    page.uncheck("dialog [name=keys]")
    page.keyboard.press("Escape")
    page.locator(".editor").first.focus()
    page.keyboard.press("r")
    page.keyboard.press("a")
    page.wait_for_timeout(500)
    assert page.locator("dialog").count() == 0
    assert statuses(desk) == ["pending", "pending"]
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")


def test_after_every_decision_the_focus_is_on_what_needs_review_next(desk: Desk) -> None:
    job_id = at_scenes_gate(desk)
    page = desk.come_in(f"/jobs/{job_id}/review")
    page.locator(".editor >> nth=0 >> button:has-text('Approve scene')").click()
    desk.until(lambda: page.evaluate("document.activeElement.matches('.editor:nth-child(2)')"))
    assert "1 decision left" in desk.said("#announcements")
    page.locator(".editor >> nth=1 >> button:has-text('Approve scene')").click()
    page.wait_for_selector("#announcements:has-text('Nothing else needs review now')")
    assert focused(desk) != "BODY"
    page.wait_for_selector("#create-video:visible")
    page.click("#cancel")
    page.get_by_role("button", name="Cancel the video").click()
    page.wait_for_selector("#resume")
    desk.until(lambda: focused(desk) != "BODY")
    page.click("#resume")
    page.wait_for_selector("#cancel")
    desk.until(lambda: focused(desk) != "BODY")
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")


def test_a_decision_made_elsewhere_is_told_without_ids(desk: Desk) -> None:
    desk.expect("409")
    job_id = at_scenes_gate(desk)
    page = desk.come_in(f"/jobs/{job_id}/review")
    page.wait_for_selector(".editor.waiting-card")

    def somebody_is_quicker(route: Route) -> None:
        desk.host.ask("POST", f"/scenes/{job_id}-s01/approve")
        route.continue_()

    page.route("**/scenes/*/approve", somebody_is_quicker)
    page.locator(".editor >> nth=0 >> button:has-text('Approve scene')").click()
    page.wait_for_selector(".problems:has-text('Somebody has decided this already')")
    assert "job_" not in desk.said(".problems")
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")


def test_an_open_dialog_hears_that_somebody_has_decided(desk: Desk) -> None:
    job_id = at_scenes_gate(desk)
    page = desk.come_in(f"/jobs/{job_id}/review")
    page.locator(".editor >> nth=0 >> button:has-text('Reject')").click()
    page.get_by_label("What should be different?").fill("warmer")
    desk.host.ask("POST", f"/scenes/{job_id}-s01/approve")
    page.wait_for_selector("dialog:has-text('Already decided')")
    assert page.get_by_role("button", name="Plan it again").is_hidden()
    page.locator("dialog").get_by_role("button", name="Cancel").click()
    page.wait_for_selector("dialog", state="detached")
    assert statuses(desk)[0] == "approved"
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")


def test_a_phone_is_offered_no_keys_and_no_dropping(desk_at: MakeDesk, desk: Desk) -> None:
    job_id = at_scenes_gate(desk)
    phone = desk_at(desk.host, width=360, phone=True)
    page = phone.come_in(f"/jobs/{job_id}/review")
    page.wait_for_selector("#approve-all")
    assert page.locator("#show-keys").is_hidden()
    phone.open("/")
    page.goto(f"{phone.origin}/")
    page.wait_for_selector(".dropzone:visible")
    assert "Drop" not in phone.said(".dropzone:visible .hint")
    desk.come_in("/")
    assert "Drop or choose" in desk.said(".dropzone:visible .hint")
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")


def test_videos_selected_in_the_list_are_deleted_with_one_question_unless_it_is_taken_back(desk: Desk) -> None:
    drafts = [draft(desk, f"Meet the bottle number {number}.") for number in range(3)]
    page = desk.come_in("/jobs?status=draft&sort=oldest")
    page.wait_for_selector(f"[data-job={drafts[2]}]")
    shown = [row.get_attribute("data-job") for row in page.locator(".job").all()]
    assert [one for one in shown if one in drafts] == drafts, "the oldest first"
    page.click("#select-videos")
    for job_id in drafts[:2]:
        page.check(f"[data-job={job_id}] .pick")
    page.wait_for_selector(".selection-bar:has-text('2 selected')")
    for take_back in (True, False):
        page.click("#delete-selected")
        page.click("dialog button:has-text('Delete for good')")
        page.wait_for_selector(".undo-bar:has-text('2 videos are deleted in 8 seconds')")
        if take_back:
            page.click("#undo-decision")
            page.wait_for_selector(".undo-bar", state="hidden")
            assert page.locator(".job.going").count() == 0
            page.click("#select-videos")
            for job_id in drafts[:2]:
                page.check(f"[data-job={job_id}] .pick")
    page.wait_for_selector(f"[data-job={drafts[0]}]", state="detached")
    left = [item["job_id"] for item in desk.host.ask("GET", "/jobs?status=draft").json["items"]]
    assert [one for one in drafts if one in left] == drafts[2:]


def draft(desk: Desk, text: str) -> str:
    return str(desk.host.ask("POST", "/scripts", {"script_text": text, "duration": 6}).json["job_id"])
