"""`omnigen estimate`: what a video would cost at most, before anything is bought."""

from __future__ import annotations

import sys
from typing import Any

import click

from local.cli.answers.offers import EstimateAnswer
from local.cli.brief_options import brief_from, brief_options
from local.cli.exits import Exit
from local.cli.generate import body_of, files_of, order
from local.cli.options import json_option
from local.cli.tables import print_estimate
from local.cli.target import Target


@click.command()
@brief_options
@json_option
@click.pass_obj
def estimate(place: Target, /, *, as_json: bool, **options: Any) -> None:
    """Say what a video from this brief would cost at most, item by item; takes the options of `omnigen generate`.

    Nothing is bought and no job is made. Exit code 2 says that such a video cannot be made, and why.
    """
    brief, files = brief_from(options), files_of(options)
    with place.host() if files else place.reading() as host:
        found: EstimateAnswer = order(host, "/estimate", body_of(host, brief, files))
    print_estimate(found, as_json=as_json)
    if not (found["feasible"] and found["within_max_cost"]):
        sys.exit(Exit.USAGE)
