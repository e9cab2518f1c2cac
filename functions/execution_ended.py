"""Handles the end of an execution: releases its slot, reconciles its purchases, sets the job's final status."""

from __future__ import annotations

from omnigen.domain.messages import Empty, Message
from omnigen.errors import NotFound
from omnigen.jobs.runs import end_run
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler
from pydantic import Field


class ExecutionDetail(Message):
    """The `detail` of the event."""

    execution_arn: str = Field(alias="executionArn")
    status: str


class ExecutionEvent(Message):
    """EventBridge's "Step Functions Execution Status Change"."""

    detail: ExecutionDetail


def execution_ended(event: ExecutionEvent, app: AppContext) -> Empty:
    """Reconcile the run. Events come at least once, sometimes late, and also for jobs that were deleted."""
    if event.detail.status == "RUNNING":
        return Empty()
    try:
        end_run(app, event.detail.execution_arn, event.detail.status)
    except NotFound:
        app.aws.slots.release(event.detail.execution_arn)
    return Empty()


handler = lambda_handler(execution_ended)
