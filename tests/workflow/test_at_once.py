"""Every stage runs twice at the same time, as when a call is tried again while the first attempt still works."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from omnigen.domain.job import JobStatus
from omnigen.studio import Studio

from local.cloud import LocalCloud
from tests.workflow.driving import COMPOSING_AT_ONCE, Drive
from tests.workflow.faulty import handlers
from tests.workflow.test_twice import at_the_same_time

PREDICTED = ("StartClip", "CheckClip", "StartMusic", "CheckMusic", "AcquireSlot", "CompleteJob", "ExecutionEnded")
"""What is answered at once cannot be looked for while it is being made: two attempts of those may pay twice."""


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    stages = handlers()
    return COMPOSING_AT_ONCE | {"handlers": stages | {name: at_the_same_time(stages[name]) for name in PREDICTED}}


@pytest.mark.parametrize("continuity", ["chained", "keyframes"])
def test_two_attempts_at_once_end_with_one_prediction_each_and_no_slot_held(
    cloud: LocalCloud, studio: Studio, continuity: str
) -> None:
    drive = Drive.begin(cloud, studio, continuity=continuity, narration={"enabled": False})
    job = drive.end()
    assert job.status is JobStatus.COMPLETED, job.error_message
    standing = [entry.order_id for entry in drive.books() if entry.state != "cancelled"]
    assert len(standing) == len(set(standing))
    assert len(job.videos) == 1
    assert all(purchase.settled for purchase in job.purchases.values())
