"""The page about providers says what the registry knows and the behaviour catalogue holds."""

from __future__ import annotations

from tests.contract.providers_page import PAGE, page
from tests.contract.vendor_behaviours import catalogue

CANNOT_BE_LOOKED_FOR = {"openai-502-page", "openai-524-after", "openai-dropped"}


def test_the_page_is_the_present_one() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.contract.providers_page"


def test_two_are_paid_only_where_nobody_could_pay_less() -> None:
    for row in catalogue():
        follows, prediction = row.behaviour.follows, row.behaviour.prediction
        if prediction and prediction.status == "failed":
            assert len(follows.charged) == follows.ordered, "no page says that a failed one is free"
            continue
        assert len(follows.charged) <= 2
        if len(follows.charged) == 2 and row.behaviour.answer and row.behaviour.answer.request == "order":
            assert row.name in CANNOT_BE_LOOKED_FOR, "Replicate keeps a list of what was ordered"
