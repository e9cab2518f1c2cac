"""Good manners: for every reader, in every window, in both themes, and for people in a hurry."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from local.api.tokens import tokens_of
from tests.e2e.api_host import ApiHost
from tests.web.conftest import MakeDesk
from tests.web.page_objects import Desk

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
WIDTHS = (360, 768, 1600)
PICTURED = (360, 1600)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def jobs(host: ApiHost) -> dict[str, str]:
    """A job to look at in each state that lasts: waiting, as a draft, and finished."""
    brief = {"prompt": "A bakery opens at five", "duration": 6, "pictures": "stills"}
    made = {
        "done": {**brief, "aspect_ratio": "9:16"},
        "scenes": {**brief, "review": ["scenes"]},
        "script": {**brief, "review": ["script"]},
        "draft": {**brief, "prompt": None, "script_text": "A bakery opens at five.", "review": ["script"]},
    }
    ids = {name: host.ask("POST", "/generate", body).json["job_id"] for name, body in made.items()}
    host.until(ids["scenes"], "awaiting_review")
    host.until(ids["script"], "awaiting_review")
    host.until(ids["done"], "completed")
    return ids


def places(jobs: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Every view: its path, and what is there when it is complete."""
    return {
        "create": ("/", ".estimate"),
        "list": ("/jobs", ".job .thumb img"),
        "files": ("/files", ".assets:not([aria-busy])"),
        "usage": ("/usage", "meter"),
        "missing": ("/nowhere", ".empty"),
        "watch": (f"/jobs/{jobs['done']}", ".notice.good"),
        "result": (f"/jobs/{jobs['done']}/video", "video.screen"),
        "review-scenes": (f"/jobs/{jobs['scenes']}/review", ".editor.waiting-card"),
        "review-script": (f"/jobs/{jobs['script']}/review", ".segment"),
        "review-draft": (f"/jobs/{jobs['draft']}/review", "#approve-script:visible"),
        "watch-waiting": (f"/jobs/{jobs['scenes']}", ".pipe.waiting"),
    }


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_view_is_accessible_and_fits_every_window(
    theme: str, desk_at: MakeDesk, host: ApiHost, jobs: dict[str, str], screenshots: Path
) -> None:
    desk = desk_at(host, theme=theme)
    desk.come_in()
    found: list[str] = []
    for name, (path, complete) in places(jobs).items():
        page = desk.open(path) if path != "/" else desk.page
        page.wait_for_selector(complete)
        found += [f"{name}: {violation}" for violation in violations(page)]
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                found.append(f"{name}: {wide} px too wide at {width}")
            if width in PICTURED:
                page.screenshot(path=screenshots / f"{name}-{width}-{theme}.png", full_page=True)
        found += [f"{name} at {WIDTHS[0]}: {violation}" for violation in narrow_violations(page)]
    assert found == []


def test_dialogs_and_signing_in_are_accessible(desk: Desk, jobs: dict[str, str], screenshots: Path) -> None:
    page = desk.page
    page.goto(desk.origin)
    page.wait_for_selector(".welcome")
    assert violations(page) == []
    page.screenshot(path=screenshots / "sign-in.png")
    desk.come_in(f"/jobs/{jobs['script']}/review").wait_for_selector(".segment")
    page.keyboard.press("?")
    page.wait_for_selector("dialog .keys")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.click("#reject-script")
    page.wait_for_selector("dialog textarea")
    assert violations(page) == []
    page.get_by_role("button", name="Write it again").click()
    assert "Say what should be different" in desk.said("dialog .complaint")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    assert page.evaluate("document.activeElement.id") == "reject-script"


def test_nothing_moves_while_things_arrive(desk: Desk, jobs: dict[str, str]) -> None:
    desk.context.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => { for (const entry of list.getEntries())"
        " if (!entry.hadRecentInput) window.shift += entry.value }).observe({type: 'layout-shift', buffered: true})"
    )
    desk.come_in()
    for name in ("create", "list", "watch", "result"):
        path, complete = places(jobs)[name]
        page = desk.open(path) if path != "/" else desk.page
        page.wait_for_selector(complete)
        page.wait_for_timeout(300)
        assert page.evaluate("window.shift") < 0.1, name  # the bound of Core Web Vitals for "good"


