"""`omnigen token`: a development token for a user of this machine's API."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("name")
@click.pass_obj
def token(data_dir: Path, /, name: str) -> None:
    """Print a token for the user NAME, good for 30 days and for this data folder only."""
    from local.api_tokens import tokens_of

    click.echo(tokens_of(data_dir).issue(name))
