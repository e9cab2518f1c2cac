"""Vendors' limits in the slots table: a bucket for each vendor and model, turns that were given, permits that are out.

| line | place | what |
|---|---|---|
| `vendor#{name}` | `bucket` | how much of the rate is used, and until when the vendor wants to be left alone |
| `vendor#{name}` | `turn#{order}` | when an order that had to wait may be sent; it expires |
| `vendor#{name}` | `permit#{number}` | an order that the vendor works on; it expires, in case its end is never told |
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from omnigen.aws.dynamodb import Update, from_item, is_condition_failure
from omnigen.domain.vendor_limit import Bucket

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_ATTEMPTS = 8
_BUCKET, _TURN, _PERMIT = "bucket", "turn#", "permit#"
_KEPT_SECONDS = 86_400
_LOST_RACES_MS = 2_000
_NO_PERMIT_MS = 10_000
"""How long an order waits until it asks for a permit again, and up to twice as long: clips take minutes."""


@dataclass(frozen=True)
class VendorBuckets:
    """Takes and gives back. `name` is a vendor or a model, `order` names one purchase of one job."""

    table: Table
    now_ms: Callable[[], int]
    pause: Callable[[float], None] = time.sleep

    def take_turn(self, name: str, order: str, per_minute: int | None) -> int:
        """Milliseconds until the order may be sent, 0 for now. It keeps its turn until it comes back for it."""
        for attempt in range(_ATTEMPTS):
            now, bucket = self.now_ms(), self.bucket(name)
            rate = bucket.per_minute(now, per_minute)
            if rate is None:
                return bucket.turn_ms(now, None) - now
            turn = self._item(name, f"{_TURN}{order}")
            if turn and int(turn["epoch"]) == bucket.epoch:
                wait = int(turn["at_ms"]) - now
                if wait <= 0:
                    self.table.delete_item(Key=_key(name, f"{_TURN}{order}"))
                return max(wait, 0)
            at = bucket.turn_ms(now, per_minute)
            if self._replace(name, bucket, bucket.taken(at, rate)):
                if at > now:
                    self._keep_turn(name, order, at, bucket.epoch)
                return at - now
            self.pause(0.01 * 2**attempt * random.uniform(0.5, 1))
        return round(_LOST_RACES_MS * random.uniform(0.5, 1.5))

    def take_permit(self, name: str, order: str, at_once: int, seconds: int) -> int:
        """Milliseconds until the order may ask again, 0 when it has one of `at_once` permits for so many seconds."""
        known = dict(self._permits(name))
        mine = next((place for place, item in known.items() if item["order"] == order), None)
        places = [f"{_PERMIT}{number:04d}" for number in range(at_once)]
        now = self.now_ms()
        free = [one for one in places if one not in known or int(known[one]["expires_ms"]) <= now]
        random.shuffle(free)
        for place in [mine] if mine else free[:_ATTEMPTS]:
            if self._occupy(name, place, order, now, seconds):
                return 0
        return round(_NO_PERMIT_MS * random.uniform(1, 2))

    def give_back(self, name: str, order: str) -> None:
        """Give an order's permit back, if it has one."""
        for place, item in self._permits(name):
            if item["order"] == order:
                self._write(self.table.delete_item, _key(name, place), Update().when("<order> = :order", order=order))

    def throttled(self, name: str, seconds: int, per_minute: int | None = None) -> None:
        """Nobody asks for so many seconds, and then not more often than the vendor says."""
        for attempt in range(_ATTEMPTS):
            bucket = self.bucket(name)
            if self._replace(name, bucket, bucket.throttled(self.now_ms(), seconds, per_minute)):
                return
            self.pause(0.01 * 2**attempt * random.uniform(0.5, 1))

    def bucket(self, name: str) -> Bucket:
        """The bucket as it is now."""
        item = self._item(name, _BUCKET)
        return Bucket(**{field.name: int(item[field.name]) for field in fields(Bucket)}) if item else Bucket()

    def permits(self, name: str) -> list[str]:
        """The orders that have permits."""
        return [str(item["order"]) for _, item in self._permits(name) if int(item["expires_ms"]) > self.now_ms()]

    def _replace(self, name: str, before: Bucket, after: Bucket) -> bool:
        update = Update()
        for field, value in asdict(after).items():
            update.set(field, value)
        update.when(
            "attribute_not_exists(<line>) OR (<next_ms> = :next AND <epoch> = :epoch)",
            next=before.next_ms,
            epoch=before.epoch,
        )
        return self._write(self.table.update_item, _key(name, _BUCKET), update, changes=True)

    def _keep_turn(self, name: str, order: str, at_ms: int, epoch: int) -> None:
        update = Update().set("at_ms", at_ms).set("epoch", epoch).set("ttl", at_ms // 1_000 + _KEPT_SECONDS)
        self.table.update_item(Key=_key(name, f"{_TURN}{order}"), **update.arguments())

    def _occupy(self, name: str, place: str, order: str, now_ms: int, seconds: int) -> bool:
        update = Update().set("order", order).set("expires_ms", now_ms + seconds * 1_000)
        update.set("ttl", now_ms // 1_000 + seconds + _KEPT_SECONDS)
        update.when("attribute_not_exists(<line>) OR <expires_ms> <= :now OR <order> = :order", now=now_ms, order=order)
        return self._write(self.table.update_item, _key(name, place), update, changes=True)

    def _permits(self, name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """All that are out, at most as many as the limit ever allowed within a day."""
        arguments: dict[str, Any] = {
            "KeyConditionExpression": "#line = :line AND begins_with(#place, :permit)",
            "ExpressionAttributeNames": {"#line": "line", "#place": "place"},
            "ExpressionAttributeValues": {":line": f"vendor#{name}", ":permit": _PERMIT},
            "ConsistentRead": True,
        }
        for item in self.table.query(**arguments)["Items"]:
            yield str(item["place"]), from_item(item)

    def _item(self, name: str, place: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = from_item(
            self.table.get_item(Key=_key(name, place), ConsistentRead=True).get("Item", {})
        )
        return found

    def _write(
        self, call: Callable[..., Any], key: Mapping[str, str], update: Update, *, changes: bool = False
    ) -> bool:
        """Whether the condition held."""
        try:
            call(Key=key, **(update.arguments() if changes else update.condition_arguments()))
        except ClientError as error:
            if is_condition_failure(error):
                return False
            raise
        return True


def _key(name: str, place: str) -> dict[str, str]:
    return {"line": f"vendor#{name}", "place": place}
