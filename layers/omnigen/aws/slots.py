"""The slots table: executions wait in line with their task tokens and are answered when it is their turn.

One partition per line: the item `holders` says who renders, the items `wait#…` who waits, in order. Everything may be
done twice and by several at once: a change of holders is conditional on the item's `rev`, and a waiter leaves the line
only after its token was answered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.conditions import Key
from botocore.exceptions import ClientError

from omnigen.aws.dynamodb import Update, is_condition_failure
from omnigen.aws.workflow import TokenGone, WorkflowClient
from omnigen.domain.render_queue import QueuedExecution, QueueLimits, next_to_start

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_LINE = "render"
_HOLDERS = {"line": _LINE, "place": "holders"}
_KEEP_SECONDS = 31 * 86_400


@dataclass(frozen=True)
class RenderSlots:
    """The line in front of the renderers."""

    table: Table
    workflow: WorkflowClient
    limits: QueueLimits
    now_ms: Callable[[], int]

    def join(self, execution_arn: str, user_id: str, task_token: str) -> None:
        """Get in line, or keep one's place with a new token; whoever's turn it is is told."""
        known = next((waiter for waiter in self.waiters() if waiter.execution_arn == execution_arn), None)
        arrived = self.now_ms()
        place = known.place if known else f"wait#{arrived:013d}#{execution_arn.rpartition(':')[2]}"
        self.table.put_item(
            Item={
                "line": _LINE,
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
        """Give back a slot or a place in line; fine when there is neither."""
        for waiter in self.waiters():
            if waiter.execution_arn == execution_arn:
                self._leave(waiter)
        while execution_arn in (found := self.holders())[0]:
            holders, rev = found
            if self._hold({arn: user for arn, user in holders.items() if arn != execution_arn}, rev):
                break
        self.dispatch()

    def dispatch(self) -> int:
        """Answer everybody whose turn it is; how many were answered."""
        answered = 0
        while True:
            holders, rev = self.holders()
            waiter = next_to_start(self.waiters(), holders, self.limits)
            if waiter is None:
                return answered
            if waiter.execution_arn in holders or self._hold({**holders, waiter.execution_arn: waiter.user_id}, rev):
                answered += self._answer(waiter)

    def repair(self) -> list[str]:
        """Free what executions that no longer run have left behind (a lost event); the ARNs of those."""
        known = set(self.holders()[0]) | {waiter.execution_arn for waiter in self.waiters()}
        dead = sorted(arn for arn in known if not self.workflow.is_running(arn))
        for execution_arn in dead:
            self.release(execution_arn)
        self.dispatch()
        return dead

    def holders(self) -> tuple[Mapping[str, str], int]:
        """Who renders (execution to user), and the number of the change that made it so."""
        item = self.table.get_item(Key=_HOLDERS, ConsistentRead=True).get("Item", {})
        holders: Any = item.get("holders", {})
        return holders, int(str(item.get("rev", 0)))

    def oldest_wait_seconds(self) -> float:
        """How long the first in line has waited; 0 when nobody waits."""
        arrivals = [int(waiter.place.split("#")[1]) for waiter in self.waiters()]
        return max(self.now_ms() - min(arrivals), 0) / 1000 if arrivals else 0.0

    def waiters(self) -> list[QueuedExecution]:
        """Who waits, in order of arrival."""
        arguments: dict[str, Any] = {
            "KeyConditionExpression": Key("line").eq(_LINE) & Key("place").begins_with("wait#"),
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

    def _answer(self, waiter: QueuedExecution) -> int:
        """Tell a waiter that it holds a slot. A dead token leaves the line; its slot is freed unless a retry comes."""
        try:
            self.workflow.succeed(waiter.task_token, {})
        except TokenGone:
            self._leave(waiter)
            if not self.workflow.is_running(waiter.execution_arn):
                self.release(waiter.execution_arn)
            return 0
        self._leave(waiter)
        return 1

    def _leave(self, waiter: QueuedExecution) -> None:
        """Take a waiter out of line, unless it has come back with a new token meanwhile."""
        key = {"line": _LINE, "place": waiter.place}
        condition = Update().when("<task_token> = :token", token=waiter.task_token).condition_arguments()
        try:
            self.table.delete_item(Key=key, **condition)
        except ClientError as error:
            if not is_condition_failure(error):
                raise
