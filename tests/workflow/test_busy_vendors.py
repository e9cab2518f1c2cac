"""A vendor that is busy is waited for by the state machine, and whoever asks is told until when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.job_view import VendorBusyView, job_view

from local.emulator.cloud import LocalCloud
from tests.conftest import StudioWith
from tests.workflow.driver import COMPOSING_AT_ONCE, Drive

BUSY = "script:ProviderThrottled:x5, storyboard:ProviderThrottled, image:ProviderThrottled:x2, "
BUSY += "speech:ProviderThrottled, clip:ProviderThrottled:x2, music:ProviderThrottled"
WAITS = {"WaitForScript": 5, "WaitForStoryboard": 1, "WaitForImage": 2, "WaitForSpeech": 1}

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    return COMPOSING_AT_ONCE


def test_job_waits_longer_than_a_state_is_retried_and_says_for_whom(cloud: LocalCloud, app_with: StudioWith) -> None:
    """Five times is more often than the state machine retries."""
    app = app_with(OMNIGEN_OFFLINE_FAULTS=BUSY, OMNIGEN_OFFLINE_PRICES="imitated")
    drive = Drive.begin(cloud, app, continuity="keyframes", duration=6)
    told: list[VendorBusyView] = []

    def is_told(job: Job) -> bool:
        told.extend(busy for busy in [job_view(job).vendor_busy] if busy)
        return bool(told)

    begun = app.now()
    drive.until(is_told)
    assert (told[0].kind, told[0].model) == ("script", "offline/writer")
    assert begun < told[0].until <= app.now() + 120
    job = drive.end()
    assert job.status is JobStatus.COMPLETED, job.error_message
    states = Counter(drive.states())
    assert {name: states[name] for name in WAITS} == WAITS
    assert drive.nothing_twice()
    assert job_view(job).vendor_busy is None
