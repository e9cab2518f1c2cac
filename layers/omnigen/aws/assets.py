"""The table of the users' own files. An item lies under its user, so nobody can name another user's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from omnigen.aws.dynamodb import from_item, to_item
from omnigen.domain.asset import Asset, AssetKind
from omnigen.errors import NotFound

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table


@dataclass(frozen=True)
class AssetPage:
    """Some assets, newest first, and the id after which the next page begins; None at the end."""

    items: tuple[Asset, ...]
    after: str | None


@dataclass(frozen=True)
class Assets:
    """Writes, reads, lists and deletes the records of assets; the files are the bucket's."""

    table: Table

    def put(self, asset: Asset) -> None:
        """Write a new record."""
        self.table.put_item(Item=to_item(asset), ConditionExpression="attribute_not_exists(asset_id)")

    def get(self, user_id: str, asset_id: str) -> Asset:
        """The user's asset; NotFound when there is none, or it is somebody else's."""
        key = {"user_id": user_id, "asset_id": asset_id}
        item = self.table.get_item(Key=key, ConsistentRead=True).get("Item")
        if item is None:
            raise NotFound(f"There is no asset {asset_id!r} of yours; list yours to find it")
        return Asset.model_validate(from_item(item))

    def delete(self, user_id: str, asset_id: str) -> None:
        """Delete the user's record; nothing happens when there is none."""
        self.table.delete_item(Key={"user_id": user_id, "asset_id": asset_id})

    def of_user(
        self, user_id: str, *, limit: int, after: str | None = None, kind: AssetKind | None = None
    ) -> AssetPage:
        """At most `limit` of a user's assets, newest first, of one kind or of all; `after` is a page's `after`."""
        found: list[Asset] = []
        for asset in self._newest_first(user_id, after):
            if kind is not None and asset.kind is not kind:
                continue
            if len(found) == limit:
                return AssetPage(tuple(found), found[-1].asset_id)
            found.append(asset)
        return AssetPage(tuple(found), None)

    def delete_all(self, user_id: str) -> int:
        """Delete all of a user's records; how many."""
        known = [asset.asset_id for asset in self._newest_first(user_id, None)]
        for asset_id in known:
            self.delete(user_id, asset_id)
        return len(known)

    def _newest_first(self, user_id: str, after: str | None) -> Iterator[Asset]:
        arguments: dict[str, Any] = {
            "KeyConditionExpression": "user_id = :user",
            "ExpressionAttributeValues": {":user": user_id},
            "ScanIndexForward": False,
            "ConsistentRead": True,
        }
        if after:
            arguments["ExclusiveStartKey"] = {"user_id": user_id, "asset_id": after}
        while True:
            answer = self.table.query(**arguments)
            yield from (Asset.model_validate(from_item(item)) for item in answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return
            arguments["ExclusiveStartKey"] = answer["LastEvaluatedKey"]
