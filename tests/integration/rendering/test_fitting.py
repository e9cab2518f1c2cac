"""Text fits its room: smaller, then hyphenated, then on more lines, at last without its end."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from omnigen.domain.area import Area
from omnigen.domain.placement import CoveredZone
from omnigen.domain.text_layout import SMALLEST_SHARE, clear_area
from omnigen.rendering.text.fitting import fit_text
from omnigen.rendering.text.shaping import text_width

LONG_GERMAN = "Donaudampfschifffahrtsgesellschaft Rindfleischetikettierungsüberwachung"


def test_a_long_german_word_is_hyphenated_before_it_becomes_small() -> None:
    text = fit_text(LONG_GERMAN, 66, 525, 3, "de")
    assert text.em >= SMALLEST_SHARE * 66
    assert text.text.replace("-\n", "").replace("\n", " ") == LONG_GERMAN
    broken = [line for line in text.lines if line.endswith("-")]
    assert broken
    assert all(line in {"Donaudampfschiff-", "Rindfleischetikettie-"} or len(line) > 8 for line in broken)
    assert not text.shortened


def test_a_word_without_syllables_is_broken_between_letters() -> None:
    text = fit_text("W" * 30, 66, 525, 3, "en")
    assert text.text.replace("-\n", "") == "W" * 30
    assert not text.shortened


def test_usual_text_keeps_its_size_and_its_words() -> None:
    text = fit_text("Breathe easier. Live bolder.", 66, 1126, 3, "en")
    assert (text.em, text.text) == (66, "Breathe easier. Live bolder.")


def test_what_does_not_fit_in_small_letters_ends_with_an_ellipsis_and_says_so() -> None:
    text = fit_text("every single morning " * 20, 66, 525, 3, "en")
    assert text.shortened
    assert len(text.lines) == 5
    assert text.lines[-1].endswith("…")


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(categories=["Lu", "Ll", "Zs", "Nd"], max_codepoint=0x24F), min_size=1, max_size=200),
    st.sampled_from(["de", "en", "fr", "xx"]),
    st.integers(300, 1100),
)
def test_no_line_is_wider_than_its_room_and_no_letter_smaller_than_the_limit(
    text: str, language: str, room: int
) -> None:
    if not text.split():
        return
    fitted = fit_text(text, 66, room, 3, language)
    assert fitted.em >= SMALLEST_SHARE * 66 * 0.999
    assert len(fitted.lines) <= 5
    assert all(text_width(line, fitted.em, language) <= room for line in fitted.lines)


@pytest.mark.parametrize(
    ("zone", "rest"),
    [
        ((0, 0, 1, 0.2), (0.1, 0.2, 0.9, 0.9)),
        ((0, 0.65, 1, 1), (0.1, 0.1, 0.9, 0.65)),
        ((0.83, 0, 1, 1), (0.1, 0.1, 0.83, 0.9)),
        ((0, 0, 0.3, 0.17), (0.1, 0.17, 0.9, 0.9)),
        ((0, 0, 0.05, 1), (0.1, 0.1, 0.9, 0.9)),
    ],
    ids=["top", "bottom", "right", "corner", "outside"],
)
def test_a_covered_zone_takes_away_the_side_that_costs_least(zone: tuple[float, ...], rest: tuple[float, ...]) -> None:
    left, top, right, bottom = (Decimal(str(one)) for one in zone)
    covered = [CoveredZone(what="x", left=left, top=top, right=right, bottom=bottom)]
    area = clear_area(Area(left=0.1, top=0.1, right=0.9, bottom=0.9), covered)
    assert (area.left, area.top, area.right, area.bottom) == pytest.approx(rest)
