"""Restores items, messages and executions of the last process into moto."""

from __future__ import annotations

import datetime
import json
from typing import Any

from omnigen.deployment.resources import HOST_STOPPED

from local.emulator.clients import REGION
from local.emulator.moto_patches.hooks import Hooks
from local.emulator.persistence.database import StateDatabase
from local.emulator.persistence.rows import ExecutionRow
from local.emulator.resources import ACCOUNT


class RestoredExecution:
    """An execution of an earlier process, with what moto's API asks of one."""

    exec_worker = None
    output_details = None

    def __init__(self, row: ExecutionRow, state_machine_arn: str) -> None:
        self.name = row.name
        self.execution_arn = row.arn
        self.state_machine_arn = state_machine_arn
        self.execution_input = row.input
        self.status = row.status
        self.exec_status = row.status
        self.start_date = datetime.datetime.fromtimestamp(row.started, datetime.UTC)
        self.stop_date = datetime.datetime.fromtimestamp(row.stopped or row.started, datetime.UTC)
        self.output = json.loads(row.output) if row.output is not None else None
        self.error, self.cause = row.error, row.cause

    def stop(self, *_: object) -> None:
        """Does nothing: the execution has ended."""


def restore_items(state: StateDatabase, hooks: Hooks) -> None:
    """Items of tables that exist; others stay in the state untouched."""
    from moto.dynamodb.models import dynamodb_backends

    tables = dynamodb_backends[ACCOUNT][REGION].tables
    with hooks.dynamodb_lock:
        for table, item in state.items():
            if table in tables:
                tables[table].put_item(item, overwrite=True)
        hooks.stream_records.clear()


def restore_messages(state: StateDatabase) -> None:
    """Messages of queues that exist, with their attempts and due times."""
    from moto.sqs.models import sqs_backends

    from local.emulator.moto_patches.durable_queues import restore

    backend = sqs_backends[ACCOUNT][REGION]
    for row in state.messages():
        if row.queue in backend.queues:
            restore(row, backend.queues[row.queue])


def restore_executions(state: StateDatabase) -> list[str]:
    """Makes earlier executions known again and returns the ARNs of those that were running: they are ABORTED now."""
    from moto.stepfunctions.parser.models import stepfunctions_parser_backends

    [machine] = stepfunctions_parser_backends[ACCOUNT][REGION].state_machines
    executions: list[Any] = machine.executions
    interrupted = []
    for row in state.executions():
        if row.status == "RUNNING":
            interrupted.append(row.arn)
            row = _aborted(row)  # noqa: PLW2901 - the same execution, as it stands now
            state.save_execution(row)
        executions.append(RestoredExecution(row, machine.arn))
    return interrupted


def execution_row(execution: Any) -> ExecutionRow:
    """The row of moto's execution."""
    return ExecutionRow(
        arn=execution.execution_arn,
        name=execution.name,
        input=execution.execution_input,
        status=str(execution.status),
        started=execution.start_date.timestamp(),
        stopped=execution.stop_date.timestamp() if execution.stop_date else None,
        output=json.dumps(execution.output) if execution.output is not None else None,
        error=execution.error,
        cause=execution.cause,
    )


def _aborted(row: ExecutionRow) -> ExecutionRow:
    return ExecutionRow(
        arn=row.arn,
        name=row.name,
        input=row.input,
        status="ABORTED",
        started=row.started,
        stopped=datetime.datetime.now(datetime.UTC).timestamp(),
        error=HOST_STOPPED,
        cause="The local host stopped while this execution ran",
    )
