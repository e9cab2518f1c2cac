"""`omnigen keys …`: API keys, with which programs sign in."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from omnigen.domain.api_key import MAX_LIFETIME_DAYS, Scope

from local.cli.answers.accounts import KeyAnswer
from local.cli.options import json_option
from local.cli.target import Target
from local.cli.terminal import print_json, print_line


@click.group()
def keys() -> None:
    """API keys, with which programs send requests in your name."""


@keys.command()
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([str(scope) for scope in Scope]),
    multiple=True,
    default=("read",),
    show_default=True,
    help="What it may do; may be given several times.",
)
@click.option("--spend", type=float, help="USD that may be spent with it in a day; gives it the scope spend.")
@click.option(
    "--days", type=click.IntRange(1, MAX_LIFETIME_DAYS), help="It works so long; by default until it is revoked."
)
@json_option
@click.pass_obj
def create(
    target: Target, /, *, name: str, scopes: tuple[str, ...], spend: float | None, days: int | None, as_json: bool
) -> None:
    """Make a key called NAME and print it. It is shown this once."""
    wanted = [*scopes, *(["spend"] if spend is not None and "spend" not in scopes else [])]
    request = {
        "name": name,
        "scopes": wanted,
        "spend_usd_per_day": None if spend is None else str(spend),
        "expires_in_days": days,
    }
    with target.host() as host:
        made = host.ask("POST", "/keys", {field: value for field, value in request.items() if value is not None})
    if as_json:
        print_json(made)
        return
    print_line(made["key"])
    print_line(f"It is shown this once. To end it: {host.command} keys revoke {made['key_id']}", err=True)


@keys.command(name="list")
@json_option
@click.pass_obj
def list_keys(target: Target, /, *, as_json: bool) -> None:
    """List your keys, without their secrets."""
    with target.host() as host:
        found = host.ask("GET", "/keys")
    if as_json:
        print_json(found)
        return
    for key in found["items"]:
        print_line(_described(key))


@keys.command()
@click.argument("key_id", metavar="KEY")
@click.pass_obj
def revoke(target: Target, /, *, key_id: str) -> None:
    """End the key with this id (not its secret) at once."""
    with target.host() as host:
        host.ask("DELETE", f"/keys/{key_id}")
    print_line(f"Revoked {key_id}", err=True)


def _described(key: KeyAnswer) -> str:
    spend = f", ${key['spend_usd_per_day']} a day" if key["spend_usd_per_day"] is not None else ""
    used = f"used {_day(key['last_used_at'])}" if key["last_used_at"] else "never used"
    ends = f"until {_day(key['expires_at'])}" if key["expires_at"] else "no end"
    return f"{key['key_id']}  {key['name']}  {', '.join(key['scopes'])}{spend}  {used}, {ends}"


def _day(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d}"
