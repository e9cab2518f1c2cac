"""Writes the API's OpenAPI document to where it is committed: `python -m local.api.openapi_document`."""

from __future__ import annotations

import json
from pathlib import Path

from functions.api.handler import application
from functions.api.openapi_document import document

PLACE = Path(__file__).parents[2] / "docs" / "openapi.json"


def text() -> str:
    """The document as it is committed."""
    return json.dumps(document(application()), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PLACE.write_text(text(), encoding="utf-8")
