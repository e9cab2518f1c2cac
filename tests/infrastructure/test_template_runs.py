"""The template is what runs: whole offline jobs on the tables, functions and state machine that it describes."""

from __future__ import annotations

from collections import Counter

from omnigen.domain.job import JobStatus

from tests.infrastructure.deployment import LEFT_OUT, PLAYED
from tests.infrastructure.rehearsal import CALLERS, Rehearsal
from tests.infrastructure.templates import Environment


def test_a_failed_job_says_why_and_is_finished_by_a_resume(rehearsal: Rehearsal) -> None:
    assert rehearsal.jobs["failed"].status is JobStatus.FAILED
    assert rehearsal.jobs["resumed"].status is JobStatus.COMPLETED
    assert {"final/video.mp4", "final/report.json"} <= set(rehearsal.files["resumed"])


def test_a_reviewed_job_passes_every_gate(rehearsal: Rehearsal) -> None:
    assert rehearsal.jobs["reviewed"].status is JobStatus.COMPLETED
    gates = {decision.gate for decision in rehearsal.jobs["reviewed"].decisions.values()}
    assert len(gates) == 4


def test_a_cancelled_job_stays_cancelled_when_its_end_is_announced(rehearsal: Rehearsal) -> None:
    assert rehearsal.jobs["cancelled"].status is JobStatus.CANCELLED


def test_every_change_of_status_is_queued_for_the_users_server(rehearsal: Rehearsal) -> None:
    told = Counter(message["status"] for message in rehearsal.queued)
    assert (told["failed"], told["completed"]) == (1, 2)
    assert told["awaiting_review"] >= 4


def test_nothing_is_left_of_a_record_that_has_expired(rehearsal: Rehearsal) -> None:
    assert rehearsal.files["resumed"]
    assert rehearsal.left_after_expiry == []


def test_everybody_called_something(rehearsal: Rehearsal) -> None:
    """If a function's calls were not seen, nothing could be said about its permissions."""
    silent = {"DeliverWebhook"}  # reads its key and posts: a job cannot make it do so offline
    assert {call.caller for call in rehearsal.calls} | silent >= set(CALLERS)


def test_what_is_left_out_is_in_the_templates(dev: Environment, prod: Environment) -> None:
    """A reason about a type that is gone would mislead."""
    types = {resource.type for environment in (dev, prod) for resource in environment.resources()}
    gone = (LEFT_OUT.keys() | PLAYED.keys()) - types
    assert gone <= {"Custom::CDKBucketDeployment"}  # there when the page is
