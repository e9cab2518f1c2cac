"""The page about providers says what the registry knows and the contract tests hold."""

from __future__ import annotations

from tests.contract.failure_classes import CASES
from tests.contract.providers_page import PAGE, page

DELIVERED_IN_VAIN = {"an HTML page as clip", "a file elsewhere", "image: HTML page", "script: not JSON"}
DELIVERED_IN_VAIN |= {"damaged base64", "cut short", "violates the form", "not JSON"}
CANNOT_BE_LOOKED_FOR = {"answer lost", "speech: answer lost"}


def test_the_page_is_the_present_one() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.contract.providers_page"


def test_two_are_paid_only_where_nobody_could_pay_less() -> None:
    twice = {case.seen for case in CASES if case.paid > 1}
    assert twice == DELIVERED_IN_VAIN | CANNOT_BE_LOOKED_FOR
    assert all(case.paid <= 2 for case in CASES)
    unlooked = [case for case in CASES if case.seen in CANNOT_BE_LOOKED_FOR and case.paid > 1]
    assert not any("/" in case.models[0] for case in unlooked), "Replicate keeps a list of what was ordered"
