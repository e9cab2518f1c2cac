"""What the host tells, as people read it; for programs the same as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import ROUND_UP, Decimal
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from local.cli.display import stage_words

Row = Mapping[str, Any]

_WIDE = 200


def print_jobs(items: Sequence[Row], *, as_json: bool) -> None:
    """A line for each job."""
    if as_json:
        _print_json(items)
        return
    table = _table("job", "made", "status", "length", "shape", "about")
    for item in items:
        about = item["title"] or item["prompt"]
        table.add_row(item["job_id"], _when(item["created_at"]), item["status"], f"{item['duration']} s",
                      item["aspect_ratio"], _plain(about))  # fmt: skip
    _show(table)


def print_job(job: Row, *, as_json: bool) -> None:
    """One job: where it is, what it cost, its scenes, and what went wrong."""
    if as_json:
        _print_json(job)
        return
    brief = job["brief"]
    stage = "" if job["stage"] == job["status"] else f", {stage_words(job['stage'])}"
    click.echo(f"{job['job_id']}  {job['status']}, {job['progress']} %{stage}")
    form = f"{brief['duration']} s, {brief['aspect_ratio']}, {brief['resolution']}, {brief['pictures']}"
    click.echo(f"{job['title'] or 'without a title'}: {form}")
    click.echo(f"made {_when(job['created_at'])}, run {job['run']}, {_money(job)}")
    for scene in job["scenes"]:
        click.echo(f"{scene['scene_index'] + 1:2d}. {scene['duration']:g} s  {scene['narration']}")
        click.echo(f"    seen: {scene['visual_prompt']}")
    if job["error_message"]:
        click.echo(f"Why it is {job['status']}: {job['error_message']}")


def print_script(written: Row, *, as_json: bool) -> None:
    """The job's id, and every scene with what is said and seen in it."""
    if as_json:
        _print_json(written)
        return
    click.echo(written["id"])
    for scene in written["scenes"]:
        click.echo(f"{scene['scene_index'] + 1}. {scene['duration']:g} s  {scene['narration']}")
        click.echo(f"   seen: {scene['visual_prompt']}")


def print_models(told: Row, *, as_json: bool) -> None:
    """A line for each model, in the order in which it is asked; then what the last check found."""
    if as_json:
        _print_json(told)
        return
    table = _table("for", "model", "price", "as of", "clips of", "state")
    for item in told["items"]:
        lengths = ", ".join(f"{seconds:g}" for seconds in item["durations_seconds"])
        table.add_row(item["capability"], item["id"], _price(item["price"]), item["checked_on"],
                      f"{lengths} s" if lengths else "", _plain(_state(item)))  # fmt: skip
    _show(table)
    found = [finding["message"] for finding in told["findings"]]
    if told["last_checked_on"]:
        click.echo(f"\nChecked with their vendors on {told['last_checked_on']}: {'' if found else 'all is well'}")
    for message in found:
        click.echo(f"  {message}")


def print_estimate(found: Row, *, as_json: bool, err: bool = False) -> None:
    """A line for each thing that would be bought; then what they cost together, and what stands against it."""
    if as_json:
        _print_json(found)
        return
    if found["items"]:
        table = _table("what", "scene", "how much", "at most", "model")
        for item in found["items"]:
            amount = f"{float(item['quantity']):g} {item['unit']}"
            table.add_row(item["kind"], str(item["scene"] or ""), amount, _at_most(item["usd"], ".0001"), item["model"])
        _show(table, err=err)
    as_of = f", prices as of {found['prices_as_of']}" if found["prices_as_of"] else ": nothing has to be bought"
    click.echo(f"At most {_at_most(found['total_usd'], '.01')} together{as_of}", err=err)
    if not found["feasible"]:
        click.echo(f"It cannot be made: {found['objection']}", err=err)
    elif not found["within_max_cost"]:
        click.echo("That is more than the job's own cap, --max-cost", err=err)


def _at_most(usd: str, places: str) -> str:
    """Rounded up, so that the promise holds."""
    return f"${Decimal(usd).quantize(Decimal(places), ROUND_UP)}"


def _state(model: Row) -> str:
    """How long it will be there, and what to use afterwards."""
    words = {
        "current": "in use",
        "ending": f"ends {model['retires_on']}",
        "retired": f"ended {model['retires_on'] or ''}".strip(),
        "at_risk": f"may end: {model['at_risk']}",
    }[model["state"]]
    successor = model["successor"] if model["state"] != "current" else None
    return f"{words}; then {successor}" if successor else words


def _price(price: Row | None) -> str:
    """What one unit costs; many units are told by the million."""
    if price is None:
        return "unknown: not bought"
    if price["usd_input"] is not None:
        return f"${_million(price['usd_input'])} in, ${_million(price['usd_output'])} out, a million tokens"
    if price["by_resolution"]:
        return ", ".join(f"${usd} a {price['per']} at {name}" for name, usd in price["by_resolution"].items())
    if not float(price["usd"]):
        return "free"
    if price["per"] in {"character", "token"}:
        return f"${_million(price['usd'])} a million {price['per']}s"
    return f"${price['usd']} {'an' if price['per'][0] in 'aeiou' else 'a'} {price['per']}"


def _million(usd: str) -> str:
    return f"{float(usd) * 1_000_000:g}"


def _money(job: Row) -> str:
    reserved = float(job["reserved_usd"])
    return f"${float(job['spent_usd']):.2f} spent" + (f", ${reserved:.2f} reserved" if reserved else "")


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for number, heading in enumerate(headings):
        table.add_column(heading, overflow="fold", no_wrap=number < len(headings) - 1)
    return table


def _show(table: Table, *, err: bool = False) -> None:
    """As wide as the terminal; where there is none, as wide as it wants to be."""
    console = Console(stderr=err)
    if not console.is_terminal:
        console.width = _WIDE
    console.print(table)


def _plain(words: str) -> str:
    return words.replace("[", "\\[")


def _when(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC).astimezone():%d %b %H:%M}"


def _print_json(told: Row | Iterable[Row]) -> None:
    click.echo(json.dumps(told, indent=2, ensure_ascii=False))
