"""The log of webhook deliveries on a job record, and waiting before the next attempt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from omnigen.aws.dynamodb import error_code, from_item, is_condition_failure, to_item
from omnigen.domain.webhook import MAX_LOGGED_ATTEMPTS, DeliveryAttempt

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table
    from mypy_boto3_sqs.client import SQSClient


@dataclass(frozen=True)
class WebhookLog:
    """The attribute `deliveries` of job records. Writing it does not count as a change of the job (`rev` stays)."""

    jobs: Table
    queues: SQSClient

    def log(self, job_id: str) -> tuple[DeliveryAttempt, ...]:
        """The last attempts, oldest first; empty when there were none, or there is no record."""
        answer = self.jobs.get_item(Key={"job_id": job_id}, ProjectionExpression="deliveries", ConsistentRead=True)
        return tuple(DeliveryAttempt.model_validate(from_item(entry)) for entry in _entries(answer))

    def write(self, job_id: str, attempt: DeliveryAttempt) -> DeliveryAttempt | None:
        """Add an attempt, numbered after the last one; None when the record is gone."""
        while True:
            answer = self.jobs.get_item(Key={"job_id": job_id}, ProjectionExpression="deliveries", ConsistentRead=True)
            if "Item" not in answer:
                return None
            known = _entries(answer)
            last = int(known[-1]["number"]) if known else 0
            numbered = attempt.model_copy(update={"number": last + 1})
            if self._replace(job_id, [*known, to_item(numbered)][-MAX_LOGGED_ATTEMPTS:], last):
                return numbered

    def postpone(self, queue_arn: str, receipt_handle: str, seconds: int) -> None:
        """Have a message delivered again after so many seconds, unless its receipt handle has expired."""
        _, _, _, _, account, name = queue_arn.split(":")
        url = self.queues.get_queue_url(QueueName=name, QueueOwnerAWSAccountId=account)["QueueUrl"]
        try:
            self.queues.change_message_visibility(QueueUrl=url, ReceiptHandle=receipt_handle, VisibilityTimeout=seconds)
        except ClientError as error:
            if error_code(error) not in {"InvalidParameterValue", "MessageNotInflight", "ReceiptHandleIsInvalid"}:
                raise

    def _replace(self, job_id: str, entries: list[Any], last: int) -> bool:
        """Write the log if nobody else has added to it since; False otherwise."""
        seen = (
            "attribute_not_exists(deliveries)" if not last else "deliveries[0].#n = :first AND size(deliveries) = :size"
        )
        values: dict[str, Any] = {":log": entries}
        names: dict[str, str] = {}
        if last:
            names = {"#n": "number"}
            before = min(last, MAX_LOGGED_ATTEMPTS)
            values |= {":first": last - before + 1, ":size": before}
        arguments: dict[str, Any] = {"ExpressionAttributeNames": names} if names else {}
        try:
            self.jobs.update_item(
                Key={"job_id": job_id},
                UpdateExpression="SET deliveries = :log",
                ConditionExpression=f"attribute_exists(job_id) AND {seen}",
                ExpressionAttributeValues=values,
                **arguments,
            )
        except ClientError as error:
            if is_condition_failure(error):
                return False
            raise
        return True


def _entries(answer: Any) -> list[Any]:
    return list(answer.get("Item", {}).get("deliveries", ()))
