"""Sums of numbers are right whatever way a number is written.

Reason: moto reads a number without a point with `int`, so that what Python writes for a zero with seven places, `0E-7`,
breaks every further sum with it. That is what is left when an order of a few tokens gives its money back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from moto.dynamodb.models.dynamo_type import DDBType, DynamoType

from local.emulator.moto_patches.hooks import Hooks


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """Both operations of an update expression."""
    for name in ("__add__", "__sub__"):
        yield DynamoType, name, _on_plain(vars(DynamoType)[name])


def _on_plain(stock: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def calculate(one: Any, other: Any) -> Any:
        return _plain(stock(_plain(one), _plain(other)))

    return calculate


def _plain(value: Any) -> Any:
    """A number without an exponent; anything else as it is."""
    if value.type != DDBType.NUMBER:
        return value
    return DynamoType({DDBType.NUMBER: f"{Decimal(value.value):f}"})
