"""The line for rendering: wait with the task token until it is this execution's turn."""

from __future__ import annotations

from omnigen.domain.messages import Nothing, SlotRef
from omnigen.runtime.context import Studio
from omnigen.runtime.lambda_handler import stage


def acquire_slot(event: SlotRef, studio: Studio) -> Nothing:
    """Get in line; a retry keeps its place."""
    job = studio.aws.jobs.enter(event.job_id, event.run)
    studio.aws.slots.join(event.execution_arn, job.user_id, event.task_token)
    return Nothing()


handler = stage(acquire_slot)
