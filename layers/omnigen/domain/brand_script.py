"""A drafted script held against its brand: what it never says, what it must say, whose call to action is shown."""

from __future__ import annotations

from omnigen.domain.brand_words import never_said, not_said
from omnigen.domain.brief import Brief
from omnigen.domain.script import ScriptDraft


def drafted_texts(draft: ScriptDraft, brief: Brief) -> dict[str, str]:
    """What a draft says and shows, by a name for each text. The user's own words are not the draft's."""
    own = brief.script_text is not None
    spoken = {} if own else {f"segment {number}": one.text for number, one in enumerate(draft.segments, start=1)}
    shown = {"title": brief.title or draft.title, "product name": draft.product_name}
    return spoken | shown | {"call to action": call_to_action(draft, brief)}


def brand_complaints(draft: ScriptDraft, brief: Brief) -> list[str]:
    """What a brand finds wrong with a draft, in sentences its writer can act on."""
    brand, texts = brief.brand, drafted_texts(draft, brief)
    if brand is None:
        return []
    found = [f'The {name} says "{phrase}". Never say that.' for name, phrase in never_said(texts, brand)]
    shown = (brand.tagline, brief.shown_url, brief.shown_legal_line, brief.script_text)
    missing = not_said((*texts.values(), *shown), brand)
    return found + [f'"{phrase}" is not said. Say it, word for word.' for phrase in missing]


def call_to_action(draft: ScriptDraft, brief: Brief) -> str:
    """The brand's call to action, else the writer's."""
    return (brief.brand.call_to_action if brief.brand else None) or draft.call_to_action
