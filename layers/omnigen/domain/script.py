"""A script: what is said, scene by scene, and how the video looks and sounds."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from omnigen.domain.brief import Brief
from omnigen.domain.brief_length import is_enough
from omnigen.domain.brief_options import MusicMood
from omnigen.domain.claims import unsupported
from omnigen.domain.narration import spoken_words
from omnigen.domain.phrases import PARAGRAPH_BREAK
from omnigen.domain.structured_output import StructuredOutput
from omnigen.domain.understanding import UnderstoodBrief
from omnigen.domain.wording import bad_endings, repeats, unused

MIN_FILL = 0.7
"""A segment with fewer words than this share of its budget leaves a gap, unless others fill it."""

FULL = 0.85
"""A narration with this share of its words is long enough, however they are shared out: scenes follow what is said."""

MIN_TOTAL_FILL = 0.7
"""A segment may stay silent, as a pause, where the whole narration has at least this share of the words."""


MAX_OVER_BUDGET = 1.3
"""A narration may have so many times its words: it is measured how long it takes to say, and scenes follow it."""

MAX_SEGMENT_OVER_BUDGET = 2.0
"""A segment with more than so many times its words is more than one part of the story."""


class Look(StructuredOutput):
    """The look shared by all pictures of one video."""

    light: str
    colour_grade: str
    mood: str

    def __str__(self) -> str:
        return f"{self.light}; {self.colour_grade}; {self.mood}"


class MusicDirection(StructuredOutput):
    """The music bed, in words and as one of the known moods."""

    mood: MusicMood
    description: str


class SegmentDraft(StructuredOutput):
    """What is said in one scene; empty where nothing is."""

    text: str


class ScriptDraft(StructuredOutput):
    """A writer's answer: first how it reads the brief, then what it makes of it.

    `product_name` and `call_to_action` are shown on screen; empty strings leave them out.
    """

    understood: UnderstoodBrief
    title: str
    product_name: str
    call_to_action: str
    look: Look
    sound: MusicDirection
    segments: tuple[SegmentDraft, ...]


class Segment(StructuredOutput):
    """What begins to be said in one scene, and how long that scene is (seconds, in quarters).

    `lead_in` is the white space between the text of the segment before and this one.
    """

    text: str
    duration: Decimal
    lead_in: str = PARAGRAPH_BREAK


class Script(StructuredOutput):
    """A script that fits its video: the durations of its segments sum exactly to the duration asked for."""

    title: str
    product_name: str
    call_to_action: str
    look: Look
    sound: MusicDirection
    segments: tuple[Segment, ...]
    understood: UnderstoodBrief | None = None
    """None on records of earlier versions."""

    @property
    def text(self) -> str:
        """The whole narration, with its paragraphs."""
        return joined([(segment.lead_in, segment.text) for segment in self.segments])


def joined(parts: Sequence[tuple[str, str]]) -> str:
    """One text of (white space before it, text) for each scene; scenes in which nothing begins to be said add none."""
    return "".join(lead_in + text for lead_in, text in parts if text).strip()


def complaints(draft: ScriptDraft, word_budgets: Sequence[int], brief: Brief) -> list[str]:
    """What is wrong with a draft, in sentences its writer can act on; empty when it may be used as it is."""
    if len(draft.segments) != len(word_budgets):
        return [f"There are {len(draft.segments)} segments; write exactly {len(word_budgets)}, one for each scene."]
    found = [] if draft.title.strip() else ["The title is empty; give a short one."]
    spoken, room = sum(spoken_words(segment.text) for segment in draft.segments), sum(word_budgets)
    filled, enough = spoken / max(room, 1), is_enough(spoken, brief)
    if filled > MAX_OVER_BUDGET:
        found.append(f"The narration has {spoken} words; at most {room} can be spoken in the video. Shorten it.")
    for number, (segment, budget) in enumerate(zip(draft.segments, word_budgets, strict=True), start=1):
        words = spoken_words(segment.text)
        if words > budget * MAX_SEGMENT_OVER_BUDGET:
            found.append(
                f"Segment {number} has {words} words; at most {budget} can be spoken in its scene. Shorten it."
            )
        elif words < budget * MIN_FILL and filled < (FULL if words else MIN_TOTAL_FILL) and not enough:
            found.append(f"Segment {number} has {words} words; use about {budget}.")
    return found + content_complaints(draft, room, brief)


def content_complaints(draft: ScriptDraft, room: int, brief: Brief) -> list[str]:
    """What is wrong with the words of a draft: ends that miss a word, repetition, claims, selling points left out.

    `room` is how many words can be spoken; where the features do not fit, none is asked for.
    """
    texts = [segment.text for segment in draft.segments]
    language = brief.narration.language
    shown = {"title": draft.title, "product name": draft.product_name, "call to action": draft.call_to_action}
    found = bad_endings(shown | {f"segment {number}": text for number, text in enumerate(texts, 1)}, language)
    found += repeats(texts)
    found += unsupported([*texts, draft.title, draft.call_to_action], brief)
    points = brief.product.selling_points if brief.product and not brief.script_text else ()
    if len(draft.understood.features) < len(points):
        found.append(
            f"The brief has {len(points)} selling points; you read {len(draft.understood.features)} features in it. "
            "Give each under understood, in the language of the narration, and say it."
        )
    return found + unused(draft.understood.features, texts, room, language)
