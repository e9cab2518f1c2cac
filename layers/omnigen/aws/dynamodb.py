"""DynamoDB items: conversion from and to models, and a builder for conditional updates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Self

from botocore.exceptions import ClientError
from pydantic import BaseModel

from omnigen.domain.job_status import RUNNING, JobStatus


def to_item(value: Any) -> Any:
    """Models, tuples and mappings as what DynamoDB stores; attributes that are None are left out."""
    if isinstance(value, BaseModel):
        return to_item(dict(value))
    if isinstance(value, Mapping):
        return {str(name): to_item(part) for name, part in value.items() if part is not None}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_item(part) for part in value]
    return str(value) if isinstance(value, str) else value


def from_item(value: Any) -> Any:
    """A stored item as plain values: whole numbers as int, others as Decimal."""
    if isinstance(value, Mapping):
        return {name: from_item(part) for name, part in value.items()}
    if isinstance(value, list):
        return [from_item(part) for part in value]
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return value


def is_condition_failure(error: ClientError) -> bool:
    """Whether a conditional write found its condition false."""
    return error_code(error) == "ConditionalCheckFailedException"


def error_code(error: ClientError) -> str:
    """AWS's error code, empty when the error has none."""
    return str(error.response.get("Error", {}).get("Code", ""))


def is_path_missing(error: ClientError) -> bool:
    """Whether an update names an attribute within a map that the item does not have."""
    return error_code(error) == "ValidationException" and "document path" in str(error)


def is_too_large(error: ClientError) -> bool:
    """Whether a write was refused because the item would be larger than DynamoDB takes (400 KB)."""
    return error_code(error) in {"ValidationException", "TransactionCanceledException"} and "Item size" in str(error)


class Update:
    """An update expression under construction. Paths are written as in DynamoDB: `scenes[0].clip`, `purchases.<id>`.

    A path segment that holds characters DynamoDB would not take is fine: every name becomes a placeholder.
    """

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._values: dict[str, Any] = {}
        self._clauses: dict[str, list[str]] = {}
        self._conditions: list[str] = []

    def set(self, path: str, value: Any) -> Self:
        """Set an attribute, or remove it when the value is None."""
        if value is None:
            return self.remove(path)
        return self._clause("SET", f"{self.path(path)} = {self.value(value)}")

    def append(self, path: str, value: Any) -> Self:
        """Append one element to a list."""
        return self._clause("SET", f"{self.path(path)} = list_append({self.path(path)}, {self.value([value])})")

    def add(self, path: str, amount: Decimal | int) -> Self:
        """Add to a number; a missing one counts as zero."""
        return self._clause("ADD", f"{self.path(path)} {self.value(amount)}")

    def set_to_next(self, path: str, counter: str) -> Self:
        """Set an attribute to what `counter` becomes when the same update adds 1 to it."""
        return self._clause("SET", f"{self.path(path)} = {self.path(counter)} + {self.value(1)}")

    def remove(self, path: str) -> Self:
        """Remove an attribute."""
        return self._clause("REMOVE", self.path(path))

    def when(self, condition: str, **values: Any) -> Self:
        """Add a condition; `{name}` stands for an attribute path in angle brackets, `:name` for a value given.

        `when("<run> = :run AND <status> IN (:a, :b)", run=1, a="pending", b="processing")`
        """
        text = re.sub(r"<([^<>=]+)>", lambda match: self.path(match[1]), condition)
        for name, value in values.items():
            text = re.sub(rf":{name}\b", self.value(value), text)
        self._conditions.append(f"({text})")
        return self

    def when_status_in(self, statuses: Iterable[JobStatus]) -> Self:
        """Condition: the job has one of these statuses. ValueError for none, which no record could meet."""
        allowed = {f"s{number}": status for number, status in enumerate(sorted(statuses))}
        if not allowed:
            raise ValueError("A condition on the status needs at least one status")
        return self.when(f"<status> IN ({', '.join(f':{name}' for name in allowed)})", **allowed)

    def when_current_run(self, run: int) -> Self:
        """Condition: this run is the job's current one, and the job is running."""
        return self.when("<run> = :run", run=run).when_status_in(RUNNING)

    def arguments(self) -> dict[str, Any]:
        """Arguments for `update_item` or for an `Update` in a transaction."""
        expression = " ".join(f"{verb} {', '.join(parts)}" for verb, parts in self._clauses.items())
        return {"UpdateExpression": expression} | self.condition_arguments()

    def condition_arguments(self) -> dict[str, Any]:
        """Names, values and condition alone, for a `put_item` or `delete_item`."""
        found: dict[str, Any] = {"ExpressionAttributeNames": self._names}
        if self._values:
            found["ExpressionAttributeValues"] = self._values
        if self._conditions:
            found["ConditionExpression"] = " AND ".join(self._conditions)
        return {name: value for name, value in found.items() if value}

    def path(self, path: str) -> str:
        """A path with a placeholder for every name in it."""
        return ".".join(self._name(part) for part in path.split("."))

    def value(self, value: Any) -> str:
        """A placeholder for a value."""
        placeholder = f":v{len(self._values)}"
        self._values[placeholder] = to_item(value)
        return placeholder

    def _clause(self, verb: str, text: str) -> Self:
        self._clauses.setdefault(verb, []).append(text)
        return self

    def _name(self, part: str) -> str:
        name, bracket, index = part.partition("[")
        placeholder = next((key for key, known in self._names.items() if known == name), f"#n{len(self._names)}")
        self._names[placeholder] = name
        return placeholder + bracket + index


def when_within(update: Update, room: Decimal, name: str = "committed_usd") -> Update:
    """Condition: an attribute (0 if missing) is at most `room`, which is the limit less the amount added."""
    if room < 0:
        return update.when(f"attribute_exists(<{name}>) AND <{name}> <= :room", room=room)
    return update.when(f"attribute_not_exists(<{name}>) OR <{name}> <= :room", room=room)
