"""Step Functions executions in the state database: whatever has ended is only there, not in memory."""

from __future__ import annotations

import datetime
import json
import time
from dataclasses import astuple, dataclass, fields, replace
from typing import Any

from omnigen.deployment.resources import HOST_STOPPED

from local.emulator.persistence.database import StateDatabase

_KEEP_SECONDS = 90 * 24 * 3600
"""Step Functions forgets a closed execution, and lets its name be used again, after 90 days."""


@dataclass(frozen=True, kw_only=True)
class ExecutionRow:
    """A Step Functions execution; times are Unix seconds, `input` and `output` JSON."""

    arn: str
    name: str
    input: str
    status: str
    started: float
    stopped: float | None = None
    output: str | None = None
    error: str | None = None
    cause: str | None = None

    @classmethod
    def of(cls, execution: Any) -> ExecutionRow:
        """The row of moto's execution."""
        return cls(
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


_COLUMNS = ", ".join(field.name for field in fields(ExecutionRow))


class ExecutionStore:
    """All executions, those of earlier processes included."""

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def save(self, row: ExecutionRow) -> None:
        """Inserts or replaces the row of an execution."""
        with self._database.transaction() as db:
            _save(db, row)

    def find(self, arn: str) -> PastExecution | None:
        """An execution as it was last saved; None if there is none."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM executions WHERE arn = ?", arn)  # noqa: S608 - ours
        return PastExecution(ExecutionRow(**dict(zip(_COLUMNS.split(", "), rows[0], strict=True)))) if rows else None

    def abort_running(self) -> list[str]:
        """Ends what ran when the last process ended and returns the ARNs, oldest first. Drops what AWS would forget."""
        now = time.time()
        with self._database.transaction() as db:
            db.execute("DELETE FROM executions WHERE stopped < ?", (now - _KEEP_SECONDS,))
            running = f"SELECT {_COLUMNS} FROM executions WHERE status = 'RUNNING' ORDER BY started"  # noqa: S608 - ours
            rows = [ExecutionRow(**dict(zip(_COLUMNS.split(", "), row, strict=True))) for row in db.execute(running)]
            for row in rows:
                cause = "The local host stopped while this execution ran"
                _save(db, replace(row, status="ABORTED", stopped=now, error=HOST_STOPPED, cause=cause))
        return [row.arn for row in rows]


def _save(db: Any, row: ExecutionRow) -> None:
    db.execute("REPLACE INTO executions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", astuple(row))


class PastExecution:
    """An execution that has ended, with what moto's API asks of one. Its history is not kept."""

    exec_worker = None
    output_details = None

    def __init__(self, row: ExecutionRow) -> None:
        self.name = row.name
        self.execution_arn = row.arn
        self.state_machine_arn = row.arn.replace(":execution:", ":stateMachine:").rpartition(":")[0]
        self.execution_input = row.input
        self.status = row.status
        self.exec_status = row.status
        self.start_date = datetime.datetime.fromtimestamp(row.started, datetime.UTC)
        self.stop_date = datetime.datetime.fromtimestamp(row.stopped or row.started, datetime.UTC)
        self.output = json.loads(row.output) if row.output is not None else None
        self.error, self.cause = row.error, row.cause

    def stop(self, *_: object) -> None:
        """Does nothing: the execution has ended."""

    def to_history_output(self) -> dict[str, Any]:
        """No events."""
        return {"events": []}
