"""Decisions of people at gates."""

from __future__ import annotations

from omnigen.domain.brief import Gate
from omnigen.domain.job import Job, Review

from functions.api.auth import Caller


def decide(call: Caller, job: Job, gate: Gate, scene_id: str | None, verdict: Review, reason: str = "") -> Job:
    """Decide about what is shown at a gate now; Conflict when nothing waits there, or somebody was quicker."""
    decided = call.studio.aws.reviews.decide(job, gate, scene_id, verdict, reason, call.user_id)
    if not decided.open_reviews:
        call.studio.aws.outbox.tell(decided)
    return decided
