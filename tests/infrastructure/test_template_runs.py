"""The template is what runs: whole jobs over HTTP on the tables, functions and state machine that it describes."""

from __future__ import annotations

from collections import Counter

import pytest
from omnigen.media.probe import probe

from tests.infrastructure.deployment import LEFT_OUT, PLAYED
from tests.infrastructure.rehearsal import CALLERS, Rehearsal
from tests.infrastructure.templates import Environment

pytestmark = pytest.mark.timeout(900)
"""The first test waits for the whole rehearsal: a minute on a quiet machine, several on a busy one."""


def test_a_failed_job_says_why_and_is_finished_by_a_resume(rehearsal: Rehearsal) -> None:
    assert rehearsal.jobs["failed"]["problem"]["code"] == "BadInput"
    assert (rehearsal.jobs["resumed"]["status"], rehearsal.jobs["resumed"]["run"]) == ("completed", 2)


def test_films_are_delivered_through_the_addresses_that_the_api_signs(rehearsal: Rehearsal) -> None:
    assert {name: probe(film).seconds for name, film in rehearsal.films.items()} == {"resumed": 6, "reviewed": 6}


def test_a_reviewed_job_is_made_as_its_reviewer_wanted(rehearsal: Rehearsal) -> None:
    first = rehearsal.jobs["reviewed"]["scenes"][0]
    assert [image["status"] for image in first["images"]] == ["rejected", "approved"]


def test_a_cancelled_job_stays_cancelled_when_its_end_is_announced(rehearsal: Rehearsal) -> None:
    assert rehearsal.jobs["cancelled"]["status"] == "cancelled"


def test_a_vendors_refusal_reaches_the_user(rehearsal: Rehearsal) -> None:
    problem = rehearsal.jobs["refused"]["problem"]
    assert (problem["code"], problem["stage"]) == ("PolicyBlocked", "check_clip")


def test_the_api_is_closed_but_for_what_is_open(rehearsal: Rehearsal) -> None:
    opened = {path for path, status in rehearsal.without_token.items() if status == 200}
    assert opened == {"/health", "/docs", "/openapi.json"}
    assert {rehearsal.without_token[path] for path in ("/jobs", "/usage")} == {401}


def test_every_change_of_status_is_told_to_the_users_server(rehearsal: Rehearsal) -> None:
    told = Counter(message["status"] for message in rehearsal.told)
    assert told["completed"] >= 2
    assert {"failed", "completed", "cancelled", "script_ready", "awaiting_review"} <= set(told)


def test_nothing_is_left_of_records_that_have_expired(rehearsal: Rehearsal) -> None:
    assert rehearsal.films
    assert rehearsal.left_after_expiry == []


def test_everybody_called_something(rehearsal: Rehearsal) -> None:
    """If a function's calls were not seen, nothing could be said about its permissions."""
    assert {call.caller for call in rehearsal.calls} == set(CALLERS)


def test_what_is_left_out_is_in_the_templates(dev: Environment, prod: Environment) -> None:
    """A reason about a type that is gone would mislead."""
    types = {resource.type for environment in (dev, prod) for resource in environment.resources()}
    gone = (LEFT_OUT.keys() | PLAYED.keys()) - types
    assert gone <= {"Custom::CDKBucketDeployment"}  # there when the page is
