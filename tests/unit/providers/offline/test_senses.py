"""A word of a brief is drawn only in the sense that suits what the brief is about."""

from __future__ import annotations

import pytest
from omnigen.providers.offline.drawing.vocabulary import read_topic
from omnigen.providers.offline.writing.kinds import find_kinds, kinds

from tests.builders import a_brief
from tests.unit.providers.offline.fifty_briefs import BriefCase, planned, written


@pytest.mark.parametrize(
    ("about", "language", "text", "named"),
    [
        ("suv", "en", "900 litres of boot", []),
        ("shoe", "en", "a boot with a warm lining", ["boot"]),
        ("headphones", "en", "30 hours of radio", []),
        ("bread", "en", "two litres of milk", ["milk"]),
        ("hotel", "en", "a walk along the river bank", []),
        ("software", "en", "one bank for everything", ["coins"]),
        ("restaurant", "en", "thirty glasses on every table", []),
        ("house", "en", "a flight of stairs", []),
        ("detergent", "en", "kind to the drum", []),
        ("wedding", "de", "Räume im alten Schloss", []),
        ("house", "de", "ein Zimmer mit hoher Decke", []),
        ("bicycle", "de", "eine Kette aus Stahl", []),
        ("insurance", "fr", "couvre le vol", []),
        ("boat", "es", "una vela nueva", []),
        ("suv", "pt", "900 litros de mala", []),
        ("cheese", "it", "ricco di calcio", []),
    ],
)
def test_a_thing_is_named_only_where_its_sense_fits_the_subject(
    about: str, language: str, text: str, named: list[str]
) -> None:
    assert [mention.kind.name for mention in find_kinds(text, language, kinds()[about])] == named


def test_the_boot_of_a_car_is_not_drawn_as_a_shoe() -> None:
    prompt = "A family ad for a seven-seat SUV with a sliding roof and 900 litres of boot"
    case = BriefCase("en", "suv", (), a_brief(prompt=prompt, duration=30))
    shots = planned(written(case, 60)).scenes
    assert "boot" not in {label for shot in shots for label in read_topic(shot.visual_prompt).labels}


def test_a_brief_about_what_cannot_be_drawn_is_shown_as_cards_with_its_own_words() -> None:
    product = {"name": "Quorix", "description": "A flux damper.", "selling_points": ["no hum", "fits any rack"]}
    case = BriefCase("en", "", (), a_brief(product=product, duration=30))
    cards = [read_topic(shot.visual_prompt).card for shot in planned(written(case, 30)).scenes]
    assert all(cards)
    assert cards[0] == cards[-1] == "Quorix"
    assert {"No hum", "Fits any rack"} <= set(cards)
