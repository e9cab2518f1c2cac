"""The command `omnigen` with its general options and all its subcommands."""

from __future__ import annotations

from pathlib import Path

import click

from local.cli.program import Program, UnloadedCommand
from local.cli.target import Target

_COMMANDS = {
    "local.cli.admin:admin": "Limits and users of a host, for its administrators.",
    "local.cli.asset:asset": "Keep pictures, sounds and fonts of your own.",
    "local.cli.brand:brand": "Keep brands: colours, logo, fonts, words.",
    "local.cli.compliance:compliance": "Show what the rules for ads for medicines find.",
    "local.cli.compliance:packet": "Make the review packet of a video.",
    "local.cli.compliance:signoff": "Approve a video in a person's name.",
    "local.cli.compliance:verify": "Check that a review packet is as it was made.",
    "local.cli.compliance:waive": "Accept what a rule found, in a person's name.",
    "local.cli.estimate:estimate": "Say what a video would cost at most.",
    "local.cli.generate:generate": "Make a video from a brief.",
    "local.cli.generate:script": "Write script and storyboard, and stop there.",
    "local.cli.jobs:jobs": "List, follow, resume, cancel, download, delete your jobs.",
    "local.cli.keys:keys": "API keys, with which programs sign in.",
    "local.cli.login:login": "Sign in to a host elsewhere.",
    "local.cli.login:logout": "Forget how to sign in to a host elsewhere.",
    "local.cli.models:models": "List the models in use and what they cost.",
    "local.cli.provenance:provenance": "Read the content credentials of a video.",
    "local.cli.replay:replay": "Make a cut again from its manifest, and compare.",
    "local.cli.review:review": "Show a job's open reviews, or decide on them.",
    "local.cli.serve:serve": "Serve the studio page and the HTTP API.",
    "local.cli.token:token": "Print an access token for the local API.",
    "local.cli.upkeep:backup": "Write the data folder into an archive.",
    "local.cli.upkeep:doctor": "Check the data folder, the disk, ffmpeg and the keys.",
    "local.cli.upkeep:restore": "Make the data folder anew from an archive.",
    "local.cli.voices:voices": "List the voices, or listen to one.",
    "local.cli.webhooks:webhooks": "Show the secret that signs webhooks, or change it.",
}
"""Where each command is, and what the list of commands says about it."""


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


for place, short_help in _COMMANDS.items():
    cli.add_command(UnloadedCommand(place, short_help))
