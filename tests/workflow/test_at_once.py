"""Every stage runs twice at the same time, as when a call is tried again while the first attempt still works."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from omnigen.domain.job import JobStatus
from omnigen.runtime.context import AppContext

from local.emulator.cloud import LocalCloud
from tests.photos import photographed
from tests.workflow.driver import COMPOSING_AT_ONCE, Drive
from tests.workflow.faulty import handlers
from tests.workflow.test_twice import at_the_same_time


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    return COMPOSING_AT_ONCE | {"handlers": {name: at_the_same_time(stage) for name, stage in handlers().items()}}


@pytest.mark.parametrize("continuity", ["chained", "keyframes"])
def test_two_attempts_at_once_buy_everything_once_and_leave_no_slot_held(
    cloud: LocalCloud, app: AppContext, continuity: str
) -> None:
    drive = Drive.begin(cloud, app, continuity=continuity)
    job = drive.end()
    assert job.status is JobStatus.COMPLETED, job.error_message
    assert drive.nothing_twice()
    assert {entry.state for entry in drive.orders()} == {"delivered"}
    assert len(job.videos) == 1
    assert all(purchase.settled for purchase in job.purchases.values())


def test_two_attempts_at_once_cut_a_product_out_to_the_same_file(cloud: LocalCloud, app: AppContext) -> None:
    drive = Drive.begin(cloud, app, pictures="stills", stop_at="script", **photographed(app))
    job = drive.end()
    assert job.status is JobStatus.SCRIPT_READY, job.error_message
    [cutout] = job.cutouts
    assert app.aws.objects.is_intact(cutout.key, cutout.sha256)
    assert drive.nothing_twice()
