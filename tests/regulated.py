"""Ads for medicines in tests: jobs with a label, and finished cuts with made-up measurements."""

from __future__ import annotations

from typing import Any

from omnigen.compliance import MeasuredAd
from omnigen.domain.job import ApprovalStatus, Job, JobStatus, Video
from omnigen.domain.storage_keys import Keys
from omnigen.runtime.context import AppContext
from omnigen.runtime.labels import keep_label

from tests.builders import a_brief, a_planned_job, a_video
from tests.unit.compliance.ads import LABEL, MAJOR_STATEMENT, PROVISION, RESULT, USE, an_ad
from tests.unit.compliance.example import Example

NARRATION = f"{USE} {RESULT}\n\n{MAJOR_STATEMENT}\n\n{PROVISION}\n\nVeloria."
RULES = "us-claim-2024.1"


def a_regulated_job(app: AppContext, **changes: Any) -> Job:
    """A planned job with the label of Veloria, kept for its user; not on record yet."""
    user = changes.get("user_id", "ada")
    brief = a_brief(duration=75, mode="pharma", label=keep_label(app, user, LABEL), pictures="stills")
    return a_planned_job(**{"brief": brief, "rule_set": RULES, **changes})


def finished(app: AppContext, job: Job, example: Example | None = None, **changes: Any) -> Video:
    """A cut of the job, measured as the example says."""
    measured = example or an_ad()
    key = Keys(job.user_id, job.job_id).measured(1)
    content = MeasuredAd(ad=measured.ad, video=measured.video).model_dump_json().encode()
    app.aws.objects.put(key, content, "application/json")
    facts = {"id": f"{job.job_id}-v01", "sha256": "a" * 64, "measured_key": key, "status": ApprovalStatus.PENDING}
    return a_video(**{**facts, **changes})


def a_held_job(app: AppContext, example: Example, **changes: Any) -> Job:
    """A failed job whose cut was kept back by a rule, on record."""
    job = a_regulated_job(app, status=JobStatus.FAILED, **changes)
    job = job.model_copy(update={"videos": (finished(app, job, example),)})
    app.aws.jobs.create(job)
    return app.aws.jobs.get(job.job_id)
