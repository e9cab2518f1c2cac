"""Which job an idempotency key stands for: claimed before the job is made, so that no repetition makes another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from omnigen.aws.dynamodb import is_condition_failure
from omnigen.errors import Conflict, Contention

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

RETENTION_SECONDS = 86_400
"""A key is remembered for a day."""


@dataclass(frozen=True)
class Idempotency:
    """The idempotency table; `now` gives Unix seconds.

    Powertools' own utility answers a repetition that comes while the first request is being handled with an error. Here
    the key names the job before it exists, so that all of them go on to the same job.
    """

    table: Table
    now: Callable[[], int]

    def claim(self, user_id: str, key: str, body_hash: str, job_id: str) -> str:
        """The id of this key's job: `job_id` if the key is new. Conflict when the key came with another body before."""
        name = f"{user_id}#{key}"
        item: dict[str, Any] = {
            "id": name,
            "body_hash": body_hash,
            "job_id": job_id,
            "expiration": self.now() + RETENTION_SECONDS,
        }
        try:
            self.table.put_item(
                Item=item,
                ConditionExpression="attribute_not_exists(id) OR expiration < :now",
                ExpressionAttributeValues={":now": self.now()},
            )
        except ClientError as error:
            if not is_condition_failure(error):
                raise
            return self._known(name, body_hash)
        return job_id

    def _known(self, name: str, body_hash: str) -> str:
        item = self.table.get_item(Key={"id": name}, ConsistentRead=True).get("Item")
        if item is None:  # it expired between the two calls
            raise Contention("The idempotency key has just expired; send the request again")
        if item["body_hash"] != body_hash:
            raise Conflict("This Idempotency-Key came with another request before; use a new key for a new request")
        return str(item["job_id"])
