"""`omnigen review`: see what waits for a person, and approve, reject or edit it."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import click
from omnigen import runs
from omnigen.domain.job import TERMINAL, Job, JobStatus, OpenReview, Review
from omnigen.domain.review import review_id
from omnigen.domain.storyboard import SceneEdit
from omnigen.errors import Conflict
from omnigen.studio import Studio
from pydantic import ValidationError

from local.cli.display import Display
from local.cli.following import follow, report
from local.cli.jobs import owned
from local.cli.session import USER, Session, session
from local.cli.watching import exit_code

_GATE_OPENS_SECONDS = 20.0
_SETTLES_SECONDS = 1.0


@click.command()
@click.argument("job_id")
@click.option(
    "--approve", "approved", multiple=True, metavar="WHAT", help="script, scenes-s01, images-s02, spend or all."
)
@click.option("--reject", "rejected", metavar="WHAT", help="Turn down one of these; with a --reason.")
@click.option("--reason", default="", help="What should be different.")
@click.option(
    "--edit", "edits", multiple=True, metavar="SCENE.FIELD=TEXT", help="s02.visual_prompt=… or s02.text=…, then decide."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def review(
    data_dir: Path,
    /,
    job_id: str,
    *,
    approved: tuple[str, ...],
    rejected: str | None,
    reason: str,
    edits: tuple[str, ...],
    as_json: bool,
) -> None:
    """Show what a job waits for, or decide about it.

    \b
    omnigen review JOB
    omnigen review JOB --approve all
    omnigen review JOB --edit s02.visual_prompt="A red bottle on a rock" --approve scenes-s02
    omnigen review JOB --reject images-s02 --reason "too dark"
    """
    if rejected and not reason:
        raise click.UsageError("--reject: say what should be different with --reason")
    with session(data_dir, take_up_jobs=True) as opened:
        job = _at_a_gate(opened.studio, owned(opened.studio, job_id))
        for edit in edits:
            job = _edit(opened.studio, job, edit)
        if not approved and not rejected:
            _show(job, as_json=as_json)
            return
        for what in _named(job, approved):
            job = _decide(opened.studio, job, what, Review.APPROVED, "")
        if rejected:
            job = _decide(opened.studio, job, rejected, Review.REJECTED, reason)
        if opened.own:
            _go_on(opened, job, as_json=as_json)


def _at_a_gate(studio: Studio, job: Job, what: str | None = None) -> Job:
    """The job once a gate (this one, or any and then no more for a second) is open, or it is plain that none will be.

    A host that has just started needs a moment to come back to where the job was.
    """
    until = time.monotonic() + _GATE_OPENS_SECONDS
    quiet_since, seen = time.monotonic(), _waiting(job).keys()
    while job.status in {JobStatus.PENDING, JobStatus.PROCESSING} and time.monotonic() < until:
        waiting = _waiting(job).keys()
        if waiting != seen:
            quiet_since, seen = time.monotonic(), waiting
        if (what in waiting) if what else (waiting and time.monotonic() - quiet_since > _SETTLES_SECONDS):
            break
        time.sleep(0.1)
        job = studio.aws.jobs.get(job.job_id)
    return job


def _go_on(opened: Session, job: Job, *, as_json: bool) -> None:
    """Nobody else would take the job on: follow it to its next gate or its end."""
    with Display(quiet=False) as display:
        job = follow(opened.studio, job, display)
        report(opened.studio, job, display, None, as_json=as_json)
    sys.exit(exit_code(job))


def _decide(studio: Studio, job: Job, what: str, decision: Review, reason: str) -> Job:
    if job.status is JobStatus.DRAFT and what == "script":
        return runs.start(studio, job) if decision is Review.APPROVED else runs.cancel(studio, job, reason)
    job = _at_a_gate(studio, job, what)
    waiting = _waiting(job).get(what)
    if waiting is None:
        raise Conflict(f"{what!r} does not wait for a decision; these do: {', '.join(_waiting(job)) or 'nothing'}")
    return studio.aws.reviews.decide(job, waiting.gate, waiting.scene_id, decision, reason, USER)


def _edit(studio: Studio, job: Job, text: str) -> Job:
    place, _, value = text.partition("=")
    scene_name, _, field = place.partition(".")
    try:
        edit = SceneEdit.model_validate({field: value})
    except ValidationError as error:
        allowed = ", ".join(SceneEdit.model_fields)
        raise click.UsageError(f"--edit: {text!r} should be SCENE.FIELD=TEXT with FIELD one of {allowed}") from error
    return runs.edit_scene(studio, job, f"{job.job_id}-{scene_name}", edit)


def _named(job: Job, approved: Iterable[str]) -> list[str]:
    names = list(approved)
    return [*_waiting(job)] if names == ["all"] else names


def _waiting(job: Job) -> dict[str, OpenReview]:
    return {review_id(review.gate, review.scene_id): review for review in job.open_reviews}


def _show(job: Job, *, as_json: bool) -> None:
    waiting = _waiting(job)
    if as_json:
        click.echo(json.dumps([*waiting] or (["script"] if job.status is JobStatus.DRAFT else [])))
        return
    if job.status is JobStatus.DRAFT:
        click.echo(f"script\n  {job.brief.script_text}")
    elif not waiting:
        word = "is over" if job.status in TERMINAL else "is under way"
        click.echo(f"Nothing waits for you: the job {word} ({job.shown_status})", err=True)
    for name, review in waiting.items():
        click.echo(name)
        for line in _shown(job, review):
            click.echo(f"  {line}")


def _shown(job: Job, review: OpenReview) -> Iterable[str]:
    """What a person needs in order to decide."""
    if review.scene_id is None:
        segments = job.script.segments if job.script else ()
        said = [(scene.duration, scene.narration) for scene in job.scenes] or [
            (part.duration, part.text) for part in segments
        ]
        for number, (seconds, text) in enumerate(said, start=1):
            yield f"{number}. {seconds} s  {text}"
        return
    scene = job.scene(review.scene_id)
    yield f"{scene.duration} s  {scene.narration}"
    yield f"seen: {scene.visual_prompt}"
    if review.reason:
        yield f"refused: {review.reason}"
    if review.proposal:
        yield f"proposed: {review.proposal}"
    if scene.image:
        yield f"picture {scene.image.number}: {scene.image.key}"
