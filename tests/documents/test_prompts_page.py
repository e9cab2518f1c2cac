"""The page of prompts is written from the data and the fifty briefs, and these keep the rules."""

from __future__ import annotations

import pytest

from tests.documents.prompts_page import PAGE, RULES, page, rubric


def test_the_page_is_written_from_the_data_and_the_fifty_briefs() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.documents.prompts_page"


@pytest.mark.parametrize("rule", RULES)
def test_nearly_all_of_the_fifty_briefs_keep_every_rule(rule: str) -> None:
    assert rubric()[rule] >= 0.9
