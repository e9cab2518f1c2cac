"""`omnigen webhooks …`: show and replace the secret that signs webhooks."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from local.cli.answers.accounts import WebhookSecretAnswer
from local.cli.options import json_option
from local.cli.target import Target
from local.cli.terminal import confirm, print_json, print_line


@click.group()
def webhooks() -> None:
    """The secret with which a server of yours checks that webhooks come from here."""


@webhooks.command()
@json_option
@click.pass_obj
def secret(place: Target, /, *, as_json: bool) -> None:
    """Print the secret that signs your webhooks."""
    with place.host() as host:
        _print(host.ask("GET", "/webhooks/secret"), as_json=as_json)


@webhooks.command()
@click.option(
    "--overlap-hours",
    type=click.IntRange(0, 168),
    default=24,
    show_default=True,
    help="How long the secret that is replaced stays valid; 0 when it has leaked.",
)
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@json_option
@click.pass_obj
def rotate(place: Target, /, *, overlap_hours: int, yes: bool, as_json: bool) -> None:
    """Replace the secret. Until the overlap ends, deliveries carry both signatures."""
    if not (overlap_hours or yes):
        confirm("End every older secret now? Receivers refuse deliveries until they have the new one")
    with place.host() as host:
        _print(host.ask("POST", "/webhooks/secret/rotate", {"overlap_hours": overlap_hours}), as_json=as_json)


def _print(answer: WebhookSecretAnswer, *, as_json: bool) -> None:
    if as_json:
        print_json(answer)
        return
    print_line(answer["signing_secret"])
    if until := answer["previous_valid_until"]:
        print_line(
            f"The secret before it is valid until {datetime.fromtimestamp(until, UTC):%Y-%m-%d %H:%M} UTC", err=True
        )
