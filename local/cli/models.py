"""`omnigen models`: which models are asked, in which order, at what price, and until when."""

from __future__ import annotations

import click

from local.cli.options import json_option
from local.cli.tables import print_models
from local.cli.target import Target


@click.command()
@json_option
@click.pass_obj
def models(place: Target, /, *, as_json: bool) -> None:
    """List the models in use: prices with their date, what has ended or soon will, and what the last check found."""
    with place.reading() as host:
        told = host.ask("GET", "/models")
    print_models(told, as_json=as_json)
