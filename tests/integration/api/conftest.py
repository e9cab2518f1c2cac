"""The API's handler, called as API Gateway calls it, on an emulated AWS."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from omnigen.domain.brief_options import Gate
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.messages import ReviewRef
from omnigen.runtime.context import AppContext

from functions.api.handler import handler
from tests.builders import NOW, a_planned_job, an_image


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    text: str
    json: Any = field(default=None)


def event_of(
    user: str | None, method: str, path: str, body: str | None, headers: Mapping[str, str], /, **query: object
) -> dict[str, Any]:
    """The event of a request (API Gateway HTTP API, payload format 2.0); without a user, of one without a token."""
    context: dict[str, Any] = {"http": {"method": method, "path": path}, "stage": "$default"}
    return {
        "version": "2.0",
        "rawPath": f"/api/v1{path}",
        "rawQueryString": "",
        "headers": {"content-type": "application/json", **headers},
        "queryStringParameters": {name: str(value) for name, value in query.items()},
        "requestContext": context | ({"authorizer": {"lambda": {"sub": user}}} if user else {}),
        "body": body,
        "isBase64Encoded": False,
    }


@dataclass(frozen=True)
class Ask:
    """Sends requests as one user."""

    user: str | None = "ada"

    def __call__(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None, **query: object
    ) -> Answer:
        text = body if isinstance(body, str) or body is None else json.dumps(body)
        return answer_of(handler(event_of(self.user, method, path, text, headers or {}, **query), None))


def answer_of(answer: Mapping[str, Any]) -> Answer:
    """What the handler's response says."""
    content = answer.get("body") or ""
    kind = answer["headers"].get("Content-Type", "")
    parsed = json.loads(content) if "json" in kind and content else None
    return Answer(answer["statusCode"], answer["headers"], content, parsed)


@pytest.fixture(scope="module")
def order_log_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for a module: settings that stay the same need no new clients."""
    return tmp_path_factory.mktemp("ledger")


@pytest.fixture
def ask(app: AppContext) -> Ask:
    """Requests of ada's; the studio has set the environment."""
    return Ask()


@pytest.fixture
def keep(app: AppContext) -> Callable[..., Job]:
    """Puts a job on record: planned, in two scenes, owned by ada, and completed unless it says otherwise."""

    def put(**changes: Any) -> Job:
        defaults: dict[str, Any] = {"status": JobStatus.COMPLETED, "created_at": NOW}
        job = a_planned_job(**(defaults | changes))
        app.aws.jobs.create(job)
        return app.aws.jobs.get(job.job_id)

    return put


@pytest.fixture
def wait_at(app: AppContext, keep: Callable[..., Job]) -> Callable[..., Job]:
    """Puts a job on record that waits at a gate, for its first scene where the gate is a scene's."""

    def put(*gates: Gate, **changes: Any) -> Job:
        job = keep(**({"status": JobStatus.PROCESSING} | changes))
        if Gate.IMAGES in gates and not job.scenes[0].images:
            job = app.aws.artifacts.image(job.job_id, job.scenes[0], an_image(job.scenes[0]))
        for gate in gates:
            scenes = [None] if gate in {Gate.SCRIPT, Gate.SPEND} else [scene.id for scene in job.scenes]
            for scene_id in scenes[:1] if gate is Gate.IMAGES else scenes:
                token = f"token-{gate}-{scene_id}"
                ref = ReviewRef(job_id=job.job_id, run=1, gate=gate, scene_id=scene_id, task_token=token)
                job = app.aws.reviews.open(job, ref)
        return job

    return put


@dataclass(frozen=True)
class Person:
    """Somebody of these groups."""

    user: str
    groups: str = ""

    def __call__(self, method: str, path: str, body: Any = None) -> Answer:
        event = event_of(self.user, method, path, None if body is None else json.dumps(body), {})
        event["requestContext"]["authorizer"]["lambda"]["groups"] = self.groups
        return answer_of(handler(event, None))
