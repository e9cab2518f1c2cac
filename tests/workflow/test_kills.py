"""kill -9 of the worker at every moment at which money is on its way: the next attempt finds what was ordered."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from omnigen.domain.job import JobStatus
from omnigen.runtime.context import AppContext, open_context
from omnigen.settings import read

from local.emulator.cloud import LocalCloud
from tests.conftest import SETTINGS
from tests.workflow.driver import Drive
from tests.workflow.invariants import judge
from tests.workflow.more_rows import KILLS

pytestmark = pytest.mark.timeout(200)


@pytest.fixture
def order_log_folder(tmp_path: Path) -> Path:
    return tmp_path / "ledger"


@pytest.fixture
def killed(tmp_path: Path, order_log_folder: Path) -> Iterator[tuple[LocalCloud, AppContext]]:
    """A host with workers in processes of their own, where every rule of the table kills one."""
    settings = SETTINGS | {
        "OMNIGEN_OFFLINE_ORDER_LOG": str(order_log_folder),
        "OMNIGEN_OFFLINE_PRICES": "imitated",
        "OMNIGEN_OFFLINE_FAULTS": ",".join(KILLS),
        "OMNIGEN_LEASE_SECONDS": "2",
    }
    programs = {"compose": "tests.workflow.stub_composer"}
    with (
        LocalCloud(tmp_path / "cloud", environment=settings, programs=programs, wait_scale=0.1, workers=6) as cloud,
        pytest.MonkeyPatch.context() as environment,
    ):
        for name, value in cloud.environment.items():
            environment.setenv(name, value)
        yield cloud, open_context(read(os.environ))


def test_worker_killed_after_every_order_and_at_every_look_pays_nothing_twice(
    killed: tuple[LocalCloud, AppContext], order_log_folder: Path
) -> None:
    cloud, app = killed
    drive = Drive.begin(cloud, app, continuity="keyframes")
    job = drive.end()
    assert job.status is JobStatus.COMPLETED, job.error_message
    assert {entry.state for entry in drive.orders()} == {"delivered"}
    assert drive.nothing_twice()
    judge(app, order_log_folder, job.job_id)
    history = cloud.client("stepfunctions").get_execution_history(executionArn=job.execution_arn, maxResults=1_000)
    failures = [event["taskFailedEventDetails"] for event in history["events"] if "taskFailedEventDetails" in event]
    assert [failure["error"] for failure in failures] == ["Runtime.ExitError"] * len(KILLS)
