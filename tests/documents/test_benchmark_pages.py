"""The page about the composition's cost says what was measured."""

from __future__ import annotations

from pathlib import Path

from benchmarks.compose_goals import BEGIN, END, goals_table
from benchmarks.compose_rows import read, table

PAGES = Path(__file__).parents[2] / "docs" / "benchmarks"


def test_goals_and_tables_are_those_of_the_figures() -> None:
    rows = read(PAGES)
    page = (PAGES / "compose.md").read_text(encoding="utf-8")
    assert page.partition(BEGIN)[2].partition(END)[0].strip() == goals_table(rows), "run: make bench"
    assert (PAGES / "compose-table.md").read_text(encoding="utf-8") == table(rows)


def test_a_recut_of_nothing_gave_the_same_bytes_wherever_it_was_measured() -> None:
    notes = [row.note for row in read(PAGES) if row.name.endswith("nothing changed")]
    assert notes
    assert all("same bytes" in note for note in notes)
