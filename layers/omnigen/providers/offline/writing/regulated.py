"""Ads for medicines: the names and sentences of the label's claims library, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from omnigen.domain.narration import spoken_words
from omnigen.domain.product_label import AdType, ProductLabel
from omnigen.domain.understanding import Category
from omnigen.providers.offline.writing.kinds import find_kinds

_SITUATIONS = ("Mornings begin at your own pace.", "A day has many small moments.")
"""Sentences without any fact, for what an ad needs before it comes to its claims."""


def write_regulated(label: ProductLabel, budgets: Sequence[int]) -> list[str]:
    """A text for each scene: a situation, the names, as many claims as there is room for, the names again."""
    lines = {AdType.PRODUCT_CLAIM: _claim_ad, AdType.REMINDER: _reminder, AdType.HELP_SEEKING: _help_seeking}
    sentences = lines[label.ad_type](label, sum(budgets))
    texts: list[list[str]] = [[] for _ in budgets]
    for number, sentence in enumerate(sentences):
        texts[number * len(budgets) // len(sentences)].append(sentence)
    return [" ".join(part) for part in texts]


def subject_of(label: ProductLabel) -> dict[str, object]:
    """What the pictures show: a form of the medicine that a claim names; a doctor where no drug is named."""
    if label.ad_type is AdType.HELP_SEEKING:
        return {"name": "", "noun": "doctor", "category": Category.SERVICE}
    named = find_kinds(" ".join(claim.text for claim in label.claims), "en")
    noun = next((one.kind.nouns["en"].words[0] for one in named if one.kind.category is Category.MEDICINE), "medicine")
    return {"name": label.brand or "", "noun": noun, "category": Category.MEDICINE}


def _claim_ad(label: ProductLabel, room: int) -> list[str]:
    opening, close = [_SITUATIONS[0], f"{label.brand}, {label.generic}."], f"{label.brand}."
    left = room - sum(map(spoken_words, [*opening, close]))
    claims: list[str] = []
    for claim in label.claims:
        words = spoken_words(claim.text)
        if words <= left or not claims:
            claims.append(claim.text)
            left -= words
    return [*opening, *claims, close]


def _reminder(label: ProductLabel, _room: int) -> list[str]:
    return [f"{label.brand}, {label.generic}.", _SITUATIONS[1], f"{label.brand}."]


def _help_seeking(label: ProductLabel, room: int) -> list[str]:
    texts = [claim.text for claim in label.claims] or [f"This is about {label.indications[0].rstrip('.')}."]
    kept: list[str] = []
    for text in texts:
        if not kept or spoken_words(" ".join([*kept, text])) <= room:
            kept.append(text)
    return [*kept, "Talk to your doctor."]
