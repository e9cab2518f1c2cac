"""`omnigen admin …`: limits of spending, the pause switch and settings of a running host. Administrators only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from local.cli.admin_users import USD, amount_of, users, with_amounts
from local.cli.answers.accounts import LimitsAnswer
from local.cli.options import json_option
from local.cli.target import Target
from local.cli.terminal import print_json, print_line

_CHANGED = ("rev", "deployment", "each_user", "groups", "settings")
"""What a change sends back of what it has read."""


@click.group()
def admin() -> None:
    """Limits and users of a host, for its administrators."""


@admin.command()
@click.option("--day", type=USD, help="What all users together may spend in a day; - for no limit.")
@click.option("--month", type=USD, help="The same for a month.")
@click.option("--user-day", type=USD, help="What each user may spend in a day.")
@click.option("--user-month", type=USD, help="The same for a month; - for the figure that was deployed.")
@click.option(
    "--group",
    "groups",
    type=(str, USD, USD),
    multiple=True,
    metavar="NAME DAY MONTH",
    help="What the users of a group may spend together.",
)
@click.option(
    "--set",
    "values",
    type=(str, str),
    multiple=True,
    metavar="NAME VALUE",
    help="Change a setting, such as the order of models.",
)
@click.option("--unset", "names", multiple=True, metavar="NAME", help="Go back to the setting that was deployed.")
@json_option
@click.pass_obj
def limits(  # noqa: PLR0913 - one argument for each option
    target: Target,
    /,
    *,
    day: str | None,
    month: str | None,
    user_day: str | None,
    user_month: str | None,
    groups: tuple[tuple[str, str, str], ...],
    values: tuple[tuple[str, str], ...],
    names: tuple[str, ...],
    as_json: bool,
) -> None:
    """Show the limits, and change those that options name. They hold at once, settings within a minute."""
    with target.host() as host:
        known = host.ask("GET", "/admin/limits")
        changes = {
            "deployment": with_amounts(known["deployment"], day_usd=day, month_usd=month),
            "each_user": with_amounts(known["each_user"], day_usd=user_day, month_usd=user_month),
            "groups": known["groups"] | {name: _limit(*amounts) for name, *amounts in groups},
            "settings": _without(known["settings"] | dict(values), names),
        }
        if any(known[part] != value for part, value in changes.items()):
            request = {part: known[part] for part in _CHANGED} | changes
            known = host.ask("PUT", "/admin/limits", request)
    _print(known, as_json=as_json)


@admin.command()
@click.argument("reason", default="")
@json_option
@click.pass_obj
def pause(target: Target, /, *, reason: str, as_json: bool) -> None:
    """Stop all spending now; REASON is what users read."""
    _switch(target, {"paused": True, "reason": reason}, as_json=as_json)


@admin.command()
@json_option
@click.pass_obj
def unpause(target: Target, /, *, as_json: bool) -> None:
    """Let spending go on. Jobs that failed meanwhile can be resumed."""
    _switch(target, {"paused": False}, as_json=as_json)


admin.add_command(users)


def _switch(target: Target, request: Mapping[str, Any], *, as_json: bool) -> None:
    with target.host() as host:
        _print(host.ask("PUT", "/admin/pause", request), as_json=as_json)


def _print(known: LimitsAnswer, *, as_json: bool) -> None:
    if as_json:
        print_json(known)
        return
    print_line(f"Spending is {'PAUSED: ' + known['reason'] if known['paused'] else 'on'}")
    print_line(f"All users: {_words(known['deployment'])}")
    print_line(f"  committed: ${known['committed_today_usd']} today, ${known['committed_month_usd']} this month")
    print_line(f"Each user: {_words(known['each_user'])}")
    for name, limit in sorted(known["groups"].items()):
        print_line(f"Group {name}: {_words(limit)}")
    for name, value in sorted(known["settings"].items()):
        print_line(f"{name} = {value}")


def _words(limit: Mapping[str, Any]) -> str:
    parts = [f"${limit[name]} a {words}" for name, words in (("day_usd", "day"), ("month_usd", "month")) if limit[name]]
    return ", ".join(parts) or "no limit but the deployed ones"


def _limit(per_day: str, per_month: str) -> dict[str, str | None]:
    return {"day_usd": amount_of(per_day), "month_usd": amount_of(per_month)}


def _without(values: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name not in names}
