"""Lines that claim nothing, for the seconds that a short brief leaves open."""

from __future__ import annotations

from omnigen.domain.script_shape import Section
from omnigen.domain.understanding import UnderstoodBrief
from omnigen.providers.offline.writing.frames import Phrasing
from omnigen.providers.offline.writing.kinds import find_kinds
from omnigen.providers.offline.writing.narration_line import NarrationLine

_MAX_NAMED = 3
_ANYWHERE = (Section.DEMO, Section.TRUST, Section.OFFER)


def mood_lines(brief: UnderstoodBrief, phrasing: Phrasing) -> list[NarrationLine]:
    """The lines, in any order but for this: first those with the name, then of the place and the category."""
    kind = next((mention.kind for mention in find_kinds(brief.noun, "en")), None)
    here = phrasing.any_of(f"at.{kind.place}") if kind else []
    named, problems = phrasing.any_of("mood.named")[:_MAX_NAMED], phrasing.any_of("problem")[:1]
    return [
        *(NarrationLine(phrasing.chance.choice(_ANYWHERE), text, 98) for text in named),
        *(NarrationLine(Section.PROBLEM, text) for text in problems),
        *(NarrationLine(Section.DEMO, text, 50) for text in here),
        *(NarrationLine(Section.DEMO, text, 60) for text in phrasing.any_of("demo")),
        *(
            NarrationLine(phrasing.chance.choice(_ANYWHERE), text, 70 + phrasing.chance.random())
            for text in phrasing.any_of("mood")
        ),
    ]
