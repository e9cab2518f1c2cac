"""Intro and outro of a brief and of a brand: they take their seconds from the video, or are refused with a reason."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from omnigen.domain.asset import Asset, AssetFacts, AssetKind
from omnigen.domain.job import Job, JobStatus
from omnigen.runtime.context import AppContext

from tests.builders import a_brief, an_asset
from tests.integration.api.conftest import Ask
from tests.integration.api.test_brands import BRIEF, KIT, kept

Clip = Callable[..., str]


@pytest.fixture
def clip(app: AppContext) -> Clip:
    """Adds a clip of so many seconds; its id."""

    def put(kind: AssetKind = AssetKind.INTRO, seconds: str = "2.1", user: str = "ada") -> str:
        facts = AssetFacts(width=640, height=360, seconds=Decimal(seconds), has_sound=True)
        asset: Asset = an_asset(kind, user_id=user, facts=facts, content_type="video/mp4")
        app.aws.objects.put(asset.key, b"clip", asset.content_type)
        app.aws.assets.put(asset)
        return asset.asset_id

    return put


def submitted(ask: Ask, app: AppContext, **brief: Any) -> Job:
    answer = ask("POST", "/generate", BRIEF | {"duration": 12} | brief)
    assert answer.status == 202, answer.text
    return app.aws.jobs.get(answer.json["job_id"])


def test_a_job_has_what_is_left_for_its_scenes_and_its_own_copies(ask: Ask, app: AppContext, clip: Clip) -> None:
    brand = kept(ask, intro=clip(), outro=clip(AssetKind.OUTRO, "3.9"))
    job = submitted(ask, app, brand_id=brand["brand_id"])
    assert job.brief.intro
    assert job.brief.outro
    assert (job.brief.intro.seconds, job.brief.outro.seconds) == (Decimal(2), Decimal(4))
    assert (job.brief.duration, job.brief.story_seconds) == (12, Decimal(6))
    assert {asset.asset_id for asset in job.assets} == {job.brief.intro.asset, job.brief.outro.asset}
    assert all(asset.key.startswith(f"users/ada/jobs/{job.job_id}/") for asset in job.assets)


def test_the_clip_of_the_brief_takes_the_place_of_the_brands(ask: Ask, app: AppContext, clip: Clip) -> None:
    brand, own = kept(ask, intro=clip()), clip(seconds="3")
    job = submitted(ask, app, brand_id=brand["brand_id"], intro={"asset": own, "seconds": 1})
    assert job.brief.intro
    assert (job.brief.intro.asset, job.brief.intro.seconds) == (own, Decimal(3)), (
        "the clip is measured, whatever is said of it"
    )
    job = submitted(ask, app, brand_id=brand["brand_id"], brand_clips=False)
    assert job.brief.intro is None


def test_a_video_too_short_for_its_clips_is_refused_with_the_shortest_length(ask: Ask, clip: Clip) -> None:
    asked = BRIEF | {"duration": 11, "intro": {"asset": clip()}, "outro": {"asset": clip(AssetKind.OUTRO, "3.9")}}
    for path in ("/generate", "/estimate"):
        answer = ask("POST", path, asked)
        assert (answer.status, answer.json["field"]) == (422, "duration")
        assert "leave 5 s" in answer.json["detail"]
        assert "at least 12 s long" in answer.json["detail"]
    assert ask("POST", "/estimate", asked | {"duration": 12}).json["feasible"]


def test_an_own_text_must_fit_between_them(ask: Ask, clip: Clip) -> None:
    text = "We open at five. The bread is warm. Come in, and stay. There is coffee too, and a table by the window. "
    text += "Every loaf is baked here, in an oven of stone. Ask for the rye on Fridays, and for the rolls with seeds."
    asked = {"script_text": text, "duration": 14, "narration": {"language": "en"}}
    assert ask("POST", "/estimate", asked).json["feasible"]
    answer = ask("POST", "/estimate", asked | {"intro": {"asset": clip(seconds="8")}}).json
    assert "the 6 s between intro and outro" in answer["objection"]
    least = answer["least_duration_seconds"]
    assert f"at least {least} s long" in answer["objection"]
    assert ask("POST", "/estimate", asked | {"duration": least, "intro": {"asset": clip(seconds="8")}}).json["feasible"]


def test_ads_for_medicines_have_neither(ask: Ask, clip: Clip) -> None:
    medicine = {"mode": "pharma", "duration": 75}
    own = ask("POST", "/generate", BRIEF | medicine | {"intro": {"asset": clip()}})
    assert own.status == 422
    assert "cannot be held against the label" in own.text
    brand = kept(ask, outro=clip(AssetKind.OUTRO))
    answer = ask("POST", "/generate", BRIEF | medicine | {"brand_id": brand["brand_id"]})
    assert (answer.status, answer.json["field"]) == (422, "brand_clips")
    assert "Send brand_clips false" in answer.json["detail"]


@pytest.mark.parametrize(("kind", "user"), [(AssetKind.CLIP, "ada"), (AssetKind.INTRO, "eve")])
def test_a_clip_of_another_kind_or_user_is_refused_naming_the_field(
    ask: Ask, clip: Clip, kind: AssetKind, user: str
) -> None:
    other = clip(kind, user=user)
    answer = ask("POST", "/generate", BRIEF | {"duration": 12, "intro": {"asset": other, "seconds": 2}})
    assert (answer.status, answer.json["field"]) == (422, "intro.asset")
    answer = ask("POST", "/brands", KIT | {"intro": other})
    assert (answer.status, answer.json["field"]) == (422, "intro")


@pytest.fixture
def finished(ask: Ask, app: AppContext, keep: Callable[..., Job], clip: Clip) -> Job:
    """A finished job of a brand with an intro of two seconds."""
    brand = kept(ask, intro=clip())
    brief = submitted(ask, app, brand_id=brand["brand_id"]).brief
    return keep(
        status=JobStatus.COMPLETED, brief=a_brief(pictures="stills").model_copy(update=given(brief.intro, brief))
    )


def given(intro: Any, brief: Any) -> dict[str, Any]:
    return {"intro": intro, "brand": brief.brand, "duration": 8}


def test_another_intro_of_the_brand_costs_a_recut_only(finished: Job, ask: Ask, app: AppContext, clip: Clip) -> None:
    assert finished.brief.brand
    brand_id, new = finished.brief.brand.brand_id, clip(seconds="1.8")
    assert ask("PUT", f"/brands/{brand_id}", KIT | {"rev": 1, "intro": new}).status == 200
    path = f"/jobs/{finished.job_id}"
    before = ask("POST", f"{path}/regenerate", {"dry_run": True}).json["stale"]["total_usd"]
    priced = ask("PUT", f"{path}/drawn", {"brand_id": brand_id, "dry_run": True})
    assert priced.json["stale"]["total_usd"] == before
    assert ask("PUT", f"{path}/drawn", {"brand_id": brand_id}).status == 200
    job = app.aws.jobs.get(finished.job_id)
    assert job.brief.intro
    assert (job.brief.intro.asset, job.brief.intro.seconds, job.brief.story_seconds) == (new, Decimal(2), Decimal(6))
    assert [asset.asset_id for asset in job.assets] == [new]
    assert app.aws.objects.get(job.assets[0].key) == b"clip"
    assert job.scenes == finished.scenes


@pytest.mark.parametrize("seconds", ["4", None])
def test_an_intro_that_does_not_fit_is_refused_and_can_be_left_as_it_is(
    finished: Job, ask: Ask, app: AppContext, clip: Clip, seconds: str | None
) -> None:
    assert finished.brief.brand
    brand_id = finished.brief.brand.brand_id
    changed = {"rev": 1, "intro": clip(seconds=seconds) if seconds else None, "tagline": "New"}
    assert ask("PUT", f"/brands/{brand_id}", KIT | changed).status == 200
    answer = ask("PUT", f"/jobs/{finished.job_id}/drawn", {"brand_id": brand_id})
    assert (answer.status, answer.json["field"]) == (422, "brand_id")
    assert "The video has 2" in answer.json["detail"]
    assert ask("PUT", f"/jobs/{finished.job_id}/drawn", {"brand_id": brand_id, "brand_clips": False}).status == 200
    job = app.aws.jobs.get(finished.job_id)
    assert job.brief.brand
    assert (job.brief.brand.tagline, job.brief.intro) == ("New", finished.brief.intro)
