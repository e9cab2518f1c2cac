"""`omnigen token`: a development token for a user of this machine's API."""

from __future__ import annotations

import click

from local.cli.target import only_here


@click.command()
@click.argument("name")
@click.pass_context
def token(context: click.Context, /, name: str) -> None:
    """Print a token for the user NAME, good for 30 days and for this data folder only."""
    from local.api.tokens import tokens_of

    click.echo(tokens_of(only_here(context)).issue(name))
