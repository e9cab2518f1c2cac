"""The prompts for scripts and storyboards."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import Pictures
from omnigen.domain.placement import Placement
from omnigen.domain.product_label import ProductLabel
from omnigen.domain.script import Script
from omnigen.domain.script_shape import PRODUCT_SEEN_SECONDS, sections_of
from omnigen.prompts.texts import PromptText, Rendered, as_data, prompt_text


def render_script(
    brief: Brief,
    scene_seconds: Sequence[Decimal],
    word_budgets: Sequence[int],
    style: str,
    reviewer_says: str,
    measured: str = "",
    label: ProductLabel | None = None,
) -> Rendered:
    """What a writer is asked for a script. Times in seconds, budgets in words, one of each for a part of the narration.

    `measured` says how long the last version took to say, and how long it should. With a `label` the writer words what
    its fixed texts leave.
    """
    tone = prompt_text(f"script_{brief.mode}")
    task = prompt_text("script")
    sections = sections_of(brief.mode, scene_seconds)
    budgets = "; ".join(
        f"{' and '.join(told)}: {seconds.normalize():f} s, {words} words"
        for told, seconds, words in zip(sections, scene_seconds, word_budgets, strict=True)
    )
    instructions = task.fill(
        tone=tone.fill(),
        duration=sum(scene_seconds, Decimal(0)).normalize() if label else brief.story_length,
        scenes=len(scene_seconds),
        language=brief.narration.language,
        budgets=budgets,
    )
    data = (
        _brief_data(brief)
        | _label_data(label)
        | _given(
            style=style,
            a_reviewer_turned_the_last_version_down_because=reviewer_says,
            the_last_version_was_measured=measured,
        )
    )
    return Rendered(instructions, as_data(data), _versions(task, tone))


def render_storyboard(brief: Brief, script: Script, style: str, reviewer_says: str = "") -> Rendered:
    """What a planner is asked for a storyboard."""
    tone = prompt_text(f"storyboard_{brief.mode}")
    task, joins = prompt_text("storyboard"), prompt_text("storyboard_joins")
    instructions = task.fill(
        tone=tone.fill(),
        scenes=len(script.segments),
        product_seen=PRODUCT_SEEN_SECONDS,
        ratio=brief.aspect_ratio,
        placement=_PLACEMENT_WORDS.get(brief.placement, brief.placement.replace("_", " ")),
        continuity=_joins(joins, brief),
    )
    sections = sections_of(brief.mode, [part.duration for part in script.segments])
    segments = [
        {"seconds": f"{part.duration.normalize():f}", "section": " and ".join(told), "narration": part.text}
        for part, told in zip(script.segments, sections, strict=True)
    ]
    data = _brief_data(brief) | {"title": script.title, "look": str(script.look), "segments": segments}
    data |= _given(understood=script.understood and script.understood.model_dump(mode="json"))
    data |= _given(style=style, a_reviewer_asks_for_a_change=reviewer_says)
    return Rendered(instructions, as_data(data), _versions(task, joins, tone))


_PLACEMENT_WORDS = {Placement.NONE: "any place"}


def _joins(joins: PromptText, brief: Brief) -> str:
    """How scenes connect in this film: one line of the prompt file."""
    name = brief.continuity if brief.pictures is Pictures.CLIPS else Pictures.STILLS
    lines = dict(line.split(": ", 1) for line in joins.fill().splitlines())
    return lines[name]


def _versions(*texts: PromptText) -> str:
    return ", ".join(f"{text.name} {text.version}" for text in texts)


def _brief_data(brief: Brief) -> dict[str, object]:
    product, brand = brief.product, brief.brand
    return _given(
        brand=brand.name if brand else None,
        the_brand_speaks_like_this=list(brand.tone.do) if brand else None,
        the_brand_does_not_speak_like_this=list(brand.tone.avoid) if brand else None,
        the_brand_must_say=list(brand.must_say) if brand else None,
        the_brand_never_says=list(brand.never_say) if brand else None,
        the_brands_tagline=brand.tagline if brand else None,
        the_brands_call_to_action=brand.call_to_action if brand else None,
        prompt=brief.prompt,
        script_text=brief.script_text,
        title=brief.title,
        product_name=product.name if product else None,
        product_description=product.description if product else None,
        selling_points=list(product.selling_points) if product else None,
        target_audience=product.target_audience if product else None,
        photos=[list(photo.shows) or ["the product"] for photo in brief.photos],
    )


def _label_data(label: ProductLabel | None) -> dict[str, object]:
    """What a writer may use of a label: names, what it is for, and the only facts there are."""
    if label is None:
        return {}
    return _given(
        ad_type=str(label.ad_type),
        brand=label.brand,
        generic=label.generic,
        indications=list(label.indications),
        claims=[claim.text for claim in label.claims],
        plain_words=label.plain_words,
    )


def _given(**values: object) -> dict[str, object]:
    return {name: value for name, value in values.items() if value}