def test_what_is_impossible_is_said_before_anything_is_spent(desk: Desk) -> None:
    before = len(desk.host.ask("GET", "/jobs?limit=100").json["items"])
    page = desk.come_in()
    assert page.locator("[name=review][value=images]").is_disabled()
    assert "Only with animated stills" in desk.said("label:has([name=review][value=images])")
    page.click("#order")
    assert desk.said(".complaint:visible") == "Say what the video is about"
    assert page.evaluate("document.activeElement.name") == "prompt"
    page.fill("[name=prompt]", "x" * 10_000)
    page.fill("[name=duration]", "3")
    assert "10,000 characters; 4,000 is the most" in desk.said(".complaint:visible")
    assert "6 to 120 seconds" in desk.said(".price .notice")
    page.fill("[name=max_cost_usd]", "lots")
    assert "amount in dollars" in desk.said(".price .notice")
    page.fill("[name=max_cost_usd]", "0.50")
    page.fill("[name=duration]", "30")
    page.fill("[name=prompt]", "A lamp")
    page.wait_for_selector(".notice.waits:has-text('cap may be too low')")
    page.check("input[name=subject][value=script]", force=True)
    page.fill("[name=script_text]", "Much too many words for so short a film. " * 20)
    page.fill("[name=duration]", "15")
    page.get_by_role("button", name="Make it").click()
    page.wait_for_selector(".notice.bad", state="detached")
    assert 30 < int(page.input_value("[name=duration]")) < 120  # 180 words take about 47 s to say
    assert len(desk.host.ask("GET", "/jobs?limit=100").json["items"]) == before


def test_style_pictures_are_dropped_and_sent_and_other_files_refused(desk: Desk, tmp_path: Path) -> None:
    page = desk.come_in()
    drop(page, "report.pdf", "application/pdf")
    page.wait_for_selector(".complaint:has-text('“report.pdf” is not a PNG, JPEG or WebP picture')")
    drop(page, "mood.png", "image/png")
    page.wait_for_selector(".files li:has-text('Uploaded')")
    page.fill("[name=prompt]", "A lamp")
    page.check("[name=review][value=script]")
    page.fill("[name=duration]", "6")
    page.wait_for_selector(".estimate th:has-text('style')")
    desk.order()
    assert len(desk.job()["brief"]["style_images"]) == 1
    desk.host.ask("POST", f"/jobs/{desk.job_id}/cancel")
    page.click("#again")
    page.wait_for_selector(".files li")
    assert page.input_value("[name=prompt]") == "A lamp"
    page.get_by_role("button", name="Start over").click()
    assert page.input_value("[name=prompt]") == ""


def test_links_within_the_page_lead_there_and_lose_nothing(desk_at: MakeDesk, host: ApiHost) -> None:
    desk = desk_at(host, width=360)
    page = desk.come_in()
    page.fill("[name=prompt]", "A lamp")
    page.keyboard.press("Tab")
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.wait_for_selector(".price-foot:has-text('$')")
    page.click(".price-foot")
    desk.until(
        lambda: bool(page.evaluate("document.querySelector('#price').getBoundingClientRect().top < innerHeight"))
    )
    assert page.input_value("[name=prompt]") == "A lamp"
    page.click("nav >> text=Usage")
    page.wait_for_selector("meter")


