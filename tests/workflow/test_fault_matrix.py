"""Every state of the machine against every fault: paid at most once, nothing paid lost, the right end, nothing held."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from omnigen.domain.brief import Brief
from omnigen.domain.job import TERMINAL, Job, JobStatus
from omnigen.jobs import runs
from omnigen.runtime.context import AppContext

from local.emulator.cloud import LocalCloud
from tests.builders import a_brief
from tests.conftest import StudioWith
from tests.photos import photographed
from tests.workflow.fault_rows import Row, rows
from tests.workflow.faulty import composing_in_process, fail_as, handlers, traps
from tests.workflow.invariants import judge

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

PRICES = {"OMNIGEN_OFFLINE_PRICES": "imitated", "OMNIGEN_POLL_SECONDS": "1"}


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    return {"handlers": handlers(), "definition": composing_in_process(), "wait_scale": 0.01}


@pytest.fixture(autouse=True)
def no_traps() -> None:
    traps.clear()


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.name)
def test_fault_ends_as_the_table_says_and_costs_no_more_than_it_must(
    row: Row, cloud: LocalCloud, app_with: StudioWith, order_log_folder: Path
) -> None:
    app = app_with(**PRICES, OMNIGEN_OFFLINE_FAULTS=row.rule, **_models(row))
    if row.host == "cancel":
        traps.lay(row.state, row.moment or "before", lambda event: _cancel(app, event["job_id"]))
    elif row.host:
        traps.lay(row.state, row.moment or "before", fail_as(row.host))
    job = _rest(cloud, app, runs.submit(app, "ada", _brief(row, app)))
    assert _end(job) == row.ends, job.error_message
    job = judge(app, order_log_folder, job.job_id)
    if row.ends == "completed" and row.state == "CutOutProduct":
        [cutout] = job.cutouts
        assert app.aws.objects.is_intact(cutout.key, cutout.sha256)
    if row.ends == "failed":
        _failed_with_words(row, job)
    if row.ends != "completed":
        app = app_with(**PRICES, OMNIGEN_OFFLINE_FAULTS="", **_models(row))
        resumed = _rest(cloud, app, runs.resume(app, job))
        assert _end(resumed) == "completed", resumed.error_message
        judge(app, order_log_folder, job.job_id)


def _brief(row: Row, app: AppContext) -> Brief:
    """The shortest road through the state that the row is about."""
    silent = {"narration": {"enabled": row.state == "Narrate"}, "music": {"enabled": "Music" in row.state}}
    if row.state == "CutOutProduct":
        return a_brief(stop_at="script", **silent, **photographed(app))
    if row.state in {"WriteScript", "PlanStoryboard"} and row.host != "cancel":
        return a_brief(stop_at="script", **silent)
    return a_brief(pictures="clips" if "Clip" in row.state else "stills", **silent)


def _models(row: Row) -> dict[str, str]:
    kind = {"storyboard": "script"}.get(row.rule.partition(":")[0], row.rule.partition(":")[0])
    return {f"OMNIGEN_{kind.upper()}_MODELS": row.fallback} if row.fallback else {}


def _end(job: Job) -> str:
    """How the job ended; a script is all that some rows ask for."""
    return "completed" if job.status is JobStatus.SCRIPT_READY else str(job.status)


def _cancel(app: AppContext, job_id: str) -> None:
    runs.cancel(app, app.aws.jobs.get(job_id))


def _rest(cloud: LocalCloud, app: AppContext, job: Job, seconds: float = 60) -> Job:
    """The job once it has ended and all events have arrived; orders still open are swept, as every few minutes."""
    until = time.monotonic() + seconds
    while app.aws.workflow.is_running(app.aws.workflow.execution_arn(job.job_id, job.run)):
        assert time.monotonic() < until, "the execution hangs"
        time.sleep(0.1)
    while (job := app.aws.jobs.get(job.job_id)).status not in TERMINAL:
        assert time.monotonic() < until, f"the job hangs in {job.status}"
        time.sleep(0.05)
    assert cloud.settle(30)
    while any(not purchase.settled for purchase in app.aws.jobs.get(job.job_id).purchases.values()):
        assert time.monotonic() < until, "money hangs"
        cloud.invoke("Sweep", {})  # a stage that is still at work on an order is left to end
        time.sleep(0.05)
    return app.aws.jobs.get(job.job_id)


def _failed_with_words(row: Row, job: Job) -> None:
    assert job.problem
    assert job.error_message
    code = row.rule.split(":")[1]
    assert code in {job.problem.code, "UnknownOutcome"}
    if row.state in {"DrawImage", "StartClip", "CheckClip"}:
        assert "Scene " in job.error_message
