"""`omnigen token`: an access token for a user of the API on this machine."""

from __future__ import annotations

import click

from local.cli.target import only_here
from local.cli.terminal import print_line


@click.command()
@click.argument("name")
@click.option("--admin", is_flag=True, help="For an administrator.")
@click.pass_context
def token(context: click.Context, /, name: str, *, admin: bool) -> None:
    """Print an access token for the user NAME of the local API.

    It is valid for 30 days, for this data folder only; pass it with --token or OMNIGEN_TOKEN.
    """
    from local.api.tokens import tokens_of

    print_line(tokens_of(only_here(context)).issue(name, admin=admin))
