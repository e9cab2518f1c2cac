"""A real browser before the real local host. Without Chromium these tests are skipped, which in CI is a failure."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.api_host import ApiHost, serving
from tests.web.page_objects import WATCH, Desk

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)
SETTINGS = {
    "OMNIGEN_PICTURE_SCALE": "0.1",
    "OMNIGEN_OFFLINE_PRICES": "imitated",
    "OMNIGEN_OFFLINE_FAULTS": "image:PolicyBlocked:s03",
}
"""Tiny pictures that seem to cost money; the first picture of a third scene is refused, and most videos have two."""

MakeDesk = Callable[..., Desk]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the browser is."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("there is no Chromium on this machine; apt-get install chromium")
    return found


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A browser with a fresh profile, for one module: its event loop must not outlive it in this process."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def host(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiHost]:
    """`omnigen serve`, once."""
    with serving(tmp_path_factory.mktemp("studio") / "data", port=0, **SETTINGS) as running:
        yield running


@pytest.fixture
def desk_at(browser: Browser) -> Iterator[MakeDesk]:
    """Puts a person before a host; what surprises the console fails the test."""
    desks: list[Desk] = []

    def sit_down(host: ApiHost, width: int = 1280, theme: str = "light", *, phone: bool = False) -> Desk:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if theme == "dark" else "light",
            has_touch=phone,
            is_mobile=phone,
        )
        context.add_init_script(f"({WATCH})()")
        desk = Desk(host, context, context.new_page())
        desk.watch(desk.page)
        desks.append(desk)
        return desk

    yield sit_down
    for desk in desks:
        violations = [found for page in desk.context.pages for found in page.evaluate("window.violations ?? []")]
        desk.context.close()
        assert violations == [], "the content policy was broken"
        assert desk.surprises() == []


@pytest.fixture
def desk(desk_at: MakeDesk, host: ApiHost) -> Desk:
    """A person before the host that all share."""
    return desk_at(host)


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: OMNIGEN_SCREENSHOTS, or a temporary folder."""
    folder = Path(os.environ.get("OMNIGEN_SCREENSHOTS") or tmp_path_factory.mktemp("screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
