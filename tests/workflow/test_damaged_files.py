"""Files of a job that were damaged or removed count as not made: the next run makes them again, and no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.storage_keys import digest
from omnigen.jobs import runs
from omnigen.runtime.context import AppContext

from local.emulator.cloud import LocalCloud
from tests.chaos.order_log_check import troubles_of
from tests.conftest import StudioWith
from tests.workflow.driver import COMPOSING_AT_ONCE, Drive

KINDS = ("image", "clip", "last frame", "speech", "music")


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    return COMPOSING_AT_ONCE


def files_of(job: Job) -> Iterator[tuple[str, str, str]]:
    """Kind, key and hash of every file that a run needs."""
    for scene in job.scenes:
        assert scene.clip
        assert scene.image
        yield "image", scene.image.key, scene.image.sha256
        yield "clip", scene.clip.key, scene.clip.sha256
        yield "last frame", scene.clip.last_frame_key, scene.clip.last_frame_sha256
    for take in job.narration.takes:
        yield "speech", take.key, take.sha256
    assert job.music
    yield "music", job.music.key, job.music.sha256


def damaged(app: AppContext, job: Job) -> None:
    """One file of each kind is cut short, and another is gone."""
    by_kind = {kind: [key for found, key, _ in files_of(job) if found == kind] for kind in KINDS}
    for first, *rest in by_kind.values():
        app.aws.objects.put(first, app.aws.objects.get(first)[:100], "application/octet-stream")
        app.aws.objects.delete(rest)


def test_delivery_is_fetched_again_without_being_paid_again(cloud: LocalCloud, app_with: StudioWith) -> None:
    app = app_with(OMNIGEN_OFFLINE_PRICES="imitated")
    drive = Drive.begin(cloud, app, continuity="keyframes")
    job = drive.end()
    assert job.status is JobStatus.COMPLETED, job.error_message
    orders = drive.orders()
    damaged(app, job)
    runs.start(app, job)
    made = drive.end()
    assert (made.status, made.run) == (JobStatus.COMPLETED, 2), made.error_message
    assert [key for _, key, sha256 in files_of(made) if digest(app.aws.objects.get(key)) != sha256] == []
    assert drive.orders() == orders
    assert made.spent_usd == job.spent_usd == sum((order.usd for order in orders), Decimal(0))
    assert [trouble for trouble in troubles_of(app, [made]) if "videos" not in trouble] == []


def test_what_a_vendor_cannot_be_asked_for_is_bought_again_within_the_cap(
    cloud: LocalCloud, app_with: StudioWith
) -> None:
    app = app_with(OMNIGEN_OFFLINE_PRICES="imitated", OMNIGEN_OFFLINE_SEARCH="False")
    drive = Drive.begin(cloud, app, pictures="stills", narration={"enabled": False}, music={"enabled": False})
    job = drive.end()
    first, second = (scene.image for scene in job.scenes)
    assert first
    assert second
    app.aws.objects.delete([first.key])
    runs.start(app, job)
    made = drive.end()
    assert made.status is JobStatus.COMPLETED, made.error_message
    assert drive.bought()["image"] == 3
    assert made.spent_usd == sum((order.usd for order in drive.orders()), Decimal(0)) > job.spent_usd
    assert made.scenes[1].image == second
    again = made.scenes[0].image
    assert again
    assert app.aws.objects.is_intact(again.key, again.sha256)
