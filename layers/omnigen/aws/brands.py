"""The table of brands. What belongs to a brand lies under its user: the brand, its versions, the jobs made with it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from omnigen.aws.dynamodb import from_item, to_item
from omnigen.aws.transactions import transact
from omnigen.domain.brand import Brand
from omnigen.errors import Conflict, NotFound

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_BRAND, _VERSION, _USE = "brand#", "version#", "use#"


@dataclass(frozen=True)
class Brands:
    """Writes, reads and lists brands. A version is never changed once it is written."""

    table: Table

    def create(self, brand: Brand) -> None:
        """Write a new brand and its first version."""
        self._write(brand, "attribute_not_exists(entry)", {})

    def replace(self, brand: Brand, seen_rev: int) -> None:
        """Write the next version of a brand. Conflict when somebody has changed it since version `seen_rev`."""
        if not self._write(brand, "rev = :seen", {":seen": seen_rev}):
            raise Conflict(
                f"The brand {brand.brand_id!r} is no longer at rev {seen_rev}; read it again, and send the change anew"
            )

    def get(self, user_id: str, brand_id: str, version: int | None = None) -> Brand:
        """The user's brand, in its newest or in an earlier version; NotFound when there is none of theirs."""
        entry = f"{_BRAND}{brand_id}" if version is None else _version(brand_id, version)
        item = self.table.get_item(Key={"user_id": user_id, "entry": entry}, ConsistentRead=True).get("Item")
        if item is None:
            what = f"brand {brand_id!r}" if version is None else f"version {version} of the brand {brand_id!r}"
            raise NotFound(f"There is no {what} of yours; list yours to find it")
        return Brand.model_validate(from_item(item))

    def of_user(self, user_id: str) -> list[Brand]:
        """All brands of a user, newest first."""
        return [Brand.model_validate(item) for item in self._entries(user_id, _BRAND)]

    def note_use(self, user_id: str, brand_id: str, job_id: str) -> None:
        """Remember that a job is made with a brand."""
        self.table.put_item(Item={"user_id": user_id, "entry": f"{_USE}{brand_id}#{job_id}"})

    def used_by(self, user_id: str, brand_id: str) -> list[str]:
        """The ids of the jobs that were made with a brand, newest first; some may be deleted since."""
        return [item["entry"].rpartition("#")[2] for item in self._entries(user_id, f"{_USE}{brand_id}#")]

    def delete(self, user_id: str, brand_id: str) -> None:
        """Delete the user's brand with its versions; NotFound when there is none of theirs."""
        self.get(user_id, brand_id)
        for prefix in (f"{_BRAND}{brand_id}", f"{_VERSION}{brand_id}#", f"{_USE}{brand_id}#"):
            self._delete(user_id, prefix)

    def delete_all(self, user_id: str) -> int:
        """Delete all of a user's brands; how many."""
        brands = len(self.of_user(user_id))
        self._delete(user_id, "")
        return brands

    def _write(self, brand: Brand, condition: str, values: dict[str, Any]) -> bool:
        """Write the brand and its version in one transaction; whether the condition was true."""
        item = to_item(brand)
        head = {"Item": item | {"entry": f"{_BRAND}{brand.brand_id}"}, "ConditionExpression": condition}
        if values:
            head["ExpressionAttributeValues"] = values
        version = {
            "Item": item | {"entry": _version(brand.brand_id, brand.rev)},
            "ConditionExpression": "attribute_not_exists(entry)",
        }
        puts = [{"Put": {"TableName": self.table.name} | put} for put in (head, version)]
        return transact(self.table, puts, time.sleep) is None

    def _delete(self, user_id: str, prefix: str) -> None:
        for item in list(self._entries(user_id, prefix)):
            self.table.delete_item(Key={"user_id": user_id, "entry": item["entry"]})

    def _entries(self, user_id: str, prefix: str) -> Iterator[dict[str, Any]]:
        within = " AND begins_with(entry, :prefix)" if prefix else ""
        arguments: dict[str, Any] = {
            "KeyConditionExpression": f"user_id = :user{within}",
            "ExpressionAttributeValues": {":user": user_id} | ({":prefix": prefix} if prefix else {}),
            "ScanIndexForward": False,
            "ConsistentRead": True,
        }
        while True:
            answer = self.table.query(**arguments)
            yield from (from_item(item) for item in answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return
            arguments["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def _version(brand_id: str, version: int) -> str:
    return f"{_VERSION}{brand_id}#{version:06}"
