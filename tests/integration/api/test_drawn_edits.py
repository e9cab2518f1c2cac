"""Edits of what is drawn or mixed keep all scenes, say that they cost nothing, and refuse what cannot be drawn."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from omnigen.domain.brief import Brief
from omnigen.domain.job import Job, JobStatus
from omnigen.runtime.context import AppContext

from tests.builders import a_brief
from tests.integration.api.conftest import Ask
from tests.integration.api.test_brands import kept

EDITS: dict[str, Any] = {
    "title": "Another title",
    "product_name": "Aqua Two",
    "call_to_action": "Come in today",
    "display_url": "aqua.example",
    "legal_line": "Aqua Ltd, Cork.",
    "captions": "burned",
    "caption_style": "highlight",
    "caption_spellings": {"bottle": "Bottle®"},
    "music_volume_db": -6,
}


@pytest.fixture
def finished(keep: Callable[..., Job]) -> Callable[..., Job]:
    """A finished job of stills without a purchase that is still wanted, so that only what goes stale has a price."""

    def build(**brief: Any) -> Job:
        return keep(status=JobStatus.COMPLETED, brief=a_brief(pictures="stills", duration=6, **brief))

    return build


@pytest.mark.parametrize("field", EDITS)
def test_an_edit_keeps_the_scenes_and_adds_nothing_to_what_is_left_to_buy(
    field: str, finished: Callable[..., Job], ask: Ask, app: AppContext
) -> None:
    job = finished()
    path = f"/jobs/{job.job_id}"
    before = ask("POST", f"{path}/regenerate", {"dry_run": True}).json["stale"]["total_usd"]
    asked = ask("PUT", f"{path}/drawn", {field: EDITS[field], "dry_run": True})
    assert asked.status == 200, asked.text
    assert (asked.json["stale"]["total_usd"], asked.json["job"]) == (before, None)
    assert app.aws.jobs.get(job.job_id) == app.aws.jobs.get(job.job_id).model_copy(update={"rev": job.rev})
    done = ask("PUT", f"{path}/drawn", {field: EDITS[field]})
    assert done.status == 200, done.text
    after = app.aws.jobs.get(job.job_id)
    assert (after.scenes, after.status) == (job.scenes, JobStatus.COMPLETED)
    assert ask("POST", f"{path}/regenerate", {"dry_run": True}).json["stale"]["total_usd"] == before
    places: list[Any] = [
        after.title,
        after.script and after.script.product_name,
        after.script and after.script.call_to_action,
    ]
    places += [after.brief.display_url, after.brief.legal_line, after.brief.captions, after.brief.caption_style]
    places += [dict(after.brief.caption_spellings), after.brief.music.volume_db]
    assert places[list(EDITS).index(field)] == EDITS[field]


def test_a_title_that_the_brief_gave_can_be_changed(finished: Callable[..., Job], ask: Ask, app: AppContext) -> None:
    for path in ("/jobs/{}/drawn", "/scripts/{}"):
        job = finished(title="First")
        assert ask("PUT", path.format(job.job_id), {"title": "Second"}).status == 200
        after = app.aws.jobs.get(job.job_id)
        assert (after.title, after.brief.title) == ("Second", "Second")


def test_an_empty_text_takes_its_text_away(finished: Callable[..., Job], ask: Ask, app: AppContext) -> None:
    job = finished(display_url="aqua.example", legal_line="Aqua Ltd.")
    gone = {"display_url": "", "legal_line": "", "product_name": ""}
    assert ask("PUT", f"/jobs/{job.job_id}/drawn", gone).status == 200
    after = app.aws.jobs.get(job.job_id)
    assert (after.brief.display_url, after.brief.legal_line) == (None, None)
    assert after.script
    assert after.script.product_name == ""


def test_a_finished_job_takes_the_newest_version_of_a_brand(
    finished: Callable[..., Job], ask: Ask, app: AppContext
) -> None:
    job, brand = finished(), kept(ask)
    path = f"/jobs/{job.job_id}"
    before = Decimal(ask("POST", f"{path}/regenerate", {"dry_run": True}).json["stale"]["total_usd"])
    answer = ask("PUT", f"{path}/drawn", {"brand_id": brand["brand_id"]})
    assert answer.status == 200, answer.text
    assert Decimal(answer.json["stale"]["total_usd"]) == before
    after = app.aws.jobs.get(job.job_id)
    assert after.brief.brand
    assert after.script
    assert (after.brief.brand.version, after.script.call_to_action) == (1, "Refill today")
    newer = {**brand["kit"], "rev": 1, "call_to_action": "Refill now"}
    assert ask("PUT", f"/brands/{brand['brand_id']}", newer).status == 200
    ask("PUT", f"{path}/drawn", {"brand_id": brand["brand_id"]})
    after = app.aws.jobs.get(job.job_id)
    assert after.script
    assert after.script.call_to_action == "Refill now"
    ask("PUT", f"{path}/drawn", {"brand_id": ""})
    assert app.aws.jobs.get(job.job_id).brief.brand is None
    assert [use["job_id"] for use in ask("GET", f"/brands/{brand['brand_id']}").json["used_by"]] == [job.job_id]


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        ({"title": "Cheap water"}, "title"),
        ({"call_to_action": "Buy it cheap"}, "call_to_action"),
        ({"caption_spellings": {"line": "cheap line"}}, "caption_spellings"),
        ({"title": "\u1234 water"}, "title"),
    ],
)
def test_what_the_brand_never_says_and_what_cannot_be_drawn_is_refused(
    edit: dict[str, Any], field: str, finished: Callable[..., Job], ask: Ask
) -> None:
    job, brand = finished(), kept(ask)
    ask("PUT", f"/jobs/{job.job_id}/drawn", {"brand_id": brand["brand_id"]})
    answer = ask("PUT", f"/jobs/{job.job_id}/drawn", edit)
    assert (answer.status, answer.json["field"]) == (422, field)


@pytest.mark.parametrize(
    ("path", "edit", "field"),
    [
        ("/scripts/{job}", {"title": "Cheap"}, "title"),
        ("/scenes/{job}-s01", {"text": "So cheap."}, "text"),
        (
            "/scripts/{job}",
            {"segments": [{"text": "Cheap.", "duration": 3}, {"text": "Yes.", "duration": 3}]},
            "segments",
        ),
    ],
)
def test_other_edits_refuse_it_too(
    path: str, edit: dict[str, Any], field: str, finished: Callable[..., Job], ask: Ask
) -> None:
    job, brand = finished(), kept(ask)
    ask("PUT", f"/jobs/{job.job_id}/drawn", {"brand_id": brand["brand_id"]})
    answer = ask("PUT", path.format(job=job.job_id), edit)
    assert (answer.status, answer.json["field"]) == (422, field)


def test_a_brand_whose_words_the_script_says_wrong_is_not_given_to_it(finished: Callable[..., Job], ask: Ask) -> None:
    job, brand = finished(), kept(ask, never_say=["line number"])
    answer = ask("PUT", f"/jobs/{job.job_id}/drawn", {"brand_id": brand["brand_id"]})
    assert (answer.status, answer.json["field"]) == (422, "brand_id")


def test_a_job_that_runs_is_not_edited(keep: Callable[..., Job], ask: Ask) -> None:
    job = keep(status=JobStatus.PROCESSING)
    answer = ask("PUT", f"/jobs/{job.job_id}/drawn", {"title": "Another"})
    assert answer.status == 409
    assert "Possible now" in answer.json["detail"]


def test_the_briefs_defaults_draw_nothing_new() -> None:
    brief = Brief(prompt="x")
    assert (brief.shown_url, brief.shown_legal_line, brief.music.volume_db, brief.caption_spellings) == ("", "", 0, {})
