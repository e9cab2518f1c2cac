"""Texts over the picture of an ad for a medicine: the names, the risks word for word, where to learn more."""

from __future__ import annotations

from collections.abc import Sequence

from omnigen.compliance.ad import AdSegment, Role, SuperKind
from omnigen.domain.brief_options import AspectRatio
from omnigen.domain.product_label import ProductLabel
from omnigen.domain.supers import PlannedSuper, letters

LINE_CHARACTERS = {AspectRatio.WIDE: 42, AspectRatio.SQUARE: 30, AspectRatio.TALL: 22}
"""Characters on a line, at a size that can be read on the narrower pictures."""

MAX_LINES = 3
_ENOUGH = 0.4
"""A super may end with a sentence, or a clause, from this share of its room on."""

SHOWN_ROLES = {Role.RISK: SuperKind.RISK, Role.PROVISION: SuperKind.PROVISION}
"""Segments whose words are shown while they are said."""


def plan_supers(
    segments: Sequence[AdSegment], label: ProductLabel, aspect_ratio: AspectRatio
) -> tuple[PlannedSuper, ...]:
    """The names first, then for each segment of risk or provision its words, a few lines at a time."""
    room = LINE_CHARACTERS[aspect_ratio]
    names = label.names
    first = [PlannedSuper(kind=SuperKind.BRAND, lines=names[:1], detail=" ".join(names[1:]))] if names else []
    spoken = [one for segment in segments if segment.role in SHOWN_ROLES for one in _word_for_word(segment, room)]
    return (*first, *spoken)


def _word_for_word(segment: AdSegment, room: int) -> list[PlannedSuper]:
    words, place, found = segment.text.split(), 0, list[PlannedSuper]()
    while place < len(words):
        count = _fitting(words[place:], room)
        found.append(
            PlannedSuper(
                kind=SHOWN_ROLES[segment.role],
                lines=tuple(_lines(words[place : place + count], room)),
                segment_id=segment.id,
                before=letters("".join(words[:place])),
            )
        )
        place += count
    return found


def _fitting(words: Sequence[str], room: int) -> int:
    """How many of the words go into one super: it ends with a sentence or a clause where that leaves little empty."""
    most = len(words)
    while most > 1 and len(_lines(words[:most], room)) > MAX_LINES:
        most -= 1
    if most == len(words):
        return most
    for marks in (".!?", ",;:"):
        ends = [number for number in range(1, most + 1) if words[number - 1][-1] in marks]
        if ends and ends[-1] >= _ENOUGH * most:
            return ends[-1]
    return most


def _lines(words: Sequence[str], room: int) -> list[str]:
    """As few lines as can be, about equally long."""
    lines = _filled(words, room)
    narrower = (_filled(words, width) for width in range(max(map(len, words), default=1), room))
    return next((even for even in narrower if len(even) <= len(lines)), lines)


def _filled(words: Sequence[str], room: int) -> list[str]:
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
