"""DynamoDB's tables in memory, for simulations of so many jobs that an emulator would take hours.

They know the calls and expressions that the queues, vendors' limits and money use, on plain values, and refuse all
others. That they answer as the emulator does is tested: a simulation on both has the same figures.
"""

from __future__ import annotations

import copy
import re
from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import lru_cache
from types import CodeType
from typing import Any

from botocore.exceptions import ClientError

_TOKEN = re.compile(r"\s*(?:(?P<path>#?\w+(?:\.#?\w+)*)|(?P<value>:\w+)|(?P<sign><>|<=|>=|[=<>(),]))")
_WORDS = {"AND": " and ", "OR": " or ", "NOT": " not ", "IN": " in "}
_FUNCTIONS = frozenset({"attribute_exists", "attribute_not_exists", "begins_with"})
_SIGNS = {"=": "==", "<>": "!="}


class _Missing:
    """An attribute that is not there: no comparison with it holds."""

    def __eq__(self, _: object) -> bool:
        return False

    __lt__ = __le__ = __gt__ = __ge__ = __ne__ = __eq__
    __hash__ = None  # type: ignore[assignment]


_MISSING = _Missing()
Key = tuple[str, str]


class MemoryTables:
    """Answers the calls of one boto3 client, whose tables have these key attributes: one, or two."""

    def __init__(self, client: Any, keys: Mapping[str, Sequence[str]]) -> None:
        self._keys = keys
        self._counting: list[str] = []
        self._items: dict[str, dict[Key, dict[str, Any]]] = {name: {} for name in keys}
        self._order: dict[str, dict[str, list[str]]] = {name: {} for name in keys}
        client._make_api_call = self.call  # noqa: SLF001 - the one place that all calls of a client pass

    @contextmanager
    def counted(self) -> Iterator[list[str]]:
        """`read` or `write` for each call that is made meanwhile, for a transaction once for each of its items."""
        counting: list[str] = []
        self._counting = counting
        yield counting

    def call(self, operation: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """The answer, as boto3 gives it. ClientError when a condition does not hold."""
        self._counting += items_named(operation, len(arguments.get("TransactItems", ())))
        answers: Mapping[str, Callable[[Any], dict[str, Any]]] = {
            "GetItem": self._get,
            "Query": self._query,
            "Scan": self._scan,
            "TransactWriteItems": self._transact,
        }
        if operation in answers:
            return answers[operation](arguments)
        kind = operation.removesuffix("Item")
        if not _holds(self._found(arguments), arguments):
            raise _refused("ConditionalCheckFailedException", operation)
        self._write(kind, arguments)
        return {"Attributes": copy.deepcopy(self._found(arguments))} if arguments.get("ReturnValues") else {}

    def _get(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        found = self._found(arguments)
        return {"Item": copy.deepcopy(found)} if found else {}

    def _query(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """By partition, or by partition and the beginning of the sort key: the expressions in use name both so."""
        table, values = arguments["TableName"], list(arguments["ExpressionAttributeValues"].values())
        order = self._order[table].get(values[0], [])
        prefix = values[1] if len(values) > 1 else ""
        found: list[dict[str, Any]] = []
        for place in order[bisect_left(order, prefix) :]:
            if not place.startswith(prefix) or len(found) == arguments.get("Limit"):
                break
            found.append(copy.deepcopy(self._items[table][values[0], place]))
        return {"Items": found}

    def _scan(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        condition = {**arguments, "ConditionExpression": arguments.get("FilterExpression", "")}
        items = self._items[arguments["TableName"]].values()
        return {"Items": [copy.deepcopy(item) for item in items if _holds(item, condition)]}

    def _transact(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        steps = [(kind, one) for item in arguments["TransactItems"] for kind, one in item.items()]
        held = [_holds(self._found(one), one) for _, one in steps]
        if not all(held):
            reasons = [{"Code": "None" if good else "ConditionalCheckFailed"} for good in held]
            raise _refused("TransactionCanceledException", "TransactWriteItems", CancellationReasons=reasons)
        for kind, one in steps:
            self._write(kind, one)
        return {}

    def _write(self, kind: str, arguments: Mapping[str, Any]) -> None:
        table, key = arguments["TableName"], self._key(arguments)
        if kind == "ConditionCheck":
            return
        if kind == "Delete":
            if self._items[table].pop(key, None) is not None:
                self._order[table][key[0]].remove(key[1])
            return
        if key not in self._items[table]:
            insort(self._order[table].setdefault(key[0], []), key[1])
        if kind == "Put":
            self._items[table][key] = copy.deepcopy(arguments["Item"])
        else:
            _update(self._items[table].setdefault(key, dict(arguments["Key"])), arguments)

    def _found(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        return self._items[arguments["TableName"]].get(self._key(arguments), {})

    def _key(self, arguments: Mapping[str, Any]) -> Key:
        own = arguments.get("Key") or arguments["Item"]
        names = self._keys[arguments["TableName"]]
        return str(own[names[0]]), str(own[names[1]]) if len(names) > 1 else ""


def items_named(operation: str, items: int) -> list[str]:
    """`read` or `write`, as often as a call counts; `items` is how many a transaction has."""
    if operation in {"GetItem", "Query", "Scan"}:
        return ["read"]
    return ["write"] * (items or 1)


def _holds(item: Mapping[str, Any], arguments: Mapping[str, Any]) -> bool:
    condition = arguments.get("ConditionExpression", "")
    if not condition:
        return True
    names, values = arguments.get("ExpressionAttributeNames", {}), arguments.get("ExpressionAttributeValues", {})

    def look(path: str) -> Any:
        found: Any = item
        for part in path.split("."):
            found = found.get(names.get(part, part), _MISSING) if isinstance(found, Mapping) else _MISSING
        return found

    scope = {
        "look": look,
        "values": values,
        "attribute_exists": lambda found: found is not _MISSING,
        "attribute_not_exists": lambda found: found is _MISSING,
        "begins_with": lambda found, prefix: isinstance(found, str) and found.startswith(prefix),
    }
    return bool(eval(_compiled(condition), {"__builtins__": {}}, scope))


@lru_cache(maxsize=1_000)
def _compiled(condition: str) -> CodeType:
    return compile("".join(_as_python(condition)), condition, "eval")


def _as_python(condition: str) -> Iterator[str]:
    text = condition.strip()
    while text:
        token = _TOKEN.match(text)
        if token is None:
            raise NotImplementedError(f"tables in memory do not know {condition!r}")
        text = text[token.end() :].strip()
        if value := token["value"]:
            yield f"values[{value!r}]"
        elif sign := token["sign"]:
            yield _SIGNS.get(sign, sign)
        else:
            path = token["path"]
            yield _WORDS.get(path) or (path if path in _FUNCTIONS else f"look({path!r})")


def _update(item: dict[str, Any], arguments: Mapping[str, Any]) -> None:
    names, values = arguments.get("ExpressionAttributeNames", {}), arguments.get("ExpressionAttributeValues", {})
    parts = re.split(r"\s*\b(SET|ADD|REMOVE)\b\s*", arguments["UpdateExpression"])[1:]
    for verb, clauses in zip(parts[::2], parts[1::2], strict=True):
        for clause in re.split(r"\s*,\s*", clauses):
            path, _, name = clause.replace("=", " ").partition(" ")
            *above, last = (names.get(part, part) for part in path.split("."))
            target = item
            for part in above:
                target = target[part]
            if verb == "REMOVE":
                target.pop(last, None)
            elif verb == "SET":
                target[last] = copy.deepcopy(values[name.strip()])
            else:
                target[last] = Decimal(target.get(last, 0)) + values[name.strip()]


def _refused(code: str, operation: str, **more: Any) -> ClientError:
    response: Any = {"Error": {"Code": code, "Message": "The conditional request failed"}, **more}
    return ClientError(response, operation)
