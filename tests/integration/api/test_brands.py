"""Brands and projects: changed by whoever saw the newest version, pinned by jobs, deleted with a word on their use."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
from omnigen.domain.asset import Asset, AssetFacts, AssetKind, new_asset_id
from omnigen.domain.job import Job
from omnigen.runtime.context import AppContext
from PIL import Image
from ulid import ULID

from tests.builders import NOW
from tests.integration.api.conftest import Ask

KIT = {
    "name": "Tide",
    "palette": {"primary": "#0B3C49", "accent": "#F4D35E"},
    "call_to_action": "Refill today",
    "display_url": "tide.example",
    "legal_line": "Tide Ltd, Cork.",
    "never_say": ["cheap"],
    "voice": "warm",
    "music_mood": "calm",
    "pronunciations": {"Tide": "tyde"},
}
BRIEF = {"prompt": "A calm ad for a reusable water bottle", "duration": 6, "narration": {"language": "en"}}


def keep_asset(app: AppContext, kind: AssetKind = AssetKind.LOGO, user: str = "ada") -> str:
    """An asset of a user's, with its file."""
    file = io.BytesIO()
    Image.new("RGBA", (40, 20), "#FDFDF5").save(file, "PNG")
    asset_id = new_asset_id(ULID())
    key = f"users/{user}/assets/{asset_id}.png"
    app.aws.objects.put(key, file.getvalue(), "image/png")
    facts: dict[str, Any] = {
        "file_name": "logo.png",
        "sha256": "0" * 64,
        "content_type": "image/png",
        "bytes": 99,
        "created_at": NOW,
        "facts": AssetFacts(seconds=Decimal(30) if kind is AssetKind.MUSIC else None),
    }
    app.aws.assets.put(Asset(asset_id=asset_id, user_id=user, kind=kind, key=key, **facts))
    return asset_id


def kept(ask: Ask, **changes: Any) -> Any:
    answer = ask("POST", "/brands", KIT | changes)
    assert answer.status == 201, answer.text
    return answer.json


def job_of(ask: Ask, app: AppContext, **brief: Any) -> Job:
    answer = ask("POST", "/generate", BRIEF | brief)
    assert answer.status == 202, answer.text
    return app.aws.jobs.get(answer.json["job_id"])


def test_a_brand_is_kept_listed_and_shown_with_its_logo(ask: Ask, app: AppContext) -> None:
    logo = keep_asset(app)
    brand = kept(ask, logo={"on_dark": logo}, watermark="top_right")
    assert (brand["rev"], brand["kit"]["palette"]["primary"]) == (1, "#0B3C49")
    assert logo in brand["logo_urls"]["on_dark"]
    assert ask("GET", "/brands").json["items"][0]["brand_id"] == brand["brand_id"]
    shown = ask("GET", f"/brands/{brand['brand_id']}").json
    assert shown == brand | {"used_by": [], "logo_urls": shown["logo_urls"]}


def test_a_change_is_a_new_version_and_the_old_one_stays(ask: Ask) -> None:
    brand = kept(ask)
    path = f"/brands/{brand['brand_id']}"
    changed = ask("PUT", path, KIT | {"tagline": "Made for mornings", "rev": 1})
    assert (changed.status, changed.json["rev"]) == (200, 2)
    assert ask("GET", path).json["kit"]["tagline"] == "Made for mornings"
    assert ask("GET", path, version=1).json["kit"]["tagline"] is None
    late = ask("PUT", path, KIT | {"tagline": "Another", "rev": 1})
    assert late.status == 409
    assert "no longer at rev 1" in late.json["detail"]
    assert ask("GET", path).json["kit"]["tagline"] == "Made for mornings"


