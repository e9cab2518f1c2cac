"""Supers of an ad for a medicine: what is shown, and in which frames it stands, by when its words are said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from omnigen.domain.caption_words import CaptionWord
from omnigen.domain.strict_model import StrictModel

LINGER_SECONDS = Fraction(2, 5)
"""A text stands for so long after its last word, unless somebody speaks of something else before."""

GAP_FRAMES = 6
NAMES_SECONDS = 6
"""How long the names stand at the beginning."""

MIN_NAMES_SECONDS = 1


class SuperKind(StrEnum):
    """What a super (text over the picture) is for."""

    RISK = "risk"
    CLAIM = "claim"
    PROVISION = "provision"
    BRAND = "brand"
    DISCLOSURE = "disclosure"
    OFFER = "offer"
    OTHER = "other"


class PlannedSuper(StrictModel):
    """A super with its lines; `detail` is a second, smaller text below them.

    It shows the words of its segment from `before` letters and digits of it on. The names have no segment: they stand
    where neither risks nor provision are shown.
    """

    kind: SuperKind
    lines: tuple[str, ...]
    detail: str = ""
    segment_id: str | None = None
    before: int = 0

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join((*self.lines, self.detail)).strip()


@dataclass(frozen=True, kw_only=True)
class Super:
    """A super in the frames `[start, end)` of the cut."""

    kind: SuperKind
    start: int
    end: int
    lines: tuple[str, ...]
    detail: str = ""

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join((*self.lines, self.detail)).strip()


@dataclass(frozen=True, kw_only=True)
class SpokenPart:
    """A segment as it is said: its frames `[start, end)`, and the frame at which each of its letters is heard."""

    segment_id: str
    start: int
    end: int
    frames: tuple[int, ...]


def letters(text: str) -> int:
    """Letters and digits of a text: what is left of it however it is cut into words."""
    return sum(map(str.isalnum, text))


def spoken_parts(segments: Mapping[str, str], words: Sequence[CaptionWord]) -> list[SpokenPart]:
    """When each segment (id and text, in order) is said, by the timed words of the whole narration."""
    starts = [word.start for word in words for _ in range(letters(word.text))]
    ends = [word.end for word in words for _ in range(letters(word.text))]
    place, found = 0, list[SpokenPart]()
    for name, text in segments.items():
        count = letters(text)
        own = starts[place : place + count]
        if own:
            last = ends[place : place + count][-1]
            found.append(SpokenPart(segment_id=name, start=own[0], end=max(last, own[0] + 1), frames=tuple(own)))
        place += count
    return found


def place_supers(
    planned: Sequence[PlannedSuper], parts: Sequence[SpokenPart], frames: int, rate: Fraction
) -> tuple[Super, ...]:
    """The supers in their frames: each text from its first word until the next one's, the names around them."""
    by_id = {part.segment_id: part for part in parts}
    spoken = [one for one in planned if one.segment_id in by_id]
    found: list[Super] = []
    for number, one in enumerate(spoken):
        part = by_id[str(one.segment_id)]
        following = spoken[number + 1] if number + 1 < len(spoken) else None
        start = part.frames[min(one.before, len(part.frames) - 1)]
        if following and following.segment_id == one.segment_id:
            end = part.frames[min(following.before, len(part.frames) - 1)]
        else:
            later = min((other.start for other in parts if other.start >= part.end), default=frames)
            end = min(part.end + round(LINGER_SECONDS * rate), later, frames)
        found.append(Super(kind=one.kind, start=start, end=max(end, start + 1), lines=one.lines, detail=one.detail))
    names = [one for one in planned if one.segment_id is None]
    return tuple(sorted([*found, *_around(names, found, frames, rate)], key=lambda one: one.start))


def _around(names: Sequence[PlannedSuper], spoken: Sequence[Super], frames: int, rate: Fraction) -> list[Super]:
    """The names at the beginning and at the end, where there is room before and after the other texts."""
    first = min((one.start for one in spoken), default=frames)
    last = max((one.end for one in spoken), default=0)
    opening = (GAP_FRAMES, min(first - GAP_FRAMES, GAP_FRAMES + round(NAMES_SECONDS * rate)))
    spans = [opening, (last + GAP_FRAMES, frames)] if spoken else [(GAP_FRAMES, frames)]
    return [
        Super(kind=one.kind, start=start, end=end, lines=one.lines, detail=one.detail)
        for one in names
        for start, end in spans
        if end - start >= MIN_NAMES_SECONDS * rate
    ]
