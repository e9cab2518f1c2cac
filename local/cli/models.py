"""`omnigen models`: which models are asked, in which order, at what price, and until when."""

from __future__ import annotations

import click

from local.cli.options import json_option
from local.cli.tables import print_models
from local.cli.target import Target, only_here
from local.cli.terminal import print_json, print_line


@click.command()
@click.option(
    "--check", is_flag=True, help="Ask the vendors, at most once a day, and print a changed registry as a diff."
)
@json_option
@click.pass_context
def models(context: click.Context, /, *, check: bool, as_json: bool) -> None:
    """List the models in use: prices with their date, what has ended or soon will, and what the last check found."""
    if check:
        _check(context, as_json=as_json)
        return
    place: Target = context.obj
    with place.reading() as host:
        told = host.ask("GET", "/models")
    print_models(told, as_json=as_json)


def _check(context: click.Context, *, as_json: bool) -> None:
    from local.cli.model_check import checked_models

    found = checked_models(only_here(context))
    if as_json:
        print_json({"checked_on": found["day"], "findings": found["findings"], "diff": found["diff"]})
        return
    for message in found["findings"] or ["All is well"]:
        print_line(message, err=True)
    print_line(found["diff"].rstrip("\n") if found["diff"] else "")
