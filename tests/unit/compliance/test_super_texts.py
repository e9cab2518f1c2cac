"""Supers: the risks word for word in few even lines, and the frames in which each stands."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from omnigen.compliance import AdSegment, Role, SuperKind
from omnigen.compliance.super_texts import LINE_CHARACTERS, MAX_LINES, plan_supers
from omnigen.domain.brief_options import AspectRatio
from omnigen.domain.caption_words import CaptionWord
from omnigen.domain.supers import PlannedSuper, place_supers, spoken_parts

from tests.unit.compliance.ads import LABEL, MAJOR_STATEMENT, PROVISION

RISK = AdSegment(id="risk", role=Role.RISK, text=MAJOR_STATEMENT)
RATE = Fraction(24)


@pytest.mark.parametrize("ratio", list(AspectRatio))
def test_supers_show_every_word_of_the_risks_in_order_on_lines_that_can_be_read(ratio: AspectRatio) -> None:
    supers = plan_supers([RISK], LABEL, ratio)[1:]
    assert " ".join(one.text for one in supers) == MAJOR_STATEMENT
    assert all(len(one.lines) <= MAX_LINES for one in supers)
    assert max(len(line) for one in supers for line in one.lines) <= LINE_CHARACTERS[ratio]


def test_the_first_super_has_the_generic_name_below_the_brand() -> None:
    first = plan_supers([RISK], LABEL, AspectRatio.WIDE)[0]
    assert (first.kind, first.lines, first.detail) == (SuperKind.BRAND, ("Veloria",), "samplezumab")


def words(text: str, start: int) -> list[CaptionWord]:
    """Each word for twelve frames."""
    return [
        CaptionWord(text=word, start=start + 12 * number, end=start + 12 * number + 12)
        for number, word in enumerate(text.split())
    ]


def test_texts_begin_with_the_first_word_they_show_and_end_soon_after_the_last() -> None:
    provision = AdSegment(id="provision", role=Role.PROVISION, text=PROVISION)
    planned = plan_supers([RISK, provision], LABEL, AspectRatio.WIDE)
    heard = words(MAJOR_STATEMENT, 240)
    heard += words(PROVISION, heard[-1].end + 48)
    parts = spoken_parts({"risk": MAJOR_STATEMENT, "provision": PROVISION}, heard)
    supers = place_supers(planned, parts, heard[-1].end + 240, RATE)
    risks = [one for one in supers if one.kind is SuperKind.RISK]
    assert risks[0].start == 240
    assert all(before.end == after.start for before, after in pairwise(risks))
    assert 0 < risks[-1].end - parts[0].end <= 10
    names = [one for one in supers if one.kind is SuperKind.BRAND]
    assert len(names) == 2
    assert names[0].end < risks[0].start
    assert names[1].start > supers[-2].end


def test_names_that_have_no_room_before_the_risks_stand_at_the_end_only() -> None:
    planned = (
        PlannedSuper(kind=SuperKind.BRAND, lines=("Veloria",)),
        *plan_supers([RISK], LABEL, AspectRatio.WIDE)[1:],
    )
    parts = spoken_parts({"risk": MAJOR_STATEMENT}, words(MAJOR_STATEMENT, 6))
    names = [one for one in place_supers(planned, parts, 2_000, RATE) if one.kind is SuperKind.BRAND]
    assert [one.end for one in names] == [2_000]
