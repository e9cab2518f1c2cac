"""An answer of an imitated vendor."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(frozen=True)
class Reply:
    """Status, content and headers."""

    status: int
    body: bytes
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, status: int, body: Any, headers: Mapping[str, str] | None = None) -> Self:
        """An answer in JSON, or in HTML when it is text."""
        given = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        if isinstance(body, str):
            return cls(status, body.encode(), "text/html", given)
        return cls(status, json.dumps(body).encode(), "application/json", given)
