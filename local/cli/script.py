"""`omnigen script`: script and storyboard, and no video yet."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from omnigen import runs
from omnigen.domain.brief import StopAt
from omnigen.errors import InvalidRequest

from local.cli.brief_options import brief_from, brief_options
from local.cli.display import Display
from local.cli.exits import Exit
from local.cli.following import follow
from local.cli.session import USER, session
from local.cli.watching import exit_code


@click.command()
@brief_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
@click.pass_obj
def script(data_dir: Path, /, *, as_json: bool, quiet: bool, **options: Any) -> None:
    """Write script and storyboard, and stop there; `omnigen continue JOB` makes the video."""
    from functions.api.shown import script_shown

    if options["style_image"]:
        raise click.UsageError("--style-image: give it to `omnigen generate`")
    brief = brief_from(options).model_copy(update={"stop_at": StopAt.SCRIPT})
    with session(data_dir) as opened, Display(quiet=quiet) as display:
        try:
            job = runs.submit(opened.studio, USER, brief)
        except InvalidRequest as error:
            raise click.UsageError(str(error)) from error
        job = follow(opened.studio, job, display)
    if exit_code(job) is Exit.DONE:
        print_script(script_shown(job).model_dump(mode="json"), as_json=as_json)
    elif job.error_message:
        click.echo(f"The job is {job.status}: {job.error_message}", err=True)
    sys.exit(exit_code(job))


def print_script(written: Mapping[str, Any], *, as_json: bool) -> None:
    """The job's id, and every scene with what is said and seen in it."""
    if as_json:
        click.echo(json.dumps(written, indent=2))
        return
    click.echo(written["id"])
    for scene in written["scenes"]:
        click.echo(f"{scene['scene_index'] + 1}. {scene['duration']:g} s  {scene['narration']}")
        click.echo(f"   seen: {scene['visual_prompt']}")
