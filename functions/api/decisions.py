"""Decisions of people at gates."""

from __future__ import annotations

from omnigen.domain.brief import Gate
from omnigen.domain.job import ApprovalStatus, Job

from functions.api.auth import RequestContext


def record_decision(
    call: RequestContext, job: Job, gate: Gate, scene_id: str | None, verdict: ApprovalStatus, reason: str = ""
) -> Job:
    """Decide about what is shown at a gate now; Conflict when nothing waits there, or somebody was quicker."""
    decided = call.app.aws.reviews.decide(job, gate, scene_id, verdict, reason, call.user_id)
    if not decided.open_reviews:
        call.app.aws.webhook_queue.publish(decided)
    return decided
