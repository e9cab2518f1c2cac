"""An ad for a medicine in the page: its label is kept from a file, its finished video has rules beside the player."""

from __future__ import annotations

from pathlib import Path

import pytest
from omnigen.media.packet_file import verify_packet

from tests.web.page_objects import Desk

REMINDER = """market = "US"
ad_type = "reminder"
brand = "Veloria"
generic = "samplezumab"
version = "3"
"""


@pytest.mark.slow
def test_a_label_is_kept_from_a_file_and_the_finished_video_is_reviewed_beside_the_player(
    desk: Desk, tmp_path: Path
) -> None:
    label = tmp_path / "label.toml"
    label.write_text(REMINDER, encoding="utf-8")
    page = desk.come_in()
    assert not page.locator("input[type=file][accept*='.toml']").is_visible()
    page.check("input[name=mode][value=pharma]", force=True)
    page.set_input_files("input[type=file][accept*='.toml']", label)
    page.click("text=Check and keep the label")
    page.wait_for_selector("text=Kept: Veloria (samplezumab), reminder, US, version 3")
    page.fill("[name=prompt]", "Veloria")
    page.fill("[name=duration]", "6")
    page.check("input[name=pictures][value=stills]", force=True)
    page.click("#order")
    page.wait_for_selector(
        ".notice:has-text('is kept back. PH-033')", timeout=180_000
    )  # too small a picture to be read
    page.click("#tab-video")
    page.wait_for_selector(".notice:has-text('It is kept back')")
    rule = page.locator(".rule.failed", has_text="PH-033")
    rule.get_by_role("button", name="Go to 0:00").first.click()
    rule.locator("summary").click()
    rule.locator("input").nth(0).fill("Ada Lovelace")
    rule.locator("input").nth(1).fill("Read on a larger copy")
    rule.get_by_role("button", name="Waive PH-033").click()
    page.wait_for_selector("text=Waived by Ada Lovelace: Read on a larger copy")
    page.click("text=Approve this file by name")
    page.fill("[name=approver]", "Grace Hopper")
    page.fill("[name=approver_role]", "medical")
    page.get_by_role("button", name="Approve this file", exact=True).click()
    page.wait_for_selector("text=Approved by Grace Hopper (medical)")
    page.click("text=Make the review packet")
    with page.expect_download() as saved:
        page.click("text=Save the review packet")
    packet = tmp_path / "packet.zip"
    saved.value.save_as(packet)
    assert verify_packet(packet) == []


def test_a_label_that_cannot_be_read_is_told_beside_its_field(desk: Desk, tmp_path: Path) -> None:
    label = tmp_path / "label.toml"
    label.write_text('market = "US"\nad_type = "product_claim"', encoding="utf-8")
    desk.expect("422")  # the browser tells its console of every refused request
    page = desk.come_in()
    page.check("input[name=mode][value=pharma]", force=True)
    page.set_input_files("input[type=file][accept*='.toml']", label)
    page.click("text=Check and keep the label")
    page.wait_for_selector(".complaint:has-text('The label of a product_claim ad needs brand and generic')")
