"""What belongs to somebody else does not exist: every route of the API's own document is tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from omnigen.domain import ids
from omnigen.domain.asset import Asset
from omnigen.domain.brand import Brand, BrandKit
from omnigen.domain.brief import Product
from omnigen.domain.brief_options import Gate
from omnigen.domain.job import Job
from omnigen.domain.project import Project
from omnigen.runtime.context import AppContext
from omnigen.runtime.labels import keep_label
from ulid import ULID

from functions.api.handler import application
from functions.api.openapi_document import document
from tests.builders import an_asset
from tests.integration.api.conftest import Ask
from tests.unit.compliance.ads import LABEL

BODIES: dict[str, Any] = {
    "regenerate": {"dry_run": True},
    "reject": {"reason": "too dark"},
    "waivers": {"rule_id": "PH-041", "person": "Ada", "reason": "slow enough"},
    "approvals": {"role": "medical", "person": "Ada"},
    "put /scripts/{script_id}": {"text": "Other words."},
    "put /scenes/{scene_id}": {"text": "Other words."},
    "post /scenes/{scene_id}/estimate": {"text": "Other words."},
    "put /jobs/{job_id}/drawn": {"title": "Other words"},
    "put /projects/{project_id}": {"product": {"name": "Mine", "description": "Mine now"}, "rev": 1},
    "put /brands/{brand_id}": {"name": "Mine", "rev": 1},
    "put /scenes/{scene_id}/picture": {"asset": "ast_01M7YQNG5N91ZWTV4P7J6JG8BY"},
}
ROUTES = [
    (method, path)
    for path, operations in document(application())["paths"].items()
    for method in operations
    if "{" in path and not path.startswith("/admin/")
]
"""Nobody but an administrator may use the routes below /admin, and these are about others: see `test_access.py`."""


def body_for(method: str, path: str) -> Any:
    return BODIES.get(f"{method} {path}") or BODIES.get(path.rpartition("/")[2])


@pytest.fixture
def theirs(wait_at: Callable[..., Job]) -> Job:
    return wait_at(Gate.SCRIPT, Gate.SCENES, Gate.IMAGES, Gate.SPEND, user_id="eve")


@pytest.fixture
def their_project(app: AppContext) -> Project:
    product = Product(name="Secret", description="Nobody may know")
    project_id = ids.new_project_id(ULID())
    project = Project(project_id=project_id, user_id="eve", title="Secret", product=product, created_at=1, updated_at=1)
    app.aws.projects.create(project)
    return project


@pytest.fixture
def their_brand(app: AppContext) -> Brand:
    kit = BrandKit(name="Secret")
    brand_id = ids.new_brand_id(ULID())
    brand = Brand(brand_id=brand_id, user_id="eve", kit=kit, created_at=1, updated_at=1)
    app.aws.brands.create(brand)
    return brand


@pytest.fixture
def their_asset(app: AppContext) -> Asset:
    asset = an_asset(user_id="eve", file_name="Secret.png")
    app.aws.assets.put(asset)
    return asset


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_a_route_says_not_found_for_ids_of_others_and_changes_nothing(
    method: str,
    path: str,
    ask: Ask,
    theirs: Job,
    their_project: Project,
    their_brand: Brand,
    their_asset: Asset,
    app: AppContext,
) -> None:
    known = {
        "job_id": theirs.job_id,
        "script_id": theirs.job_id,
        "scene_id": theirs.scenes[0].id,
        "image_id": theirs.scenes[0].images[0].id,
        "video_id": ids.video_id(theirs.job_id, 1),
        "project_id": their_project.project_id,
        "brand_id": their_brand.brand_id,
        "number": "1",
        "asset_id": their_asset.asset_id,
        "label_id": keep_label(app, "eve", LABEL),
    }
    if "{key_id}" in path:
        known["key_id"] = Ask("eve")("POST", "/keys", {"name": "Secret", "scopes": ["read"]}).json["key_id"]
    answer = ask(method.upper(), path.format(**known), body_for(method, path))
    assert (answer.status, answer.json["code"]) == (404, "NotFound")
    assert "Secret" not in answer.text
    assert "eve" not in answer.text
    assert app.aws.jobs.get(theirs.job_id) == theirs


def test_every_route_that_takes_an_id_is_tried() -> None:
    assert len(ROUTES) >= 25


def test_lists_hold_only_ones_own(ask: Ask, keep: Callable[..., Job], their_project: Project) -> None:
    mine, other = keep(user_id="ada"), keep(user_id="eve")
    for path in ("/jobs", "/scripts"):
        found = {job["job_id"] for job in ask("GET", path, limit=100).json["items"]}
        assert mine.job_id in found
        assert other.job_id not in found
    assert their_project.project_id not in ask("GET", "/projects").text


def test_a_cursor_of_others_leads_to_ones_own_jobs_only(ask: Ask, keep: Callable[..., Job]) -> None:
    theirs = [keep(user_id="eve", created_at=1_800_000_000 + n) for n in range(3)]
    cursor = Ask("eve")("GET", "/jobs", limit=1).json["next_cursor"]
    found = {job["job_id"] for job in ask("GET", "/jobs", cursor=cursor, limit=100).json["items"]}
    assert not found & {job.job_id for job in theirs}


def test_a_brief_may_not_name_files_or_projects_of_others(ask: Ask, app: AppContext, their_project: Project) -> None:
    key = "users/eve/uploads/face.png"
    app.aws.objects.put(key, b"x", "image/png")
    brief = {"prompt": "A calm ad for a bottle", "duration": 15, "style_images": [key]}
    refused = ask("POST", "/generate", brief)
    assert (refused.status, refused.json["field"]) == (422, "style_images")
    own_text = {"project_id": their_project.project_id, "duration": 15}
    for path in ("/generate", "/estimate"):
        assert ask("POST", path, own_text).status == 404


def test_an_upload_form_is_for_ones_own_folder(ask: Ask) -> None:
    form = ask("POST", "/uploads", {"kind": "style_image", "media_type": "image/png"}).json
    assert form["key"].startswith("users/ada/uploads/")
    assert form["fields"]["key"] == form["key"]