def test_a_job_keeps_the_version_it_was_submitted_with(ask: Ask, app: AppContext) -> None:
    logo = keep_asset(app)
    brand = kept(ask, logo={"on_dark": logo})
    job = job_of(ask, app, brand_id=brand["brand_id"])
    assert job.brief.brand
    assert (job.brief.brand.brand_id, job.brief.brand.version) == (brand["brand_id"], 1)
    narration = job.brief.narration
    assert (narration.voice, narration.pronunciations, job.brief.music.mood) == ("warm", {"Tide": "tyde"}, "calm")
    ask("PUT", f"/brands/{brand['brand_id']}", KIT | {"rev": 1, "palette": {"primary": "#FFFFFF"}})
    app.aws.objects.delete([app.aws.assets.get("ada", logo).key])
    again = app.aws.jobs.get(job.job_id)
    assert again.brief.brand
    assert again.brief.brand.palette.primary == "#0B3C49"
    assert app.aws.objects.get(again.brand_files[logo].key), "the job has its own copy"


def test_a_brand_in_use_says_by_what_and_the_job_stays(ask: Ask, app: AppContext) -> None:
    brand = kept(ask)
    job = job_of(ask, app, brand_id=brand["brand_id"])
    answer = ask("DELETE", f"/brands/{brand['brand_id']}")
    assert answer.status == 200
    assert [use["job_id"] for use in answer.json["used_by"]] == [job.job_id]
    assert ask("GET", f"/brands/{brand['brand_id']}").status == 404
    assert app.aws.jobs.get(job.job_id).brief.brand
    assert ask("POST", "/generate", BRIEF | {"brand_id": brand["brand_id"]}).status == 404


def test_a_logo_in_use_says_by_which_brand(ask: Ask, app: AppContext) -> None:
    logo = keep_asset(app)
    brand = kept(ask, logo={"on_dark": logo}, name="Tide of Cork")
    answer = ask("DELETE", f"/assets/{logo}")
    assert answer.status == 409
    assert "in use by the brand 'Tide of Cork'" in answer.json["detail"]
    ask("DELETE", f"/brands/{brand['brand_id']}")
    assert ask("DELETE", f"/assets/{logo}").status == 204


def test_a_jobs_music_is_the_brands_unless_the_brief_says_otherwise(ask: Ask, app: AppContext) -> None:
    music = keep_asset(app, AssetKind.MUSIC)
    brand = kept(ask, music=music)
    job = job_of(ask, app, brand_id=brand["brand_id"])
    assert job.brief.music.asset == music
    assert [asset.key for asset in job.assets] == [f"users/ada/jobs/{job.job_id}/assets/{music}.png"]
    lively = job_of(ask, app, brand_id=brand["brand_id"], music={"mood": "upbeat"})
    assert (lively.brief.music.asset, lively.brief.music.mood) == (None, "upbeat")
    silent = job_of(ask, app, brand_id=brand["brand_id"], music={"enabled": False})
    assert silent.brief.music.asset is None
    refused = ask("DELETE", f"/assets/{music}")
    assert refused.status == 409
    assert "in use by the brand" in refused.json["detail"]


def test_music_of_a_brand_is_an_asset_of_that_kind(ask: Ask, app: AppContext) -> None:
    answer = ask("POST", "/brands", KIT | {"music": keep_asset(app)})
    assert (answer.status, answer.json["field"]) == (422, "music")


def test_another_users_brand_is_absent(ask: Ask, app: AppContext) -> None:
    brand = kept(ask)
    bob = Ask("bob")
    path = f"/brands/{brand['brand_id']}"
    assert [bob("GET", path).status, bob("PUT", path, KIT | {"rev": 1}).status, bob("DELETE", path).status] == [404] * 3
    assert bob("POST", "/generate", BRIEF | {"brand_id": brand["brand_id"]}).status == 404
    assert bob("GET", "/brands").json["items"] == []


@pytest.mark.parametrize("whose", ["nobody's", "bob's", "a font"])
def test_a_logo_must_be_a_logo_of_ones_own(whose: str, ask: Ask, app: AppContext) -> None:
    ids = {
        "nobody's": new_asset_id(ULID()),
        "bob's": keep_asset(app, user="bob"),
        "a font": keep_asset(app, AssetKind.FONT),
    }
    answer = ask("POST", "/brands", KIT | {"logo": {"on_dark": ids[whose]}})
    assert answer.status == 422
    assert answer.json["field"] == "logo.on_dark"


