"""Where a command works: on the host of a data folder on this machine, or with `--url` on a host elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from click.core import ParameterSource

from local.cli.client import ApiClient
from local.emulator.data_dir_lock import running_host


@dataclass(frozen=True)
class Target:
    """What the options before the command's name say."""

    data_dir: Path
    url: str | None = None
    token: str | None = None

    @property
    def is_persistent(self) -> bool:
        """Whether a host is there that goes on when this command has ended."""
        return self.url is not None or running_host(self.data_dir) is not None

    @contextmanager
    def host(self, *, resume_jobs: bool = False) -> Iterator[ApiClient]:
        """The host there. `resume_jobs`: if it is this command's own, jobs that were interrupted go on."""
        if self.url:
            from local.cli.http_client import http_client

            yield http_client(self.url, self.token)
            return
        from local.cli.in_process_client import in_process_client

        with in_process_client(self.data_dir, resume_jobs=resume_jobs) as host:
            yield host

    @contextmanager
    def reading(self) -> Iterator[ApiClient]:
        """For commands that only read: the host at --url, or this machine's data folder itself, without a host."""
        if self.url:
            with self.host() as api:
                yield api
            return
        from local.cli.stored_client import stored_client

        yield stored_client(self.data_dir)


def only_here(context: click.Context) -> Path:
    """The data folder, for a command that makes sense on this machine alone."""
    if context.find_root().get_parameter_source("url") is ParameterSource.COMMANDLINE:
        raise click.UsageError(f"{context.info_name!r} works on this machine only; leave --url out")
    place: Target = context.obj
    return place.data_dir
