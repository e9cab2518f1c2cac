"""Everything may happen twice: a stage called again with the same input answers the same and buys nothing."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from omnigen.deployment.resources import FUNCTIONS
from omnigen.domain.job import JobStatus
from omnigen.jobs import runs
from omnigen.runtime.context import AppContext

from local.emulator.cloud import LocalCloud
from tests.conftest import StudioWith
from tests.photos import photographed
from tests.workflow.driver import COMPOSING_AT_ONCE, Drive
from tests.workflow.faulty import handlers

Handler = Callable[[Any, Any], Any]
SILENT: dict[str, Any] = {"narration": {"enabled": False}, "music": {"enabled": False}}
CALLED: set[str] = set()
DIFFERENT: list[str] = []


def twice(name: str, handler: Handler) -> Handler:
    """Calls a stage a second time with the same event and notes when it does not answer the same."""
    module = next(function.module for function in FUNCTIONS if function.name == name)
    alone: Handler = importlib.import_module(module).handler  # the composition that goes with CompleteJob runs once

    def handle(event: Any, context: Any) -> Any:
        answers = [handler(event, context), alone(event, context)]
        CALLED.add(name)
        first, second = ({**answer, "wait_seconds": 0} for answer in answers)
        if first != second:
            DIFFERENT.append(f"{name}: {first} and then {second}")
        return answers[1]

    return handle


def at_the_same_time(handler: Handler) -> Handler:
    """Calls a stage in two threads at once; the answer of the one that succeeds, or the error of both."""

    def handle(event: Any, context: Any) -> Any:
        outcomes: list[Any] = []

        def call() -> None:
            try:
                outcomes.append(handler(event, context))
            except Exception as error:
                outcomes.append(error)

        threads = [threading.Thread(target=call) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        good = [outcome for outcome in outcomes if not isinstance(outcome, Exception)]
        if not good:
            raise outcomes[0]
        return good[0]

    return handle


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    doubled = {name: twice(name, handler) for name, handler in handlers().items()}
    return COMPOSING_AT_ONCE | {"handlers": doubled}


@pytest.mark.parametrize(
    "brief",
    [
        {"continuity": "keyframes", "review": ("script", "scenes", "images", "spend")},
        {"continuity": "chained"},
        {"pictures": "stills", "stop_at": "script"},
    ],
    ids=["every stage", "chained", "script only"],
)
def test_every_stage_called_twice_answers_the_same_and_buys_nothing(
    cloud: LocalCloud, app: AppContext, brief: dict[str, Any]
) -> None:
    drive = Drive.begin(cloud, app, **brief)
    for gate in _gates(brief):
        drive.decide(gate)
    job = drive.end()
    assert job.status in {JobStatus.COMPLETED, JobStatus.SCRIPT_READY}, job.error_message
    assert app.aws.workflow.status(job.execution_arn or "") == "SUCCEEDED"
    assert DIFFERENT == []
    assert drive.nothing_twice()
    assert len(job.videos) == (job.status is JobStatus.COMPLETED)
    if "review" in brief:
        unused = {"FailJob", "Sweep", "RecordExpired", "DeliverWebhook", "CutOutProduct"}  # the next test's
        assert handlers().keys() - CALLED <= unused


def test_a_product_cut_out_twice_is_kept_once(cloud: LocalCloud, app: AppContext) -> None:
    drive = Drive.begin(cloud, app, pictures="stills", stop_at="script", **photographed(app))
    job = drive.end()
    assert job.status is JobStatus.SCRIPT_READY, job.error_message
    assert "CutOutProduct" in CALLED
    assert DIFFERENT == []
    [cutout] = job.cutouts
    assert app.aws.objects.is_intact(cutout.key, cutout.sha256)


def test_failure_told_twice_is_told_once(cloud: LocalCloud, app_with: StudioWith) -> None:
    app = app_with(OMNIGEN_OFFLINE_FAULTS="script:BadInput")
    drive = Drive.begin(cloud, app, **SILENT)
    job = drive.end()
    assert job.status is JobStatus.FAILED
    assert job.error_message
    assert "stage write_script, BadInput" in job.error_message
    resumed = runs.resume(app, job)
    assert drive.end().status is JobStatus.COMPLETED
    assert resumed.run == 2


def test_resume_after_everything_was_bought_buys_nothing(cloud: LocalCloud, app: AppContext) -> None:
    drive = Drive.begin(cloud, app, continuity="keyframes", review=("spend",))
    drive.decide("spend")
    job = drive.end()
    before = drive.bought()
    failed = app.aws.jobs.begin_run(job, app.aws.workflow.execution_arn(job.job_id, 2))
    app.aws.workflow.start(failed.job_id, failed.run)
    job = drive.end()
    assert (job.status, job.run, len(job.videos)) == (JobStatus.COMPLETED, 2, 1)  # the very same cut
    assert drive.bought() == before


def _gates(brief: dict[str, Any]) -> list[str]:
    scenes = ("s01", "s02")
    return (
        ["script", *(f"{gate}-{scene}" for gate in ("scenes", "images") for scene in scenes), "spend"]
        if "review" in brief
        else []
    )
