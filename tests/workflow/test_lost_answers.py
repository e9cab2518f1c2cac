"""A vendor that cannot be asked for earlier orders, as OpenAI: what it is paid never exceeds the job's cap."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from omnigen.domain.job import JobStatus
from omnigen.jobs import runs

from local.emulator.cloud import LocalCloud
from tests.conftest import StudioWith
from tests.workflow.driver import COMPOSING_AT_ONCE, Drive

CAP = Decimal("0.20")
STILLS: dict[str, Any] = {"pictures": "stills", "narration": {"enabled": False}, "music": {"enabled": False}}


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    return COMPOSING_AT_ONCE


def test_cap_holds_however_often_a_job_is_resumed_whose_answers_are_lost(
    cloud: LocalCloud, app_with: StudioWith
) -> None:
    app = app_with(
        OMNIGEN_OFFLINE_SEARCH="False",
        OMNIGEN_OFFLINE_PRICES="imitated",
        OMNIGEN_OFFLINE_FAULTS="image:UnknownOutcome:xN",
    )
    drive = Drive.begin(cloud, app, max_cost_usd=str(CAP), **STILLS)
    for run in range(1, 5):
        job = drive.end()
        assert (job.status, job.run) == (JobStatus.FAILED, run)
        paid = sum(entry.usd for entry in drive.orders())
        assert paid == job.spent_usd == job.committed_usd
        assert 0 < paid <= CAP
        runs.resume(app, job)
    assert drive.end().problem
