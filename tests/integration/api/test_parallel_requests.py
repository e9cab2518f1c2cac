"""Every route that changes something, asked fifty times at once, takes effect once, or as often as a quota allows."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from omnigen.aws.workflow import WorkflowClient
from omnigen.deployment.resources import FUNCTIONS
from omnigen.domain import ids
from omnigen.domain.job import Job
from omnigen.runtime.context import AppContext

from functions.api.handler import application
from tests.conftest import StudioWith
from tests.integration.api.changing_routes import CALLS, CASES, QUOTA, Setting, uploaded_logo
from tests.integration.api.conftest import Ask, event_of

Fifty = Callable[..., list[int]]


@pytest.fixture
def app(app_with: StudioWith) -> AppContext:
    limits = {f"OMNIGEN_{what}_PER_DAY": str(QUOTA) for what in ("UPLOADS", "PROJECTS", "ASSETS", "REPLAYS")}
    return app_with(OMNIGEN_WEBHOOK_KEY="master", **limits)


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    """Nobody takes messages out of the webhook queue."""
    return {"functions": tuple(function for function in FUNCTIONS if function.name != "DeliverWebhook")}


@pytest.fixture(scope="module")
def fifty() -> Iterator[Fifty]:
    """Sends the same request from fifty threads that begin together; their statuses."""
    own = threading.local()
    gate = threading.Barrier(CALLS)

    def send(event: Mapping[str, Any]) -> int:
        if not hasattr(own, "app"):
            own.app = application()  # it keeps the current request as state
        gate.wait(30)
        return int(own.app.resolve(event, None)["statusCode"])

    with ThreadPoolExecutor(CALLS) as pool:
        yield lambda *request: list(pool.map(send, [event_of(*request) for _ in range(CALLS)]))


@pytest.fixture
def here(app: AppContext, monkeypatch: pytest.MonkeyPatch) -> Iterator[Setting]:
    """Executions are counted and not run."""
    started: list[str] = []
    monkeypatch.setattr(WorkflowClient, "start", lambda _, job_id, run: started.append(f"{job_id}-r{run}"))
    yield Setting(app, started)
    assert len(set(started)) == len(started), "an execution was started twice"


def test_every_route_that_changes_something_is_in_the_table() -> None:
    document = json.loads((Path(__file__).parents[3] / "docs" / "openapi.json").read_text(encoding="utf-8"))
    routes = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    changing = {route for route in routes if route[0] != "GET"}
    own = {
        *(("DELETE", "/projects/{project_id}"), ("DELETE", "/assets/{asset_id}"), ("DELETE", "/me")),
        *(("POST", "/keys"), ("DELETE", "/keys/{key_id}"), ("PUT", "/admin/limits"), ("PUT", "/admin/pause")),
        *(("PUT", "/admin/users/{user_id}/limits"), ("DELETE", "/admin/users/{user_id}")),
    }
    assert changing - CASES.keys() == own, "have tests of their own"
    assert CASES.keys() <= changing


@pytest.mark.parametrize(
    ("route", "number"), [pytest.param(r, n, id=f"{r[0]} {r[1]} {n}") for r, c in CASES.items() for n in range(len(c))]
)
def test_fifty_requests_at_once_take_effect_as_often_as_one(
    route: tuple[str, str], number: int, here: Setting, fifty: Fifty
) -> None:
    case = CASES[route][number]
    here.before = case.build(here)
    names = _names(here.before)
    body = None
    if case.body is not None:
        body = json.dumps(case.body).replace("{scene}", names["scene"]).replace("{user}", here.user)
    statuses = fifty(here.user, route[0], case.path.format(**names), body, case.headers)
    assert case.effects(here) == case.expected
    accepted = [status for status in statuses if status < 300]
    assert len(accepted) == case.accepted if case.accepted is not None else accepted
    assert set(statuses) - set(accepted) <= {404, 409, 429}


def test_a_project_is_deleted_once(here: Setting, fifty: Fifty) -> None:
    made = Ask(here.user)("POST", "/projects", {"product": {"name": "Aqua", "description": "A bottle"}}).json
    statuses = fifty(here.user, "DELETE", f"/projects/{made['project_id']}", None, {})
    assert 204 in statuses
    assert set(statuses) <= {204, 404}
    assert here.app.aws.projects.of_user(here.user, limit=100).items == []


def test_an_asset_is_deleted_once(here: Setting, fifty: Fifty) -> None:
    uploaded_logo(here)
    body = {"kind": "logo", "upload": f"users/{here.user}/uploads/logo.png", "file_name": "logo.png"}
    made = Ask(here.user)("POST", "/assets", body).json
    statuses = fifty(here.user, "DELETE", f"/assets/{made['asset_id']}", None, {})
    assert 204 in statuses
    assert set(statuses) <= {204, 404}
    assert here.app.aws.assets.of_user(here.user, limit=100).items == ()


def _names(job: Job | None) -> dict[str, str]:
    if job is None:
        return {"scene": ""}
    scene = job.scenes[0].id if job.scenes else ""
    return {"job": job.job_id, "scene": scene, "image": ids.image_id(scene, 1)}
