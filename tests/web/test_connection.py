"""An expired sign-in and a lost connection: told once, asked nothing for ever, and recovered from without a reload."""

from __future__ import annotations

from playwright.sync_api import Error, Page

from local.api.tokens import tokens_of
from tests.web.page_objects import Desk


def expire(desk: Desk) -> None:
    desk.page.evaluate("sessionStorage.setItem('omnigen.session', JSON.stringify({ token: 'old' }))")
    desk.page.reload()
    desk.page.wait_for_selector("dialog[open]")


def test_whoever_dismisses_signing_in_is_not_asked_again_until_they_want_to(desk: Desk) -> None:
    desk.expect("401")
    page = desk.come_in("/jobs")
    page.wait_for_selector(".jobs")
    expire(desk)
    page.keyboard.press("Escape")
    page.wait_for_selector(".lost:has-text('You are signed out')")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/" in request.url else None)
    page.wait_for_timeout(7_000)
    assert page.locator("dialog").count() == 0
    assert asked == []
    page.click("#sign-in-again")
    page.fill("dialog [name=token]", desk.host.token)
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog", state="detached")
    page.wait_for_selector(".lost:empty", state="attached")
    page.wait_for_selector(".job h2, .empty")


def test_no_parser_s_words_stand_where_the_price_was(desk: Desk) -> None:
    desk.expect("401")
    page = desk.come_in()
    page.fill("[name=prompt]", "A lamp")
    expire(desk)
    page.keyboard.press("Escape")
    page.wait_for_selector("#price .notice:has-text('You are signed out')")
    assert "padding" not in desk.said("#price")
    page.click("#sign-in-again")
    page.locator("dialog").get_by_role("button", name="Sign out").click()  # the page itself has such a button too
    page.wait_for_selector(".welcome")
    assert page.evaluate("sessionStorage.length") == 0


def test_the_form_has_its_price_again_as_soon_as_the_server_is_back(desk: Desk) -> None:
    desk.expect("ERR_INTERNET_DISCONNECTED")
    page = desk.come_in()
    page.fill("[name=prompt]", "A lamp")
    page.wait_for_selector("#order:has-text('at most $'):not([aria-disabled=true])")
    desk.context.set_offline(True)
    page.fill("[name=duration]", "12")
    page.wait_for_selector(".lost:has-text('does not answer')")
    page.wait_for_selector("#price .notice:has-text('No price yet')")
    desk.context.set_offline(False)
    page.wait_for_selector(".lost:empty", state="attached")
    page.wait_for_selector("#order:has-text('at most $'):not([aria-disabled=true])")


def test_usage_is_there_again_as_soon_as_the_server_is_back(desk: Desk) -> None:
    desk.expect("ERR_INTERNET_DISCONNECTED")
    page = desk.come_in("/usage")
    page.wait_for_selector("meter")
    page.click("nav >> text=Create")
    desk.context.set_offline(True)
    page.click("nav >> text=Usage")
    page.wait_for_selector(".notice.bad:has-text('Your usage cannot be shown')")
    desk.context.set_offline(False)
    page.wait_for_selector("meter")


def test_a_token_in_an_address_replaces_no_session_without_a_question(desk: Desk) -> None:
    page = desk.come_in("/usage")
    page.wait_for_selector("meter")
    mine = page.evaluate("sessionStorage.getItem('omnigen.session')")
    other = tokens_of(desk.host.data_dir).issue("somebody-else")
    page.evaluate(f"location.hash = 'token={other}'")
    page.wait_for_selector("dialog:has-text('Somebody is signed in here already')")
    assert "token" not in page.url
    page.get_by_role("button", name="Cancel").click()
    page.wait_for_selector("dialog", state="detached")
    assert page.evaluate("sessionStorage.getItem('omnigen.session')") == mine
    page.evaluate(f"location.hash = 'token={other}'")
    with page.expect_navigation():  # the page begins anew as somebody else
        page.get_by_role("button", name="Sign in with it").click()
    page.wait_for_selector("meter")
    desk.until(lambda: other in _session_of(page))


def _session_of(page: Page) -> str:
    """The session that the page keeps; empty while the page begins anew."""
    try:
        return str(page.evaluate("sessionStorage.getItem('omnigen.session')"))
    except Error:
        return ""
