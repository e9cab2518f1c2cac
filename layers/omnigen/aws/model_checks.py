"""The findings of the last model check, in an item of the usage table that belongs to no user."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from omnigen.aws.dynamodb import Update, from_item, is_condition_failure

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

RETRY_SECONDS = 3_600
"""Seconds after which a check that did not end may be claimed again."""

_PAGE = {"user_id": "#models", "period": "check"}
"""A user id never begins with `#`, so this item is no user's."""


@dataclass(frozen=True)
class ModelChecks:
    """Once a day (UTC); `now` gives Unix seconds."""

    table: Table
    now: Callable[[], int]

    def claim(self) -> bool:
        """Whether the caller is to check now. Other callers get False for an hour, and for the day once it is done."""
        update = Update().set("tried_at", self.now())
        update.when(
            "attribute_not_exists(<tried_at>) OR (<tried_at> <= :before AND <checked_on> <> :today)",
            before=self.now() - RETRY_SECONDS,
            today=self._today(),
        )
        try:
            self.table.update_item(Key=_PAGE, **update.arguments())
        except ClientError as error:
            if is_condition_failure(error):
                return False
            raise
        return True

    def keep(self, findings: Sequence[Mapping[str, str]]) -> None:
        """Record the findings of today's check."""
        update = Update().set("checked_on", self._today()).set("findings", [dict(finding) for finding in findings])
        self.table.update_item(Key=_PAGE, **update.arguments())

    def last(self) -> tuple[str | None, Sequence[Mapping[str, Any]]]:
        """The day of the last check (`2026-11-21`), None before the first, and what it found."""
        item = from_item(self.table.get_item(Key=_PAGE).get("Item", {}))
        return item.get("checked_on"), item.get("findings", ())

    def _today(self) -> str:
        return f"{datetime.fromtimestamp(self.now(), UTC):%Y-%m-%d}"
