"""Following a job to its end, to a review or to an interrupt, and reporting the result."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from local.cli.answers.jobs import JobAnswer
from local.cli.client import ApiClient, HostUnreachable, RequestRefused
from local.cli.display import Display
from local.cli.download import RemoteFile, download
from local.cli.exits import Exit
from local.cli.interrupts import ignore_interrupts, interrupts_noted
from local.cli.output_paths import (
    STDOUT,
    VideoDestination,
    caption_path,
    check_captions,
    check_overwrite,
    check_replaceable,
    destination_of,
)
from local.cli.terminal import print_json, print_line

_WAITING = frozenset({"awaiting_review", "draft"})
_ENDS: Mapping[str, Exit] = {
    "completed": Exit.DONE,
    "script_ready": Exit.DONE,
    "awaiting_review": Exit.WAITING,
    "draft": Exit.WAITING,
    "failed": Exit.FAILED,
}


def exit_code(job: JobAnswer) -> Exit:
    """The exit code for a job in this state."""
    return _ENDS.get(job["status"], Exit.UNFINISHED)


def waiting_names(job: JobAnswer) -> list[str]:
    """The open reviews by the names that `omnigen review` takes: script, scenes-s01, images-s02, spend."""
    reviews = [
        f"{review['gate']}-{review['scene_id'].rpartition('-')[2]}" if review["scene_id"] else str(review["gate"])
        for review in job["reviews"]
    ]
    return reviews or (["script"] if job["status"] == "draft" else [])


def begin(host: ApiClient, display: Display, order: Callable[[], Mapping[str, Any]]) -> JobAnswer:
    """Submit a job and follow it."""
    with interrupts_noted() as interrupts:
        accepted = order()
    for warning in accepted.get("warnings", ()):
        display.say(f"Note: {warning}")
    job_id = str(accepted["job_id"])
    return follow(host, job_id, display, cancel_now=bool(interrupts))


def follow(host: ApiClient, job_id: str, display: Display, *, cancel_now: bool = False) -> JobAnswer:
    """Watch a job that this command has started; an interrupt cancels it and ends the program."""
    if not cancel_now:
        try:
            return watch(host, job_id, display)
        except KeyboardInterrupt:
            pass
    ignore_interrupts()  # a second one must not leave the job half cancelled
    return _cancelled(host, job_id, display)


def watch(host: ApiClient, job_id: str, display: Display) -> JobAnswer:
    """Show the job's progress until it ends, or until it waits for a person and nobody is there to answer."""
    announced: set[str] = set()
    try:
        for job in host.changes(job_id):
            display.update(job)
            waiting = set(waiting_names(job))
            if job["status"] in _WAITING and not (host.own and job["status"] != "draft" and sys.stdin.isatty()):
                return job
            if waiting - announced:
                display.say(f"Waits for you ({', '.join(sorted(waiting))}): {host.command} review {job_id}")
                announced |= waiting
    except HostUnreachable as error:
        display.say(f"Error: {error.message}")
        display.say(f"The job may go on there: {host.command} jobs watch {job_id}")
        sys.exit(Exit.UNFINISHED)
    return job


def report(
    host: ApiClient, job: JobAnswer, display: Display, target: VideoDestination | None = None, *, as_json: bool
) -> None:
    """Save the video and print its path, or print the job as JSON; say why there is none."""
    job_id, code = job["job_id"], exit_code(job)
    path = save_video(job, target, display) if code is Exit.DONE and job["video_url"] else None
    if as_json:
        print_json(job, err=path == STDOUT)
    elif path != STDOUT and code in {Exit.DONE, Exit.WAITING}:
        print_line(path or job_id)
    if code is Exit.WAITING:
        display.say(f"Waits for you ({', '.join(waiting_names(job))}): {host.command} review {job_id}")
    elif code is Exit.DONE and path is None:
        display.say(f"The script is ready. To make the video: {host.command} jobs continue {job_id}")
    if job["error_message"]:
        display.say(f"The job is {job['status']}: {job['error_message']}")
        display.say(f"To resume it: {host.command} jobs resume {job_id}")


def check_own(host: ApiClient, job_id: str, target: VideoDestination | None) -> None:
    """A usage error if a file is where this job's video is to go, and is none of its cuts, unless it was forced."""
    if target and not target.force and target.path.exists():
        check_overwrite(target, _cuts(host.ask("GET", f"/jobs/{job_id}")))


def save_video(job: JobAnswer, target: VideoDestination | None, display: Display) -> Path:
    """Save the job's newest video, and captions that were made to stand beside it; returns the video's path."""
    output = target or VideoDestination(Path(f"{job['job_id']}.mp4"))
    beside = job["brief"]["captions"] in {"sidecar", "both"} and output.path != STDOUT
    if beside:
        check_captions(output)
    newest = next(video for video in job["videos"] if video["key"] == job["video_key"])
    video = RemoteFile(str(job["video_url"]), newest.get("bytes"), newest.get("sha256"))
    with destination_of(output, _cuts(job)) as destination:
        path = download(video, destination)
    if output.path == STDOUT:
        return STDOUT
    if beside:
        for kind, url in newest["caption_urls"].items():
            check_replaceable(caption_path(path, kind))
            display.say(f"Captions: {download(RemoteFile(url), caption_path(path, kind))}")
    for sentence in newest.get("upload_labels", ()):
        display.say(sentence)
    return path


def _cuts(job: JobAnswer) -> set[str]:
    """The SHA-256 of the job's cuts, old and new."""
    return {sha256 for video in job["videos"] if (sha256 := video.get("sha256"))}


def _cancelled(host: ApiClient, job_id: str, display: Display) -> JobAnswer:
    """Cancel the job and end the program; returns the job if it had ended before."""
    display.say("Cancelling …")
    try:
        host.ask("POST", f"/jobs/{job_id}/cancel")
    except RequestRefused as refusal:
        if refusal.status != 409:
            raise
        job: JobAnswer = host.ask("GET", f"/jobs/{job_id}")
        display.say(f"Too late: {refusal.detail}")
        return job
    display.say(f"Cancelled. What was bought stays for a week: {host.command} jobs resume {job_id}")
    sys.exit(Exit.CANCELLED)
