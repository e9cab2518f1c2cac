"""What an operator sets while the program runs: items of the usage table that every reservation reads."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from omnigen.aws.dynamodb import Update, from_item
from omnigen.aws.transactions import transact
from omnigen.domain.budget import Limits, UserLimit
from omnigen.errors import Conflict

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_PARTITION = "#limits"
_DEPLOYMENT = "deployment"


@dataclass(frozen=True)
class SpendLimits:
    """One item for the deployment, its groups and its users in general, and one for each user with other limits.

    Every change raises the deployment's `rev`, so that one condition on it holds for all of them.
    """

    table: Table
    pause: Callable[[float], None] = time.sleep

    def places(self, user_id: str) -> list[dict[str, str]]:
        """Keys of all items that are read for a user."""
        return [_place(_DEPLOYMENT), _place(_user(user_id))]

    def read(self) -> Limits:
        """The limits in force; without an item, none."""
        item = self._item(_DEPLOYMENT)
        return Limits.model_validate({name: item[name] for name in Limits.model_fields if name in item})

    def of_user(self, user_id: str) -> UserLimit | None:
        """The limits that hold for this user in place of those for each user."""
        item = self._item(_user(user_id))
        return UserLimit.model_validate(item["limit"]) if "limit" in item else None

    def change(self, limits: Limits) -> Limits:
        """Replace the limits; Conflict when another operator has changed them since `limits.rev` was read."""
        changed = limits.model_copy(update={"rev": limits.rev + 1})
        update = Update()
        for name, value in changed.model_dump().items():
            update.set(name, _without_none(value))
        self._transact([self._write(_DEPLOYMENT, update.when(_UNCHANGED, rev=limits.rev))])
        return changed

    def change_user(self, user_id: str, limit: UserLimit | None) -> None:
        """Give a user limits of their own, or with None those for each user."""
        known = self.read()
        own = Update().set("limit", _without_none(limit.model_dump())) if limit else Update().remove("limit")
        raised = Update().set("rev", known.rev + 1).when(_UNCHANGED, rev=known.rev)
        self._transact([self._write(_user(user_id), own), self._write(_DEPLOYMENT, raised)])

    def unchanged(self, rev: int) -> dict[str, Any]:
        """The check, as part of a transaction, that the limits are still those of this `rev`."""
        arguments = Update().when(_UNCHANGED, rev=rev).condition_arguments()
        return {"ConditionCheck": {"TableName": self.table.name, "Key": _place(_DEPLOYMENT), **arguments}}

    def _transact(self, writes: list[dict[str, Any]]) -> None:
        if transact(self.table, writes, self.pause):
            raise Conflict("Somebody else has changed the limits at this moment; read them again")

    def _write(self, name: str, update: Update) -> dict[str, Any]:
        return {"Update": {"TableName": self.table.name, "Key": _place(name), **update.arguments()}}

    def _item(self, name: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = from_item(self.table.get_item(Key=_place(name), ConsistentRead=True).get("Item", {}))
        return found


_UNCHANGED = "attribute_not_exists(<rev>) OR <rev> = :rev"
"""Until the first change there is no item, and `rev` is 0."""


def _place(name: str) -> dict[str, str]:
    return {"user_id": _PARTITION, "period": name}


def _user(user_id: str) -> str:
    return f"user#{user_id}"


def _without_none(value: Any) -> Any:
    """Nested values without what is None, which is the default of every field here."""
    if isinstance(value, Mapping):
        return {name: _without_none(part) for name, part in value.items() if part is not None}
    return value
