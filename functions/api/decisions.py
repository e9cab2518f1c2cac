"""Recording decisions at review gates."""

from __future__ import annotations

from omnigen.domain.brief_options import Gate
from omnigen.domain.job import ApprovalStatus, Job

from functions.api.auth import RequestContext


def record_decision(
    call: RequestContext, job: Job, gate: Gate, scene_id: str | None, verdict: ApprovalStatus, reason: str = ""
) -> Job:
    """Record a decision about what waits at a gate; Conflict when nothing waits there, or it was decided already."""
    decided = call.app.aws.reviews.decide(job, gate, scene_id, verdict, reason, call.caller.signature)
    if not decided.open_reviews:
        call.app.aws.webhook_queue.publish(decided)
    return decided