def test_a_brand_that_shows_what_it_never_says_is_refused(ask: Ask) -> None:
    answer = ask("POST", "/brands", KIT | {"tagline": "Cheap and cheerful"})
    assert (answer.status, answer.json["field"]) == (422, "tagline")


@pytest.mark.parametrize(
    ("brief", "field"),
    [
        ({"title": "A cheap bottle"}, "title"),
        ({"script_text": "It is cheap. Refill it.", "prompt": None}, "script_text"),
        ({"legal_line": "Cheap offer"}, "legal_line"),
        ({"caption_spellings": {"bottle": "cheap bottle"}}, "caption_spellings"),
    ],
)
def test_ones_own_words_that_the_brand_never_says_are_refused_before_anything_is_bought(
    brief: dict[str, Any], field: str, ask: Ask
) -> None:
    wanted = {name: value for name, value in (BRIEF | brief).items() if value is not None}
    answer = ask("POST", "/generate", wanted | {"brand": KIT})
    assert (answer.status, answer.json["field"]) == (422, field)
    assert "never says" in answer.json["detail"]


def test_ones_own_script_must_say_what_the_brand_must(ask: Ask) -> None:
    own = {"script_text": "Meet the bottle. Take it along.", "duration": 6, "narration": {"language": "en"}}
    brand = KIT | {"must_say": ["Please recycle"]}
    answer = ask("POST", "/generate", own | {"brand": brand})
    assert (answer.status, answer.json["field"]) == (422, "script_text")
    shown = brand | {"legal_line": "Please recycle. Tide Ltd."}
    assert ask("POST", "/generate", own | {"brand": shown}).status == 202


def test_a_project_is_changed_by_whoever_saw_the_newest(ask: Ask) -> None:
    product = {"name": "Aqua One", "description": "A steel bottle"}
    project = ask("POST", "/projects", {"product": product}).json
    path = f"/projects/{project['project_id']}"
    right = product | {"description": "A glass bottle"}
    changed = ask("PUT", path, {"product": right, "rev": project["rev"]})
    assert (changed.status, changed.json["rev"], changed.json["product"]["description"]) == (200, 2, "A glass bottle")
    assert ask("GET", path).json["product"]["description"] == "A glass bottle"
    assert ask("PUT", path, {"product": product, "rev": 1}).status == 409
    assert Ask("bob")("PUT", path, {"product": product, "rev": 2}).status == 404


def test_a_project_of_an_earlier_version_can_be_changed(ask: Ask, app: AppContext) -> None:
    product = {"name": "Aqua One", "description": "A steel bottle"}
    project = ask("POST", "/projects", {"product": product}).json
    app.aws.projects.table.update_item(Key={"project_id": project["project_id"]}, UpdateExpression="REMOVE rev")
    assert ask("PUT", f"/projects/{project['project_id']}", {"product": product, "rev": 1}).json["rev"] == 2


def test_what_is_left_to_buy_is_told_when_the_files_of_the_brand_are_gone(ask: Ask, app: AppContext) -> None:
    logo = keep_asset(app)
    brand = kept(ask, logo={"on_dark": logo})
    script = {"script_text": "Meet the bottle you will keep. Take it along.", "brand_id": brand["brand_id"]}
    draft = ask("POST", "/scripts", script | {"duration": 6}).json["job_id"]
    before = ask("POST", f"/jobs/{draft}/regenerate", {"dry_run": True})
    ask("DELETE", f"/brands/{brand['brand_id']}")
    assert ask("DELETE", f"/assets/{logo}").status == 204
    after = ask("POST", f"/jobs/{draft}/regenerate", {"dry_run": True})
    assert (before.status, after.status) == (200, 200), after.text
    assert after.json == before.json
