"""`omnigen review`: show a job's open reviews, and approve, reject or edit what they are about."""

from __future__ import annotations

import sys

import click

from local.cli.display import Display
from local.cli.follow_job import check_own, exit_code, follow, report, waiting_names
from local.cli.gates import approve, at_gate, edit, names_picture, prices, print_waiting, reject
from local.cli.options import job_argument, json_option, out_options
from local.cli.output_paths import VideoDestination, checked_output
from local.cli.tables import print_estimate
from local.cli.target import Target
from local.cli.terminal import print_json, print_line


@click.command()
@job_argument
@click.option(
    "--approve", "approved", multiple=True, metavar="WHAT", help="script, scenes-s01, images-s02, spend or all."
)
@click.option("--reject", "rejected", metavar="WHAT", help="Reject one of these; needs --reason.")
@click.option("--reason", default="", help="What should be different.")
@click.option(
    "--edit",
    "edits",
    multiple=True,
    metavar="PLACE.FIELD=TEXT",
    help="s02.visual_prompt=…, s02.shot_size=…, s02.text=…, script.title=…, elements.product=… or a draft's "
    "script.text=…; then decide. "
    "s02.picture=FILE shows your own still or clip there, as --own-picture does, and approves it.",
)
@click.option("--dry-run", is_flag=True, help="Only print what each edited scene would leave to buy.")
@out_options
@json_option
@click.pass_obj
def review(  # noqa: PLR0913 - one argument for each option
    place: Target,
    /,
    job_id: str,
    *,
    approved: tuple[str, ...],
    rejected: str | None,
    reason: str,
    edits: tuple[str, ...],
    dry_run: bool,
    out: VideoDestination | None,
    as_json: bool,
) -> None:
    """Show a job's open reviews, or decide on them.

    \b
    omnigen review JOB
    omnigen review JOB --approve all
    omnigen review JOB --edit s02.visual_prompt="A red bottle on a rock" --approve scenes-s02
    omnigen review JOB --reject images-s02 --reason "too dark"
    omnigen review JOB --edit s02.picture=our-shop.jpg
    omnigen review JOB --edit s02.visual_prompt="A red bottle on a rock" --dry-run
    """
    if rejected and not reason:
        raise click.UsageError("--reject: say what should be different with --reason")
    if dry_run:
        _print_prices(place, job_id, edits, as_json=as_json)
        return
    target = checked_output(out) if out else None
    deciding = bool(approved or rejected or any(map(names_picture, edits)))
    with place.host(resume_jobs=deciding) as host:
        check_own(host, job_id, target)
        job = at_gate(host, job_id) if deciding else host.ask("GET", f"/jobs/{job_id}")
        for change in edits:
            edit(host, job, change)
        if not deciding:
            print_waiting(host, host.ask("GET", f"/jobs/{job_id}"), as_json=as_json)
            return
        for what in waiting_names(job) if approved == ("all",) else approved:
            approve(host, at_gate(host, job_id, what), what)
        if rejected:
            reject(host, at_gate(host, job_id, rejected), rejected, reason)
        if not host.own:
            return
        with Display(quiet=False) as display:  # without a lasting host the job runs in this process
            job = follow(host, job_id, display)
            report(host, job, display, target, as_json=as_json)
    sys.exit(exit_code(job))


def _print_prices(place: Target, job_id: str, edits: tuple[str, ...], *, as_json: bool) -> None:
    if not edits:
        raise click.UsageError("--dry-run: say with --edit what is to change")
    with place.host() as host:
        found = prices(host, host.ask("GET", f"/jobs/{job_id}"), edits)
    if as_json:
        print_json(found)
        return
    for name, estimate in found.items():
        print_line(name)
        print_estimate(estimate, as_json=False)
