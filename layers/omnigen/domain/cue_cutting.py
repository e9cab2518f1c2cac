"""Cuts timed words into captions: a line or two each, ending where sentences and clauses do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from omnigen.domain.caption_words import CaptionWord, running_text
from omnigen.domain.captions import Cue
from omnigen.domain.line_breaking import LINES_PER_CUE, FitsLine, fill_lines, line_cells, wrap
from omnigen.domain.timebase import FRAME_RATE

MIN_CUE_FRAMES = 20
"""Five sixths of a second: shorter cues cannot be read (the usual broadcast minimum)."""

MAX_CUE_FRAMES = 144
"""Six seconds: the usual broadcast maximum."""

MAX_CELLS_PER_SECOND = 20
"""How fast captions can be read: characters a second, of which Chinese, Japanese and Korean ones count twice."""

MIN_GAP_FRAMES = 12
"""A shorter pause between two captions is a flicker: the first one stands until the second begins."""

Words = Sequence[CaptionWord]


@dataclass(frozen=True, kw_only=True)
class CaptionRules:
    """What captions of a video keep to: what fits on a line, how many lines, and the language (BCP 47) of the words."""

    fits: FitsLine
    lines: int = LINES_PER_CUE
    language: str = "und"


def cut_cues(words: Words, rules: CaptionRules, ceiling: int, rate: Fraction = FRAME_RATE) -> list[Cue]:
    """Cues in order, without overlaps, that hold every word once; each starts with its first word.

    A cue ends with its last word, or later where it could not be read in that time; none stands past the frame
    `ceiling`. It is full when its words need more than its lines or stand too long; it also ends where a sentence
    does, and by preference at the end of a clause. Phrases, numbers and abbreviations are not torn apart unless they
    are longer than a line.
    """
    groups: list[list[CaptionWord]] = []
    for unit in _units(words, rules.fits):
        if groups and not _closes(groups[-1], unit, rules):
            groups[-1] += unit
        else:
            groups.append(list(unit))
    groups = _join_hasty(groups, rules, ceiling)
    starts = _starts(groups, ceiling)
    return [
        _cue(group, start, following, rules.fits, rate)
        for group, start, following in zip(groups, starts, [*starts[1:], ceiling], strict=False)
    ]


def without_flicker(cues: Sequence[Cue]) -> list[Cue]:
    """The cues with pauses of less than half a second between them closed."""
    chained = list(cues)
    for number, (cue, following) in enumerate(pairwise(cues)):
        if following.start - cue.end < MIN_GAP_FRAMES:
            chained[number] = replace(cue, end=following.start)
    return chained


def _units(words: Words, fits: FitsLine) -> list[list[CaptionWord]]:
    """Words that belong on one line; those of a phrase that is longer than a line stand by themselves."""
    units: list[list[CaptionWord]] = []
    for number, word in enumerate(words):
        if number and words[number - 1].glued:
            units[-1].append(word)
        else:
            units.append([word])
    return [part for unit in units for part in ([unit] if fits(running_text(unit)) else [[word] for word in unit])]


def _closes(group: Words, unit: Words, rules: CaptionRules) -> bool:
    """Whether a new cue must start with `unit`."""
    used, last = len(fill_lines(group, rules.fits)), group[-1]
    if len(fill_lines([*group, *unit], rules.fits)) > rules.lines or unit[-1].end - group[0].start > MAX_CUE_FRAMES:
        return True
    if last.ends == "sentence":
        return True
    if last.ends == "line":
        return sum(word.ends == "line" for word in group) >= rules.lines
    return last.ends == "clause" and used == rules.lines


def _join_hasty(groups: Sequence[list[CaptionWord]], rules: CaptionRules, ceiling: int) -> list[list[CaptionWord]]:
    """Cues that would stand too short to be read joined with a neighbour, or lengthened by words of the one before.

    A cue stands until the next one starts: a short sentence before a pause has a cue of its own.
    """
    joined, place = list(groups), 0
    while place < len(joined):
        following = joined[place + 1][0].start if place + 1 < len(joined) else ceiling
        if following - joined[place][0].start >= MIN_CUE_FRAMES:
            place += 1
            continue
        fitting = [first for first in (place - 1, place) if _fit_together(joined, first, rules)]
        if fitting:
            first = min(fitting, key=lambda one: (joined[one][-1].ends == "sentence", _frames(joined, one, ceiling)))
            joined[first : first + 2] = [[*joined[first], *joined[first + 1]]]
            place = first
        elif place and (shared := _share_out([*joined[place - 1], *joined[place]], rules)):
            joined[place - 1 : place + 1] = shared
            place += 1
        else:
            place += 1
    return joined


def _fit_together(groups: Sequence[list[CaptionWord]], first: int, rules: CaptionRules) -> bool:
    """Whether a cue and the next one make one."""
    if first < 0 or first + 1 >= len(groups):
        return False
    both = [*groups[first], *groups[first + 1]]
    return len(fill_lines(both, rules.fits)) <= rules.lines and both[-1].end - both[0].start <= MAX_CUE_FRAMES


def _frames(groups: Sequence[list[CaptionWord]], first: int, ceiling: int) -> int:
    """How long a cue and the next one stand together."""
    return (groups[first + 2][0].start if first + 2 < len(groups) else ceiling) - groups[first][0].start


def _share_out(words: list[CaptionWord], rules: CaptionRules) -> list[list[CaptionWord]]:
    """Two cues of about equal length, cut at a clause's end near the middle; none where one would not fit."""
    middle = len(words) // 2
    near = [place for place in (middle, middle - 1, middle + 1) if 0 < place < len(words)]
    free = [place for place in near if not words[place - 1].glued] or near
    place = next((place for place in free if words[place - 1].ends), free[0])
    halves = [words[:place], words[place:]]
    return halves if all(len(fill_lines(half, rules.fits)) <= rules.lines for half in halves) else []


def _starts(groups: list[list[CaptionWord]], ceiling: int) -> list[int]:
    """The first frame of each cue, a frame apart at least. Cues that find no frame are joined with the one before."""
    while len(groups) > 1 and groups[0][0].start + len(groups) > ceiling:
        groups[-2:] = [[*groups[-2], *groups[-1]]]
    starts: list[int] = []
    for group in groups:
        starts.append(max(group[0].start, starts[-1] + 1 if starts else 0))
    latest = ceiling - 1
    for number in range(len(starts) - 1, -1, -1):
        starts[number] = max(min(starts[number], latest), 0)
        latest = starts[number] - 1
    return starts


def _cue(group: Words, start: int, following: int, fits: FitsLine, rate: Fraction) -> Cue:
    reading = line_cells(running_text(group)) * rate / MAX_CELLS_PER_SECOND
    wanted = max(group[-1].end, start + MIN_CUE_FRAMES, start + int(reading))
    end = max(min(wanted, following), start + 1)
    return Cue(start=start, end=end, lines=tuple(wrap(group, fits)), words=tuple(group))
