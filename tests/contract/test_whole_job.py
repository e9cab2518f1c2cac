"""A whole job with live providers against the imitated vendors: a brief goes in, a film that plays comes out."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from omnigen.domain.brief import Brief
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.purchase import PurchaseKind, PurchaseStatus
from omnigen.jobs import runs
from omnigen.media.probe import probe
from omnigen.runtime.context import AppContext

from tests.builders import a_brief
from tests.conftest import StudioWith
from tests.contract import fake_media
from tests.contract.fake_replicate import Outcome
from tests.contract.fake_vendors import KEYS, FakeVendors

LONGEST_SECONDS = 150

NOT_IN_EVERY_JOB = {PurchaseKind.IMAGE, PurchaseKind.TRANSCRIPT}
"""Chained clips need no stills, and this job brings no recording."""


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    """The real composition."""
    return {"programs": {"compose": "functions.compose_video.task"}}


@pytest.fixture
def app(app_with: StudioWith, live_settings: dict[str, str]) -> AppContext:
    """A studio whose vendors are the imitated ones."""
    return app_with(**live_settings, OMNIGEN_PICTURE_SCALE="0.1")


@pytest.mark.slow
@pytest.mark.parametrize("continuity", ["chained", "keyframes"])
def test_a_brief_becomes_a_film_through_both_vendors(vendors: FakeVendors, app: AppContext, continuity: str) -> None:
    uploaded = "users/ada/uploads/style.png"
    app.aws.objects.put(uploaded, fake_media.still("A red apple", "1:1"), "image/png")
    job = _run(app, a_brief(duration=9, continuity=continuity, style_images=(uploaded,)))
    assert job.status is JobStatus.COMPLETED, job.problem
    assert job.video_key
    film = probe(app.aws.objects.get(job.video_key))
    assert film.seconds == 9
    assert {purchase.status for purchase in job.purchases.values()} == {PurchaseStatus.DONE}
    assert {purchase.kind for purchase in job.purchases.values()} >= set(PurchaseKind) - NOT_IN_EVERY_JOB
    assert vendors.paid == len(job.purchases)
    assert job.spent_usd == sum((purchase.spent_usd for purchase in job.purchases.values()), Decimal(0)) > 0
    assert job.committed_usd == job.spent_usd
    _holds_on_to_its_pictures(vendors, job, continuity)


def _holds_on_to_its_pictures(vendors: FakeVendors, job: Job, continuity: str) -> None:
    """Every clip but a first chained one starts on a picture that was really sent; none is filmed with sound."""
    filmed = [made.input for made in vendors.replicate.made.values() if made.input.get("generate_audio") is False]
    started = [given for given in filmed if "image" in given]
    scenes = len(job.scenes)
    assert len(filmed) == scenes == len([p for p in job.purchases.values() if p.kind is PurchaseKind.CLIP])
    assert len(started) == (scenes if continuity == "keyframes" else scenes - 1)


@pytest.mark.slow
def test_bad_weather_at_every_vendor_costs_nothing_more(vendors: FakeVendors, app: AppContext) -> None:
    vendors.fail("/v1/responses", lost="", slow_seconds=0.1)
    vendors.say("/v1/audio/speech", 429, {"error": {"code": "rate_limit_exceeded", "message": "slow", "type": "x"}})
    vendors.fail("/predictions", lost="dropped")
    vendors.say("/v1/predictions/p", 500, {"detail": "oops"}, method="GET", times=2)
    vendors.fail("/files/", method="GET", lost="cut")
    job = _run(app, a_brief(duration=6))
    assert job.status is JobStatus.COMPLETED, job.problem
    assert vendors.paid == len(job.purchases)


def test_a_script_that_claims_too_much_is_asked_for_once_more_and_what_remains_is_recorded(
    vendors: FakeVendors, app: AppContext
) -> None:
    drafts = [json.loads(fake_media.draft("hook: 3 s, 6 words; call to action: 3 s, 6 words.")) for _ in range(2)]
    drafts[0]["segments"][0]["text"] = "Tested every day, and award winning."
    drafts[1]["segments"][0]["text"] = "The best bottle you can find."
    vendors.openai.texts = [json.dumps(draft) for draft in drafts]
    job = _run(app, a_brief(duration=6, stop_at="script", narration={"enabled": False}))  # so that no speech misfits
    assert job.status is JobStatus.SCRIPT_READY, job.problem
    assert [purchase.kind for purchase in job.purchases.values()].count(PurchaseKind.SCRIPT) == 2
    said = " ".join(job.script_metadata.script_complaints)
    assert "says 'best', which the brief does not say" in said
    assert "award" not in said
    assert job.written_script.understood is not None
    assert job.written_script.understood.noun == "bottle"


def test_cancelling_a_job_cancels_its_prediction(vendors: FakeVendors, app: AppContext) -> None:
    vendors.replicate.outcomes.extend([Outcome(status="processing") for _ in range(4)])
    job = runs.submit(app, "ada", a_brief(duration=6))
    _wait_until(lambda: any("duration" in made.input for made in vendors.replicate.made.values()))
    _wait_until(lambda: any(p.prediction_id for p in app.aws.jobs.get(job.job_id).purchases.values()))
    runs.cancel(app, app.aws.jobs.get(job.job_id))
    _wait_until(lambda: all(made.status == "canceled" for made in vendors.replicate.made.values()))
    _wait_until(lambda: _all_settled(app.aws.jobs.get(job.job_id)))  # orders are cancelled at the same time
    done = app.aws.jobs.get(job.job_id)
    assert done.committed_usd == done.spent_usd


def _all_settled(job: Job) -> bool:
    return all(purchase.settled for purchase in job.purchases.values())


def test_no_key_is_on_the_record_or_in_the_bucket(vendors: FakeVendors, app: AppContext) -> None:
    vendors.say("/v1/responses", 401, {"error": {"code": "invalid_api_key", "message": f"Bad {KEYS['openai']}"}})
    job = _run(app, a_brief(duration=6, stop_at="script"))
    assert job.status is JobStatus.FAILED
    assert job.problem
    assert job.problem.code == "ConfigError"
    assert not any(key in job.model_dump_json() for key in KEYS.values())


def _run(app: AppContext, brief: Brief) -> Job:
    job = runs.submit(app, "ada", brief)
    over = {JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.SCRIPT_READY}
    _wait_until(lambda: app.aws.jobs.get(job.job_id).status in over)
    return app.aws.jobs.get(job.job_id)


def _wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONGEST_SECONDS
    while not true():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.1)
