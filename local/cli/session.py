"""The application context on a data folder: this process's own local host, or the one that another process runs."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from omnigen.deployment.resources import BUCKET_VARIABLE, TABLES, Table, table_variables
from omnigen.runtime.context import AppContext, open_context
from omnigen.settings import read

from local.api.keys import persistent_key
from local.cli.recovery import reconcile
from local.emulator.data_dir_lock import AlreadyRunning, running_host
from local.emulator.environment import aws_environment, process_environment, unconfigured
from local.emulator.resources import ACCOUNT, BUCKET, ENVIRONMENT, LAPTOP_SETTINGS, WEBHOOK_QUEUE

if TYPE_CHECKING:
    from local.emulator.cloud import LocalCloud

USER = "local"
"""User id of commands on this machine; on AWS it is the token's subject."""

_PASSED_ON = ("OMNIGEN_", "OPENAI_", "REPLICATE_")


@dataclass(frozen=True)
class Session:
    """An application context and its data folder. `cloud` is the host where this process is the host itself (`own`)."""

    app: AppContext
    data_dir: Path
    own: bool
    cloud: LocalCloud | None = None


@contextmanager
def session(data_dir: Path, *, resume_jobs: bool = False, port: int = 0) -> Iterator[Session]:
    """Open a data folder. If this process becomes its host, what the last host left is put in order first.

    With `resume_jobs` the jobs that it interrupted are resumed, too.
    """
    logging.getLogger("moto.stepfunctions").setLevel(logging.CRITICAL)  # it warns with whole syntax trees, to the last
    settings = _settings(data_dir)
    running = running_host(data_dir)
    if running:
        queue_url = f"{running.url}/{ACCOUNT}/{WEBHOOK_QUEUE}"
        environment = settings | aws_environment(running.url, queue_url, TABLES, running.credentials)
        with process_environment(unconfigured(os.environ) | environment):
            yield Session(open_context(read(environment)), data_dir, own=False)
        return
    from local.emulator.cloud import LocalCloud

    try:
        with LocalCloud(data_dir, environment=settings, port=port, tables=_tables(settings)) as cloud:
            try:
                with process_environment({**unconfigured(os.environ), **cloud.environment}):
                    app = open_context(read(cloud.environment))
                    reconcile(app, resume_jobs=resume_jobs)
                    yield Session(app, data_dir, own=True, cloud=cloud)
            finally:
                cloud.settle()  # events of the last job's end are still under way
    except AlreadyRunning:
        with session(data_dir, resume_jobs=resume_jobs) as joined:  # another process was quicker
            yield joined


def _settings(data_dir: Path) -> dict[str, str]:
    mine = {name: value for name, value in os.environ.items() if name.startswith(_PASSED_ON)}
    return {
        **LAPTOP_SETTINGS,
        "OMNIGEN_OFFLINE_ORDER_LOG": str(data_dir.resolve() / "ledger"),
        "OMNIGEN_POLL_SECONDS": "1",
        "OMNIGEN_SIGNING_KEY": str(data_dir.resolve() / "signing.pem"),
        "OMNIGEN_WEBHOOK_KEY": persistent_key(data_dir, "webhook"),
        **mine,
    }


def _tables(settings: Mapping[str, str]) -> tuple[Table, ...]:
    """The tables; that of the jobs without a time to live, unless jobs are to expire."""
    named = {**settings, **table_variables(ENVIRONMENT), BUCKET_VARIABLE: BUCKET}
    if read(named).omnigen_expire_jobs:
        return TABLES
    return tuple(replace(table, ttl=None) if table.name == "jobs" else table for table in TABLES)
