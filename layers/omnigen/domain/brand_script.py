"""A drafted script held against its brand: what it never says, what it must say, whose call to action is shown."""

from __future__ import annotations

from omnigen.domain.brand_words import never_said, not_said
from omnigen.domain.brief import Brief
from omnigen.domain.script import ScriptDraft
from omnigen.domain.storyboard import StoryboardDraft


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
    said = never_said(texts, brand, brief.narration.language)
    found = [f'The {name} says "{phrase}" or a form of it. Never say that.' for name, phrase in said]
    shown = (brand.tagline, brief.shown_url, brief.shown_legal_line, brief.script_text)
    missing = not_said((*texts.values(), *shown), brand)
    return found + [f'"{phrase}" is not said. Say it, word for word.' for phrase in missing]


def storyboard_complaints(draft: StoryboardDraft, brief: Brief) -> list[str]:
    """What a brand finds wrong with the texts that a storyboard shows, in sentences its planner can act on."""
    texts = {f"scene {number}": scene.on_screen_text for number, scene in enumerate(draft.scenes, start=1)}
    said = never_said(texts, brief.brand, brief.narration.language)
    return [f'The on-screen text of {name} says "{phrase}" or a form of it. Never say that.' for name, phrase in said]


def without_never_said(draft: StoryboardDraft, brief: Brief) -> StoryboardDraft:
    """The storyboard without the on-screen texts that hold what the brand never says."""
    scenes = [
        scene.model_copy(update={"on_screen_text": ""})
        if never_said({"": scene.on_screen_text}, brief.brand, brief.narration.language)
        else scene
        for scene in draft.scenes
    ]
    return draft.model_copy(update={"scenes": tuple(scenes)})


def call_to_action(draft: ScriptDraft, brief: Brief) -> str:
    """The brand's call to action, else the writer's."""
    return (brief.brand.call_to_action if brief.brand else None) or draft.call_to_action
