"""Where the sweep of the bucket has come to, in an item of the usage table that belongs to no user."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from omnigen.aws.dynamodb import Update, is_condition_failure

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

EVERY_SECONDS = 3_600

_ITEM = {"user_id": "#files", "period": "sweep"}
"""A user id never begins with `#`, so this item is no user's."""


@dataclass(frozen=True)
class FileSweeps:
    """Once an hour; `now` gives Unix seconds."""

    table: Table
    now: Callable[[], int]

    def claim(self) -> str | None:
        """The key after which the caller is to go on, empty for the first; None within an hour of the last claim."""
        update = Update().set("claimed_at", self.now())
        update.when("attribute_not_exists(<claimed_at>) OR <claimed_at> <= :before", before=self.now() - EVERY_SECONDS)
        try:
            answer = self.table.update_item(Key=_ITEM, ReturnValues="ALL_NEW", **update.arguments())
        except ClientError as error:
            if is_condition_failure(error):
                return None
            raise
        return str(answer["Attributes"].get("after_key", ""))

    def keep(self, after: str) -> None:
        """Record the key after which the next one goes on; empty when it begins anew."""
        self.table.update_item(Key=_ITEM, **Update().set("after_key", after).arguments())
