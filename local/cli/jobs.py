"""`omnigen jobs …`: what there is, and moving it along."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import click
from omnigen.domain.job import JobStatus

from local.cli.client import ApiClient
from local.cli.display import Display
from local.cli.follow_job import begin, exit_code, report, save_video, watch
from local.cli.generate import writable
from local.cli.options import job_argument, json_option, out_option, quiet_option
from local.cli.output_paths import STDOUT
from local.cli.tables import print_estimate, print_job, print_jobs
from local.cli.target import Target

_PAGE = 100


@click.group(invoke_without_command=True)
@click.pass_context
def jobs(context: click.Context) -> None:
    """List your jobs, look at them and move them along; alone the same as `jobs list`."""
    if context.invoked_subcommand is None:
        context.invoke(list_jobs)


@jobs.command("list")
@click.option("--status", type=click.Choice([str(status) for status in JobStatus]), help="Only jobs with this status.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many at most.")
@json_option
@click.pass_obj
def list_jobs(place: Target, /, *, status: str | None = None, limit: int = 50, as_json: bool = False) -> None:
    """List your jobs, newest first."""
    with place.host() as host:
        items, more = _pages(host, {"status": status} if status else {}, limit)
    if items or as_json:
        print_jobs(items, as_json=as_json)
    else:
        click.echo('No such jobs. Make one: omnigen generate "A calm ad for a reusable water bottle"', err=True)
    if more:
        click.echo(f"There are more than these {limit}: --limit", err=True)


@jobs.command()
@job_argument
@json_option
@click.pass_obj
def show(place: Target, /, job_id: str, *, as_json: bool) -> None:
    """Show one job."""
    with place.host() as host:
        print_job(host.ask("GET", f"/jobs/{job_id}"), as_json=as_json)


@jobs.command("watch")
@job_argument
@json_option
@quiet_option
@click.pass_obj
def watch_job(place: Target, /, job_id: str, *, as_json: bool, quiet: bool) -> None:
    """Follow a job until it ends or waits for you. Ctrl-C stops watching, not the job."""
    with place.host(take_up_jobs=True) as host, Display(quiet=quiet) as display:
        job = watch(host, job_id, display)
        display.say(f"{job_id} is {job['status']}")
    print_job(job, as_json=as_json)
    sys.exit(exit_code(job))


@jobs.command()
@job_argument
@click.pass_obj
def cancel(place: Target, /, job_id: str) -> None:
    """Stop a job wherever it is; what was bought stays for a week."""
    with place.host() as host:
        job = host.ask("POST", f"/jobs/{job_id}/cancel")
    click.echo(f"{job_id} is {job['status']}", err=True)


@jobs.command()
@job_argument
@out_option
@click.pass_obj
def download(place: Target, /, job_id: str, *, out: Path | None) -> None:
    """Save a finished job's video, and captions that stand beside it."""
    target = writable(out) if out else None
    with place.host() as host, Display(quiet=False) as display:
        host.ask("GET", f"/jobs/{job_id}/video")  # says in its own words when there is none
        path = save_video(host, host.ask("GET", f"/jobs/{job_id}"), target, display)
    if path != STDOUT:
        click.echo(path)


@jobs.command()
@job_argument
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def delete(place: Target, /, job_id: str, *, yes: bool) -> None:
    """Delete a job and all its files; one that runs is cancelled first."""
    with place.host() as host:
        job = host.ask("GET", f"/jobs/{job_id}")
        if not yes:
            click.confirm(f"Delete {job['title'] or job_id} ({job['status']}) and its files?", abort=True, err=True)
        host.ask("DELETE", f"/jobs/{job_id}")
    click.echo(f"{job_id} is deleted", err=True)


@jobs.command()
@job_argument
@click.option("--scene", "scenes", multiple=True, metavar="SCENE", help="A scene to make anew, like s02; repeat it.")
@click.option("--reason", default="", help="What should be different.")
@click.option("--dry-run", is_flag=True, help="Only say what would be made anew, and its price.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@out_option
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
    out: Path | None,
    as_json: bool,
) -> None:
    """Make scenes anew, and what depends on them; says what that costs, and asks.

    Without --scene, only what edits have made stale: `omnigen review JOB --edit s02.visual_prompt=…` comes before.
    """
    target = writable(out) if out else None
    path = f"/jobs/{job_id}/regenerate"
    order = {"scenes": [f"{job_id}-{scene}" for scene in scenes], "reason": reason}
    with place.host() as host:
        stale = host.ask("POST", path, order | {"dry_run": True})["stale"]
        if dry_run:
            print_estimate(stale, as_json=as_json)
            return
        if not yes:
            print_estimate(stale, as_json=False, err=True)
            click.confirm("Go on?", abort=True, err=True)
        with Display(quiet=False) as display:
            job = begin(host, display, lambda: host.ask("POST", path, order)["job"])
            report(host, job, display, target, as_json=as_json)
    sys.exit(exit_code(job))


def _moving(action: str, words: str) -> Callable[..., Any]:
    """A command that begins a run of a job and follows it."""

    @jobs.command(action, help=words)
    @job_argument
    @out_option
    @json_option
    @quiet_option
    @click.pass_obj
    def command(place: Target, /, job_id: str, *, out: Path | None, as_json: bool, quiet: bool) -> None:
        target = writable(out) if out else None
        with place.host() as host, Display(quiet=quiet) as display:
            job = begin(host, display, partial(host.ask, "POST", f"/jobs/{job_id}/{action}"))
            report(host, job, display, target, as_json=as_json)
        sys.exit(exit_code(job))

    return command


resume = _moving("resume", "Go on with a job that failed or was cancelled; nothing is bought twice.")
continue_ = _moving("continue", "Take a job that stopped at its script on to the video.")


def _pages(host: ApiClient, query: dict[str, str], limit: int) -> tuple[list[dict[str, Any]], bool]:
    """So many items at most, and whether there are more."""
    items: list[dict[str, Any]] = []
    while True:
        wanted = {**query, "limit": str(min(limit - len(items), _PAGE))}
        page = host.ask("GET", f"/jobs?{urlencode(wanted)}")
        items += page["items"]
        if page["next_cursor"] is None or len(items) >= limit:
            return items, page["next_cursor"] is not None
        query = {**query, "cursor": page["next_cursor"]}
