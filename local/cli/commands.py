"""The command `omnigen` with its general options and all its subcommands."""

from __future__ import annotations

from pathlib import Path

import click

from local.cli.compliance import approve_video, compliance_command, packet, verify, waive
from local.cli.estimate import estimate
from local.cli.generate import generate, script
from local.cli.jobs import jobs
from local.cli.models import models
from local.cli.program import Program
from local.cli.provenance import provenance
from local.cli.review import review
from local.cli.serve import serve
from local.cli.target import Target
from local.cli.token import token as token_command
from local.cli.upkeep import backup, doctor, restore
from local.cli.voices import voices
from local.cli.webhooks import webhooks


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(".omnigen"),
    show_default=True,
    envvar="OMNIGEN_DATA_DIR",
    help="Folder in which the local host keeps jobs and files.",
)
@click.option("--url", envvar="OMNIGEN_URL", help="Use the host at this address instead of one on this machine.")
@click.option(
    "--token", envvar="OMNIGEN_TOKEN", help="Access token for --url; the variable keeps it out of the shell's history."
)
@click.version_option(package_name="omnigen")
@click.pass_context
def cli(context: click.Context, data_dir: Path, url: str | None, token: str | None) -> None:
    """Turn a brief into a finished video ad.

    \b
    Exit codes: 0 done, 1 the job failed, 2 wrong usage, 3 the job waits for a review,
    4 the job is unfinished or was cancelled elsewhere, 130 interrupted (Ctrl-C, SIGTERM, SIGHUP).
    """
    context.obj = Target(data_dir, url, token)


COMMANDS = (
    *(generate, script, estimate, review, jobs, models, voices, serve, token_command, webhooks),
    *(compliance_command, waive, approve_video, packet, verify),
    *(provenance, doctor, backup, restore),
)

for command in COMMANDS:
    cli.add_command(command)
