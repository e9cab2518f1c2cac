"""`omnigen admin users …`: what one user may spend, and the erasure of a user. Administrators only."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any

import click

from local.cli.answers.accounts import ErasureAnswer, UserLimitsAnswer
from local.cli.options import json_option
from local.cli.target import Target
from local.cli.terminal import confirm, print_json, print_line


class Usd(click.ParamType[str]):
    """An amount in USD, or - for no limit."""

    name = "usd"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text; a usage error for what is no amount."""
        if not re.fullmatch(r"\d{1,8}(\.\d{1,4})?|-", value):
            self.fail(f"{value!r} is no amount like 12.50, and not - for no limit", param, ctx)
        return value


USD = Usd()


@click.group()
def users() -> None:
    """Users of a host: their limits, and their erasure."""


@users.command(name="limits")
@click.argument("user_id", metavar="USER")
@click.option("--day", type=USD, help="What this user may spend in a day; - for no limit.")
@click.option("--month", type=USD, help="The same for a month.")
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
    money = with_amounts({}, day_usd=day, month_usd=month)
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


@users.command(name="erase")
@click.argument("user_id", metavar="USER")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@json_option
@click.pass_obj
def erase_user(target: Target, /, *, user_id: str, yes: bool, as_json: bool) -> None:
    """Erase USER (an id): account, keys, jobs, videos and files. It cannot be taken back."""
    if not yes:
        confirm(f"Erase {user_id} with all that they have made?")
    with target.host() as host:
        asked: ErasureAnswer = host.ask("DELETE", f"/admin/users/{user_id}")
    if as_json:
        print_json(asked)
        return
    until = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(asked["done_by"]))
    print_line(f"{asked['user_id']} is being erased: within minutes, and for what comes late until {until}")


def with_amounts(limit: Mapping[str, Any], **usd: str | None) -> dict[str, Any]:
    """The limit with the amounts that were given."""
    return {**limit, **{name: amount_of(value) for name, value in usd.items() if value is not None}}


def amount_of(value: str) -> str | None:
    """An amount as the API takes it; - is no limit."""
    return None if value == "-" else value
