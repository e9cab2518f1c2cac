"""A brief is taken apart by rules: name, kind, features, facts, audience, action and tone, in six languages."""

from __future__ import annotations

import pytest
from omnigen.domain.understanding import Category
from omnigen.providers.offline.writing.articles import noun_phrase, with_article
from omnigen.providers.offline.writing.kinds import companions_of, find_kinds, kinds, plain_word
from omnigen.providers.offline.writing.understanding import understand

from tests.builders import a_brief


@pytest.mark.parametrize(
    ("prompt", "language", "name", "kind", "noun"),
    [
        (
            "Ad for Corsa, an espresso machine for small kitchens",
            "en",
            "Corsa",
            "an espresso machine",
            "espresso machine",
        ),
        (
            "Ad for a premium espresso machine called Corsa",
            "en",
            "Corsa",
            "a premium espresso machine",
            "espresso machine",
        ),
        ("Ad for the Sierra, a seven-seat electric SUV", "en", "Sierra", "a seven-seat electric SUV", "electric SUV"),
        ("A calm 30 second ad for a reusable water bottle", "en", "", "a reusable water bottle", "water bottle"),
        ("Make me a TikTok about why sleep matters", "en", "", "why sleep matters", "sleep"),
        ("bakery", "en", "", "a bakery", "bakery"),
        ("Black Friday: 50 % off all shoes", "en", "Black Friday", "", "Black Friday"),
        ("Werbung für einen kleinen Laden in Köln", "de", "", "ein kleiner Laden", "shop"),
        ("Werbung für Haarwuchs, ein Naturshampoo", "de", "Haarwuchs", "ein Naturshampoo", "shampoo"),
        ("Ein 15-Sekunden-Spot für Kornblume, eine Bäckerei in Graz", "de", "Kornblume", "eine Bäckerei", "bakery"),
        ("Ein 15-sekündiger Spot für Haarwuchs, ein Naturshampoo", "de", "Haarwuchs", "ein Naturshampoo", "shampoo"),
        ("A 30-second-spot for a reusable water bottle", "en", "", "a reusable water bottle", "water bottle"),
        ("Publicité pour Lumo, une lampe", "fr", "Lumo", "une lampe", "lamp"),
        ("Anuncio para una panadería en Sevilla", "es", "", "una panadería", "bakery"),
        ("Comercial da Verde, uma mochila", "pt", "Verde", "uma mochila", "backpack"),
        ("Spot per Aria, un'app", "it", "Aria", "un'app", "app"),
        ("Ad for Oceane, a shampoo with sea algae", "de", "Oceane", "ein Shampoo", "shampoo"),
    ],
)
def test_name_and_kind_are_found(prompt: str, language: str, name: str, kind: str, noun: str) -> None:
    read = understand(a_brief(prompt=prompt), language)
    assert (read.name, read.kind, read.noun) == (name, kind, noun)


def test_features_facts_audience_and_action_are_kept() -> None:
    text = (
        "Ad for Lumen, a lamp for families that wakes you gently, 49 euros. Tone: warm. Show a child's room. "
        'Say "free returns". Call to action: Try it for a week'
    )
    read = understand(a_brief(prompt=text), "en")
    assert read.features == ("for families", "a lamp that wakes you gently", "49 euros", "free returns")
    assert read.facts == ("49 euros",)
    assert (read.audience, read.tone, read.action) == ("families", "warm", "Try it for a week")


def test_selling_points_come_before_what_the_description_says() -> None:
    product = {
        "name": "Ledgerly",
        "description": "Software for freelancers. It works offline.",
        "selling_points": ["no fee"],
    }
    read = understand(a_brief(product=product), "en")
    assert read.features == ("no fee", "for freelancers", "It works offline")
    assert read.category is Category.SOFTWARE


def test_medicine_mode_makes_it_a_medicine() -> None:
    assert understand(a_brief(prompt="About Zelvexa", mode="pharma"), "en").category is Category.MEDICINE


@pytest.mark.parametrize(
    ("name", "language", "phrase"),
    [
        ("suv", "en", "an electric SUV"),
        ("pasta", "fr", "des pâtes"),
        ("olive oil", "it", "un olio d'oliva"),
        ("bag", "it", "uno zaino"),
        ("glasses", "es", "unas gafas"),
        ("lamp", "de", "eine Lampe"),
    ],
)
def test_a_noun_has_the_article_it_needs(name: str, language: str, phrase: str) -> None:
    assert noun_phrase(kinds()[name], language) == phrase


def test_a_phrase_of_the_brief_keeps_its_words() -> None:
    assert with_article("running shoes", "en") == "running shoes"
    assert with_article("wooden train set", "en") == "a wooden train set"
    assert with_article("einen roten Stuhl", "de") == "ein roter Stuhl"


@pytest.mark.parametrize(
    "text", ["x" * 4_000, "a." * 2_000, "@" * 3_999 + "a", "Ad for " + "for " * 900, '"' * 3_999 + "a"]
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_hostile_briefs_are_read_like_any_other(text: str, language: str) -> None:
    assert understand(a_brief(prompt=text), language).category in Category


def test_companions_are_kinds() -> None:
    assert {other.name for kind in kinds().values() for other in companions_of(kind)} <= set(kinds())
    assert [mention.kind.name for mention in find_kinds("Ein Hund? Ein Ei!", "de")] == ["dog", "egg"]


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "a seven-seat SUV", "SUV"),
        ("en", "a family car", "car"),
        ("en", "a scooter for the city", "scooter"),
        ("en", "a bank", "bank account"),
        ("en", "a boot", "boot"),
        ("fr", "un cours", "cours"),
        ("de", "ein SUV", "SUV"),
    ],
)
def test_a_thing_is_said_without_a_quality_that_nobody_gave(language: str, text: str, word: str) -> None:
    """A car is not said to be electric because the list of its names begins with one that is."""
    assert plain_word(find_kinds(text, language)[0].kind, language) == word
