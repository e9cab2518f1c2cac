"""A record that this version cannot read is named and left alone: lists, the sweep and other jobs go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from omnigen.domain.job import RECORD_VERSION, Job, JobStatus
from omnigen.errors import UnreadableRecord
from omnigen.runtime.context import AppContext
from ulid import ULID

from functions.sweep import ScheduledEvent, sweep
from tests.integration.api.conftest import Ask

HARMS: dict[str, dict[str, Any]] = {
    "a status of the future": {"status": "dreaming"},
    "a newer version": {"record_version": RECORD_VERSION + 1},
    "no brief": {"brief": "lost"},
}


def harm(app: AppContext, job: Job, changes: dict[str, Any]) -> None:
    app.aws.jobs.table.update_item(
        Key={"job_id": job.job_id},
        UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in changes),
        ExpressionAttributeNames={f"#{name}": name for name in changes},
        ExpressionAttributeValues={f":{name}": value for name, value in changes.items()},
    )


@pytest.mark.parametrize("harmed", HARMS)
@pytest.mark.parametrize("status", [JobStatus.PROCESSING, JobStatus.COMPLETED])
def test_one_unreadable_record_stops_nothing_else(
    harmed: str, status: JobStatus, keep: Callable[..., Job], app: AppContext
) -> None:
    user = f"u{ULID()}"
    broken, sound = keep(user_id=user, status=status), keep(user_id=user, status=JobStatus.COMPLETED)
    harm(app, broken, HARMS[harmed])
    with pytest.raises(UnreadableRecord, match=f"{broken.job_id}.*It is left as it is"):
        app.aws.jobs.record(broken.job_id)
    ask = Ask(user)
    answer = ask("GET", "/jobs")
    assert answer.status == 200
    assert sound.job_id in [job["job_id"] for job in answer.json["items"]]
    assert ask("GET", f"/jobs/{sound.job_id}").status == 200
    refused = ask("GET", f"/jobs/{broken.job_id}")
    assert (refused.status, refused.json["code"]) == (500, "UnreadableRecord")
    assert broken.job_id not in [job.job_id for job in app.aws.open_jobs.running()]
    sweep(ScheduledEvent(), app)
    app.aws.jobs.table.delete_item(Key={"job_id": broken.job_id})
