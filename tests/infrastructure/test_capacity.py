"""The page about capacity is what its generator writes, and says what ends the growth at each level."""

from __future__ import annotations

from infra.capacity import LEVELS, PAGE, page, walls
from infra.cost.measured import read_measured


def test_page_is_that_of_the_generator() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m infra.capacity"


def test_no_wall_is_lower_than_before() -> None:
    found = walls(read_measured().jobs["chained"])
    assert [wall.what for wall in found if wall.after < wall.before] == []


def test_queue_and_subnets_bear_a_hundred_thousand_jobs_a_day() -> None:
    found = {wall.what: wall for wall in walls(read_measured().jobs["chained"])}
    for what in ("render queue in one partition", "subnets, containers after the clips"):
        assert found[what].before < LEVELS[-1] < found[what].after


def test_page_names_each_level() -> None:
    assert all(f"| {level:,} |" in page() for level in LEVELS)
