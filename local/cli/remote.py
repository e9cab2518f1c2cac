"""`omnigen --url URL …`: the same work on a host elsewhere."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from local.cli.brief_options import brief_from, brief_options
from local.cli.client import Client
from local.cli.display import stage_words
from local.cli.exits import Exit
from local.cli.jobs import table_of
from local.cli.script import print_script

_ENDS = {"completed": Exit.DONE, "script_ready": Exit.DONE, "failed": Exit.FAILED, "cancelled": Exit.UNFINISHED}
_REVIEWED = {
    "script": "scripts/{job}",
    "spend": "scripts/{job}",
    "scenes": "scenes/{scene}",
    "images": "images/{image}",
}

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
out_option = click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Where the video goes.")


@click.group()
def jobs() -> None:
    """Your jobs on a host elsewhere."""


@jobs.command("list")
@click.option("--status", help="Only jobs with this status.")
@as_json_option
@click.pass_context
def list_jobs(context: click.Context, *, status: str | None, as_json: bool) -> None:
    """List your jobs, newest first."""
    query = f"?limit=100{f'&status={status}' if status else ''}"
    items = _client(context).ask("GET", f"/jobs{query}")["items"]
    if as_json:
        click.echo(json.dumps(items, indent=2))
    else:
        Console().print(table_of(items))


@jobs.command()
@click.argument("job_id")
@click.pass_context
def show(context: click.Context, /, job_id: str) -> None:
    """Print a job as JSON."""
    click.echo(json.dumps(_client(context).ask("GET", f"/jobs/{job_id}"), indent=2))


@jobs.command()
@click.argument("job_id")
@as_json_option
@click.pass_context
def watch(context: click.Context, /, job_id: str, *, as_json: bool) -> None:
    """Follow a job until it ends or waits for you."""
    _finish(_client(context), job_id, None, as_json=as_json, fetch=False)


@jobs.command()
@click.argument("job_id")
@click.pass_context
def cancel(context: click.Context, /, job_id: str) -> None:
    """Stop a job wherever it is."""
    job = _client(context).ask("POST", f"/jobs/{job_id}/cancel")
    click.echo(f"{job_id} is {job['status']}", err=True)


@jobs.command()
@click.argument("job_id")
@out_option
@as_json_option
@click.pass_context
def resume(context: click.Context, /, job_id: str, *, out: Path | None, as_json: bool) -> None:
    """Go on with a job that failed or was cancelled."""
    client = _client(context)
    client.ask("POST", f"/jobs/{job_id}/resume")
    _finish(client, job_id, out, as_json=as_json)


@jobs.command()
@click.argument("job_id")
@out_option
@click.pass_context
def download(context: click.Context, /, job_id: str, *, out: Path | None) -> None:
    """Save a finished job's video."""
    client = _client(context)
    video = client.ask("GET", f"/jobs/{job_id}/video")
    click.echo(client.download(video["video_url"], out or Path(f"{job_id}.mp4")))


@click.command()
@brief_options
@out_option
@as_json_option
@click.pass_context
def generate(context: click.Context, /, *, out: Path | None, as_json: bool, **options: Any) -> None:
    """Make a video on a host elsewhere."""
    _submit(context, "/generate", options, out, as_json=as_json)


@click.command()
@brief_options
@as_json_option
@click.pass_context
def script(context: click.Context, /, *, as_json: bool, **options: Any) -> None:
    """Have script and storyboard written on a host elsewhere, and print them."""
    client = _client(context)
    job_id = _submitted(client, "/generate/script", options)
    _follow(client, job_id)
    print_script(client.ask("GET", f"/jobs/{job_id}/script"), as_json=as_json)


