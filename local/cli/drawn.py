"""`omnigen jobs edit`: change what is only drawn or mixed in a video, after showing what that costs."""

from __future__ import annotations

import sys
from typing import Any

import click
from omnigen.domain.brief_options import Captions, CaptionStyle

from local.cli.answers.offers import EstimateAnswer
from local.cli.client import ApiClient, RequestRefused
from local.cli.display import Display
from local.cli.exits import Exit
from local.cli.follow_job import begin, check_own, exit_code, report
from local.cli.options import job_argument, json_option, out_options
from local.cli.output_paths import VideoDestination, checked_output
from local.cli.tables import print_estimate
from local.cli.target import Target
from local.cli.terminal import confirm, print_line

_FINISHED = frozenset({"completed", "failed", "cancelled"})


@click.command("edit")
@job_argument
@click.option("--title", help="Shown at the start.")
@click.option("--product-name", help="The name that is shown; an empty one takes it away.")
@click.option("--call-to-action", help="On the end card; an empty one takes it away.")
@click.option("--display-url", metavar="ADDRESS", help="Web address on the end card.")
@click.option("--legal-line", help="Small print on the end card.")
@click.option("--captions", type=click.Choice([str(one) for one in Captions]), help="Where captions go.")
@click.option("--caption-style", type=click.Choice([str(one) for one in CaptionStyle]), help="How they look.")
@click.option("--spell", multiple=True, metavar="HEARD=WRITTEN", help="How captions write a word; may be repeated.")
@click.option("--music-volume", "music_volume_db", type=int, metavar="DB", help="-18 to 6 decibels.")
@click.option("--brand", "brand_id", metavar="BRAND", help="Its newest version; an empty one takes the brand away.")
@click.option("--dry-run", is_flag=True, help="Only print what it would cost.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@out_options
@json_option
@click.pass_obj
def edit_drawn(
    place: Target,
    /,
    job_id: str,
    *,
    spell: tuple[str, ...],
    dry_run: bool,
    yes: bool,
    out: VideoDestination | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Change what is drawn or mixed, and cut the video again: all scenes stay, so it usually costs nothing."""
    wanted = {name: value for name, value in given.items() if value is not None}
    if spell:
        wanted["caption_spellings"] = _spellings(spell)
    if not wanted:
        raise click.UsageError("Say what is to change; `omnigen jobs edit --help` lists what can")
    target = checked_output(out) if out else None
    with place.host() as host:
        stale: EstimateAnswer = _asked(host, job_id, wanted | {"dry_run": True})["stale"]
        if dry_run:
            print_estimate(stale, as_json=as_json)
            return
        check_own(host, job_id, target)
        if not yes:
            print_estimate(stale, as_json=False, err=True)
            confirm("Go on?")
        changed = _asked(host, job_id, wanted)["job"]
        if changed["status"] not in _FINISHED:
            print_line(f"{job_id} is {changed['status']}: its video will show it", err=True)
            sys.exit(Exit.DONE)
        with Display(quiet=False) as display:
            job = begin(host, display, lambda: host.ask("POST", f"/jobs/{job_id}/regenerate", {})["job"])
            report(host, job, display, target, as_json=as_json)
    sys.exit(exit_code(job))


def _asked(host: ApiClient, job_id: str, body: dict[str, Any]) -> Any:
    try:
        return host.ask("PUT", f"/jobs/{job_id}/drawn", body)
    except RequestRefused as refusal:
        if refusal.field:
            names = {"music_volume_db": "music-volume", "brand_id": "brand", "caption_spellings": "spell"}
            option = names.get(refusal.field, refusal.field.replace("_", "-"))
            raise click.UsageError(f"--{option}: {refusal.detail}") from refusal
        raise


def _spellings(given: tuple[str, ...]) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in given]
    if wrong := [heard for heard, _, written in pairs if not (heard.strip() and written.strip())]:
        raise click.UsageError(f"--spell: write HEARD=WRITTEN, such as aqua=Aqua®, not {wrong[0]!r}")
    return {heard.strip(): written.strip() for heard, _, written in pairs}
