"""How scenes are filmed and joined, as the API shows it and lets people change it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from omnigen.domain.brief_options import Continuity
from omnigen.domain.job import Job, JobStatus, ScriptMetadata
from omnigen.domain.shot import Element, ElementKind, Join
from omnigen.runtime.context import AppContext

from tests.builders import a_brief, a_planned_job, a_scene
from tests.integration.api.conftest import Ask

BOTTLE = Element(id="product", kind=ElementKind.PRODUCT, description="a tall steel bottle")
ROCK = Element(id="rock", kind=ElementKind.PLACE, description="a black rock by the sea")


@pytest.fixture
def planned(app: AppContext) -> Callable[..., Job]:
    """Keeps a job that is over, with three scenes of these joins; the first two show the bottle."""

    def make(*joins: Join, **brief: Any) -> Job:
        job = a_planned_job(3, status=JobStatus.COMPLETED, brief=a_brief(duration=9, **brief))
        joins = joins or (Join.NEW_SHOT,) * 3
        held = ((BOTTLE, ROCK), (BOTTLE,), ())
        scenes = tuple(
            a_scene(job.job_id, number, join=join, elements=elements)
            for number, (join, elements) in enumerate(zip(joins, held, strict=True), start=1)
        )
        job = job.model_copy(update={"scenes": scenes})
        app.aws.jobs.create(job)
        return job

    return make


def test_a_shot_is_shown_and_every_part_of_it_is_edited(ask: Ask, planned: Callable[..., Job]) -> None:
    job = planned()
    change = {"shot_size": "close_up", "angle": "low", "camera_move": "pull_out", "action": "A wave breaks"}
    change |= {"on_screen_text": "49 €", "join": "continue"}
    edited = ask("PUT", f"/scenes/{job.scenes[1].id}", change).json
    assert {name: edited[name] for name in change} == change
    assert edited["elements"] == [BOTTLE.model_dump(mode="json")]
    assert ask("GET", f"/scripts/{job.job_id}").json["scenes"][1]["angle"] == "low"


@pytest.mark.parametrize(
    ("joins", "brief", "scene", "edit", "field"),
    [
        ((), {}, 1, {"transition": "fade"}, "transition"),
        (("new_shot", "continue", "new_shot"), {}, 1, {"transition": "wipe"}, "transition"),
        ((), {"continuity": "chained"}, 2, {"transition": "dissolve"}, "transition"),
        ((), {"continuity": "keyframes"}, 2, {"transition": "dissolve"}, "transition"),
        ((), {}, 0, {"join": "continue"}, "join"),
        (("new_shot", "continue", "continue"), {"continuity": "chained"}, 1, {"join": "new_shot"}, "join"),
        ((), {}, 1, {"on_screen_text": "9" * 61}, "on_screen_text"),
        ((), {}, 1, {"shot_size": "tiny"}, "shot_size"),
    ],
)
def test_what_nobody_would_see_and_what_cannot_be_is_refused(
    ask: Ask,
    planned: Callable[..., Job],
    joins: tuple[Any, ...],
    brief: dict[str, Any],
    scene: int,
    edit: dict[str, Any],
    field: str,
) -> None:
    job = planned(*map(Join, joins), **brief)
    refused = ask("PUT", f"/scenes/{job.scenes[scene].id}", edit)
    assert (refused.status, refused.json["field"]) == (422, field)


def test_a_new_shot_may_come_in_with_a_dissolve_and_the_last_one_with_a_fade(
    ask: Ask, planned: Callable[..., Job]
) -> None:
    job = planned()
    assert ask("PUT", f"/scenes/{job.scenes[1].id}", {"transition": "dissolve"}).json["transition"] == "dissolve"
    assert ask("PUT", f"/scenes/{job.scenes[2].id}", {"transition": "fade"}).json["transition"] == "fade"


def test_a_chain_is_shown_as_continued(ask: Ask, planned: Callable[..., Job]) -> None:
    job = planned(continuity=Continuity.CHAINED)
    joins = [scene["join"] for scene in ask("GET", f"/scripts/{job.job_id}").json["scenes"]]
    assert joins == ["new_shot", "continue", "continue"]


def test_an_element_is_described_otherwise_in_all_scenes_that_hold_it(ask: Ask, planned: Callable[..., Job]) -> None:
    job = planned()
    said = ask("PUT", f"/scripts/{job.job_id}", {"elements": {"product": "a short red bottle"}}).json
    described = [[element["description"] for element in scene["elements"]] for scene in said["scenes"]]
    assert described == [["a short red bottle", ROCK.description], ["a short red bottle"], []]
    unknown = ask("PUT", f"/scripts/{job.job_id}", {"elements": {"cup": "a cup"}})
    assert (unknown.status, unknown.json["field"]) == (422, "elements")
    assert "product, rock" in unknown.json["detail"]


def test_what_is_still_wrong_with_a_script_is_shown(ask: Ask, keep: Callable[..., Job]) -> None:
    complaint = "\"It cures all.\" says 'cures', which the brief does not say. Say only what the brief gives."
    job = keep(status=JobStatus.COMPLETED, script_metadata=ScriptMetadata(script_complaints=(complaint,)))
    assert ask("GET", f"/scripts/{job.job_id}").json["script_complaints"] == [complaint]
    assert ask("GET", f"/jobs/{job.job_id}").json["script_metadata"]["script_complaints"] == [complaint]
