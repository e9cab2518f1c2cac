"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from omnigen.domain.ids import check_job_id
from omnigen.errors import OmnigenError

from local.cli.output_paths import VideoDestination

_FORCE = "omnigen.force"

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
quiet_option = click.option("--quiet", is_flag=True, help="Show no progress.")


def out_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--out` and `--force`, as one argument `out`: a VideoDestination, or None without `--out`."""

    def made(context: click.Context, _: click.Parameter, path: Path | None) -> VideoDestination | None:
        return VideoDestination(path, bool(context.meta.get(_FORCE))) if path else None

    def noted(context: click.Context, _: click.Parameter, force: bool) -> None:
        context.meta[_FORCE] = force

    out = click.option(
        "--out",
        type=click.Path(path_type=Path, dir_okay=False),
        callback=made,
        help="Where the video goes; by default JOB.mp4 here; - is standard output.",
    )
    force = click.option(
        "--force",
        is_flag=True,
        is_eager=True,  # it is read first, whatever the order
        expose_value=False,
        callback=noted,
        help="Replace whatever files are at --out.",
    )
    return out(force(command))


class JobId(click.ParamType[str]):
    """A job's id, by its form."""

    name = "job"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The id; a usage error for what cannot be one."""
        try:
            return check_job_id(value)
        except OmnigenError:
            self.fail(f"{value!r} is no job's id; `omnigen jobs` lists yours", param, ctx)


job_argument = click.argument("job_id", metavar="JOB", type=JobId())
