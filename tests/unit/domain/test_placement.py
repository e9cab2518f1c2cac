"""Placements are data with sources; briefs keep to them and take their captions from them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import AspectRatio, Captions
from omnigen.domain.placement import CoveredZone, Placement, default_captions, known_placements
from pydantic import ValidationError


def zones(placement: Placement, ratio: str) -> tuple[CoveredZone, ...]:
    return known_placements()[placement].formats[ratio].covered


def test_every_placement_has_facts_and_every_fact_a_source_and_a_day() -> None:
    assert set(known_placements()) == set(Placement)
    for facts in known_placements().values():
        asked = {"zones", "captions"}
        asked |= {"loudness"} if facts.loudness_lufs else set()
        asked |= {"true_peak"} if facts.true_peak_dbtp else set()
        asked |= {"frame_rates"} if facts.frame_rates else set()
        assert {fact.about for fact in facts.facts} == asked
        assert all(fact.source and fact.checked_on <= datetime.now(UTC).date() for fact in facts.facts)


def test_every_aspect_ratio_is_shown_without_a_platform() -> None:
    assert set(known_placements()[Placement.NONE].formats) == set(AspectRatio)


def test_zones_leave_a_part_of_the_picture_free() -> None:
    for facts in known_placements().values():
        for one in facts.formats.values():
            assert all(zone.left < zone.right and zone.top < zone.bottom for zone in one.covered)
            assert not any(zone.left < 0.5 < zone.right and zone.top < 0.5 < zone.bottom for zone in one.covered)


@pytest.mark.parametrize("placement", [Placement.REELS, Placement.TIKTOK, Placement.SHORTS])
def test_a_tall_video_for_no_platform_keeps_clear_of_what_each_of_them_covers(placement: Placement) -> None:
    everywhere = zones(Placement.NONE, "9:16")
    for zone in zones(placement, "9:16"):
        assert any(
            other.left <= zone.left
            and other.top <= zone.top
            and other.right >= zone.right
            and other.bottom >= zone.bottom
            for other in everywhere
        ), zone.what


@pytest.mark.parametrize(
    ("fields", "captions"),
    [
        ({}, Captions.SIDECAR),
        ({"aspect_ratio": "9:16"}, Captions.BURNED),
        ({"aspect_ratio": "1:1"}, Captions.BURNED),
        ({"aspect_ratio": "16:9", "placement": "feed"}, Captions.BURNED),
        ({"aspect_ratio": "9:16", "captions": "both"}, Captions.BOTH),
        ({"captions": "none"}, Captions.NONE),
        ({"captions": None}, Captions.SIDECAR),
    ],
)
def test_captions_follow_from_ratio_and_placement_unless_the_brief_says(
    fields: dict[str, object], captions: Captions
) -> None:
    assert Brief.model_validate({"prompt": "x", **fields}).captions is captions


def test_a_placement_that_does_not_show_the_ratio_is_refused_with_the_choices() -> None:
    with pytest.raises(ValidationError, match=r"tiktok shows 9:16, not 16:9\. Choose another aspect_ratio, or .* none"):
        Brief.model_validate({"prompt": "x", "placement": "tiktok"})


@pytest.mark.parametrize("placement", ["TikTok", "", 7, None, ["reels"], {}])
def test_an_unknown_placement_is_one_error_that_lists_the_choices(placement: object) -> None:
    with pytest.raises(ValidationError, match="'reels', 'tiktok', 'shorts'") as refusal:
        Brief.model_validate({"prompt": "x", "placement": placement})
    assert [error["loc"] for error in refusal.value.errors()] == [("placement",)]


@pytest.mark.parametrize("ratio", ["16:10", 3, None, []])
def test_an_unknown_ratio_is_said_once(ratio: object) -> None:
    with pytest.raises(ValidationError) as refusal:
        Brief.model_validate({"prompt": "x", "aspect_ratio": ratio})
    assert [error["loc"] for error in refusal.value.errors()] == [("aspect_ratio",)]


def test_a_ratio_that_a_placement_does_not_show_has_captions_beside_it() -> None:
    assert default_captions(Placement.CTV, "9:16") == "sidecar"