def test_an_own_recording_takes_the_place_of_the_voice(desk: Desk) -> None:
    page = desk.come_in()
    drop(page, "voice.mp3", "audio/mpeg", zone="Your own recording")
    page.wait_for_selector(".files li:has-text('voice.mp3') >> text=Uploaded")
    drop(page, "second.wav", "audio/wav", zone="Your own recording")
    page.wait_for_selector(".complaint:has-text('remove one first')")
    page.fill("[name=prompt]", "A lamp")
    page.evaluate("document.querySelector('[name=captions][value=none]').click()")  # nobody wrote down what is said
    page.check("[name=review][value=script]")
    desk.order()
    assert desk.job()["brief"]["narration"]["upload"].endswith(".mp3")
    page.click("#brief summary")
    page.wait_for_selector("#brief dd:has-text('your own recording')")
    desk.host.ask("POST", f"/jobs/{desk.job_id}/cancel")


def test_the_list_begins_empty_and_shows_older_videos_on_demand(desk: Desk, host: ApiHost) -> None:
    desk.host = replace(host, token=tokens_of(host.data_dir).issue("newcomer"))
    page = desk.come_in("/jobs")
    page.wait_for_selector(".empty:has-text('No videos yet')")
    for number in range(21):
        desk.ordered(script_text=f"Lamp {number}.", review=["script"])
    desk.until(lambda: page.locator(".job h2").count() == 20)
    page.get_by_role("button", name="Show more").click()
    desk.until(lambda: page.locator(".job h2").count() == 21)
    assert desk.said(".job >> nth=20 >> h2") == "Lamp 0."
    assert page.get_by_role("button", name="Show more").is_hidden()


def test_the_list_shows_one_kind_and_says_when_there_is_none(desk: Desk, jobs: dict[str, str]) -> None:
    page = desk.come_in("/jobs")
    page.wait_for_selector(".job h2")
    page.select_option("[name=status]", "completed")
    page.wait_for_selector(f"[data-job={jobs['done']}]")
    assert "6 s" in desk.said(f"[data-job={jobs['done']}]")
    page.select_option("[name=status]", "script_ready")
    page.wait_for_selector(".empty:has-text('None of that kind'), .job h2")


def test_the_theme_can_be_chosen_and_stays(desk: Desk) -> None:
    page = desk.come_in()
    page.get_by_role("button", name="Dark colours").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    page.get_by_role("button", name="Light colours").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark


def violations(page: Page) -> list[str]:
    """What axe finds serious or critical, with the first place of each."""
    page.evaluate(AXE)
    found: Any = page.evaluate("(rules) => axe.run(document, rules)", RULES)
    return [
        f"{one['id']}: {one['nodes'][0]['target']} {one['nodes'][0]['failureSummary']}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


def narrow_violations(page: Page) -> list[str]:
    """The same in a narrow window."""
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    return violations(page)


def drop(page: Page, name: str, media_type: str, zone: str = "Style references") -> None:
    """Drop a file that the page makes itself on the zone of this label: a drawing, or a second of sound as WAV."""
    page.evaluate(
        """async ([name, type, label]) => {
          const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 64 });
          canvas.getContext("2d").fillRect(0, 0, 32, 32);
          const drawn = await new Promise((resolve) => canvas.toBlob(resolve));
          const samples = Int16Array.from({ length: 8000 }, (_, index) => (index % 20 < 10 ? 9000 : -9000));
          const head = new DataView(new ArrayBuffer(44));
          const text = (at, word) => [...word].forEach((letter, i) => head.setUint8(at + i, letter.charCodeAt(0)));
          text(0, "RIFF"); head.setUint32(4, 36 + samples.byteLength, true); text(8, "WAVEfmt ");
          head.setUint32(16, 16, true); head.setUint16(20, 1, true); head.setUint16(22, 1, true);
          head.setUint32(24, 8000, true); head.setUint32(28, 16000, true); head.setUint16(32, 2, true);
          head.setUint16(34, 16, true); text(36, "data"); head.setUint32(40, samples.byteLength, true);
          const files = new DataTransfer();
          const content = type.startsWith("image/") ? [drawn] : [head, samples];
          files.items.add(new File(content, name, { type }));
          const zones = [...document.querySelectorAll(".dropzone")];
          const zone = zones.find((one) => one.querySelector("label").textContent === label);
          zone.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
        }""",
        [name, media_type, zone],
    )
