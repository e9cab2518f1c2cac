"""Every example in the API's description works when it is sent as it stands there."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest
from omnigen.aws.dynamodb import to_item
from omnigen.aws.job_deletions import JobDeletions
from omnigen.domain.asset import AssetFacts, AssetKind
from omnigen.domain.brief_options import Gate
from omnigen.domain.budget import Limits
from omnigen.domain.job import Job, JobStatus
from omnigen.jobs.runs import LATE_WRITES_SECONDS
from omnigen.runtime.context import AppContext

from functions.api.examples import A_JOB, EXAMPLES
from functions.api.handler import application
from functions.api.openapi_document import document
from tests.builders import a_brief, an_asset, two_colours
from tests.conftest import SETTINGS, StudioWith
from tests.integration.api.conftest import Ask, Person
from tests.regulated import a_regulated_job, finished

DOCUMENT = document(application())
BODIES = [(method, path, name) for (method, path), found in EXAMPLES.items() for name in found]
GATES = {
    "/scripts/{script_id}": Gate.SCRIPT,
    "/scripts/{script_id}/reject": Gate.SCRIPT,
    "/scenes/{scene_id}": Gate.SCENES,
    "/scenes/{scene_id}/reject": Gate.SCENES,
    "/images/{image_id}/reject": Gate.IMAGES,
}
"""Where a job waits when the example is sent; another path's job is completed."""


KEPT = {"project": {"product": {"name": "Aqua One", "description": "A bottle"}}, "brand": {"name": "Aqua"}}
"""What is changed by examples."""


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    """Nobody renders: what examples start waits in line until it is cancelled."""
    return {"environment": {**SETTINGS, "OMNIGEN_RENDER_SLOTS": "0"}}


@pytest.fixture
def reader(app: AppContext) -> Iterator[Ask]:
    """A user whose jobs are gone after the test."""
    ask = Ask("reader")
    yield ask
    for shown in ask("GET", "/jobs").json["items"]:
        ask("DELETE", f"/jobs/{shown['job_id']}")
    later = JobDeletions(dataclasses.replace(app.aws.jobs, now=lambda: app.now() + LATE_WRITES_SECONDS))
    for job in list(app.aws.open_jobs.all()):
        assert job.status is not JobStatus.DELETING or later.remove(job.job_id)


@pytest.fixture
def example_job(app: AppContext, wait_at: Callable[..., Job]) -> Callable[[str, str], Job]:
    """Puts the job of the examples on record, as the example needs it."""

    def put(path: str, name: str) -> Job:
        if name == "a draft's text":
            brief = a_brief(script_text="Other words.", duration=15)
            return wait_at(job_id=A_JOB, user_id="reader", brief=brief, status=JobStatus.DRAFT)
        if path.startswith("/videos/"):
            job = a_regulated_job(app, job_id=A_JOB, user_id="reader", status=JobStatus.COMPLETED)
            job = job.model_copy(update={"videos": (finished(app, job),)})
            app.aws.jobs.create(job)
            return job
        if path in GATES:
            return wait_at(GATES[path], job_id=A_JOB, user_id="reader")
        return wait_at(job_id=A_JOB, user_id="reader", status=JobStatus.COMPLETED)

    return put


def test_every_operation_that_takes_a_body_has_an_example() -> None:
    taking = {
        (method, path)
        for path, operations in DOCUMENT["paths"].items()
        for method, operation in operations.items()
        if "requestBody" in operation
    }
    assert taking == EXAMPLES.keys()
    for method, path in taking:
        assert DOCUMENT["paths"][path][method]["requestBody"]["content"]["application/json"]["examples"]


@pytest.mark.parametrize(("method", "path", "name"), BODIES)
def test_a_documented_example_works(
    method: str,
    path: str,
    name: str,
    reader: Ask,
    example_job: Callable[[str, str], Job],
    app_with: StudioWith,
) -> None:
    app_with(OMNIGEN_WEBHOOK_KEY="master")
    asker = Person("boss", "admin") if path.startswith("/admin/") else reader
    place = path
    if "{" in path:
        scene = example_job(path, name).scenes[0].id
        kept = {name: reader("POST", f"/{name}s", body).json[f"{name}_id"] for name, body in KEPT.items()}
        ids = {
            "user_id": "reader",
            "project_id": kept["project"],
            "brand_id": kept["brand"],
            "video_id": f"{A_JOB}-v01",
        }
        place = path.format(job_id=A_JOB, script_id=A_JOB, scene_id=scene, image_id=f"{scene}-i01", **ids)
    body = EXAMPLES[method, path][name]
    if "asset" in body:
        clip = AssetFacts(width=320, height=240, seconds=Decimal(9), has_sound=True)
        is_clip = "keep_sound" in body
        asset = an_asset(
            AssetKind.CLIP if is_clip else AssetKind.STILL,
            asset_id=body["asset"],
            user_id=reader.user,
            **({"facts": clip} if is_clip else {}),
        )
        app_with().aws.objects.put(asset.key, b"media", asset.content_type)
        app_with().aws.assets.table.put_item(Item=to_item(asset))
    if "upload" in body:
        body = body | {"upload": body["upload"].replace("users/ada/", f"users/{reader.user}/")}
        app_with().aws.objects.put(body["upload"], two_colours(), "image/png")
    if "rev" in body and path == "/admin/limits":
        body = body | {"rev": app_with().aws.limits.read().rev}
    answer = asker(method.upper(), place, body)
    if path.startswith("/admin/"):
        app_with().aws.limits.change(Limits(rev=app_with().aws.limits.read().rev))
    assert answer.status in {200, 201, 202}, answer.text
