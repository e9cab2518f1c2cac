"""AWS throttles every stage once, at each kind of call: the state machine tries again, and nothing is paid twice."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from omnigen.domain.job import JobStatus
from omnigen.runtime.context import AppContext

from local.emulator.cloud import LocalCloud
from tests.conftest import StudioWith
from tests.photos import photographed
from tests.workflow.driver import COMPOSING_AT_ONCE, Drive
from tests.workflow.invariants import judge
from tests.workflow.more_rows import CUTTING_OUT, THROTTLED
from tests.workflow.transient_errors import failing_calls, throttled

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    return COMPOSING_AT_ONCE


@pytest.mark.parametrize("calls", THROTTLED.values(), ids=list(THROTTLED))
def test_stage_that_aws_throttles_is_tried_again(
    calls: Mapping[tuple[str, int], tuple[str, ...]], cloud: LocalCloud, app_with: StudioWith, order_log_folder: Path
) -> None:
    app = app_with(OMNIGEN_OFFLINE_PRICES="imitated")
    strikes = {call: throttled(*call) for call in calls}
    with failing_calls(app, *strikes.values()):
        drive = Drive.begin(cloud, app, continuity="keyframes")
        job = drive.end()
    assert job.status is JobStatus.COMPLETED, job.error_message
    spared = {call: missed for call, strike in strikes.items() if (missed := set(calls[call]) - strike.struck)}
    assert spared == {}
    judge(app, order_log_folder, job.job_id)
    assert drive.nothing_twice()


def test_cutting_out_that_aws_throttles_is_tried_again_before_anything_is_bought(
    cloud: LocalCloud, app: AppContext
) -> None:
    strikes = [throttled(operation, number, only="CutOutProduct") for operation, number in CUTTING_OUT]
    with failing_calls(app, *strikes):
        drive = Drive.begin(cloud, app, pictures="stills", stop_at="script", **photographed(app))
        job = drive.end()
    assert job.status is JobStatus.SCRIPT_READY, job.error_message
    assert [strike.struck for strike in strikes] == [{"CutOutProduct"}] * len(strikes)
    [cutout] = job.cutouts
    assert app.aws.objects.is_intact(cutout.key, cutout.sha256)
    assert drive.nothing_twice()
