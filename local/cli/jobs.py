"""`omnigen jobs …`: list, show, follow, cancel, resume, regenerate, download and delete jobs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

import click
from omnigen.domain.job import JobStatus

from local.cli.answers.jobs import JobSummaryAnswer
from local.cli.client import ApiClient, RequestRefused
from local.cli.display import Display
from local.cli.drawn import edit_drawn
from local.cli.follow_job import begin, check_own, exit_code, follow, report, save_video, watch
from local.cli.options import job_argument, json_option, out_options, quiet_option
from local.cli.output_paths import STDOUT, VideoDestination, checked_output
from local.cli.tables import INTERRUPTED, print_estimate, print_job, print_jobs
from local.cli.target import Target
from local.cli.terminal import confirm, print_line

_PAGE = 100
_CONFLICT = 409
_RUNNING = frozenset({"pending", "processing", "awaiting_review"})


@click.group(invoke_without_command=True)
@click.pass_context
def jobs(context: click.Context) -> None:
    """List, follow, resume, cancel, download and delete your jobs; alone the same as `jobs list`."""
    if context.invoked_subcommand is None:
        context.invoke(list_jobs)


jobs.add_command(edit_drawn)

_STATUSES = tuple(str(status) for status in JobStatus if status is not JobStatus.DELETING)
"""What may be listed: a deleted job is hidden."""


@jobs.command("list")
@click.option("--status", type=click.Choice([*_STATUSES, INTERRUPTED]), help="Only jobs with this status.")
@click.option("--search", metavar="TEXT", help="Only jobs with this text in title or subject.")
@click.option(
    "--sort", type=click.Choice(["newest", "oldest"]), default="newest", show_default=True, help="Which first."
)
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many at most.")
@json_option
@click.pass_obj
def list_jobs(
    place: Target,
    /,
    *,
    status: str | None = None,
    search: str | None = None,
    sort: str = "newest",
    limit: int = 50,
    as_json: bool = False,
) -> None:
    """List your jobs, newest first unless you sort them otherwise."""
    wanted = {"status": status, "q": search, "sort": sort if sort != "newest" else None}
    with place.reading() as host:
        items, more = _pages(host, {name: value for name, value in wanted.items() if value}, limit)
    if items or as_json:
        print_jobs(items, as_json=as_json)
    else:
        print_line('No such jobs. Make one: omnigen generate "A calm ad for a reusable water bottle"', err=True)
    if more:
        print_line(f"There are more than these {limit}: --limit", err=True)


@jobs.command()
@job_argument
@json_option
@click.pass_obj
def show(place: Target, /, job_id: str, *, as_json: bool) -> None:
    """Show one job."""
    with place.reading() as host:
        print_job(host.ask("GET", f"/jobs/{job_id}"), as_json=as_json)


@jobs.command("watch")
@job_argument
@json_option
@quiet_option
@click.pass_obj
def watch_job(place: Target, /, job_id: str, *, as_json: bool, quiet: bool) -> None:
    """Follow a job until it ends or waits for your review. Ctrl-C stops watching, not the job."""
    with place.host(resume_jobs=True) as host, Display(quiet=quiet) as display:
        job = watch(host, job_id, display)
        display.say(f"{job_id} is {job['status']}")
    print_job(job, as_json=as_json)
    sys.exit(exit_code(job))


@jobs.command()
@job_argument
@click.pass_obj
def cancel(place: Target, /, job_id: str) -> None:
    """Cancel a job; what was bought is kept for a week."""
    with place.host() as host:
        job = host.ask("POST", f"/jobs/{job_id}/cancel")
    print_line(f"{job_id} is {job['status']}", err=True)


@jobs.command()
@job_argument
@out_options
@click.pass_obj
def download(place: Target, /, job_id: str, *, out: VideoDestination | None) -> None:
    """Save a finished job's video, and captions that stand beside it."""
    target = checked_output(out) if out else None
    with place.host() as host, Display(quiet=False) as display:
        check_own(host, job_id, target)
        host.ask("GET", f"/jobs/{job_id}/video")  # says in its own words when there is none
        path = save_video(host.ask("GET", f"/jobs/{job_id}"), target, display)
    if path != STDOUT:
        print_line(path)


