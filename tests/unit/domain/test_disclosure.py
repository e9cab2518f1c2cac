"""What a market wants said is said in the video's language, and every rule has its date and source."""

from __future__ import annotations

import pytest
from omnigen.domain.disclosure import Market, disclosure_line, disclosure_of, disclosure_seconds, upload_labels
from omnigen.domain.placement import Placement


@pytest.mark.parametrize(
    ("markets", "language", "line"),
    [
        ((), "en", ""),
        ((Market.EUROPEAN_UNION,), "de-AT", "Mit KI erstellt"),
        ((Market.EUROPEAN_UNION,), "ja", "Made with AI"),
        ((Market.EUROPEAN_UNION, Market.NEW_YORK), "en", "Made with AI · This ad contains AI-generated people"),
        ((Market.EUROPEAN_UNION, Market.EUROPEAN_UNION), "en", "Made with AI"),
    ],
)
def test_line_is_in_the_language_of_the_video_or_in_english(
    markets: tuple[Market, ...], language: str, line: str
) -> None:
    assert disclosure_line(markets, language) == line


def test_line_stands_for_at_least_three_seconds() -> None:
    assert all(disclosure_seconds([market]) >= 3 for market in Market)
    assert disclosure_seconds([]) == 0


@pytest.mark.parametrize("market", Market)
def test_rule_names_its_law_and_where_it_was_read(market: Market) -> None:
    rule = disclosure_of(market)
    assert rule.source.startswith("https://")
    assert rule.basis
    assert rule.checked_on >= rule.applies_from
    assert "en" in rule.lines


def test_each_platform_has_something_to_tick_and_nowhere_else_has() -> None:
    platforms = {place for place in Placement if upload_labels(place)}
    assert platforms == {*Placement} - {Placement.NONE, Placement.CTV}
