"""API keys: items of the usage table, one for each key, and a list of each user's keys."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from omnigen.aws.dynamodb import Update, from_item, is_condition_failure, to_item
from omnigen.aws.transactions import transact
from omnigen.aws.usage import Ticket
from omnigen.domain.api_key import MAX_KEYS_PER_USER, ApiKey
from omnigen.domain.budget import key_owner
from omnigen.domain.job_status import DAY_SECONDS
from omnigen.errors import Conflict, NotFound, OverQuota

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_RECORD = "key"
_HOLDER = "holder"
"""Attribute with the key's user: `user_id` is the name of the table's partition."""

_LIST = "keys"
_MINUTE_SECONDS = 60
_KEPT_SECONDS = 30 * DAY_SECONDS
"""How long the record of a key stays that has expired."""


@dataclass(frozen=True)
class ApiKeys:
    """Keys by their id. `now` is the time in Unix seconds."""

    table: Table
    now: Callable[[], int]
    pause: Callable[[float], None] = time.sleep

    def create(self, key: ApiKey) -> None:
        """Store a new key; Conflict when its user has as many as they may."""
        update = Update().when("attribute_not_exists(<secret_hash>)")
        for name, value in to_item(key).items():
            update.set(_HOLDER if name == "user_id" else name, value)
        if key.expires_at:
            update.set("ttl", key.expires_at + _KEPT_SECONDS)
        entry = Ticket(self.table.name, key.user_id, _LIST, key.key_id, MAX_KEYS_PER_USER)
        refused = transact(self.table, [self._write(key.key_id, update), entry.write()], self.pause)
        if refused:
            raise Conflict(f"You have {MAX_KEYS_PER_USER} keys, which is as many as you may. Revoke one first")

    def find(self, key_id: str) -> ApiKey | None:
        """The key, also one that has expired; None when there is none, or it was revoked."""
        item = self.table.get_item(Key=key_record(key_id), ConsistentRead=True).get("Item")
        return ApiKey.model_validate(_fields(item)) if item else None

    def of_user(self, user_id: str) -> list[ApiKey]:
        """The user's keys, the newest first; also those that have expired."""
        found = [self.find(key_id) for key_id in self._ids(user_id)]
        return sorted((key for key in found if key), key=lambda key: (-key.created_at, key.key_id))

    def revoke(self, user_id: str, key_id: str) -> None:
        """End a key at once, by deleting it. NotFound when it is not the user's."""
        if key_id not in self._ids(user_id):
            raise NotFound(f"There is no key {key_id!r}; list yours to find it")
        ended = {"Delete": {"TableName": self.table.name, "Key": key_record(key_id)}}
        entry = {
            "TableName": self.table.name,
            "Key": {"user_id": user_id, "period": _LIST},
            "UpdateExpression": "DELETE #jobs :one",
            "ExpressionAttributeNames": {"#jobs": "jobs"},
            "ExpressionAttributeValues": {":one": {key_id}},
        }
        transact(self.table, [ended, {"Update": entry}], self.pause)

    def revoke_all(self, user_id: str) -> int:
        """End all keys of a user; how many there were."""
        ids = self._ids(user_id)
        for key_id in ids:
            self.revoke(user_id, key_id)
        return len(ids)

    def use(self, key_id: str) -> ApiKey | None:
        """The key after counting one more request of this minute; None when it was revoked or has expired.

        OverQuota when that would be more requests than the key may send in a minute.
        """
        now = self.now()
        minute = now - now % _MINUTE_SECONDS
        known = self.find(key_id)
        if known is None or not known.is_live(now):
            return None
        for update in _counts(known, now, minute):
            try:
                answer = self.table.update_item(Key=key_record(key_id), ReturnValues="ALL_NEW", **update.arguments())
            except ClientError as error:
                if not is_condition_failure(error):
                    raise
            else:
                return ApiKey.model_validate(_fields(answer["Attributes"]))
        if self._is_gone(key_id):
            return None
        raise OverQuota(
            f"The key {known.name!r} may send {known.requests_per_minute} requests a minute, and has sent them",
            retry_after_seconds=minute + _MINUTE_SECONDS - now,
        )

    def _is_gone(self, key_id: str) -> bool:
        known = self.find(key_id)
        return known is None or not known.is_live(self.now())

    def _ids(self, user_id: str) -> frozenset[str]:
        found = self.table.get_item(Key={"user_id": user_id, "period": _LIST}, ConsistentRead=True)
        ids: Any = found.get("Item", {}).get("jobs", ())
        return frozenset(ids)

    def _write(self, key_id: str, update: Update) -> dict[str, Any]:
        return {"Update": {"TableName": self.table.name, "Key": key_record(key_id), **update.arguments()}}


def _counts(key: ApiKey, now: int, minute: int) -> tuple[Update, Update]:
    """The request as one more of this minute, or as the first of it: one of the two can be written."""
    more = Update().add("minute_requests", 1).set("last_used_at", now)
    more.when("<minute> = :minute AND <minute_requests> < :most", minute=minute, most=key.requests_per_minute)
    first = Update().set("minute_requests", 1).set("minute", minute).set("last_used_at", now)
    first.when("attribute_not_exists(<minute>) OR <minute> < :minute", minute=minute)
    return more.when("attribute_exists(<secret_hash>)"), first.when("attribute_exists(<secret_hash>)")


def key_record(key_id: str) -> dict[str, str]:
    """The primary key of a key's item."""
    return {"user_id": key_owner(key_id), "period": _RECORD}


def _fields(item: Mapping[str, Any]) -> dict[str, Any]:
    """The model's fields of an item, whose `user_id` is that of the key itself."""
    found = from_item(item)
    return {name: found[name] for name in ApiKey.model_fields if name in found} | {"user_id": found[_HOLDER]}
