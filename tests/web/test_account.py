"""The end of an account on the page."""

from __future__ import annotations

from dataclasses import replace

from local.api.tokens import tokens_of
from tests.web.page_objects import Desk


def test_an_account_is_deleted_after_the_word_was_typed(desk: Desk) -> None:
    desk.host = replace(desk.host, token=tokens_of(desk.host.data_dir).issue("leaver"))
    page = desk.come_in("/usage")
    page.click("#erase-me")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Delete everything").click()
    assert "Type the word delete" in desk.said("dialog .complaint")
    dialog.locator("[name=confirm]").fill("Delete")
    dialog.get_by_role("button", name="Delete everything").click()
    page.wait_for_selector("dialog:has-text('Your data is being deleted')")
    page.get_by_role("dialog").get_by_role("button", name="Sign out").click()
    page.wait_for_selector(".welcome")
