"""JSON of requests and responses. Requests are limited to values that can be stored and sent back."""

from __future__ import annotations

import json
import math
from typing import Any


def read_json(body: str | bytes) -> Any:
    """The JSON of a request. JSONDecodeError, which the API answers with 422, for anything that cannot be stored.

    Refused besides broken JSON: NaN and infinite numbers, lone surrogates, integers of more than 4,300 digits (Python's
    limit), and nesting deeper than Python's recursion limit.
    """
    try:
        text = body if isinstance(body, str) else body.decode()
        parsed = json.loads(text, parse_constant=_refuse_number, parse_float=_finite)
        json.dumps(parsed, ensure_ascii=False).encode()
    except RecursionError as error:
        raise json.JSONDecodeError("It is nested too deeply", "", 0) from error
    except UnicodeError as error:
        raise json.JSONDecodeError("It holds half a character (a lone surrogate)", "", 0) from error
    except json.JSONDecodeError:
        raise
    except ValueError as error:
        raise json.JSONDecodeError("It holds a number of too many digits", "", 0) from error
    return parsed


def write_json(body: Any) -> str:
    """Compact JSON, with characters outside ASCII as they are."""
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        _refuse_number(digits)
    return number


def _refuse_number(text: str) -> None:
    raise json.JSONDecodeError(f"{text[:20]} is no number that JSON can hold", text, 0)
