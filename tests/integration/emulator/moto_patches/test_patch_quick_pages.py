"""Pages that come quickly are the same pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from moto.dynamodb.models.dynamo_type import Item

from tests.integration.emulator.small_cloud import PLACES, THINGS, Open, RunningCloud

_OWNED = {
    "IndexName": "ByOwner",
    "KeyConditionExpression": "#o = :o",
    "ExpressionAttributeNames": {"#o": "owner"},
    "ExpressionAttributeValues": {":o": {"S": "ada"}},
}


def _fill(aws: RunningCloud) -> None:
    for number in (10, 9, -1, 2, 100):
        place = {
            "line": {"S": "l"},
            "place": {"N": str(number)},
            "what": {"M": {"deep": {"S": "x"}, "more": {"N": "1"}}},
        }
        aws.items.put_item(TableName=PLACES, Item=place)
    for name in ("b", "a", "ä", "C"):
        thing = {"id": {"S": name}, "owner": {"S": "ada"}, "n": {"N": "1.0"}, "hidden": {"S": "no"}}
        aws.items.put_item(TableName=THINGS, Item=thing)
    aws.items.put_item(TableName=THINGS, Item={"id": {"S": "other"}, "owner": {"S": "eve"}})
    aws.items.put_item(TableName=THINGS, Item={"id": {"S": "nobody's"}})


def _pages(aws: RunningCloud, **query: Any) -> list[Any]:
    """Every page of two."""
    pages: list[Any] = []
    start: dict[str, Any] = {}
    while True:
        answer = aws.items.query(TableName=THINGS, Limit=2, **_OWNED, **query, **start)
        pages.append(answer["Items"])
        if "LastEvaluatedKey" not in answer:
            return pages
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def _seen(aws: RunningCloud) -> list[Any]:
    _fill(aws)
    line = {"KeyConditionExpression": "line = :l", "ExpressionAttributeValues": {":l": {"S": "l"}}}
    return [
        _pages(aws),
        _pages(aws, ScanIndexForward=False),
        aws.items.query(TableName=PLACES, **line)["Items"],
        aws.items.query(TableName=PLACES, **line, ProjectionExpression="what.deep, place")["Items"],
        aws.items.query(TableName=PLACES, **line, ProjectionExpression="place")["Items"],
        aws.items.scan(TableName=THINGS)["Items"],
        aws.items.scan(TableName=PLACES, Limit=3)["LastEvaluatedKey"],
    ]


def test_order_pages_and_attributes_are_those_of_stock_moto(open_cloud: Open, tmp_path: Path) -> None:
    aws = open_cloud()
    quick = _seen(aws)
    aws.cloud.stop()
    assert quick == _seen(open_cloud(without=("quick_pages",), data_dir=tmp_path / "stock"))
    assert [item["place"]["N"] for item in quick[2]] == ["-1", "2", "9", "10", "100"]


@pytest.mark.parametrize(("without", "whole"), [((), False), (("quick_pages",), True)])
def test_only_stock_moto_turns_whole_items_over_for_every_attribute(
    without: tuple[str, ...], whole: bool, open_cloud: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    turned: list[Item] = []
    stock = Item.to_regular_json

    def to_regular_json(self: Item) -> Any:
        turned.append(self)
        return stock(self)

    aws = open_cloud(without=without)
    _fill(aws)
    monkeypatch.setattr(Item, "to_regular_json", to_regular_json)
    _pages(aws)
    assert bool(turned) is whole
