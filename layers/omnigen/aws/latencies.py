"""How long models took lately, one item for each model in the usage table: it says when a first poll is worthwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from omnigen.aws.dynamodb import from_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

KEPT = 20
"""So many of the newest are kept: enough for a tenth, few enough to follow a vendor that has become slower."""


@dataclass(frozen=True)
class Latencies:
    """Seconds that a model's last predictions took at the vendor, newest first."""

    table: Table

    def add(self, model: str, seconds: int) -> None:
        """Note one more."""
        key, names = _key(model), {"#s": "seconds"}
        self.table.update_item(
            Key=key,
            UpdateExpression="SET #s = list_append(:new, if_not_exists(#s, :none))",
            ExpressionAttributeNames=names,
            ExpressionAttributeValues={":new": [seconds], ":none": []},
        )
        self.table.update_item(Key=key, UpdateExpression=f"REMOVE #s[{KEPT}]", ExpressionAttributeNames=names)

    def of(self, model: str) -> tuple[int, ...]:
        """The seconds that are known of a model; empty when none are."""
        item = from_item(self.table.get_item(Key=_key(model)).get("Item", {}))
        return tuple(item.get("seconds", ()))


def _key(model: str) -> dict[str, str]:
    return {"user_id": "#latency", "period": model}  # a user id never begins with `#`, so this item is no user's
