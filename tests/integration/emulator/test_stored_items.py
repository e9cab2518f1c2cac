"""Items in the state database answer as those that moto keeps in memory: random operations, the same on both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import boto3
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from hypothesis import given, settings
from hypothesis import strategies as st
from moto import mock_aws

from local.emulator.clients import REGION
from local.emulator.moto_patches import applied
from local.emulator.moto_patches.hooks import Hooks, Outcome
from local.emulator.persistence.database import StateDatabase
from local.emulator.persistence.items import ItemStore
from local.emulator.persistence.layouts import TableLayout
from local.emulator.persistence.object_files import ObjectFiles
from local.emulator.persistence.objects import StoredObjects
from local.emulator.resources import ENVIRONMENT, create_tables
from tests.integration.emulator.small_cloud import PLACES, TABLES, THINGS

Operation = Callable[[Any], Any]
"""Asks a DynamoDB client something and returns the answer."""

NAMES = st.sampled_from(["a", "b", "ä", "C", "a#1", "a~", "aa", "\U0001f600"])
NUMBERS = st.sampled_from(["-10", "-9.5", "-0.5", "0", "0.0", "1", "2", "10", "1E+2", "100", "9.99", "-1E-3"])
LINES = st.sampled_from(["l", "m"])
UPDATES: list[tuple[str, dict[str, str] | None]] = [
    ("SET #a = :v", {"S": "m"}),
    ("REMOVE #a", None),
    ("ADD n :v", {"N": "1"}),
    ("SET n = n + :v", {"N": "0.5"}),
    ("REMOVE n", None),
]
COMPARISONS = [
    "",
    *(f"{{}} {operator} :a" for operator in ("=", "<", "<=", ">", ">=")),
    "{} BETWEEN :a AND :b",
    "begins_with({}, :a)",
]
CONDITIONS = st.sampled_from(
    [{}, {"ConditionExpression": "attribute_exists(id)"}, {"ConditionExpression": "attribute_not_exists(id)"}]
)


@st.composite
def things(draw: st.DrawFn) -> dict[str, Any]:
    item: dict[str, Any] = {"id": {"S": draw(NAMES)}}
    for name, values in {"owner": LINES, "hidden": NAMES}.items():
        item |= {name: {"S": draw(values)}} if draw(st.booleans()) else {}
    item |= {"n": {"N": draw(NUMBERS)}} if draw(st.booleans()) else {}
    if draw(st.booleans()):
        item["deep"] = {"M": {"list": {"L": [{"BOOL": True}, {"NULL": True}]}, "bytes": {"B": b"\x00\xff"}}}
    return item


@st.composite
def writes(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """The name of an operation in a transaction, and its arguments."""
    if draw(st.integers(0, 3)) == 0:
        place = {"line": {"S": draw(LINES)}, "place": {"N": draw(NUMBERS)}}
        put = {"TableName": PLACES, "Item": place | {"what": {"S": draw(NAMES)}}}
        delete = {"TableName": PLACES, "Key": place}
        return ("Put", put) if draw(st.booleans()) else ("Delete", delete)
    condition = {"TableName": THINGS, **draw(CONDITIONS)}
    key = {"id": {"S": draw(NAMES)}}
    update, value = draw(
        st.sampled_from([("SET #a = :v", "owner"), ("ADD n :v", None), ("REMOVE n", None), ("SET n = n + :v", None)])
    )
    values = (
        {"ExpressionAttributeValues": {":v": {"S": draw(LINES)} if value else {"N": "1"}}} if ":v" in update else {}
    )
    names = {"ExpressionAttributeNames": {"#a": value}} if value else {}
    write: tuple[str, dict[str, Any]] = draw(
        st.sampled_from(
            [
                ("Put", condition | {"Item": draw(things())}),
                ("Delete", condition | {"Key": key}),
                ("Update", condition | {"Key": key, "UpdateExpression": update, **values, **names}),
            ]
        )
    )
    return write


@st.composite
def single_writes(draw: st.DrawFn) -> Operation:
    name, arguments = draw(writes())
    old = {"ReturnValues": "ALL_OLD"}
    return lambda client: getattr(client, f"{name.lower()}_item")(**arguments, **old).get("Attributes")


@st.composite
def transactions(draw: st.DrawFn) -> Operation:
    steps = [{name: arguments} for name, arguments in draw(st.lists(writes(), min_size=1, max_size=3))]
    return lambda client: client.transact_write_items(TransactItems=steps)["ResponseMetadata"]["HTTPStatusCode"]


@st.composite
def reads(draw: st.DrawFn) -> Operation:
    key = {"id": {"S": draw(NAMES)}}
    return lambda client: client.get_item(TableName=THINGS, Key=key, ConsistentRead=True).get("Item")


@st.composite
def queries(draw: st.DrawFn) -> Operation:
    """All pages of a query of the table with a sort key, or of the index of the other."""
    arguments: dict[str, Any] = {"ScanIndexForward": draw(st.booleans())}
    arguments |= {"Limit": draw(st.integers(1, 3))} if draw(st.booleans()) else {}
    comparison = draw(st.sampled_from(COMPARISONS))
    owned = "begins_with" in comparison or draw(st.booleans())
    values = {
        f":{name}": {"S": draw(NAMES)} if owned else {"N": draw(NUMBERS)} for name in "ab" if f":{name}" in comparison
    }
    arguments |= {"TableName": THINGS, "IndexName": "ByOwner"} if owned else {"TableName": PLACES}
    partition = "#p = :p" + (f" AND {comparison.format('id' if owned else 'place')}" if comparison else "")
    arguments |= {"KeyConditionExpression": partition, "ExpressionAttributeNames": {"#p": "owner" if owned else "line"}}
    line = {":p": {"S": draw(LINES)}}
    arguments["ExpressionAttributeValues"] = line | values
    return lambda client: _read_all(client.query, arguments)


@st.composite
def scans(draw: st.DrawFn) -> Operation:
    arguments: dict[str, Any] = {"TableName": draw(st.sampled_from([THINGS, PLACES]))}
    arguments |= {"Limit": draw(st.integers(1, 3))} if draw(st.booleans()) else {}
    if arguments["TableName"] == THINGS and draw(st.booleans()):
        arguments["IndexName"] = "ByOwner"
    elif draw(st.booleans()):
        arguments |= {"FilterExpression": "attribute_exists(n)"}
    return lambda client: _read_all(client.scan, arguments)


OPERATIONS = st.lists(
    st.one_of(single_writes(), single_writes(), transactions(), reads(), queries(), scans()), min_size=4, max_size=24
)


@given(OPERATIONS)
@settings(max_examples=25)
def test_random_operations_have_the_same_answers_as_with_stock_moto(operations: Sequence[Operation]) -> None:
    with TemporaryDirectory() as folder, mock_aws(), stored(Path(folder)):
        ours = _answers(operations)
    with mock_aws():
        assert ours == _answers(operations)


@contextmanager
def stored(folder: Path) -> Iterator[ItemStore]:
    """Within it, new tables of moto are in a state database."""
    database = StateDatabase(folder / "state.sqlite3", durable=False)
    items = ItemStore(database, [TableLayout.of(table, ENVIRONMENT) for table in TABLES])
    hooks = Hooks(
        credentials=Credentials("a", "b"),
        items=items,
        objects=StoredObjects(ObjectFiles(folder / "s3"), database),
        invoke=lambda call: Outcome("null"),
        invoke_later=lambda call: None,
        written=lambda changes, records: _ignore(items.save(changes, [])),
    )
    try:
        with applied(hooks, ("stored_tables", "quick_pages", "streams", "untracked_models")):
            yield items
    finally:
        database.close()


def _ignore(_: object) -> None:
    return None


def _answers(operations: Sequence[Operation]) -> list[Any]:
    client = boto3.client("dynamodb", region_name=REGION)
    create_tables(client, TABLES)
    for number in ("-10", "-9.5", "-0.5", "0", "1", "2", "10"):
        client.put_item(TableName=PLACES, Item={"line": {"S": "l"}, "place": {"N": number}})
    for name in ("a", "b", "ä", "a#1", "\U0001f600"):
        client.put_item(TableName=THINGS, Item={"id": {"S": name}, "owner": {"S": "l"}, "n": {"N": "1"}})
    return [_answer(operation, client) for operation in operations]


def _answer(operation: Operation, client: Any) -> Any:
    try:
        return operation(client)
    except ClientError as error:
        return error.response["Error"], error.response.get("CancellationReasons")


def _read_all(ask: Callable[..., Any], arguments: dict[str, Any]) -> list[Any]:
    """The items of all pages. Where stock moto ends with an empty page, ours may end one page before."""
    items: list[Any] = []
    start: dict[str, Any] = {}
    while True:
        answer = ask(**arguments, **start)
        assert len(answer["Items"]) <= arguments.get("Limit", 1000)
        items += answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return items
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
