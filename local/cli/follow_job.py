"""Following a job from the command line: to its end, to a review, or to Ctrl-C; and saying what came of it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from local.cli.client import ApiClient, HostUnreachable, JobView, RequestRefused
from local.cli.display import Display
from local.cli.exits import Exit
from local.cli.interrupts import ctrl_c_later, ignore_ctrl_c
from local.cli.output_paths import STDOUT, caption_path, check_replaceable, destination_of

_WAITING = frozenset({"awaiting_review", "draft"})
_ENDS: Mapping[str, Exit] = {
    "completed": Exit.DONE,
    "script_ready": Exit.DONE,
    "awaiting_review": Exit.WAITING,
    "draft": Exit.WAITING,
    "failed": Exit.FAILED,
}


def exit_code(job: JobView) -> Exit:
    """How the shell is told."""
    return _ENDS.get(job["status"], Exit.UNFINISHED)


def waiting_names(job: JobView) -> list[str]:
    """What waits for a person, as `omnigen review` calls it: script, scenes-s01, images-s02, spend."""
    reviews = [
        f"{review['gate']}-{review['scene_id'].rpartition('-')[2]}" if review["scene_id"] else str(review["gate"])
        for review in job["reviews"]
    ]
    return reviews or (["script"] if job["status"] == "draft" else [])


def begin(host: ApiClient, display: Display, order: Callable[[], Mapping[str, Any]]) -> JobView:
    """Have a job begun and follow it."""
    with ctrl_c_later() as pressed:
        job_id = str(order()["job_id"])
    return follow(host, job_id, display, give_up=bool(pressed))


def follow(host: ApiClient, job_id: str, display: Display, *, give_up: bool = False) -> JobView:
    """Watch a job that this command has set going; Ctrl-C cancels it and ends the program."""
    if not give_up:
        try:
            return watch(host, job_id, display)
        except KeyboardInterrupt:
            pass
    ignore_ctrl_c()  # a second one must not leave the job half cancelled
    return _cancelled(host, job_id, display)


def watch(host: ApiClient, job_id: str, display: Display) -> JobView:
    """Show the job's progress until it ends, or until it waits for a person and nobody is there to answer."""
    told: set[str] = set()
    job: JobView = {}
    try:
        for job in host.changes(job_id):
            display.update(job)
            waiting = set(waiting_names(job))
            if job["status"] in _WAITING and not (host.own and job["status"] != "draft" and sys.stdin.isatty()):
                return job
            if waiting - told:
                display.say(f"Waits for you ({', '.join(sorted(waiting))}): {host.command} review {job_id}")
                told |= waiting
    except HostUnreachable as silent:
        display.say(f"Error: {silent.message}")
        display.say(f"The job may go on there: {host.command} jobs watch {job_id}")
        sys.exit(Exit.UNFINISHED)
    return job


def report(host: ApiClient, job: JobView, display: Display, target: Path | None = None, *, as_json: bool) -> None:
    """Save the video and print its path, or print the job as JSON; say why there is none."""
    job_id, code = job["job_id"], exit_code(job)
    path = save_video(host, job, target, display) if code is Exit.DONE and job["video_url"] else None
    if as_json:
        click.echo(json.dumps(job, indent=2), err=path == STDOUT)
    elif path != STDOUT and code in {Exit.DONE, Exit.WAITING}:
        click.echo(path or job_id)
    if code is Exit.WAITING:
        display.say(f"Waits for you ({', '.join(waiting_names(job))}): {host.command} review {job_id}")
    elif code is Exit.DONE and path is None:
        display.say(f"The script is ready. To make the video: {host.command} jobs continue {job_id}")
    if job["error_message"]:
        display.say(f"The job is {job['status']}: {job['error_message']}")
        display.say(f"To go on from there: {host.command} jobs resume {job_id}")


def save_video(host: ApiClient, job: JobView, target: Path | None, display: Display) -> Path:
    """Save the job's newest video, and captions that were made to stand beside it; returns the video's path."""
    with destination_of(target or Path(f"{job['job_id']}.mp4")) as destination:
        path = host.download(job["video_url"], destination)
    if target == STDOUT:
        return STDOUT
    newest = next(video for video in job["videos"] if video["key"] == job["video_key"])
    if job["brief"]["captions"] in {"sidecar", "both"}:
        for kind, url in newest["caption_urls"].items():
            check_replaceable(caption_path(path, kind))
            display.say(f"Captions: {host.download(url, caption_path(path, kind))}")
    return path


def _cancelled(host: ApiClient, job_id: str, display: Display) -> JobView:
    """Cancel it and end the program; the job if it was over before."""
    display.say("Cancelling …")
    try:
        host.ask("POST", f"/jobs/{job_id}/cancel")
    except RequestRefused as refusal:
        if refusal.status != 409:
            raise
        job: JobView = host.ask("GET", f"/jobs/{job_id}")
        display.say(f"Too late: {refusal.detail}")
        return job
    display.say(f"Cancelled. What was bought stays for a week: {host.command} jobs resume {job_id}")
    sys.exit(Exit.CANCELLED)
