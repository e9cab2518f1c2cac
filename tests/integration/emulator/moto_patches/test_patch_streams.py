"""Removals from a table reach RecordExpired, at least once, without keeping the writer waiting."""

from __future__ import annotations

import time
from typing import Any

from tests.integration.emulator.small_cloud import PLACES, THINGS, Open, RunningCloud


def test_a_deleted_record_reaches_the_function_with_what_it_held(open_cloud: Open) -> None:
    aws, events = _listening(open_cloud)
    aws.items.put_item(TableName=THINGS, Item={"id": {"S": "a"}, "n": {"N": "1"}})
    aws.items.delete_item(TableName=THINGS, Key={"id": {"S": "a"}})
    assert aws.cloud.settle(5)
    [[record]] = events
    assert (record["eventName"], record["eventSource"]) == ("REMOVE", "aws:dynamodb")
    assert record["dynamodb"]["OldImage"] == {"id": {"S": "a"}, "n": {"N": "1"}}
    assert "userIdentity" not in record


def test_only_removals_and_only_of_tables_with_a_stream_are_told(open_cloud: Open) -> None:
    aws, events = _listening(open_cloud)
    aws.items.put_item(TableName=THINGS, Item={"id": {"S": "a"}})
    aws.items.put_item(TableName=THINGS, Item={"id": {"S": "a"}, "n": {"N": "2"}})
    place = {"line": {"S": "l"}, "place": {"N": "1"}}
    aws.items.put_item(TableName=PLACES, Item=place)
    aws.items.delete_item(TableName=PLACES, Key=place)
    assert aws.cloud.settle(5)
    assert events == []


def test_an_expired_record_is_deleted_by_the_time_to_live_service(open_cloud: Open) -> None:
    aws, events = _listening(open_cloud)
    for name, ttl in (("old", 1_000), ("young", 3_000)):
        aws.items.put_item(TableName=THINGS, Item={"id": {"S": name}, "ttl": {"N": str(ttl)}})
    aws.items.put_item(TableName=THINGS, Item={"id": {"S": "eternal"}})
    assert aws.cloud.expire(now=2_000) == 1
    assert aws.cloud.settle(5)
    [[record]] = events
    assert record["dynamodb"]["Keys"] == {"id": {"S": "old"}}
    assert record["userIdentity"] == {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
    left = {item["id"]["S"] for item in aws.items.scan(TableName=THINGS)["Items"]}
    assert left == {"young", "eternal"}


def test_a_failed_transaction_tells_nothing(open_cloud: Open) -> None:
    aws, events = _listening(open_cloud)
    aws.items.put_item(TableName=THINGS, Item={"id": {"S": "a"}})
    steps = [
        {"Delete": {"TableName": THINGS, "Key": {"id": {"S": "a"}}}},
        {"Delete": {"TableName": THINGS, "Key": {"id": {"S": "b"}}, "ConditionExpression": "attribute_exists(id)"}},
    ]
    try:
        aws.items.transact_write_items(TransactItems=steps)
    except aws.items.exceptions.TransactionCanceledException:
        assert aws.cloud.settle(5)
    assert events == []


def test_a_slow_function_does_not_keep_the_writer_waiting(open_cloud: Open) -> None:
    aws, events = _listening(open_cloud, slow=True)
    aws.items.put_item(TableName=THINGS, Item={"id": {"S": "a"}})
    begun = time.monotonic()
    aws.items.delete_item(TableName=THINGS, Key={"id": {"S": "a"}})
    assert time.monotonic() - begun < 0.4
    assert aws.cloud.settle(5)
    assert len(events) == 1


def test_stock_moto_still_keeps_the_writer_waiting(open_cloud: Open) -> None:
    aws = open_cloud(lambda event, context: time.sleep(0.5), without=("streams",))
    arn = aws.items.describe_table(TableName=THINGS)["Table"]["LatestStreamArn"]
    source = aws.cloud.client("lambda")
    source.create_event_source_mapping(
        EventSourceArn=arn, FunctionName="omnigen-local-Act", StartingPosition="TRIM_HORIZON"
    )
    begun = time.monotonic()
    aws.items.put_item(TableName=THINGS, Item={"id": {"S": "a"}})
    assert time.monotonic() - begun >= 0.5


def _listening(open_cloud: Open, *, slow: bool = False) -> tuple[RunningCloud, list[Any]]:
    events: list[Any] = []

    def listen(event: Any, context: Any) -> None:
        time.sleep(0.5 if slow else 0)
        events.append(event["Records"])

    return open_cloud(handlers={"RecordExpired": listen}), events
