"""Prices before anything is bought, and what making a scene anew makes stale."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import Continuity, Pictures
from omnigen.domain.job import ApprovalStatus, Clip, Job, JobStatus
from omnigen.domain.purchase import Purchase, PurchaseKey, PurchaseStatus
from omnigen.domain.shot import Join
from omnigen.errors import InvalidRequest
from omnigen.jobs import admission
from omnigen.jobs.editing import preview_regeneration
from omnigen.jobs.estimate import estimate, outstanding
from omnigen.purchasing.orders.clip import ClipPurchase
from omnigen.purchasing.orders.image import ImagePurchase
from omnigen.purchasing.orders.music import MusicPurchase
from omnigen.purchasing.orders.speech import speech_purchases
from omnigen.runtime.context import AppContext

from tests.builders import a_brief, a_clip, a_planned_job, a_purchase, an_image
from tests.conftest import StudioWith
from tests.integration.api.conftest import Ask

DEAR = {"OMNIGEN_OFFLINE_PRICES": "imitated"}


@pytest.fixture
def dear(app_with: StudioWith) -> AppContext:
    return app_with(**DEAR)


def bought(app: AppContext, job: Job) -> Job:
    """The job with everything on record that it needs as it stands."""
    scenes = []
    purchases: dict[str, Purchase] = {}

    def own(order: PurchaseKey) -> str:
        purchases[order.id] = a_purchase(order, PurchaseStatus.DONE)
        return order.input_hash

    if job.brief.stills_wanted:
        for scene in job.scenes:
            made = own(ImagePurchase(app, job, scene).key)
            drawn = (an_image(scene, input_hash=made, status=ApprovalStatus.APPROVED),)
            scenes.append(scene.model_copy(update={"images": drawn}))
        job = job.model_copy(update={"scenes": tuple(scenes)})
    for take in speech_purchases(app, job):
        own(take.key)
    for number, scene in enumerate(job.scenes):
        if job.brief.pictures is Pictures.CLIPS:
            made = own(ClipPurchase(app, job, scene).key)
            clip: Clip = a_clip(input_hash=made, last_frame_sha256=f"{number}" * 64)
            filmed = scene.model_copy(update={"clip": clip})
            job = job.model_copy(update={"scenes": tuple(filmed if s.id == scene.id else s for s in job.scenes)})
    own(MusicPurchase(app, job).key)
    return job.model_copy(update={"purchases": purchases, "status": JobStatus.COMPLETED})


def listed(app: AppContext, job: Job) -> list[tuple[str, int | None]]:
    return [(str(item.kind), item.scene) for item in outstanding(app, job).items]


def a_job(scenes: int = 3, **brief: Any) -> Job:
    return a_planned_job(scenes, brief=a_brief(duration=3 * scenes, **brief))


def test_clips_are_listed_with_the_seconds_that_are_paid_for(dear: AppContext) -> None:
    clips = [item for item in estimate(dear, "ada", a_brief(duration=15)).items if str(item.kind) == "clip"]
    assert all(item.quantity in {4, 6, 8} and item.usd == item.quantity * Decimal("0.20") for item in clips)
    assert sum(item.quantity for item in clips) == 16


def test_clips_with_sound_are_estimated_at_their_own_price(dear: AppContext) -> None:
    silent, heard = (estimate(dear, "ada", a_brief(duration=15, clip_sound=sound)) for sound in (False, True))
    clips = [item for item in heard.items if str(item.kind) == "clip"]
    assert all(item.usd == item.quantity * Decimal("0.40") for item in clips)
    assert heard.total_usd - silent.total_usd == sum(item.usd for item in clips) / 2


def test_an_estimate_names_every_thing_that_will_be_bought(dear: AppContext) -> None:
    found = estimate(dear, "ada", a_brief(duration=15))
    kinds = Counter(str(item.kind) for item in found.items)
    assert (kinds["script"], kinds["storyboard"], kinds["music"]) == (1, 1, 1)
    assert kinds["clip"] == kinds["speech"] >= 2
    assert found.total_usd == sum(item.usd for item in found.items) > 0
    assert found.prices_as_of


@pytest.mark.parametrize(
    ("changes", "absent", "present"),
    [
        ({"pictures": "stills"}, {"clip"}, {"image"}),
        ({"continuity": "keyframes"}, set(), {"image", "clip"}),
        ({"narration": {"enabled": False}, "music": {"enabled": False}}, {"speech", "music"}, {"clip"}),
        ({"stop_at": "script"}, {"clip", "music", "speech"}, {"script", "storyboard"}),
    ],
)
def test_an_estimate_follows_the_options(
    changes: dict[str, Any], absent: set[str], present: set[str], dear: AppContext
) -> None:
    kinds = {str(item.kind) for item in estimate(dear, "ada", a_brief(duration=15, **changes)).items}
    assert not kinds & absent
    assert kinds >= present


def test_an_estimate_says_how_long_a_text_needs_and_what_a_cap_forbids(dear: AppContext) -> None:
    brief = Brief(script_text="word " * 60, duration=8, max_cost_usd=Decimal("0.10"))
    found = estimate(dear, "ada", brief)
    assert not found.feasible
    assert "The text takes about 16 s to say" in found.objection
    assert not found.within_max_cost
    assert estimate(dear, "ada", brief.model_copy(update={"duration": found.least_duration_seconds})).feasible


@pytest.mark.parametrize("words", [20, 45, 60, 111, 230, 700])
def test_the_length_that_the_objection_names_is_the_one_that_is_offered(words: int, app: AppContext) -> None:
    found = estimate(app, "ada", Brief(script_text="word " * words, duration=6))
    named = re.search(r"at least (\d+) s long", found.objection)
    if words > 300:
        assert named is None  # no length is enough
    elif not found.feasible:
        assert named
        assert int(named[1]) == found.least_duration_seconds
        longer = Brief(script_text="word " * words, duration=int(named[1]))
        assert estimate(app, "ada", longer).feasible


def test_what_is_left_to_buy_is_told_in_every_state(ask: Ask, dear: AppContext) -> None:
    draft = ask("POST", "/scripts", {"script_text": "Meet the bottle.", "duration": 6}).json
    told = ask("POST", f"/jobs/{draft['job_id']}/regenerate", {"dry_run": True})
    assert (told.status, told.json["job"]) == (200, None)
    assert {item["kind"] for item in told.json["stale"]["items"]} >= {"script", "storyboard", "image", "music"}
    job = a_job().model_copy(update={"status": JobStatus.PROCESSING})
    dear.aws.jobs.create(job)
    told = ask("POST", f"/jobs/{job.job_id}/regenerate", {"dry_run": True})
    assert (told.status, {item["kind"] for item in told.json["stale"]["items"]}) == (200, {"speech", "music", "clip"})


def test_an_order_is_bound_to_the_price_that_was_shown(ask: Ask, dear: AppContext) -> None:
    brief = {"prompt": "A calm ad for a bottle", "duration": 15, "review": ["script"]}
    before = ask("GET", "/jobs").json["items"]
    shown = Decimal(ask("POST", "/estimate", brief).json["total_usd"])
    refused = ask("POST", "/generate", brief, estimated_usd=shown - Decimal("0.01"))
    assert (refused.status, refused.json["code"]) == (409, "PriceChanged")
    assert str(shown) in refused.json["detail"]
    assert ask("GET", "/jobs").json["items"] == before
    taken = ask("POST", "/generate", brief, estimated_usd=shown)
    assert taken.status == 202
    dear.aws.workflow.stop(dear.aws.jobs.get(taken.json["job_id"]).execution_arn or "", "the test is over")


def test_scenes_are_made_anew_only_for_the_price_that_was_shown(ask: Ask, dear: AppContext) -> None:
    job = bought(dear, a_job())
    dear.aws.jobs.create(job)
    body = {"scenes": [job.scenes[2].id]}
    refused = ask("POST", f"/jobs/{job.job_id}/regenerate", body, estimated_usd="0.79")
    assert (refused.status, refused.json["code"]) == (409, "PriceChanged")
    assert dear.aws.jobs.get(job.job_id).run == job.run


def test_a_price_that_is_not_known_is_an_error_not_a_guess(ask: Ask, app_with: StudioWith) -> None:
    app_with(OMNIGEN_CLIP_MODELS="offline/unheard-of")
    answer = ask("POST", "/estimate", {"prompt": "A calm ad for a bottle", "duration": 15})
    assert (answer.status, answer.json["code"], answer.json["fixable_by"]) == (502, "ConfigError", "operator")


def test_nothing_is_outstanding_when_everything_is_there(dear: AppContext) -> None:
    assert listed(dear, bought(dear, a_job())) == []


def test_in_a_chain_every_later_clip_follows_the_one_made_anew(dear: AppContext) -> None:
    job = bought(dear, a_job(continuity="chained"))
    second = job.scenes[1].id
    assert listed(dear, preview_regeneration(job, [second], "")) == [("clip", 2), ("clip", 3)]


def test_among_new_shots_only_those_that_continue_the_one_made_anew_follow(dear: AppContext) -> None:
    planned = a_job(4)
    joins = (Join.NEW_SHOT, Join.NEW_SHOT, Join.CONTINUE, Join.NEW_SHOT)
    scenes = tuple(scene.model_copy(update={"join": join}) for scene, join in zip(planned.scenes, joins, strict=True))
    job = bought(dear, planned.model_copy(update={"scenes": scenes}))
    assert listed(dear, preview_regeneration(job, [job.scenes[0].id], "")) == [("clip", 1)]
    assert listed(dear, preview_regeneration(job, [job.scenes[1].id], "")) == [("clip", 2), ("clip", 3)]


def test_between_keyframes_the_clips_on_both_sides_follow(dear: AppContext) -> None:
    job = bought(dear, a_job(4, continuity=Continuity.KEYFRAMES))
    third = job.scenes[2].id
    assert listed(dear, preview_regeneration(job, [third], "")) == [("image", 3), ("clip", 2), ("clip", 3)]


def test_a_still_made_anew_is_all_that_is_drawn(dear: AppContext) -> None:
    job = bought(dear, a_job(pictures="stills"))
    assert listed(dear, preview_regeneration(job, [job.scenes[0].id], "brighter")) == [("image", 1)]


def test_an_edited_line_is_spoken_anew_and_nothing_else(dear: AppContext) -> None:
    job = bought(dear, a_job(pictures="stills"))
    edited = job.scenes[1].model_copy(update={"narration": "Something else."})
    job = job.model_copy(update={"scenes": (job.scenes[0], edited, job.scenes[2])})
    assert listed(dear, job) == [("speech", None)]


def test_a_scene_of_no_such_job_is_named(dear: AppContext) -> None:
    with pytest.raises(InvalidRequest) as refused:
        preview_regeneration(a_job(), ["job_x-s01"], "")
    assert refused.value.field == "scenes"


def test_a_dry_run_changes_nothing_and_a_real_one_starts_a_run(
    ask: Ask, dear: AppContext, keep: Callable[..., Job]
) -> None:
    job = bought(dear, a_job())
    dear.aws.jobs.create(job)
    job = dear.aws.jobs.get(job.job_id)
    place, body = f"/jobs/{job.job_id}/regenerate", {"scenes": [job.scenes[2].id], "dry_run": True}
    dry = ask("POST", place, body)
    assert dry.status == 200
    assert [(item["kind"], item["scene"]) for item in dry.json["stale"]["items"]] == [("clip", 3)]
    assert Decimal(dry.json["stale"]["total_usd"]) == Decimal("0.80")  # a clip of four seconds
    assert dry.json["job"] is None
    assert dear.aws.jobs.get(job.job_id) == job
    real = ask("POST", place, {**body, "dry_run": False})
    assert (real.status, real.json["stale"]) == (202, dry.json["stale"])
    now = dear.aws.jobs.get(job.job_id)
    assert (now.run, now.scenes[2].redraws) == (2, 1)
    dear.aws.workflow.stop(now.execution_arn or "", "the test is over")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "Runes \u16a0\u10a2\U0001e900"}, "title"),
        ({"script_text": "Meet the bottle \U0001e900 today.", "captions": "burned"}, "script_text"),
    ],
)
def test_a_character_that_no_font_can_draw_is_refused_before_anything_is_bought(
    changes: dict[str, Any], field: str, dear: AppContext
) -> None:
    with pytest.raises(InvalidRequest, match=r"No font can draw .*U\+1E900") as refused:
        admission.submit_once(dear, "ada", a_brief(duration=15, **changes))
    assert refused.value.field == field


def test_a_text_whose_unusual_letters_are_not_drawn_is_taken(dear: AppContext) -> None:
    brief = a_brief(script_text="Meet the bottle \U0001e900 today.", captions="sidecar", duration=15)
    assert estimate(dear, "ada", brief).feasible
