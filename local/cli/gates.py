"""A job's open reviews and decisions on them, by the names script, scenes-s01, images-s02 and spend."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import click
from omnigen.domain.job import TERMINAL

from local.cli.answers.jobs import JobAnswer, ReviewAnswer, SceneAnswer
from local.cli.client import ApiClient
from local.cli.follow_job import waiting_names
from local.cli.own_media import own_picture, shown_as
from local.cli.shots import complaint_lines, element_lines, shot_lines
from local.cli.terminal import print_json, print_line

_OPENS_WITHIN_SECONDS = 20.0
_SETTLES_SECONDS = 1.0
_POLL_INTERVAL_SECONDS = 0.1
_OF_SCENES = frozenset({"scenes", "images"})
_GATES = frozenset({"script", "spend"}) | _OF_SCENES


def at_gate(host: ApiClient, job_id: str, what: str | None = None) -> JobAnswer:
    """The job once this gate is open, or without `what`, once no further gate has opened for a second.

    Only a host of this process is waited for, 20 seconds at most: having just started, it needs a moment to bring
    interrupted jobs back to their gates.
    """
    job: JobAnswer = host.ask("GET", f"/jobs/{job_id}")
    if not host.own:
        return job
    until = time.monotonic() + _OPENS_WITHIN_SECONDS
    quiet_since, seen = time.monotonic(), waiting_names(job)
    while job["status"] in {"pending", "processing", "awaiting_review"} and time.monotonic() < until:
        waiting = waiting_names(job)
        if waiting != seen:
            quiet_since, seen = time.monotonic(), waiting
        if (what in waiting) if what else (waiting and time.monotonic() - quiet_since > _SETTLES_SECONDS):
            break
        time.sleep(_POLL_INTERVAL_SECONDS)
        job = host.ask("GET", f"/jobs/{job_id}")
    return job


def approve(host: ApiClient, job: JobAnswer, what: str) -> None:
    """Approve what the name stands for."""
    host.ask("POST", f"{_path(job, what)}/{'create-video' if what == 'spend' else 'approve'}")


def reject(host: ApiClient, job: JobAnswer, what: str, reason: str) -> None:
    """Reject what the name stands for, and say what should be different."""
    if what == "spend":
        raise click.UsageError(f"--reject spend: to reject the whole video, {host.command} jobs cancel {job['job_id']}")
    host.ask("POST", f"{_path(job, what)}/reject", {"reason": reason})


def edit(host: ApiClient, job: JobAnswer, change: str) -> None:
    """Change one field: of a scene (`s02.shot_size=close_up`), of the script (`script.title=…`), or of an element.

    An element is described otherwise, in all scenes that hold it, by `elements.product=…`. `s02.picture=FILE` shows a
    picture of one's own.
    """
    name, _, rest = change.partition(".")
    field, equals, value = rest.partition("=")
    if not (name and field and equals):
        raise click.UsageError(f"--edit: {change!r} should be PLACE.FIELD=TEXT, as in s02.text=…")
    if name == "elements":
        host.ask("PUT", f"/scripts/{job['job_id']}", {"elements": {field: value}})
        return
    if names_picture(change):
        picture = own_picture(value, "--edit")
        if "scene" in picture.details:
            raise click.UsageError(f"--edit: {change!r} names the scene twice; leave out :scene=")
        host.ask("PUT", f"/scenes/{job['job_id']}-{name}/picture", shown_as(host, picture))
        return
    path = f"/scripts/{job['job_id']}" if name == "script" else f"/scenes/{job['job_id']}-{name}"
    host.ask("PUT", path, {field: value})


def names_picture(change: str) -> bool:
    """Whether an edit puts a picture of the user's own into a scene."""
    place, _, rest = change.partition(".")
    return place != "script" and rest.startswith("picture=")


def print_waiting(host: ApiClient, job: JobAnswer, *, as_json: bool) -> None:
    """Print the open reviews with what a person needs in order to decide."""
    names = waiting_names(job)
    if as_json:
        print_json(names)
        return
    if not names:
        word = "has ended" if job["status"] in TERMINAL else "is under way"
        print_line(f"Nothing waits for you: the job {word} ({job['status']})", err=True)
    reviews: Sequence[ReviewAnswer | None] = job["reviews"] or [None] * len(names)
    for name, review in zip(names, reviews, strict=True):
        print_line(name)
        for line in _shown(host, job, review):
            print_line(f"  {line}")


def _shown(host: ApiClient, job: JobAnswer, review: ReviewAnswer | None) -> Iterator[str]:
    if review is None or review["scene_id"] is None:
        yield from _all_words(job)
        return
    scene = _scene(job, review["scene_id"])
    yield f"{scene['duration']:g} s  {scene['narration']}"
    yield from shot_lines(scene)
    yield from element_lines([scene])
    if review["reason"]:
        yield f"rejected: {review['reason']}"
    if review["proposal"]:
        yield f"proposed: {review['proposal']}"
    if scene["images"]:
        image = host.ask("GET", f"/scenes/{scene['id']}/images")[-1]
        yield f"picture {image['number']}: {image['key'] if host.own else image['url']}"


def _all_words(job: JobAnswer) -> Iterator[str]:
    segments = job["script"]["segments"] if job["script"] else ()
    said = [(scene["duration"], scene["narration"]) for scene in job["scenes"]]
    for number, (seconds, text) in enumerate(said or [(part["duration"], part["text"]) for part in segments], start=1):
        yield f"{number}. {seconds:g} s  {text}"
    if speech := job.get("speech"):
        seconds, of = speech["seconds"], job["brief"]["duration"]
        yield f"spoken for {seconds:g} of {of} s ({speech['share']:.0%})"
        yield from speech["left_out"]
    yield from complaint_lines(job)
    if not said and not segments:
        yield str(job["brief"].get("script_text") or "")


def _path(job: JobAnswer, what: str) -> str:
    """The API path of what is decided on; a scene's picture is its newest one."""
    gate, _, name = what.partition("-")
    if gate not in _GATES or bool(name) != (gate in _OF_SCENES):
        raise click.UsageError(f"{what!r} is none of script, scenes-s01, images-s01, spend and all")
    if not name:
        return f"/scripts/{job['job_id']}"
    scene_id = f"{job['job_id']}-{name}"
    if gate == "scenes":
        return f"/scenes/{scene_id}"
    images = _scene(job, scene_id)["images"]
    if not images:
        raise click.UsageError(f"{what!r}: the scene has no picture yet")
    return f"/images/{images[-1]['id']}"


def _scene(job: JobAnswer, scene_id: str) -> SceneAnswer:
    for scene in job["scenes"]:
        if scene["id"] == scene_id:
            return scene
    raise click.UsageError(f"The job has no scene {scene_id.rpartition('-')[2]!r}; it has {len(job['scenes'])}")
