"""`omnigen`: the command line, a client of the HTTP API of a host on this machine or elsewhere."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from omnigen.errors import OmnigenError

from local.cli.estimate import estimate
from local.cli.exits import Exit
from local.cli.generate import generate, script
from local.cli.jobs import jobs
from local.cli.models import models
from local.cli.review import review
from local.cli.serve import serve
from local.cli.target import Target
from local.cli.token import token as token_command


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(".omnigen"),
    show_default=True,
    envvar="OMNIGEN_DATA_DIR",
    help="Where the local host keeps jobs and files.",
)
@click.option("--url", envvar="OMNIGEN_URL", help="Work on the host at this address instead of on this machine.")
@click.option("--token", envvar="OMNIGEN_TOKEN", help="Who you are there; the variable is safer.")
@click.version_option(package_name="omnigen")
@click.pass_context
def cli(context: click.Context, data_dir: Path, url: str | None, token: str | None) -> None:
    """Turn a brief into a finished video ad.

    \b
    Exit codes: 0 done, 1 the job failed, 2 wrong usage, 3 the job waits for a review,
    4 the job is unfinished or was turned down, 130 cancelled with Ctrl-C.
    """
    context.obj = Target(data_dir, url, token)


for command in (generate, script, estimate, review, jobs, models, serve, token_command):
    cli.add_command(command)


def main() -> None:
    """Run the command line; every expected error becomes a sentence and an exit code."""
    try:
        cli(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(Exit.CANCELLED)
    except OmnigenError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(Exit.USAGE if error.fixable_by == "user" else Exit.FAILED)
