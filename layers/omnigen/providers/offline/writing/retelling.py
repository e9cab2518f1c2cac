"""Selling points once more in other words: as the answer to a question, as what the thing is, as reasons."""

from __future__ import annotations

from collections.abc import Sequence

from omnigen.providers.offline.writing.frames import Phrasing
from omnigen.providers.offline.writing.points import Point, PointRole

_ASKED = frozenset({PointRole.WHERE, PointRole.WHEN, PointRole.WHOM, PointRole.PRICE, PointRole.ADDRESS})
"""What answers a question, or stands with an invitation to read more."""


def told_again(point: Point, phrasing: Phrasing, is_in_whole: bool) -> list[str]:
    """The point in other words, twice at most. `is_in_whole`: the thing is never named without it anyway."""
    if point.role is PointRole.STATEMENT:
        return phrasing.any_of("again", point=point.text[:1].lower() + point.text[1:])[:1]
    told = point.parts or (point,)
    answers = [
        phrasing.chance.choice(phrasing.any_of(part.role, point=part.text)) for part in told if part.role in _ASKED
    ]
    found = [" ".join(answers)] if answers else []
    if told[-1].role is PointRole.PHRASE:
        section = "second" if phrasing.values["name"] else "second.kind"
        found += phrasing.any_of(section, point=told[-1].text)[:1]
    elif told[-1].role is PointRole.MARKED and not is_in_whole:
        found += phrasing.any_of("second.marked", point=told[-1].text)[:1]
    return found


def reasons(points: Sequence[Point], phrasing: Phrasing) -> list[str]:
    """The bare points in one sentence, where there are some."""
    bare = [point.text for point in points if point.role is PointRole.PHRASE and not point.parts]
    return phrasing.any_of("why", point=", ".join(bare))[:1] if len(bare) > 1 else []
