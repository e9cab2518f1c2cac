"""Projects: kept, listed in pages, deleted."""

from __future__ import annotations

from typing import Any

from tests.integration.api.conftest import Ask

PRODUCT = {"name": "Aqua One", "description": "A steel bottle that keeps drinks cold for a day"}


def test_more_projects_than_a_page_holds_are_listed_page_by_page_newest_first(ask: Ask) -> None:
    made = [ask("POST", "/projects", {"product": PRODUCT}).json["project_id"] for _ in range(5)]
    listed: list[str] = []
    cursor: dict[str, Any] = {}
    for expected in (2, 2, 1):
        page = ask("GET", "/projects", limit=2, **cursor)
        assert page.status == 200, page.text
        assert len(page.json["items"]) == expected
        listed += [item["project_id"] for item in page.json["items"]]
        cursor = {"cursor": page.json["next_cursor"]}
    assert cursor == {"cursor": None}
    assert sorted(listed) == sorted(made)