@click.command()
@click.argument("job_id")
@click.option("--approve", metavar="WHAT", help="script, scenes-s01, images-s02 or spend.")
@click.option("--reject", metavar="WHAT", help="Turn one of these down; with a --reason.")
@click.option("--reason", default="", help="What should be different.")
@as_json_option
@click.pass_context
def review(
    context: click.Context, /, job_id: str, *, approve: str | None, reject: str | None, reason: str, as_json: bool
) -> None:
    """Show what a job on a host elsewhere waits for, or decide about it."""
    client = _client(context)
    job = client.ask("GET", f"/jobs/{job_id}")
    if reject == "spend":
        raise click.UsageError("--reject spend: to say no to the video itself, cancel the job")
    if reject and not reason:
        raise click.UsageError("--reject: say what should be different with --reason")
    if approve:
        client.ask("POST", f"/{_place(job, approve)}/{'create-video' if approve == 'spend' else 'approve'}")
    elif reject:
        client.ask("POST", f"/{_place(job, reject)}/reject", {"reason": reason})
    else:
        waiting = [_name(review) for review in job["reviews"]] or (["script"] if job["status"] == "draft" else [])
        click.echo(json.dumps(waiting) if as_json else "\n".join(waiting))


COMMANDS: dict[str, click.Command] = {
    "jobs": jobs,
    "generate": generate,
    "script": script,
    "review": review,
}


def _client(context: click.Context) -> Client:
    told = context.find_root().params
    if not told.get("token"):
        raise click.UsageError("--token: say who you are; `omnigen token NAME` makes one for a host on this machine")
    return Client(told["url"], told["token"])


def _submit(context: click.Context, path: str, options: dict[str, Any], out: Path | None, *, as_json: bool) -> None:
    client = _client(context)
    _finish(client, _submitted(client, path, options), out, as_json=as_json)


def _submitted(client: Client, path: str, options: dict[str, Any]) -> str:
    if options["style_image"]:
        raise click.UsageError("--style-image: on a host elsewhere, upload pictures with POST /uploads first")
    brief = brief_from(options)
    return str(client.ask("POST", path, brief.model_dump(mode="json", exclude_none=True))["job_id"])


def _finish(client: Client, job_id: str, out: Path | None, *, as_json: bool, fetch: bool = True) -> None:
    """Follow the job, save its video, say what came of it."""
    job = _follow(client, job_id)
    if fetch and job["status"] == "completed" and job["video_url"]:
        path = client.download(job["video_url"], out or Path(f"{job_id}.mp4"))
        click.echo(json.dumps(job, indent=2) if as_json else path)
    else:
        click.echo(json.dumps(job, indent=2) if as_json else job_id)
    if job["error_message"]:
        click.echo(f"The job is {job['status']}: {job['error_message']}", err=True)
    sys.exit(_ENDS.get(job["status"], Exit.WAITING))


def _follow(client: Client, job_id: str) -> dict[str, Any]:
    """The job when it is over, or waits for a person; one line on stderr for every new stage."""
    shown, job = "", {}
    for job in client.changes(job_id):
        if job["stage"] != shown:
            click.echo(f"{job['progress']:3d} %  {stage_words(job['stage'])}", err=True)
            shown = job["stage"]
        if job["status"] in {"awaiting_review", "draft"}:
            click.echo(f"Waits for you ({', '.join(map(_name, job['reviews'])) or 'script'})", err=True)
            break
    return job


def _place(job: dict[str, Any], what: str) -> str:
    """The path of what is decided about."""
    gate, _, scene = what.partition("-")
    if gate not in _REVIEWED or bool(scene) != (gate in {"scenes", "images"}):
        raise click.UsageError(f"{what!r} is none of script, scenes-s01, images-s01 and spend")
    scene_id = f"{job['job_id']}-{scene}"
    images: list[dict[str, Any]] = next((known["images"] for known in job["scenes"] if known["id"] == scene_id), [])
    image = images[-1]["id"] if images else f"{scene_id}-i01"
    return _REVIEWED[gate].format(job=job["job_id"], scene=scene_id, image=image)


def _name(review: dict[str, Any]) -> str:
    return f"{review['gate']}-{review['scene_id'].rpartition('-')[2]}" if review["scene_id"] else str(review["gate"])
