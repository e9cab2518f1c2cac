"""Key values of DynamoDB as text that sorts as DynamoDB sorts the values: by UTF-8 bytes, by bytes, or by number."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

_EXPONENTS = 500
"""More than any exponent of a DynamoDB number (-130 to 125) with its 38 digits."""


def key_text(value: Mapping[str, Any]) -> str:
    """The text of a typed value, `{"S": "a"}`; equal numbers have equal texts, however they are written."""
    [(kind, content)] = value.items()
    if kind == "N":
        return _number_text(Decimal(content))
    if kind == "B":
        return (base64.b64decode(content) if isinstance(content, str) else bytes(content)).hex()
    return str(content)


def _number_text(number: Decimal) -> str:
    """Sign, exponent and digits; those of a negative number complemented, so that larger amounts come first."""
    if not number:
        return "1"
    _, digits, exponent = number.normalize().as_tuple()
    scale = len(digits) + int(exponent) + _EXPONENTS
    text = f"{scale:04d}" + "".join(map(str, digits))
    if number > 0:
        return f"2{text}"
    return "0" + "".join(str(9 - int(digit)) for digit in text) + "~"
