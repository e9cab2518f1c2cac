"""The durability page says what the matrix runs."""

from __future__ import annotations

from tests.workflow.durability_page import PAGE, page
from tests.workflow.fault_rows import rows
from tests.workflow.more_rows import lines


def test_page_is_the_matrix_that_is_run() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.workflow.durability_page"


def test_matrix_has_at_least_200_rows_each_with_a_name_of_its_own() -> None:
    names = [(row.state, row.fault) for row in rows()] + [(line.state, line.fault) for line in lines()]
    assert len(names) == len(set(names)) >= 200
