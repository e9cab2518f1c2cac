"""What goes wrong on the way: cancelled, refused, signed out, reloaded, opened twice, the host gone and back."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from tests.e2e.api_host import ApiHost, serving
from tests.web.conftest import MakeDesk
from tests.web.page_objects import Desk


def test_a_job_is_cancelled_and_resumed(desk: Desk) -> None:
    job_id = desk.ordered(prompt="A lamp", review=["script"])
    page = desk.come_in(f"/jobs/{job_id}")
    page.wait_for_selector(".pipe.waiting")
    page.click("#cancel")
    page.get_by_role("button", name="Cancel the video").click()
    page.wait_for_selector("#resume")
    assert desk.job()["status"] == "cancelled"
    assert "Cancelled" in desk.said(".job-head .sign")
    page.click("#resume")
    page.wait_for_selector(".sign:has-text('Needs review')")
    assert desk.job()["run"] == 2


@pytest.mark.slow
def test_a_refused_picture_is_explained_and_an_edit_lets_the_job_go_on(desk: Desk) -> None:
    job_id = desk.ordered(prompt="A bicycle in the rain", duration=15)
    page = desk.come_in(f"/jobs/{job_id}")
    page.wait_for_selector(".callout .notice.bad")
    page.wait_for_selector(".callout .notice:has-text('costs at most $')")
    words = desk.said(".callout .notice")
    assert "Scene 3: The offline vendor" in words
    assert "Change the wording of the scene." in words
    assert "failed" in desk.said(".pipe.failed")
    page.click("text=Edit scene 3")
    page.locator(".editor [name=visual_prompt]").nth(2).fill("A bicycle beside a red wall")
    page.get_by_role("button", name="Save", exact=True).click()
    desk.until(lambda: "red wall" in desk.job()["scenes"][2]["visual_prompt"])
    page.click("#resume")
    desk.until(lambda: len(desk.job()["scenes"][2]["images"]) == 1)
    page.click("#tab-")
    page.wait_for_selector(".scene:nth-child(3) :is(img, video)")
    assert "Refused" not in desk.said(".scenes")  # it was drawn after all
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")


def test_an_expired_token_asks_to_sign_in_and_nothing_typed_is_lost(desk: Desk) -> None:
    desk.expect("401")
    page = desk.come_in()
    page.fill("[name=prompt]", "A lamp that nobody may forget")
    page.fill("[name=duration]", "6")
    page.check("[name=review][value=script]")
    page.evaluate("sessionStorage.setItem('omnigen.session', JSON.stringify({ token: 'old' }))")
    page.reload()
    page.wait_for_selector("dialog[open]")
    page.fill("dialog [name=token]", "nonsense")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_selector("dialog .complaint:has-text('not good here')")
    page.fill("dialog [name=token]", f"{desk.origin}/#token={desk.host.token}")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog", state="detached")
    assert page.input_value("[name=prompt]") == "A lamp that nobody may forget"
    desk.order()
    assert desk.job()["brief"]["prompt"] == "A lamp that nobody may forget"
    desk.host.ask("POST", f"/jobs/{desk.job_id}/cancel")


def test_a_reload_keeps_what_was_typed_at_a_gate(desk: Desk) -> None:
    job_id = desk.ordered(script_text="A lamp for late hours.", review=["script"])
    page = desk.come_in(f"/jobs/{job_id}/review")
    page.fill("[name=text]", "A lamp for early hours.")
    page.reload()
    desk.until(lambda: page.input_value("[name=text]") == "A lamp for early hours.")
    page.click("#save-draft")
    desk.until(lambda: desk.job()["brief"]["script_text"] == "A lamp for early hours.")
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")


def test_a_script_s_parts_must_add_up_before_it_can_be_approved(desk: Desk) -> None:
    job_id = desk.ordered(prompt="A lamp", review=["script"])
    page = desk.come_in(f"/jobs/{job_id}/review")
    first, second = (page.locator(".segment [name^=seconds]").nth(place) for place in (0, 1))
    first.wait_for()
    longer, shorter = float(first.input_value()) + 1.5, float(second.input_value()) - 1.5
    first.fill(f"{longer:g}")
    assert "1.5 s too long" in desk.said(".sum")
    assert page.locator("#approve-script-gate").is_disabled()
    second.fill(f"{shorter:g}")
    assert desk.said(".sum") == "6 of 6 s"
    assert page.locator(".sum.off").count() == 0
    page.click("#save-script")
    desk.until(lambda: [part["duration"] for part in desk.job()["script"]["segments"]] == [longer, shorter])
    page.click("#reject-script")
    page.get_by_label("What should be different?").fill("funnier")
    page.get_by_role("button", name="Write it again").click()
    again = [longer, shorter]
    desk.until(lambda: again != [part["duration"] for part in desk.job()["script"]["segments"]])
    assert sum(part["duration"] for part in desk.job()["script"]["segments"]) == 6
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")


def test_a_second_tab_needs_no_second_sign_in_and_both_see_a_decision(desk: Desk) -> None:
    job_id = desk.ordered(script_text="A lamp for two.", review=["script"])
    first = desk.come_in(f"/jobs/{job_id}")
    first.wait_for_selector(".pipe.waiting")
    second = desk.watch(desk.context.new_page())
    second.goto(f"{desk.origin}/jobs/{job_id}/review")
    second.wait_for_selector("#approve-script")
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")
    first.bring_to_front()
    first.wait_for_selector("#resume")
    second.bring_to_front()
    second.wait_for_selector("#resume")


def test_the_back_button_goes_through_the_views_one_has_seen(desk: Desk) -> None:
    page = desk.come_in()
    page.fill("[name=prompt]", "A lamp, seen again")
    page.click("nav >> text=Videos")
    page.wait_for_selector("h1:has-text('Your videos')")
    page.click("nav >> text=Usage")
    page.wait_for_selector("meter")
    page.go_back()
    page.wait_for_selector("h1:has-text('Your videos')")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.go_back()
    assert page.input_value("[name=prompt]") == "A lamp, seen again"


def test_the_page_outlives_a_host_that_stops_and_comes_back(desk_at: MakeDesk, tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path / "data", port=port, OMNIGEN_PICTURE_SCALE="0.1") as first:
        desk = desk_at(first)
        job_id = desk.ordered(script_text="A lamp for two.", review=["script"])
        desk.come_in(f"/jobs/{job_id}/review").fill("[name=text]", "A lamp for three.")
        first.kill()
    desk.expect("ERR_CONNECTION_REFUSED")
    desk.expect("ERR_EMPTY_RESPONSE")
    desk.expect("ERR_CONNECTION_RESET")
    desk.expect("404 (NOT FOUND)")  # of moto, which answers a moment before the API does
    desk.expect("503")  # of the host, until the API is mounted
    desk.page.click("#save-draft")
    desk.page.wait_for_selector(".lost:has-text('does not answer')")
    with serving(tmp_path / "data", port=port, OMNIGEN_PICTURE_SCALE="0.1") as again:
        desk.host = ApiHost(again.api, again.token, again.data_dir, again.process)
        desk.page.wait_for_selector(".lost:empty", state="attached", timeout=40_000)
        desk.page.click("#save-draft")
        desk.until(lambda: desk.job()["brief"]["script_text"] == "A lamp for three.")
        desk.page.goto("about:blank")


def test_other_people_s_jobs_are_not_there(desk: Desk) -> None:
    desk.expect("404")
    page = desk.come_in("/jobs/job_01ARZ3NDEKTSV4RRFFQ69G5FAV")
    page.wait_for_selector("h1:has-text('No such video')")
    page.click("text=Go to your videos")
    page.wait_for_url(re.compile("/jobs$"))


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
