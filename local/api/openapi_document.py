"""Writes the API's OpenAPI document, and the page's limits, to where they are committed: `make openapi`."""

from __future__ import annotations

import json
from pathlib import Path

from functions.api.handler import application
from functions.api.openapi_document import document
from local.api import page_limits

PLACE = Path(__file__).parents[2] / "docs" / "openapi.json"


def text() -> str:
    """The document as it is committed."""
    return json.dumps(document(application()), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PLACE.write_text(text(), encoding="utf-8")
    page_limits.PLACE.write_text(page_limits.page_limits(json.loads(text())), encoding="utf-8")
