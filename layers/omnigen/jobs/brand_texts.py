"""The user's own words held against their brand: what it never says is refused, what it must say is asked for."""

from __future__ import annotations

from collections.abc import Mapping

from omnigen.domain.brand import BrandKit
from omnigen.domain.brand_words import never_said, not_said
from omnigen.domain.brief import Brief
from omnigen.errors import InvalidRequest


def check_words(brief: Brief) -> None:
    """InvalidRequest for the user's own words that their brand never says, or that lack what it must say."""
    product = brief.product
    given = {
        "title": brief.title,
        "script_text": brief.script_text,
        "display_url": brief.display_url,
        "legal_line": brief.legal_line,
        "product.name": product.name if product else None,
        "caption_spellings": "\n".join(brief.caption_spellings.values()),
    }
    refuse_never_said(given | brand_texts(brief.brand), brief.brand, brief.narration.language)
    if brief.script_text:
        refuse_not_said({**given, **brand_texts(brief.brand)}, brief.brand, "script_text")


def brand_texts(brand: BrandKit | None) -> dict[str, str | None]:
    """What every video of a brand shows."""
    if brand is None:
        return {}
    return {
        "brand.tagline": brand.tagline,
        "brand.call_to_action": brand.call_to_action,
        "brand.display_url": brand.display_url,
        "brand.legal_line": brand.legal_line,
    }


def refuse_never_said(texts: Mapping[str, str | None], brand: BrandKit | None, language: str = "und") -> None:
    """InvalidRequest, naming the field, for a text in a language that holds what the brand never says."""
    for field, phrase in never_said(texts, brand, language):
        raise InvalidRequest(
            f"It holds {phrase!r} or a form of it, which the brand never says. Reword it, or change the brand", field
        )


def refuse_not_said(texts: Mapping[str, str | None], brand: BrandKit | None, field: str) -> None:
    """InvalidRequest, naming `field`, where none of the texts holds what the brand must say."""
    if missing := not_said(texts.values(), brand):
        listed = ", ".join(map(repr, missing))
        raise InvalidRequest(f"The brand must say {listed}, and nothing that is said or shown does. Add it", field)


def check_kit(kit: BrandKit) -> None:
    """InvalidRequest for a brand that shows what it never says."""
    shown = {name.partition(".")[2]: text for name, text in brand_texts(kit).items()}
    refuse_never_said({"name": kit.name, **shown}, kit)
