"""`omnigen jobs`, `cancel`, `resume`, `continue`: what there is, and moving it along."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from omnigen import runs
from omnigen.domain.ids import check_job_id
from omnigen.domain.job import Job
from omnigen.domain.view import job_view
from omnigen.errors import NotFound
from omnigen.studio import Studio
from rich.console import Console
from rich.table import Table

from local.cli.display import Display
from local.cli.following import follow, report
from local.cli.session import USER, session
from local.cli.watching import exit_code


def owned(studio: Studio, job_id: str) -> Job:
    """The caller's job; NotFound for anybody else's."""
    job = studio.aws.jobs.get(check_job_id(job_id))
    if job.user_id != USER:
        raise NotFound(f"There is no job {job_id!r}")
    return job


@click.command()
@click.argument("job_id", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.pass_obj
def jobs(data_dir: Path, /, job_id: str | None, *, as_json: bool) -> None:
    """List your jobs, newest first, or show one."""
    with session(data_dir) as opened:
        if job_id:
            click.echo(job_view(owned(opened.studio, job_id)).model_dump_json(indent=2))
            return
        items = opened.studio.aws.jobs.of_user(USER).items
    if as_json:
        click.echo(json.dumps(items, default=str, indent=2))
    elif items:
        Console().print(table_of(items))
    else:
        click.echo('No jobs yet. Make one: omnigen generate "A calm ad for a reusable water bottle"', err=True)


@click.command()
@click.argument("job_id")
@click.pass_obj
def cancel(data_dir: Path, /, job_id: str) -> None:
    """Stop a job wherever it is; what was bought stays for a week."""
    with session(data_dir) as opened:
        job = runs.cancel(opened.studio, owned(opened.studio, job_id))
    click.echo(f"{job.job_id} is {job.status}", err=True)


def _moving(name: str, words: str, move: Callable[[Studio, Job], Job]) -> click.Command:
    @click.command(name, help=words)
    @click.argument("job_id")
    @click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Where the video goes.")
    @click.option("--json", "as_json", is_flag=True, help="Print the finished job as JSON.")
    @click.option("--quiet", is_flag=True, help="Show no progress.")
    @click.pass_obj
    def command(data_dir: Path, /, job_id: str, out: Path | None, *, as_json: bool, quiet: bool) -> None:
        with session(data_dir) as opened, Display(quiet=quiet) as display:
            job = follow(opened.studio, move(opened.studio, owned(opened.studio, job_id)), display)
            report(opened.studio, job, display, out, as_json=as_json)
        sys.exit(exit_code(job))

    return command


resume = _moving("resume", "Go on with a job that failed or was cancelled; nothing is bought twice.", runs.resume)
continue_ = _moving("continue", "Take a job that stopped at its script on to the video.", runs.go_on)


def table_of(items: list[dict[str, Any]]) -> Table:
    """Jobs as people read them."""
    table = Table(box=None, pad_edge=False)
    for heading in ("job", "made", "status", "length", "shape", "about"):
        table.add_column(heading, overflow="fold" if heading == "job" else "ellipsis", no_wrap=heading != "job")
    for item in items:
        made = datetime.fromtimestamp(item["created_at"], UTC).astimezone()
        about = str(item.get("title") or item.get("prompt", ""))
        status = "awaiting_review" if item.get("open_reviews") and item["status"] == "processing" else item["status"]
        table.add_row(
            item["job_id"], f"{made:%d %b %H:%M}", status, f"{item['duration']} s", item["aspect_ratio"], about
        )
    return table
