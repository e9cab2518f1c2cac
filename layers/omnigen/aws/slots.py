"""The slots table: a queue of executions that wait for a render slot with their task tokens.

One partition per queue: the item `holders` lists the executions that render, the items `wait#…` the queued ones in
order. Every call may be repeated and made concurrently: a change of holders is conditional on the item's `rev`, and a
queued execution is removed only after its token was answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from omnigen.aws.dynamodb import Update, is_condition_failure
from omnigen.aws.workflow import TokenGone, WorkflowClient
from omnigen.domain.render_queue import QueuedExecution, QueueLimits, next_to_start

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_QUEUE = "render"
_HOLDERS = {"line": _QUEUE, "place": "holders"}
_KEEP_SECONDS = 31 * 86_400


@dataclass(frozen=True)
class RenderSlots:
    """The render slots and their queue."""

    table: Table
    workflow: WorkflowClient
    limits: QueueLimits
    now_ms: Callable[[], int]

    def join(self, execution_arn: str, user_id: str, task_token: str) -> None:
        """Queue an execution, or replace its task token, and dispatch."""
        known = next((execution for execution in self.queued() if execution.execution_arn == execution_arn), None)
        arrived = self.now_ms()
        place = known.place if known else f"wait#{arrived:013d}#{execution_arn.rpartition(':')[2]}"
        self.table.put_item(
            Item={
                "line": _QUEUE,
                "place": place,
                "execution_arn": execution_arn,
                "user_id": user_id,
                "task_token": task_token,
                "ttl": arrived // 1000 + _KEEP_SECONDS,
            }
        )
        self.dispatch()

    def holds(self, execution_arn: str) -> bool:
        """Whether this execution may render."""
        return execution_arn in self.holders()[0]

    def release(self, execution_arn: str) -> None:
        """Release an execution's slot and its place in the queue, if it has them, and dispatch."""
        for execution in self.queued():
            if execution.execution_arn == execution_arn:
                self._dequeue(execution)
        while execution_arn in (found := self.holders())[0]:
            holders, rev = found
            if self._hold({arn: user for arn, user in holders.items() if arn != execution_arn}, rev):
                break
        self.dispatch()

    def dispatch(self) -> int:
        """Give free slots to queued executions and answer their tokens; how many were answered."""
        answered = 0
        while True:
            holders, rev = self.holders()
            execution = next_to_start(self.queued(), holders, self.limits)
            if execution is None:
                return answered
            if execution.execution_arn in holders or self._hold(
                {**holders, execution.execution_arn: execution.user_id}, rev
            ):
                answered += self._answer(execution)

    def repair(self) -> list[str]:
        """Release slots and places of executions that run no more (their end event was lost); their ARNs."""
        known = set(self.holders()[0]) | {execution.execution_arn for execution in self.queued()}
        dead = sorted(arn for arn in known if not self.workflow.is_running(arn))
        for execution_arn in dead:
            self.release(execution_arn)
        self.dispatch()
        return dead

    def holders(self) -> tuple[Mapping[str, str], int]:
        """The executions that hold a slot, with their users, and the `rev` of the item."""
        item = self.table.get_item(Key=_HOLDERS, ConsistentRead=True).get("Item", {})
        holders: Any = item.get("holders", {})
        return holders, int(str(item.get("rev", 0)))

    def oldest_wait_seconds(self) -> float:
        """Seconds for which the first in the queue has waited; 0 when it is empty."""
        arrivals = [int(execution.place.split("#")[1]) for execution in self.queued()]
        return max(self.now_ms() - min(arrivals), 0) / 1000 if arrivals else 0.0

    def queued(self) -> list[QueuedExecution]:
        """Queued executions in order of arrival."""
        arguments: dict[str, Any] = {
            # As text: boto3's builder of conditions is shared by the threads of a process, and mixes their names up.
            "KeyConditionExpression": "#line = :line AND begins_with(#place, :waiting)",
            "ExpressionAttributeNames": {"#line": "line", "#place": "place"},
            "ExpressionAttributeValues": {":line": _QUEUE, ":waiting": "wait#"},
            "ConsistentRead": True,
        }
        found: list[QueuedExecution] = []
        while True:
            page = self.table.query(**arguments)
            found += [
                QueuedExecution(**{name: str(item[name]) for name in QueuedExecution.__annotations__})
                for item in page["Items"]
            ]
            if "LastEvaluatedKey" not in page:
                return found
            arguments["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def _hold(self, holders: Mapping[str, str], rev: int) -> bool:
        update = Update().set("holders", holders).set("rev", rev + 1)
        update.when("attribute_not_exists(<rev>) OR <rev> = :rev", rev=rev)
        try:
            self.table.update_item(Key=_HOLDERS, **update.arguments())
        except ClientError as error:
            if is_condition_failure(error):
                return False
            raise
        return True

    def _answer(self, execution: QueuedExecution) -> int:
        """Answer a queued execution's token; 1 when it was answered.

        A token that is dead is removed, and its slot released unless the execution still runs (it retries then).
        """
        try:
            self.workflow.succeed(execution.task_token, {})
        except TokenGone:
            self._dequeue(execution)
            if not self.workflow.is_running(execution.execution_arn):
                self.release(execution.execution_arn)
            return 0
        self._dequeue(execution)
        return 1

    def _dequeue(self, execution: QueuedExecution) -> None:
        """Remove a queued execution, unless it has queued again with a new token."""
        key = {"line": _QUEUE, "place": execution.place}
        condition = Update().when("<task_token> = :token", token=execution.task_token).condition_arguments()
        try:
            self.table.delete_item(Key=key, **condition)
        except ClientError as error:
            if not is_condition_failure(error):
                raise
