"""What is only drawn in a finished video is changed on the page, for a price that is said first."""

from __future__ import annotations

import pytest

from tests.web.page_objects import Desk


@pytest.mark.slow
def test_a_finished_video_is_cut_again_with_other_words_for_nothing(desk: Desk) -> None:
    job_id = desk.ordered(prompt="A calm ad for a lamp")
    desk.until(lambda: desk.host.ask("GET", f"/jobs/{job_id}").json["status"] == "completed", 240)
    before = desk.host.ask("GET", f"/jobs/{job_id}").json
    page = desk.come_in(f"/jobs/{job_id}/video")
    page.locator("section[aria-label='Text, captions, brand and music'] [name=title]").fill("Lumen at night")
    page.fill("[name=legal_line]", "Offer ends on Sunday")
    page.fill("[name=music_volume_db]", "40")
    desk.expect("422")
    page.click("#price-drawn")
    page.wait_for_selector(".complaint:visible")
    page.fill("[name=music_volume_db]", "-6")
    page.click("#price-drawn")
    page.wait_for_selector(".notice:has-text('This costs nothing')")
    assert "voice and music are mixed again" in desk.said(".notice:has-text('This costs nothing')")
    page.click("#recut")
    page.wait_for_url(f"**/jobs/{job_id}")
    desk.until(lambda: len(desk.host.ask("GET", f"/jobs/{job_id}").json["videos"]) == 2, 240)
    after = desk.host.ask("GET", f"/jobs/{job_id}").json
    assert (after["title"], after["brief"]["legal_line"]) == ("Lumen at night", "Offer ends on Sunday")
    assert after["brief"]["music"]["volume_db"] == -6
    assert after["spent_usd"] == before["spent_usd"]
    assert [scene["images"][0]["id"] for scene in after["scenes"]] == [s["images"][0]["id"] for s in before["scenes"]]
