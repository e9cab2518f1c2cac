"""Step Functions: starting, stopping and answering executions, and the task that composes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from omnigen.aws.dynamodb import error_code
from omnigen.deployment.resources import HOST_STOPPED
from omnigen.domain.ids import execution_name

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions.client import SFNClient

_DEAD_TOKEN = frozenset({"TaskTimedOut", "TaskDoesNotExist", "InvalidToken"})


class TokenGone(Exception):
    """The task of this token has ended or timed out."""


@dataclass(frozen=True)
class WorkflowClient:
    """The state machine of the pipeline."""

    client: SFNClient
    state_machine_arn: str

    def execution_arn(self, job_id: str, run: int) -> str:
        """The ARN that a run's execution has, or will have."""
        machine = self.state_machine_arn.replace(":stateMachine:", ":execution:")
        return f"{machine}:{execution_name(job_id, run)}"

    def start(self, job_id: str, run: int) -> None:
        """Start a run; starting it again does nothing."""
        try:
            self.client.start_execution(
                stateMachineArn=self.state_machine_arn,
                name=execution_name(job_id, run),
                input=json.dumps({"job_id": job_id, "run": run}),
            )
        except ClientError as error:
            if error_code(error) != "ExecutionAlreadyExists":
                raise

    def stop(self, execution_arn: str, reason: str) -> None:
        """Stop an execution, unless it has ended or never began."""
        try:
            self.client.stop_execution(executionArn=execution_arn, error="Cancelled", cause=reason)
        except ClientError as error:
            if error_code(error) not in {"ExecutionDoesNotExist", "ValidationException"}:
                raise

    def status(self, execution_arn: str) -> str | None:
        """RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED; None if there is no such execution."""
        try:
            return self.client.describe_execution(executionArn=execution_arn)["status"]
        except ClientError as error:
            if error_code(error) == "ExecutionDoesNotExist":
                return None
            raise

    def was_interrupted(self, execution_arn: str) -> bool:
        """Whether an execution ended because its host stopped. Nobody decided that: the job may go on in a new run."""
        try:
            ended = self.client.describe_execution(executionArn=execution_arn)
        except ClientError as error:
            if error_code(error) == "ExecutionDoesNotExist":
                return False
            raise
        return ended["status"] == "ABORTED" and ended.get("error") == HOST_STOPPED

    def is_running(self, execution_arn: str) -> bool:
        """Whether an execution has the status RUNNING."""
        return self.status(execution_arn) == "RUNNING"

    def succeed(self, task_token: str, output: Mapping[str, object]) -> None:
        """Answer a waiting task; TokenGone when it waits no more."""
        try:
            self.client.send_task_success(taskToken=task_token, output=json.dumps(output))
        except ClientError as error:
            if error_code(error) in _DEAD_TOKEN:
                raise TokenGone(task_token[:16]) from error
            raise
