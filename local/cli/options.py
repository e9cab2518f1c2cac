"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path

import click
from omnigen.domain.ids import check_job_id
from omnigen.errors import OmnigenError

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
quiet_option = click.option("--quiet", is_flag=True, help="Show no progress.")
out_option = click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the video goes; by default JOB.mp4 here; - is standard output.",
)


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
