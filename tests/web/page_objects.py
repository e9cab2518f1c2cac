"""A person at the studio page: a tab of a real browser, which remembers everything that should not have happened."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests.e2e.api_host import ApiHost

SECONDS = 1_000.0
JOB = re.compile(r"/jobs/(job_[0-9A-Z]{26})")

WATCH = """() => {
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
}"""


@dataclass
class Desk:
    """One person with one tab. `mishaps` must be empty in the end, but for what `expect` has named."""

    host: ApiHost
    context: BrowserContext
    page: Page
    mishaps: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        """Where the page is served."""
        return self.host.api.removesuffix("/api/v1")

    def watch(self, page: Page) -> Page:
        """Remember what this tab says to its console, and what it could not load."""
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.mishaps.append(f"uncaught: {error}"))
        page.set_default_timeout(60 * SECONDS)
        return page

    def expect(self, words: str) -> None:
        """A mishap that this test provokes."""
        self.expected.append(words)

    def surprises(self) -> list[str]:
        """Mishaps that nobody provoked."""
        return [mishap for mishap in self.mishaps if not any(words in mishap for words in self.expected)]

    def come_in(self, path: str = "/") -> Page:
        """Open the address that `omnigen serve` prints, then a place in the page."""
        self.page.goto(f"{self.origin}/#token={self.host.token}")
        self.page.wait_for_selector("html[data-ready]")
        return self.open(path)

    def open(self, path: str) -> Page:
        """Go to a place as a link would."""
        if path != "/":
            self.page.goto(f"{self.origin}{path}")
            self.page.wait_for_selector("html[data-ready]")
        return self.page

    def order(self) -> str:
        """Press the button of the form; the job's id."""
        self.page.click("#order")
        self.page.wait_for_url(JOB)
        return self.job_id

    @property
    def job_id(self) -> str:
        """The job that is looked at."""
        found = JOB.search(self.page.url)
        assert found, self.page.url
        return found[1]

    def job(self) -> Any:
        """The job as the API shows it."""
        return self.host.ask("GET", f"/jobs/{self.job_id}").json

    def ordered(self, **brief: Any) -> str:
        """A job made past the page; its id."""
        answer = self.host.ask("POST", "/generate", {"duration": 6, "pictures": "stills", **brief})
        assert answer.status == 202, answer.body
        return str(answer.json["job_id"])

    def plays(self) -> None:
        """The video that is shown goes forward."""
        video = self.page.locator("video.screen")
        video.evaluate("video => { video.muted = true; return video.play(); }")
        self.until(lambda: bool(video.evaluate("video => video.currentTime > 0.3")))

    def said(self, selector: str) -> str:
        """The text of what is there, once it is there."""
        return self.page.locator(selector).first.inner_text()

    def until(self, holds: Callable[[], bool], seconds: float = 60) -> None:
        """Look again and again."""
        for _ in range(int(seconds * 5)):
            if holds():
                return
            self.page.wait_for_timeout(200)
        raise AssertionError("it never came to hold")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.mishaps.append(f"{message.type}: {message.text} {message.location.get('url', '')}")
