"""What the state machine is told."""

from __future__ import annotations

from typing import Any

import pytest
from omnigen.domain.messages import ErrorOutput, JobRef, plan

from tests.builders import a_brief, a_job, a_planned_job


@pytest.mark.parametrize(
    ("options", "roads"),
    [
        ({}, {"film_clips": True, "draw_stills": False, "clips_at_once": 2, "narrate": True, "score": True}),
        ({"continuity": "chained"}, {"film_clips": True, "draw_stills": False, "clips_at_once": 1}),
        ({"continuity": "keyframes"}, {"film_clips": True, "draw_stills": True, "clips_at_once": 2}),
        ({"pictures": "stills"}, {"film_clips": False, "draw_stills": True}),
        ({"narration": {"enabled": False}, "music": {"enabled": False}}, {"narrate": False, "score": False}),
        ({"stop_at": "script"}, {"stop_at_script": True}),
        (
            {"review": ("script", "scenes", "images", "spend"), "pictures": "stills"},
            {"gate_script": True, "gate_scenes": True, "gate_images": True, "gate_spend": True},
        ),
        ({"review": ("images",)}, {"gate_images": False}),
        ({"review": ("script",), "script_text": "Meet the bottle."}, {"gate_script": False}),
    ],
)
def test_plan_says_which_roads_are_taken(options: dict[str, Any], roads: dict[str, object]) -> None:
    made = plan(a_planned_job(brief=a_brief(**options))).model_dump()
    assert {name: made[name] for name in roads} == roads


@pytest.mark.parametrize(
    ("options", "first"),
    [
        ({"pictures": "stills"}, True),
        ({"continuity": "keyframes"}, True),
        ({"pictures": "stills", "review": ("script",)}, True),
        ({}, False),
        ({"pictures": "stills", "music": {"enabled": False}}, False),
        *(({"pictures": "stills", "review": (gate,)}, False) for gate in ("scenes", "images", "spend")),
    ],
)
def test_music_is_ordered_before_stills_unless_a_person_decides_in_between(
    options: dict[str, Any], first: bool
) -> None:
    assert plan(a_planned_job(brief=a_brief(**options))).music_first is first


def test_nothing_is_composed_early_where_there_is_nothing_to_wait_for() -> None:
    silent = {"music": {"enabled": False}}
    assert plan(a_planned_job(brief=a_brief()), compose_early=True).compose_early
    assert plan(a_planned_job(brief=a_brief(**silent)), compose_early=True).compose_early
    assert not plan(a_planned_job(brief=a_brief(pictures="stills", **silent)), compose_early=True).compose_early
    assert not plan(a_planned_job(brief=a_brief())).compose_early


def test_plan_before_the_storyboard_has_no_scenes_and_a_valid_concurrency() -> None:
    made = plan(a_job(brief=a_brief(continuity="keyframes")))
    assert (made.scenes, made.clips_at_once) == ((), 1)


def test_foreign_fields_on_the_wire_are_somebody_elses() -> None:
    assert JobRef.model_validate({"job_id": "j", "run": 1, "plan": {}}) == JobRef(job_id="j", run=1)
    assert ErrorOutput.model_validate({"Error": "States.Timeout"}).Cause == ""
