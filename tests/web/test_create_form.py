"""The form: what nobody chose is not ordered, complaints stay until they are mended, and no draft is lost."""

from __future__ import annotations

import re

from tests.web.page_objects import Desk
from tests.web.test_accessibility import drop


def chosen(desk: Desk) -> tuple[str, int]:
    pictures = desk.page.locator("[name=pictures]:checked").get_attribute("value")
    return str(pictures), desk.page.locator("[name=review]:checked").count()


def start_from(desk: Desk, subject: str) -> None:
    desk.page.check(f"input[name=subject][value={subject}]", force=True)


def test_looking_at_another_subject_changes_nothing(desk: Desk) -> None:
    page = desk.come_in()
    assert chosen(desk) == ("clips", 0)
    start_from(desk, "script")
    assert chosen(desk) == ("stills", 4)
    assert "animated stills, and your approval at every step" in desk.said(".subject-note")
    start_from(desk, "prompt")
    assert chosen(desk) == ("clips", 0)
    assert page.locator(".subject-note .notice").count() == 0


def test_defaults_of_a_subject_can_be_undone_and_leave_choices_alone(desk: Desk) -> None:
    page = desk.come_in()
    page.check("[name=review][value=spend]")
    start_from(desk, "script")
    assert chosen(desk) == ("stills", 1)  # the approvals were chosen, the visuals were not
    page.click("#undo-defaults")
    assert chosen(desk) == ("clips", 1)
    start_from(desk, "product")
    start_from(desk, "script")
    assert chosen(desk) == ("clips", 1)


def test_a_refused_file_is_told_also_after_a_refused_order(desk: Desk) -> None:
    page = desk.come_in()
    page.click("#order")
    page.wait_for_selector(".complaint:has-text('Say what the video is about')")
    drop(page, "logo.svg", "image/svg+xml")
    page.wait_for_selector(".complaint:has-text('“logo.svg” is not a PNG, JPEG or WebP picture')")
    page.fill("[name=prompt]", "A lamp")
    page.wait_for_timeout(300)
    assert page.locator(".complaint:visible").all_inner_texts() == ["“logo.svg” is not a PNG, JPEG or WebP picture"]


def test_the_length_that_is_named_is_the_length_that_is_offered(desk: Desk) -> None:
    page = desk.come_in()
    start_from(desk, "script")
    page.fill("[name=script_text]", "Much too many words for so short a film. " * 12)
    page.fill("[name=duration]", "15")
    page.wait_for_selector(".price .notice.bad")
    named = re.search(r"at least (\d+) s long", desk.said(".price .notice.bad"))
    assert named
    offered = page.get_by_role("button", name="Make it")
    assert offered.inner_text() == f"Make it {named[1]} s"
    offered.click()
    page.wait_for_selector(".price .notice.bad", state="detached")


def test_a_draft_is_set_aside_and_brought_back(desk: Desk) -> None:
    job_id = desk.ordered(script_text="A lamp for late hours.", review=["script"])
    page = desk.come_in()
    page.fill("[name=prompt]", "A bottle that nobody may forget")
    page.click("nav >> text=Videos")
    page.click(f"#open-{job_id}")
    page.click("#again")
    page.wait_for_selector("#bring-back")
    assert page.input_value("[name=script_text]") == "A lamp for late hours."
    page.click("#bring-back")
    assert page.input_value("[name=prompt]") == "A bottle that nobody may forget"
    page.get_by_role("button", name="Start over").click()
    assert page.input_value("[name=prompt]") == ""
    page.click("#bring-back")
    assert page.input_value("[name=prompt]") == "A bottle that nobody may forget"
    desk.host.ask("POST", f"/jobs/{job_id}/cancel")


def test_a_draft_is_there_in_a_second_tab_and_gone_after_signing_out(desk: Desk) -> None:
    page = desk.come_in()
    page.fill("[name=prompt]", "A bottle, written in the first tab")
    second = desk.watch(desk.context.new_page())
    second.goto(desk.origin)
    second.wait_for_selector("html[data-ready]")
    assert second.input_value("[name=prompt]") == "A bottle, written in the first tab"
    second.get_by_role("button", name="Sign out").click()
    second.wait_for_selector(".welcome")
    page.wait_for_selector(".welcome")  # whoever signs out has signed out in every tab
    assert second.evaluate("Object.keys(localStorage).filter(key => key.startsWith('omnigen.kept'))") == []


def test_a_kept_product_is_shown_as_it_will_be_used(desk: Desk) -> None:
    product = {"name": "Aqua Two", "description": "A glass bottle", "selling_points": ["no plastic"]}
    project = desk.host.ask("POST", "/projects", {"product": product}).json["project_id"]
    page = desk.come_in()
    start_from(desk, "product")
    page.wait_for_selector(f"[name=project_id] option[value={project}]", state="attached")
    page.select_option("[name=project_id]", project)
    page.wait_for_selector("#product-card:has-text('Aqua Two')")
    assert "A glass bottle" in desk.said("#product-card")
    assert "no plastic" in desk.said("#product-card")
    page.get_by_role("button", name="Edit as a new product").click()
    assert page.input_value("[name=product_description]") == "A glass bottle"
    assert page.input_value("[name=project_id]") == ""


def test_words_of_people_have_the_direction_of_their_language(desk: Desk) -> None:
    page = desk.come_in()
    page.fill("[name=prompt]", "مصباح لساعات متأخرة")
    assert page.locator("[name=prompt]").evaluate("node => getComputedStyle(node).direction") == "rtl"
    page.fill("[name=prompt]", "A lamp")
    assert page.locator("[name=prompt]").evaluate("node => getComputedStyle(node).direction") == "ltr"


def test_a_voice_is_heard_before_anything_is_ordered(desk: Desk) -> None:
    page = desk.come_in()
    page.wait_for_selector("text=that you have not heard yet costs about")
    page.select_option("[name=voice]", "calm")
    page.select_option("[name=language]", "de")
    page.click("text=Listen to this voice")
    page.wait_for_selector("audio[src]:visible")
    page.wait_for_function("() => document.querySelector('audio').duration > 2")
    assert not desk.surprises()


def test_the_language_is_detected_and_told_beside_the_price(desk: Desk) -> None:
    page = desk.come_in()
    start_from(desk, "script")
    page.fill("[name=script_text]", "Unser Onlinekonto kostet nichts im Monat.")
    page.wait_for_selector(".price-words:has-text('In German, as detected')")
    page.select_option("[name=language]", "nl")
    page.wait_for_selector(".price-words:not(:has-text('detected'))")
