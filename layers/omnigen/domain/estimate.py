"""Estimates: line items at their highest price, and the imagined job of a brief that they are computed from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from omnigen.domain import ids
from omnigen.domain.brief import Brief, NarrationOptions
from omnigen.domain.brief_options import MusicMood, Pictures
from omnigen.domain.job import Job, Scene, new_job
from omnigen.domain.job_view import ViewModel
from omnigen.domain.narration import word_budget
from omnigen.domain.narration_layout import estimated_cut
from omnigen.domain.own_media import placed
from omnigen.domain.product_photo import ProductShown
from omnigen.domain.product_scenes import showing_product
from omnigen.domain.purchase import PurchaseKind
from omnigen.domain.script import Look, MusicDirection, Script, Segment
from omnigen.domain.speech_placement import shortest_video
from omnigen.domain.storyboard import Transition, plan_seconds
from omnigen.domain.take_grouping import group_takes, take_text
from omnigen.text import speaking_seconds

MIN_DURATION_SECONDS = 6
_CHARACTERS_PER_WORD = 7
"""Seven letters and spaces: more than English, French or Spanish announcers need for a word on average."""

_PICTURE = "x" * 300
"""Prompts for pictures have no price of their own."""


class LineItem(ViewModel):
    """One thing that would be bought: how much of it, for which scene (from 1), and what it costs at most (USD)."""

    kind: PurchaseKind
    scene: int | None
    model: str
    quantity: Decimal
    unit: str
    usd: Decimal
    price_as_of: date


class Estimate(ViewModel):
    """What would be bought. `prices_as_of` is the day of the oldest price used; None when nothing is bought.

    `language` is that of the video; `language_detected`: it was detected from what was given, not chosen. `warnings`
    says what the video will come to that its author may not expect.
    """

    items: tuple[LineItem, ...]
    total_usd: Decimal
    prices_as_of: date | None
    language: str
    language_detected: bool
    least_duration_seconds: int
    feasible: bool
    objection: str
    within_max_cost: bool
    warnings: tuple[str, ...] = ()


def min_duration(brief: Brief) -> int:
    """The shortest video that has room for intro, outro and the user's own text, if there are any."""
    if brief.script_text is None or not brief.narration.enabled:
        return MIN_DURATION_SECONDS + brief.bookends_length
    shortest = shortest_video(speech_seconds(brief.script_text, brief.narration))
    return max(shortest, MIN_DURATION_SECONDS) + brief.bookends_length


def speech_seconds(text: str, voice: NarrationOptions) -> list[Decimal]:
    """About how long each take of a text takes to say."""
    takes = group_takes(text, voice.language)
    return [speaking_seconds(take_text(take), voice.language, voice.voice) for take in takes]


def imagined_job(
    job_id: str, user_id: str, brief: Brief, clip_seconds: Sequence[Decimal], words_per_second: Decimal
) -> Job:
    """A job with a storyboard: of the user's own text, or of the usual lengths and as full of words as it can be."""
    seconds = plan_seconds(brief.story_seconds, clip_seconds)
    texts = ["x" * (_CHARACTERS_PER_WORD * word_budget(part, words_per_second)) for part in seconds]
    segments = [Segment(text=text, duration=part) for text, part in zip(texts, seconds, strict=True)]
    if brief.script_text:
        cut = estimated_cut(brief.script_text, brief.narration.language, brief.story_seconds, clip_seconds)
        segments = [Segment(text=part.text, duration=part.duration, lead_in=part.lead_in) for part in cut]
    script = Script(
        title="Title",
        product_name="",
        call_to_action="",
        look=Look(light="x", colour_grade="x", mood="x"),
        sound=MusicDirection(mood=brief.music.mood or MusicMood.CALM, description="x"),
        segments=tuple(segments),
    )
    own = placed(brief.own_pictures, len(segments), repeated=brief.pictures is Pictures.OWN)
    scenes = tuple(
        Scene(
            id=ids.scene_id(job_id, index + 1),
            scene_index=index,
            narration=segment.text,
            lead_in=segment.lead_in,
            duration=segment.duration,
            visual_prompt=_PICTURE,
            transition=Transition.CUT,
            own_picture=own[index],
        )
        for index, segment in enumerate(script.segments)
    )
    job = new_job(job_id=job_id, user_id=user_id, brief=brief, now=0, draft=False)
    shown = showing_product(scenes, [ProductShown.PRESENT] * len(scenes), brief)
    return job.model_copy(update={"script": script, "scenes": tuple(shown)})
