"""The page about the rules says what the rules, the rule sets and their cases are."""

from __future__ import annotations

from tests.unit.compliance.rules_page import PAGE, page


def test_the_page_of_rules_is_the_present_one() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.unit.compliance.rules_page"


def test_no_rule_promises_that_an_ad_is_lawful() -> None:
    assert "compliant" not in page().casefold()
