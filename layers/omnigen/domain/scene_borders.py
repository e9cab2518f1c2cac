"""Cuts the video into scenes where the narration lets the picture change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from omnigen.domain.brief import MAX_SCENES
from omnigen.domain.phrases import Break, join_phrases
from omnigen.domain.speech_placement import PlacedPhrase
from omnigen.domain.storyboard import clip_length
from omnigen.domain.timebase import QUANTUM_SECONDS

MAX_STILL_SECONDS = Decimal(15)
"""A still may be looked at for so long."""

TWO_SCENES_SECONDS = Decimal(6)
"""A video of this length has two pictures at least, where there is a place to change them."""

WANTED_SECONDS = Decimal("3.5")
"""How long a shot of an ad lasts, about: two to four seconds are usual, and most models sell no clip under four."""

MIN_SECONDS = Decimal("0.5")
SHORT_SECONDS = Decimal(2)
"""Scenes that are shorter are cut only where nothing else is possible."""

_BREAK_COSTS = {Break.PARAGRAPH: 0.0, Break.SENTENCE: 0.6, Break.CLAUSE: 4.0, Break.WORD: 60.0}
_SHORT_COST = 12.0
_UNUSED_SECOND_COST = 0.8
_SILENT_STEP = Decimal("0.5")
"""A long silence between phrases may be cut at these distances."""

_OFF_BREAK_COST = 20.0
"""For each second by which a border misses the silence it belongs to."""


@dataclass(frozen=True, kw_only=True)
class CutScene:
    """A scene of the cut: what begins to be said in it, the white space before that, and its length in seconds."""

    text: str
    lead_in: str
    duration: Decimal


@dataclass(frozen=True, kw_only=True)
class _Border:
    """A place where the picture may change: after how many phrases, at which second, and how little it suits."""

    phrases: int
    at: Decimal
    cost: float


def cut_scenes(
    phrases: Sequence[PlacedPhrase], total_seconds: Decimal, clip_seconds: Sequence[Decimal] = ()
) -> list[CutScene]:
    """Scenes that sum to `total_seconds` exactly, cut at the ends of phrases, none longer than what is sold.

    Borders lie at the ends of paragraphs and sentences; at a clause's end where a scene would get too long; inside a
    clause only where it alone is longer than the longest clip on sale (`clip_seconds`, empty for stills). Silence
    between words and after the last one is cut freely.
    """
    borders = list(_borders(phrases, total_seconds))
    chosen = _best(borders, total_seconds, clip_seconds)
    if chosen is None:
        chosen = _best([*borders, *_forced(phrases, total_seconds)], total_seconds, clip_seconds)
    if chosen is None:
        raise ValueError(f"{total_seconds} s cannot be cut into scenes of at most {max(clip_seconds)} s")
    return _scenes(phrases, chosen, total_seconds)


def nearest_border(before: Decimal, after: Decimal) -> Decimal:
    """The quarter of a second at which the picture changes between two phrases: as late in the silence as fits."""
    latest = int(after / QUANTUM_SECONDS) * QUANTUM_SECONDS
    if latest >= before:
        return latest
    return latest if before - latest <= latest + QUANTUM_SECONDS - after else latest + QUANTUM_SECONDS


def _borders(phrases: Sequence[PlacedPhrase], total: Decimal) -> Iterator[_Border]:
    for number, (one, following) in enumerate(pairwise(phrases), start=1):
        at = nearest_border(one.end, following.start)
        missed = max(one.end - at, at - following.start, Decimal(0))
        yield _Border(phrases=number, at=at, cost=_BREAK_COSTS[one.phrase.ends] + _OFF_BREAK_COST * float(missed))
        while (at := at - _SILENT_STEP) >= one.end:
            yield _Border(phrases=number, at=at, cost=_BREAK_COSTS[Break.SENTENCE])
    over = phrases[-1].end if phrases else Decimal(0)
    step = QUANTUM_SECONDS if total - over < 15 else Decimal(1)
    at = total - step
    while at >= over:
        yield _Border(phrases=len(phrases), at=at, cost=_BREAK_COSTS[Break.SENTENCE])
        at -= step


def _forced(phrases: Sequence[PlacedPhrase], total: Decimal) -> Iterator[_Border]:
    """Borders inside phrases, a second apart."""
    for number, one in enumerate(phrases):
        at = Decimal(int(one.start) + 1)
        while at < min(one.end, total):
            yield _Border(phrases=number + 1, at=at, cost=_BREAK_COSTS[Break.WORD])
            at += 1


def _best(borders: Sequence[_Border], total: Decimal, clip_seconds: Sequence[Decimal]) -> list[_Border] | None:
    """The cheapest way from the beginning to the end, in two scenes at least if that is possible."""
    longest = max(clip_seconds, default=MAX_STILL_SECONDS)
    begin, end = _Border(phrases=0, at=Decimal(0), cost=0), _Border(phrases=-1, at=total, cost=0)
    places = [begin, *sorted({(b.at, b.phrases): b for b in borders if 0 < b.at < total}.values(), key=_order), end]
    ways: list[dict[int, tuple[float, int]]] = [{0: (0.0, -1)}, *({} for _ in places[1:])]
    for to in range(1, len(places)):
        for back in range(to - 1, -1, -1):
            seconds = places[to].at - places[back].at
            if seconds > longest:
                break
            if seconds < MIN_SECONDS:
                continue
            cost = places[to].cost + _length_cost(seconds, clip_seconds)
            for scenes, (known, _) in ways[back].items():
                if scenes < MAX_SCENES and known + cost < ways[to].get(scenes + 1, (float("inf"), 0))[0]:
                    ways[to][scenes + 1] = (known + cost, back)
    if not ways[-1]:
        return None
    scenes = min(ways[-1], key=lambda count: (count == 1 and total >= TWO_SCENES_SECONDS, ways[-1][count][0]))
    chosen, place = [], len(places) - 1
    while place > 0:
        chosen.append(places[place])
        place = ways[place][scenes][1]
        scenes -= 1
    return chosen[::-1]


def _order(border: _Border) -> tuple[Decimal, int]:
    return border.at, border.phrases


def _length_cost(seconds: Decimal, clip_seconds: Sequence[Decimal]) -> float:
    away = float(seconds - WANTED_SECONDS) / 2.5
    short = _SHORT_COST * float(max(SHORT_SECONDS - seconds, Decimal(0)))
    unused = float(clip_length(seconds, clip_seconds) - seconds) if clip_seconds else 0.0
    return away * away + short + _UNUSED_SECOND_COST * unused


def _scenes(phrases: Sequence[PlacedPhrase], chosen: Sequence[_Border], total: Decimal) -> list[CutScene]:
    scenes, said, at = [], 0, Decimal(0)
    for number, border in enumerate(chosen):
        until = len(phrases) if number == len(chosen) - 1 else border.phrases
        part = [one.phrase for one in phrases[said:until]]
        end = total if number == len(chosen) - 1 else border.at
        lead_in = part[0].lead_in if part else ""
        scenes.append(CutScene(text=join_phrases(part), lead_in=lead_in, duration=end - at))
        said, at = max(said, until), end
    return scenes
