"""Every status, after every edit, has an action that leads on, and errors name only actions that are possible then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from omnigen.aws.workflow import WorkflowClient
from omnigen.domain import ids
from omnigen.domain.brief_options import Gate
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.next_actions import next_actions
from omnigen.runtime.context import AppContext

from tests.builders import a_brief, a_job, a_planned_job
from tests.conftest import StudioWith
from tests.integration.api.conftest import Answer, Ask

OWN = a_brief(script_text="Meet the bottle. Take it along.", review=("script",))
NAMED = "Possible now: "
SEGMENTS = [{"text": "Hello.", "duration": 2.5}, {"text": "Goodbye.", "duration": 3.5}]
Request = tuple[str, str, Any]
Build = Callable[[], Job]

EDITS: Mapping[str, Request | None] = {
    "nothing": None,
    "text": ("PUT", "/scripts/{job}", {"text": "See the bottle. Take it along."}),
    "title": ("PUT", "/scripts/{job}", {"title": "Another"}),
    "call to action": ("PUT", "/scripts/{job}", {"call_to_action": "Call now"}),
    "segments": ("PUT", "/scripts/{job}", {"segments": SEGMENTS}),
    "narration": ("PUT", "/scenes/{scene}", {"text": "Another line."}),
    "visual prompt": ("PUT", "/scenes/{scene}", {"visual_prompt": "A red bottle"}),
    "transition": ("PUT", "/scenes/{scene}", {"transition": "fade"}),
    "duration": ("PUT", "/scenes/{scene}", {"duration": 2.5}),
    "drawn title": ("PUT", "/jobs/{job}/drawn", {"title": "Another"}),
    "drawn name": ("PUT", "/jobs/{job}/drawn", {"product_name": "Another"}),
    "drawn call to action": ("PUT", "/jobs/{job}/drawn", {"call_to_action": "Call now"}),
    "display url": ("PUT", "/jobs/{job}/drawn", {"display_url": "aqua.example"}),
    "legal line": ("PUT", "/jobs/{job}/drawn", {"legal_line": "Aqua Ltd."}),
    "captions": ("PUT", "/jobs/{job}/drawn", {"captions": "burned"}),
    "caption style": ("PUT", "/jobs/{job}/drawn", {"caption_style": "highlight"}),
    "caption spellings": ("PUT", "/jobs/{job}/drawn", {"caption_spellings": {"Line": "LINE"}}),
    "volume of the music": ("PUT", "/jobs/{job}/drawn", {"music_volume_db": -6}),
    "no brand": ("PUT", "/jobs/{job}/drawn", {"brand_id": ""}),
}
QUICK = {"nothing", "title", "segments", "drawn title"}
"""Edits that are walked in every run; the others by `make attack`."""

ACTIONS: Mapping[str, tuple[Request, ...]] = {
    "approve": (
        ("POST", "/scripts/{job}/approve", None),
        ("POST", "/scenes/{scene}/approve", None),
        ("POST", "/images/{image}/approve", None),
        ("POST", "/scripts/{job}/create-video", None),
    ),
    "reject": tuple(
        ("POST", f"{path}/reject", {"reason": "too dark"})
        for path in ("/scripts/{job}", "/scenes/{scene}", "/images/{image}")
    ),
    "edit": tuple(edit for edit in EDITS.values() if edit),
    "continue": (("POST", "/jobs/{job}/continue", None),),
    "resume": (("POST", "/jobs/{job}/resume", None),),
    "regenerate": (
        ("POST", "/jobs/{job}/regenerate", {}),
        ("POST", "/jobs/{job}/regenerate", {"scenes": ["{scene}"]}),
    ),
    "cancel": (("POST", "/jobs/{job}/cancel", None),),
    "delete": (("DELETE", "/jobs/{job}", None),),
}
LEADS_ON = {"approve", "continue", "resume", "regenerate", "wait"}


@pytest.fixture
def app(app_with: StudioWith) -> AppContext:
    return app_with(OMNIGEN_JOBS_PER_USER="1000", OMNIGEN_JOBS_PER_DAY="1000")


@pytest.fixture
def states(app: AppContext, wait_at: Callable[..., Job]) -> Mapping[str, Build]:
    """Each status with the stages of a record that it can have."""

    def kept(job: Job) -> Job:
        app.aws.jobs.create(job)
        return app.aws.jobs.get(job.job_id)

    def scripted(**changes: Any) -> Job:
        return a_planned_job(**changes).model_copy(update={"scenes": ()})

    builders = {"bare": a_job, "scripted": scripted, "planned": a_planned_job}
    found: dict[str, Build] = {"draft": lambda: kept(a_job(brief=OWN, status=JobStatus.DRAFT, run=0))}
    found["cancelled draft"] = lambda: kept(a_job(brief=OWN, status=JobStatus.CANCELLED, run=0))
    for gate in Gate:
        found[f"waiting at {gate}"] = lambda gate=gate: wait_at(gate)  # type: ignore[misc]
    found["pending"] = lambda: kept(a_job(status=JobStatus.PENDING))
    found["processing"] = lambda: kept(a_planned_job())
    for status in (JobStatus.FAILED, JobStatus.CANCELLED):
        for name, build in builders.items():
            found[f"{status} {name}"] = lambda build=build, status=status: kept(build(status=status))  # type: ignore[misc]
    for status in (JobStatus.SCRIPT_READY, JobStatus.COMPLETED):
        found[f"{status} planned"] = lambda status=status: kept(a_planned_job(status=status))  # type: ignore[misc]
    return found


def send(request: Request, job: Job) -> Answer:
    """One request about the job and its first scene and picture."""
    method, path, body = request
    scene = ids.scene_id(job.job_id, 1)
    names = {"job": job.job_id, "scene": scene, "image": ids.image_id(scene, 1)}
    if isinstance(body, dict) and "scenes" in body:
        body = {"scenes": [scene]}
    return Ask()(method, path.format(**names), body)


@pytest.mark.parametrize(
    "edit", [pytest.param(edit, marks=[] if edit in QUICK else pytest.mark.attack) for edit in EDITS]
)
def test_something_leads_on_and_errors_name_only_what_is_possible(
    edit: str, states: Mapping[str, Build], app: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WorkflowClient, "start", lambda *_: None)
    request, walked = EDITS[edit], 0
    for name, build in states.items():
        if request and send(request, build()).status != 200:
            continue  # as if nothing had been edited

        def begun(build: Build = build) -> Job:
            job = build()
            if request:
                send(request, job)
            return app.aws.jobs.get(job.job_id)

        told = set(next_actions(begun()))
        possible, named = walk(begun)
        assert told - {"wait"} == possible, f"{name}: what is said and what is possible differ"
        assert named <= told, name
        assert told & LEADS_ON, f"{name}: a dead end"
        walked += 1
    assert walked, "an edit that is possible nowhere"


def walk(begun: Build) -> tuple[set[str], set[str]]:
    """The verbs that are possible from this state, and those that errors say are."""
    possible, named = set[str](), set[str]()
    job = begun()
    for verb, requests in ACTIONS.items():
        for request in requests:
            answer = send(request, job)
            if answer.status < 300:
                continues = verb == "approve" and job.status is JobStatus.SCRIPT_READY
                possible.add("continue" if continues else verb)
                job = begun()
                break
            assert answer.status in {404, 409, 422}, (request, answer.text)
            detail = answer.json["detail"]
            named |= set(detail.partition(NAMED)[2].split(", ")) if NAMED in detail else set()
    return possible, named
