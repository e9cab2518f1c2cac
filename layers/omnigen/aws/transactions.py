"""Conditional writes to several items at once, repeated while others write the same items."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from omnigen.aws.dynamodb import error_code
from omnigen.errors import Contention

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_ATTEMPTS = 6
_CONFLICTS = frozenset({"TransactionCanceledException", "TransactionInProgressException"})


def transact(table: Table, writes: Sequence[Any], pause: Callable[[float], None]) -> tuple[bool, ...] | None:
    """None when all is written, else for each write whether its condition was false.

    `writes` hold plain values, which the client of the table's resource converts. Contention after six conflicts with
    other writers. The SDK sends a client request token of its own, so its retries count once.
    """
    for attempt in range(_ATTEMPTS):
        try:
            table.meta.client.transact_write_items(TransactItems=writes)
        except ClientError as error:
            if error_code(error) not in _CONFLICTS:
                raise
            reasons = [reason.get("Code") for reason in error.response.get("CancellationReasons", [])]
            if "ConditionalCheckFailed" in reasons:
                return tuple(reason == "ConditionalCheckFailed" for reason in reasons)
            if "ValidationError" in reasons:
                raise  # a malformed or too large item stays one
            pause(0.05 * 2**attempt * random.uniform(0.5, 1))  # those that have met shall not meet again
        else:
            return None
    raise Contention("The record is being written by too many at once; try again in a moment")
