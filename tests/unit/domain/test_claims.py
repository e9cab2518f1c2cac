"""What a text claims is held against the brief, in six languages."""

from __future__ import annotations

import pytest
from omnigen.domain.claims import trace, unsupported

from tests.builders import a_brief

SHAMPOO = "Ad for Oceane, a shampoo with sea algae, 9 euros"
LUCE = {
    "product": {"name": "Luce", "description": "A lamp.", "selling_points": ["forty shades", "tested in Trento"]},
    "narration": {"language": "en"},
}


@pytest.mark.parametrize(
    ("language", "sentence", "missing"),
    [
        ("en", "Tested every day.", ["Tested"]),
        ("en", "Good for you, and kinder to nature.", ["kinder"]),
        ("en", "Only nine euros.", []),
        ("en", "Half price: 4.50 euros.", ["4.50"]),
        ("en", "Come to Leeds.", ["Leeds"]),
        ("en", "See www.example.com now.", ["www.example.com"]),
        ("en", "Meet Oceane. Feel free to look.", ["free"]),
        ("en", "Morning light. Take a moment.", []),
        ("de", "Klinisch getestet.", ["Klinisch", "getestet"]),
        ("de", "Jetzt bestellen und das Beste erleben.", ["Beste"]),
        ("fr", "Le meilleur pour votre santé.", ["meilleur", "santé"]),
        ("es", "Probado y natural.", ["Probado", "natural"]),
        ("pt", "O melhor, com garantia.", ["melhor", "garantia"]),
        ("it", "Ecologico e sicuro.", ["Ecologico", "sicuro"]),
    ],
)
def test_what_the_brief_does_not_say_is_found(language: str, sentence: str, missing: list[str]) -> None:
    found = trace([sentence], a_brief(prompt=SHAMPOO, narration={"language": language}))
    assert [claim for one in found for claim in one.missing] == missing


def test_a_sentence_is_traced_to_the_field_that_says_it() -> None:
    fields = [one.field for one in trace(["Forty shades. Tested in Trento. Look."], a_brief(**LUCE))]
    assert fields == ["product.selling_points.0", "product.selling_points.1", None]


def test_a_claim_may_be_translated() -> None:
    brief = a_brief(prompt="Ad for an organic soap, 50 % off", narration={"language": "de"})
    assert unsupported(["Biologisch. Fünfzig Prozent."], brief) == []


def test_a_complaint_names_sentence_and_claim() -> None:
    assert unsupported(["Look. The best there is."], a_brief()) == [
        "\"The best there is.\" says 'best', which the brief does not say. Say only what the brief gives."
    ]
