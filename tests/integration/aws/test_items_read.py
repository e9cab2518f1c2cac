"""Items that are looked up together are read by one call, and are what the table holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, cast

import pytest
from omnigen.aws.items_read import ItemsRead
from omnigen.domain.caller import Caller
from omnigen.errors import Contention
from omnigen.runtime.context import AppContext
from ulid import ULID


@contextmanager
def calls_of(client: Any) -> Iterator[list[str]]:
    """The names of the operations that this client calls meanwhile."""
    calls: list[str] = []

    def note(model: Any, **_: Any) -> None:
        calls.append(model.name)

    client.meta.events.register("before-call.dynamodb", note)
    yield calls
    client.meta.events.unregister("before-call.dynamodb", note)


def test_budgets_of_a_caller_are_read_by_one_call(app: AppContext) -> None:
    by = Caller(f"u{ULID()}", groups=("editors",))
    with calls_of(app.aws.usage.table.meta.client) as calls:
        budgets = app.aws.budgets.read_at_once(by.user_id, by.owners, 1_800_000_000)
        budgets.require_room(budgets.applied(by.user_id, by.owners), 1_800_000_000)
        limit = budgets.user_limit(by.user_id)
    assert calls == ["BatchGetItem"]
    assert limit == app.aws.budgets.user_limit(by.user_id)


def test_items_that_one_call_leaves_out_are_read_by_the_next(app: AppContext) -> None:
    """DynamoDB answers a part of a batch, and names the rest, when it is asked more than it can take."""
    table, user = app.aws.usage.table, f"u{ULID()}"
    for number in range(3):
        table.put_item(Item={"user_id": user, "period": f"p{number}", "count": number})
    keys = [{"user_id": user, "period": f"p{number}"} for number in range(4)]

    def one_key(RequestItems: Any) -> Any:
        first, *rest = RequestItems[table.name]["Keys"]
        answer: Any = table.meta.client.batch_get_item(RequestItems={table.name: {"Keys": [first]}})
        return answer | {"UnprocessedKeys": {table.name: {"Keys": rest}} if rest else {}}

    slow = cast("Any", SimpleNamespace(name=table.name, meta=SimpleNamespace(client=SimpleNamespace())))
    slow.meta.client.batch_get_item = one_key
    items = ItemsRead(slow, keys, lambda _: None)
    assert [items.get_item(Key=key).get("Item", {}).get("count") for key in keys] == [0, 1, 2, None]
    with pytest.raises(KeyError):
        items.get_item(Key={"user_id": user, "period": "another"})
    with pytest.raises(Contention):
        ItemsRead(slow, [{"user_id": user, "period": f"p{number}"} for number in range(8)], lambda _: None)
