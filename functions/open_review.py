"""A gate: park the task token until a person decides, or answer at once if this was decided before."""

from __future__ import annotations

from omnigen.aws.workflow import TokenGone
from omnigen.domain.messages import Nothing, ReviewRef
from omnigen.domain.review import decision_for
from omnigen.purchasing.orders.refusal import propose
from omnigen.runtime.context import Studio
from omnigen.runtime.lambda_handler import stage


def open_review(event: ReviewRef, studio: Studio) -> Nothing:
    """Open the gate. Nobody renders while a person thinks: a slot held from before is given back."""
    job = studio.aws.jobs.enter(event.job_id, event.run)
    decided = decision_for(job, event.gate, event.scene_id)
    if decided:
        try:
            studio.aws.workflow.succeed(event.task_token, {"decision": decided.decision, "reason": decided.reason})
        except TokenGone:
            return Nothing()  # answered by an earlier attempt of this same call
        return Nothing()
    reason, proposal = propose(studio, event, job)
    job = studio.aws.reviews.open(job, event, reason=reason, proposal=proposal)
    studio.aws.slots.release(studio.aws.workflow.execution_arn(job.job_id, job.run))
    studio.aws.outbox.tell(job)
    return Nothing()


handler = stage(open_review)
