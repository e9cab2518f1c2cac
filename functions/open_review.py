"""Opens a review gate: keeps the task token until a person decides, or answers at once if that was decided before."""

from __future__ import annotations

from omnigen.aws.workflow import TokenGone
from omnigen.domain.brief_options import Gate
from omnigen.domain.job import ApprovalStatus, Job
from omnigen.domain.messages import Empty, ReviewRef
from omnigen.domain.review import decision_for
from omnigen.jobs.product_previews import show_product
from omnigen.purchasing.orders.refusal import propose
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler


def open_review(event: ReviewRef, app: AppContext) -> Empty:
    """Open the gate, and release the render slot while it waits. An empty place is shown with the product in it."""
    job = app.aws.jobs.enter(event.job_id, event.run)
    decided = _decided(job, event)
    if decided:
        try:
            app.aws.workflow.succeed(event.task_token, decided)
        except TokenGone:
            return Empty()  # answered by an earlier attempt of this same call
        return Empty()
    if event.gate is Gate.IMAGES and event.scene_id:
        job = show_product(app, job, job.scene(event.scene_id))
    reason, proposal = propose(app, event, job)
    job = app.aws.reviews.open(job, event, reason=reason, proposal=proposal)
    app.aws.slots.release(app.aws.workflow.execution_arn(job.job_id, job.run))
    app.aws.webhook_queue.publish(job)
    return Empty()


def _decided(job: Job, event: ReviewRef) -> dict[str, str] | None:
    """The decision that holds already. Where none is drawn there is no picture to look at, or it is the user's own."""
    if event.gate is Gate.IMAGES and event.scene_id and not job.draws_still(job.scene(event.scene_id)):
        return {"decision": ApprovalStatus.APPROVED, "reason": ""}
    decided = decision_for(job, event.gate, event.scene_id)
    return {"decision": decided.decision, "reason": decided.reason} if decided else None


handler = lambda_handler(open_review)