@jobs.command()
@job_argument
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@click.pass_obj
def delete(place: Target, /, job_id: str, *, yes: bool) -> None:
    """Delete a job and all its files; a running one is cancelled first."""
    with place.host() as host:
        job = host.ask("GET", f"/jobs/{job_id}")
        if not yes:
            confirm(f"Delete {job['title'] or job_id} ({job['status']}) and its files?")
        host.ask("DELETE", f"/jobs/{job_id}")
    print_line(f"{job_id} is deleted", err=True)


@jobs.command()
@job_argument
@click.option("--scene", "scenes", multiple=True, metavar="SCENE", help="A scene to make again, like s02; repeatable.")
@click.option("--reason", default="", help="What should be different.")
@click.option("--dry-run", is_flag=True, help="Only print what would be made again, and its price.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@out_options
@json_option
@click.pass_obj
def regenerate(
    place: Target,
    /,
    job_id: str,
    *,
    scenes: tuple[str, ...],
    reason: str,
    dry_run: bool,
    yes: bool,
    out: VideoDestination | None,
    as_json: bool,
) -> None:
    """Make scenes and what depends on them again, after showing the price and asking.

    Without --scene, only what edits have made stale; edit with `omnigen review JOB --edit s02.visual_prompt=…`.
    """
    target = checked_output(out) if out else None
    path = f"/jobs/{job_id}/regenerate"
    order = {"scenes": [f"{job_id}-{scene}" for scene in scenes], "reason": reason}
    with place.host() as host:
        stale = host.ask("POST", path, order | {"dry_run": True})["stale"]
        if dry_run:
            print_estimate(stale, as_json=as_json)
            return
        check_own(host, job_id, target)
        if not yes:
            print_estimate(stale, as_json=False, err=True)
            confirm("Go on?")
        with Display(quiet=False) as display:
            job = begin(host, display, lambda: host.ask("POST", path, order)["job"])
            report(host, job, display, target, as_json=as_json)
    sys.exit(exit_code(job))


def _run_command(action: str, words: str) -> Callable[..., Any]:
    """A command that starts a run of a job and follows it."""

    @jobs.command(action, help=words)
    @job_argument
    @out_options
    @json_option
    @quiet_option
    @click.pass_obj
    def command(place: Target, /, job_id: str, *, out: VideoDestination | None, as_json: bool, quiet: bool) -> None:
        target = checked_output(out) if out else None
        with place.host() as host, Display(quiet=quiet) as display:
            check_own(host, job_id, target)
            try:
                job = begin(host, display, partial(host.ask, "POST", f"/jobs/{job_id}/{action}"))
            except RequestRefused as refusal:
                if not _was_taken_up(host, job_id, refusal):
                    raise
                job = follow(host, job_id, display)
            report(host, job, display, target, as_json=as_json)
        sys.exit(exit_code(job))

    return command


def _was_taken_up(host: ApiClient, job_id: str, refusal: RequestRefused) -> bool:
    """Whether a run is refused because this process, as its host, has started one already.

    It does that at its start where the last host died between recording a run and starting it.
    """
    return refusal.status == _CONFLICT and host.own and host.ask("GET", f"/jobs/{job_id}")["status"] in _RUNNING


resume = _run_command("resume", "Resume a job that failed, was cancelled or was interrupted; nothing is bought twice.")
continue_ = _run_command("continue", "Make the video of a job that stopped at its script.")


def _pages(host: ApiClient, query: dict[str, str], limit: int) -> tuple[list[JobSummaryAnswer], bool]:
    """At most `limit` items, and whether there are more."""
    items: list[JobSummaryAnswer] = []
    while True:
        wanted = {**query, "limit": str(min(limit - len(items), _PAGE))}
        page = host.ask("GET", f"/jobs?{urlencode(wanted)}")
        items += page["items"]
        if page["next_cursor"] is None or len(items) >= limit:
            return items, page["next_cursor"] is not None
        query = {**query, "cursor": page["next_cursor"]}
