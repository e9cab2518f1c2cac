"""Answers that take the short way say the same as those that take the long one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto import backends
from moto.core.serialize import ResponseSerializer

from tests.integration.emulator.small_cloud import PLACES, THINGS, Open, RunningCloud

_EVERYTHING = {
    "id": {"S": "a"},
    "owner": {"S": "ada"},
    "n": {"N": "1.50"},
    "empty": {"S": ""},
    "bytes": {"B": b"\x00\xff"},
    "yes": {"BOOL": True},
    "no": {"BOOL": False},
    "nothing": {"NULL": True},
    "words": {"SS": ["a", "b"]},
    "numbers": {"NS": ["1"]},
    "list": {"L": [{"M": {"Id": {"S": "x"}, "none": {"L": []}}}, {"N": "2"}]},
    "Map": {"M": {}},
}
_KEY = {"id": {"S": "a"}}


def _answers(aws: RunningCloud) -> list[Any]:
    items = aws.items
    whole = {name: value for name, value in _EVERYTHING.items() if name != "bytes"}
    asked = [
        items.put_item(TableName=THINGS, Item=_EVERYTHING),
        items.get_item(TableName=THINGS, Key=_KEY),
        items.put_item(TableName=THINGS, Item=whole, ReturnValues="ALL_OLD"),
        items.get_item(TableName=THINGS, Key=_KEY),
        items.get_item(TableName=THINGS, Key=_KEY, ProjectionExpression="n", ReturnConsumedCapacity="TOTAL"),
        items.get_item(TableName=THINGS, Key={"id": {"S": "never"}}),
        items.update_item(
            TableName=THINGS,
            Key=_KEY,
            UpdateExpression="SET n = n + :one REMOVE yes",
            ExpressionAttributeValues={":one": {"N": "1"}},
            ReturnValues="ALL_NEW",
        ),
        items.query(
            TableName=THINGS,
            IndexName="ByOwner",
            KeyConditionExpression="#o = :o",
            ExpressionAttributeNames={"#o": "owner"},
            ExpressionAttributeValues={":o": {"S": "ada"}},
        ),
        items.scan(TableName=PLACES),
        items.batch_get_item(RequestItems={THINGS: {"Keys": [_KEY]}}),
        items.transact_write_items(
            TransactItems=[{"Put": {"TableName": PLACES, "Item": {"line": {"S": "l"}, "place": {"N": "1"}}}}]
        ),
        items.scan(TableName=PLACES, Limit=1),
        _refused(aws),
        items.delete_item(TableName=THINGS, Key=_KEY, ReturnValues="ALL_OLD"),
    ]
    return [_without_chance(answer) for answer in asked]


def _refused(aws: RunningCloud) -> dict[str, Any]:
    key = {"Key": _KEY, "TableName": THINGS}
    with pytest.raises(ClientError) as refusal:
        aws.items.transact_write_items(
            TransactItems=[{"ConditionCheck": {**key, "ConditionExpression": "attribute_not_exists(id)"}}]
        )
    return dict(refusal.value.response)


def _without_chance(answer: dict[str, Any]) -> dict[str, Any]:
    facts = answer["ResponseMetadata"]
    headers = {name: value for name, value in facts["HTTPHeaders"].items() if name not in {"date", "x-amzn-requestid"}}
    return answer | {"ResponseMetadata": {"status": facts["HTTPStatusCode"], "type": headers["content-type"]}}


def test_answers_are_those_of_stock_moto(open_cloud: Open, tmp_path: Path) -> None:
    aws = open_cloud()
    short = _answers(aws)
    aws.cloud.stop()
    assert short == _answers(open_cloud(without=("plain_answers",), data_dir=tmp_path / "stock"))


@pytest.mark.parametrize(("without", "walked"), [((), False), (("plain_answers",), True)])
def test_only_stock_moto_walks_through_every_attribute(
    without: tuple[str, ...], walked: bool, open_cloud: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    walks: list[str] = []
    stock = ResponseSerializer.get_value

    def get_value(self: ResponseSerializer, value: Any, key: str, shape: Any) -> Any:
        walks.append(key)
        return stock(self, value, key, shape)

    aws = open_cloud(without=without)
    monkeypatch.setattr(ResponseSerializer, "get_value", get_value)
    aws.items.scan(TableName=PLACES)
    assert bool(walks) is walked


@pytest.mark.parametrize(("without", "once"), [((), True), (("service_names",), False)])
def test_only_stock_moto_lists_its_services_for_every_request(
    without: tuple[str, ...], once: bool, open_cloud: Open
) -> None:
    expected = set(backends.list_of_moto_modules())
    open_cloud(without=without)
    assert set(backends.list_of_moto_modules()) == expected
    assert (backends.list_of_moto_modules() is backends.list_of_moto_modules()) is once
