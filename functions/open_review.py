"""Opens a review gate: keeps the task token until a person decides, or answers at once if that was decided before."""

from __future__ import annotations

from omnigen.aws.workflow import TokenGone
from omnigen.domain.messages import Empty, ReviewRef
from omnigen.domain.review import decision_for
from omnigen.purchasing.orders.refusal import propose
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler


def open_review(event: ReviewRef, app: AppContext) -> Empty:
    """Open the gate, and release the render slot while it waits."""
    job = app.aws.jobs.enter(event.job_id, event.run)
    decided = decision_for(job, event.gate, event.scene_id)
    if decided:
        try:
            app.aws.workflow.succeed(event.task_token, {"decision": decided.decision, "reason": decided.reason})
        except TokenGone:
            return Empty()  # answered by an earlier attempt of this same call
        return Empty()
    reason, proposal = propose(app, event, job)
    job = app.aws.reviews.open(job, event, reason=reason, proposal=proposal)
    app.aws.slots.release(app.aws.workflow.execution_arn(job.job_id, job.run))
    app.aws.webhook_queue.publish(job)
    return Empty()


handler = lambda_handler(open_review)
