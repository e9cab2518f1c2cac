"""Queue for a slot for rendering or composing; the task token is answered when the execution gets one."""

from __future__ import annotations

from omnigen.domain.messages import Empty, SlotRef
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler


def acquire_slot(event: SlotRef, app: AppContext) -> Empty:
    """Queue the execution; a retry keeps its place. Composing comes after the slot for rendering was given back."""
    job = app.aws.jobs.enter(event.job_id, event.run)
    app.aws.slots.join(event.execution_arn, job.user_id, event.task_token, event.queue)
    return Empty()


handler = lambda_handler(acquire_slot)
