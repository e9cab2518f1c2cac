"""Signing in as on AWS: hosted pages, authorization code with PKCE, renewal, a window beside the page, signing out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from local.api.web_page import WebPage
from tests.e2e.api_host import ApiHost
from tests.web.conftest import MakeDesk
from tests.web.hosted_pages import CLIENT, FrontDoor, HostedPages, serving_app
from tests.web.page_objects import Desk


@dataclass(frozen=True)
class Deployed:
    """The page as it is on AWS, in small."""

    origin: str
    people: HostedPages


@pytest.fixture
def deployed(host: ApiHost) -> Iterator[Deployed]:
    people = HostedPages(host.token)
    with serving_app(people) as hosted:
        facts = {"userPoolId": "pool", "clientId": CLIENT, "signInOrigin": hosted}
        with serving_app(FrontDoor(WebPage(facts, sign_in=hosted), host)) as origin:
            yield Deployed(origin, people)


@pytest.fixture
def desk(deployed: Deployed, desk_at: MakeDesk, host: ApiHost) -> Desk:
    """A person before the host, who is gone when the servers close."""
    return desk_at(host)


def signed_in(desk: Desk, deployed: Deployed, path: str) -> None:
    desk.page.goto(f"{deployed.origin}{path}")
    desk.page.get_by_role("button", name="Sign in").click()
    desk.page.wait_for_selector("html[data-ready]")


def test_one_comes_back_to_where_one_wanted_to_go_and_no_code_stays_behind(desk: Desk, deployed: Deployed) -> None:
    signed_in(desk, deployed, "/usage")
    desk.page.wait_for_selector("meter")
    assert desk.page.url == f"{deployed.origin}/usage"
    assert deployed.people.grants == ["authorization_code"]
    assert desk.page.evaluate("localStorage.length") == 0
    desk.page.get_by_role("button", name="Sign out").click()
    desk.page.wait_for_selector(".welcome")
    assert deployed.people.grants[-2:] == ["revoke", "logout"]
    assert desk.page.evaluate("sessionStorage.length") == 0


def test_a_code_that_somebody_else_asked_for_signs_nobody_in(desk: Desk, deployed: Deployed) -> None:
    desk.page.goto(f"{deployed.origin}/?code=planted&state=planted")
    desk.page.wait_for_selector(".welcome")
    assert deployed.people.grants == []
    assert desk.page.url == f"{deployed.origin}/"


def test_an_old_token_is_renewed_without_a_word(desk: Desk, deployed: Deployed) -> None:
    desk.expect("401")
    signed_in(desk, deployed, "/")
    expire(desk)
    desk.page.click("nav >> text=Usage")
    desk.page.wait_for_selector("meter")
    assert desk.page.locator("dialog").count() == 0
    assert deployed.people.grants == ["authorization_code", "refresh_token"]


def test_a_window_beside_the_page_signs_in_again_and_what_was_typed_stays(desk: Desk, deployed: Deployed) -> None:
    desk.expect("401")
    desk.expect("400")
    signed_in(desk, deployed, "/")
    desk.page.fill("[name=prompt]", "A lamp for the patient")
    deployed.people.refreshes = False
    expire(desk)
    desk.page.wait_for_selector("html[data-ready]")
    with desk.page.expect_popup():
        desk.page.get_by_role("button", name="Sign in again").click()
    desk.page.wait_for_selector("dialog", state="detached")
    desk.until(lambda: len(desk.context.pages) == 1)
    assert desk.page.input_value("[name=prompt]") == "A lamp for the patient"
    desk.page.click("nav >> text=Usage")
    desk.page.wait_for_selector("meter")


def test_no_token_is_taken_from_an_address_where_people_sign_in_at_hosted_pages(desk: Desk, deployed: Deployed) -> None:
    signed_in(desk, deployed, "/usage")
    mine = desk.page.evaluate("sessionStorage.getItem('omnigen.session')")
    desk.page.goto(f"{deployed.origin}/#token=planted")
    desk.page.wait_for_selector("html[data-ready]")
    assert desk.page.url == f"{deployed.origin}/"
    assert desk.page.evaluate("sessionStorage.getItem('omnigen.session')") == mine


def expire(desk: Desk) -> None:
    """The token gets old; the page is loaded anew, as after a night."""
    kept = "JSON.stringify({ ...JSON.parse(sessionStorage.getItem('omnigen.session')), token: 'old' })"
    desk.page.evaluate(f"sessionStorage.setItem('omnigen.session', {kept})")
    desk.page.reload()
