"""JSON in and out: only what can be stored and sent comes through."""

from __future__ import annotations

import json
from typing import Any


def read_json(body: str | bytes) -> Any:
    """The JSON of a request, of characters that can be stored: no lone halves of surrogate pairs, no NaN."""
    try:
        text = body if isinstance(body, str) else body.decode()
        parsed = json.loads(text, parse_constant=_refuse_constant)
        json.dumps(parsed, ensure_ascii=False).encode()
    except RecursionError as error:
        raise json.JSONDecodeError("It is nested too deeply", "", 0) from error
    except UnicodeError as error:
        raise json.JSONDecodeError("It holds half a character (a lone surrogate)", "", 0) from error
    return parsed


def write_json(body: Any) -> str:
    """Compact, and readable as it is."""
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False)


def _refuse_constant(name: str) -> None:
    raise json.JSONDecodeError(f"{name} is no JSON number", name, 0)
