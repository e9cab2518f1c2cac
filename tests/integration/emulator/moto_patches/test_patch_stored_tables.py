"""DynamoDB writes are whole, one at a time, and seen when done."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.integration.emulator.small_cloud import PLACES, THINGS, Open, RunningCloud

_KEY = {"id": {"S": "a"}}


def test_two_writers_never_pass_the_same_condition(aws: RunningCloud) -> None:
    aws.items.put_item(TableName=THINGS, Item={**_KEY, "n": {"N": "0"}})

    def count_to_ten() -> None:
        for _ in range(10):
            _count_up(aws)

    _in_threads(8, count_to_ten)
    assert _item(aws)["n"] == {"N": "80"}


def test_a_reader_never_sees_half_a_write(aws: RunningCloud) -> None:
    aws.items.put_item(TableName=THINGS, Item={**_KEY, "a": {"N": "0"}, "b": {"N": "0"}})
    torn: list[Any] = []

    def read() -> None:
        for _ in range(60):
            item = _item(aws)
            torn.extend([item] if item["a"] != item["b"] else [])

    def write() -> None:
        for n in range(60):
            values = {":n": {"N": str(n)}}
            update = "SET a = :n, b = :n"
            aws.items.update_item(TableName=THINGS, Key=_KEY, UpdateExpression=update, ExpressionAttributeValues=values)

    _in_threads(1, read, write)
    assert torn == []


def test_an_update_that_grows_too_big_changes_nothing(aws: RunningCloud) -> None:
    aws.items.put_item(TableName=THINGS, Item={**_KEY, "n": {"N": "1"}})
    _too_big(aws)
    assert _item(aws) == {**_KEY, "n": {"N": "1"}}


def test_a_failed_transaction_changes_nothing_in_any_table(aws: RunningCloud) -> None:
    aws.items.put_item(TableName=THINGS, Item={**_KEY, "n": {"N": "1"}})
    steps = [
        {"Update": _add_one(THINGS, _KEY)},
        {"Put": {"TableName": PLACES, "Item": {"line": {"S": "l"}, "place": {"N": "1"}}}},
        {"Delete": {"TableName": THINGS, "Key": {"id": {"S": "b"}}, "ConditionExpression": "attribute_exists(id)"}},
    ]
    with pytest.raises(ClientError) as refused:
        aws.items.transact_write_items(TransactItems=steps)
    reasons = [reason["Code"] for reason in refused.value.response["CancellationReasons"]]
    assert reasons == ["None", "None", "ConditionalCheckFailed"]
    assert _item(aws)["n"] == {"N": "1"}
    assert aws.items.scan(TableName=PLACES)["Count"] == 0


def test_a_transaction_applies_all_its_steps(aws: RunningCloud) -> None:
    aws.items.put_item(TableName=THINGS, Item={"id": {"S": "b"}})
    steps = [
        {"Update": _add_one(THINGS, _KEY)},
        {"Update": _add_one(PLACES, {"line": {"S": "l"}, "place": {"N": "1"}})},
        {"Delete": {"TableName": THINGS, "Key": {"id": {"S": "b"}}}},
    ]
    aws.items.transact_write_items(TransactItems=steps)
    assert aws.items.scan(TableName=THINGS)["Items"] == [{**_KEY, "n": {"N": "1"}}]
    assert aws.items.scan(TableName=PLACES)["Items"] == [{"line": {"S": "l"}, "place": {"N": "1"}, "n": {"N": "1"}}]


def test_a_write_that_moto_refuses_is_still_refused(aws: RunningCloud) -> None:
    with pytest.raises(ClientError, match="Missing the key id"):
        aws.items.put_item(TableName=THINGS, Item={"n": {"N": "1"}})
    with pytest.raises(ClientError, match="not found"):
        aws.items.put_item(TableName="no-such-table", Item=_KEY)


def test_stock_moto_still_keeps_half_an_update_that_grows_too_big(open_cloud: Open) -> None:
    aws = open_cloud(without=("stored_tables", "streams"))
    aws.items.put_item(TableName=THINGS, Item={**_KEY, "n": {"N": "1"}})
    _too_big(aws)
    assert _item(aws)["n"] == {"N": "2"}


def _count_up(aws: RunningCloud) -> None:
    """Compare and swap until it takes."""
    while True:
        seen = _item(aws)["n"]["N"]
        values = {":seen": {"N": seen}, ":next": {"N": str(int(seen) + 1)}}
        try:
            aws.items.update_item(
                TableName=THINGS,
                Key=_KEY,
                UpdateExpression="SET n = :next",
                ConditionExpression="n = :seen",
                ExpressionAttributeValues=values,
            )
        except aws.items.exceptions.ConditionalCheckFailedException:
            continue
        return


def _too_big(aws: RunningCloud) -> None:
    values = {":n": {"N": "2"}, ":big": {"S": "x" * 410_000}}
    with pytest.raises(ClientError, match="size"):
        aws.items.update_item(
            TableName=THINGS, Key=_KEY, UpdateExpression="SET n = :n, big = :big", ExpressionAttributeValues=values
        )


def _add_one(table: str, key: Any) -> dict[str, Any]:
    values = {":one": {"N": "1"}}
    return {"TableName": table, "Key": key, "UpdateExpression": "ADD n :one", "ExpressionAttributeValues": values}


def _item(aws: RunningCloud) -> dict[str, Any]:
    item: dict[str, Any] = aws.items.get_item(TableName=THINGS, Key=_KEY, ConsistentRead=True)["Item"]
    return item


def _in_threads(count: int, *works: Callable[[], Any]) -> None:
    threads = [threading.Thread(target=work) for work in works for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
