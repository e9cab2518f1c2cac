"""Executions without Step Functions: they start, wait on tokens, are answered and end when a test says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from omnigen.aws.workflow import TokenGone
from omnigen.domain.ids import execution_name

ARN = "arn:aws:states:us-east-1:123456789012:execution:omnigen-video"


@dataclass
class Executions:
    """Stands where `aws.workflow.Workflow` does. A token is good for one answer, as long as its execution runs."""

    statuses: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    """Execution by token that waits for an answer."""

    told: list[str] = field(default_factory=list)
    """Executions that were answered: they render, until they end."""

    ended: list[tuple[str, str]] = field(default_factory=list)
    """Every end, for the events that tell of it."""

    answering: Callable[[str], None] = lambda _: None
    """Called with an execution that is about to be answered."""

    trying: Callable[[], None] = lambda: None
    """Called whenever somebody is about to be answered, whether or not his token is still good."""

    def execution_arn(self, job_id: str, run: int) -> str:
        return f"{ARN}:{execution_name(job_id, run)}"

    def start(self, job_id: str, run: int) -> None:
        self.statuses.setdefault(self.execution_arn(job_id, run), "RUNNING")

    def stop(self, execution_arn: str, reason: str) -> None:
        self.end(execution_arn, "ABORTED")

    def end(self, execution_arn: str, status: str) -> None:
        """It is over; nobody is told yet."""
        if self.is_running(execution_arn):
            self.statuses[execution_arn] = status
            self.ended.append((execution_arn, status))

    def status(self, execution_arn: str) -> str | None:
        return self.statuses.get(execution_arn)

    def is_running(self, execution_arn: str) -> bool:
        return self.status(execution_arn) == "RUNNING"

    def was_interrupted(self, execution_arn: str) -> bool:
        """Never: no host stops here."""
        return False

    def wait(self, execution_arn: str, token: str) -> None:
        """It waits on this token from here on, and on no earlier one."""
        self.tokens = {known: arn for known, arn in self.tokens.items() if arn != execution_arn}
        self.tokens[token] = execution_arn

    def succeed(self, task_token: str, output: Mapping[str, object]) -> None:
        self.trying()
        execution_arn = self.tokens.pop(task_token, "")
        if not self.is_running(execution_arn):
            raise TokenGone(task_token)
        self.answering(execution_arn)
        self.told.append(execution_arn)

    def renders(self, execution_arn: str) -> bool:
        return execution_arn in self.told and self.is_running(execution_arn)
