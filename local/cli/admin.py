"""`omnigen admin …`: limits of spending, the pause switch and settings of a running host. Administrators only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import click

from local.cli.answers import LimitsAnswer, UserLimitsAnswer
from local.cli.options import json_option
from local.cli.target import Target
from local.cli.terminal import print_json, print_line

_CHANGED = ("rev", "deployment", "each_user", "groups", "settings")
"""What a change sends back of what it has read."""


@click.group()
def admin() -> None:
    """Limits and users of a host, for its administrators."""


class Usd(click.ParamType[str]):
    """An amount in USD, or - for no limit."""

    name = "usd"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text; a usage error for what is no amount."""
        if not re.fullmatch(r"\d{1,8}(\.\d{1,4})?|-", value):
            self.fail(f"{value!r} is no amount like 12.50, and not - for no limit", param, ctx)
        return value


_USD = Usd()


@admin.command()
@click.option("--day", type=_USD, help="What all users together may spend in a day; - for no limit.")
@click.option("--month", type=_USD, help="The same for a month.")
@click.option("--user-day", type=_USD, help="What each user may spend in a day.")
@click.option("--user-month", type=_USD, help="The same for a month; - for the figure that was deployed.")
@click.option(
    "--group",
    "groups",
    type=(str, _USD, _USD),
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
            "deployment": _with(known["deployment"], day_usd=day, month_usd=month),
            "each_user": _with(known["each_user"], day_usd=user_day, month_usd=user_month),
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


@admin.group()
def users() -> None:
    """Users of a host: their limits."""


@users.command(name="limits")
@click.argument("user_id", metavar="USER")
@click.option("--day", type=_USD, help="What this user may spend in a day; - for no limit.")
@click.option("--month", type=_USD, help="The same for a month.")
@click.option("--jobs-per-day", type=click.IntRange(0), help="Jobs and new runs in a day.")
@click.option("--jobs-at-once", type=click.IntRange(0), help="Jobs under way at the same time.")
@click.option("--reset", is_flag=True, help="Give the user the limits of all others again.")
@json_option
@click.pass_obj
def user_limits(
    target: Target,
    /,
    *,
    user_id: str,
    day: str | None,
    month: str | None,
    jobs_per_day: int | None,
    jobs_at_once: int | None,
    reset: bool,
    as_json: bool,
) -> None:
    """Show what USER (an id) may use and has used; options give limits of their own in place of all they had."""
    money = _with({}, day_usd=day, month_usd=month)
    chosen = {**money, "jobs_per_day": jobs_per_day, "jobs_at_once": jobs_at_once}
    request = {name: value for name, value in chosen.items() if value is not None}
    if request and reset:
        raise click.UsageError("--reset: leave it out, or leave the limits out")
    with target.host() as host:
        path = f"/admin/users/{user_id}/limits"
        known: UserLimitsAnswer = host.ask("PUT", path, request) if request or reset else host.ask("GET", path)
    if as_json:
        print_json(known)
        return
    day_words = f", at most ${known['day_usd']} a day" if known["day_usd"] is not None else ""
    own = " (limits of their own)" if known["own"] else ""
    print_line(
        f"{user_id}: ${known['committed_month_usd']} of ${known['monthly_usd']} this month{day_words}, "
        f"{known['jobs_today']} of {known['jobs_per_day']} jobs today, {known['jobs_at_once']} at once{own}"
    )


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


def _with(limit: Mapping[str, Any], **usd: str | None) -> dict[str, Any]:
    """The limit with the amounts that were given."""
    return {**limit, **{name: _amount(value) for name, value in usd.items() if value is not None}}


def _limit(per_day: str, per_month: str) -> dict[str, str | None]:
    return {"day_usd": _amount(per_day), "month_usd": _amount(per_month)}


def _amount(value: str) -> str | None:
    return None if value == "-" else value


def _without(values: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name not in names}
