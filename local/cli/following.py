"""Following a job from the command line: to its end, to a review, or to Ctrl-C; and saying what came of it."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import click
from omnigen import runs
from omnigen.domain.job import Job
from omnigen.domain.view import job_view
from omnigen.studio import Studio

from local.cli.display import Display
from local.cli.exits import Exit
from local.cli.watching import exit_code, save, watch


def follow(studio: Studio, job: Job, display: Display) -> Job:
    """Watch the job; Ctrl-C cancels it and ends the program."""
    try:
        return watch(studio, job, display, through_reviews=sys.stdin.isatty())
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave the job half cancelled
        display.say("Cancelling …")
        runs.cancel(studio, studio.aws.jobs.get(job.job_id))
        display.say(f"Cancelled. What was bought stays for a week: omnigen resume {job.job_id}")
        sys.exit(Exit.CANCELLED)


def report(studio: Studio, job: Job, display: Display, target: Path | None, *, as_json: bool) -> None:
    """Save the video and print its path, or print the job as JSON; say why there is none."""
    path = None
    if job.video_key and exit_code(job) is Exit.DONE:
        path = save(studio, job.video_key, target or Path(f"{job.job_id}.mp4"))
    if as_json:
        click.echo(job_view(job).model_dump_json(indent=2))
    elif path:
        click.echo(path)
    elif exit_code(job) is Exit.WAITING:
        display.say(f"Waits for you: omnigen review {job.job_id}")
        click.echo(job.job_id)
    elif exit_code(job) is Exit.DONE:
        display.say(f"The script is ready. To make the video: omnigen continue {job.job_id}")
        click.echo(job.job_id)
    if job.error_message:
        display.say(f"The job is {job.status}: {job.error_message}")
        display.say(f"To go on from there: omnigen resume {job.job_id}")
