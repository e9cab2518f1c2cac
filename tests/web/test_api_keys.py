"""The view of API keys: a key is shown once, works, and ends when it is revoked."""

from __future__ import annotations

import urllib.error
import urllib.request

from tests.web.page_objects import Desk


def status_with(desk: Desk, key: str) -> int:
    request = urllib.request.Request(f"{desk.host.api}/jobs", headers={"Authorization": f"Bearer {key}"})
    try:
        with urllib.request.urlopen(request) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_a_key_is_made_shown_once_and_revoked(desk: Desk) -> None:
    page = desk.come_in()
    page.click("nav >> text=Keys")
    page.wait_for_selector("tbody th:has-text('omnigen serve')")  # the key that serve prints
    page.fill("[name=key-name]", "build")
    page.click("#make-key")
    key = desk.said("#new-key")
    page.wait_for_selector("tbody th:has-text('build')")
    assert status_with(desk, key) == 200
    page.reload()
    page.wait_for_selector("tbody th:has-text('build')")
    assert key not in page.content()
    page.click("[aria-label='Revoke build']")
    page.click("dialog >> text=Revoke >> nth=-1")
    page.wait_for_selector("tbody th:has-text('build')", state="detached")
    assert status_with(desk, key) == 401


def test_a_key_that_spends_without_an_amount_is_refused_with_words(desk: Desk) -> None:
    desk.expect("422")
    page = desk.come_in("/keys")
    page.fill("[name=key-name]", "build")
    page.check("[name=key-scopes][value=spend]")
    page.click("#make-key")
    assert "spend_usd_per_day" in desk.said("[role=alert]:has-text('No key was made')")
