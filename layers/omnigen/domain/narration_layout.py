"""Lays the takes of a narration out over the video, and cuts scenes from them or fits them to the scenes there are."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from omnigen.domain.narration import LEAD_SECONDS, MAX_TEMPO
from omnigen.domain.phrases import Break, Phrase
from omnigen.domain.scene_borders import CutScene, cut_scenes, nearest_border
from omnigen.domain.speech import Take
from omnigen.domain.speech_placement import (
    MIN_GAP_SECONDS,
    TAIL_SECONDS,
    PlacedPhrase,
    SpeechPlacement,
    place_phrases,
    place_takes,
)
from omnigen.domain.take_grouping import group_takes, take_text
from omnigen.domain.timebase import QUANTUM_SECONDS
from omnigen.text import speaking_seconds

MIN_FILL = Decimal("0.85")
"""A written narration that takes less of the video than this is written again."""

WANTED_FILL = Decimal("0.92")

SPARSE_FILL = Decimal("0.6")
"""Of a text of the user's own that takes less of the video than this, the user is told before anything is paid."""

MAX_DRIFT_SECONDS = Decimal("0.375")
"""Words of another length may miss the picture they belong to by so much before the scenes' lengths are questioned."""

_MIN_SCENE_SECONDS = Decimal(1)
_TEMPO_STEP = Decimal("0.01")
_ANCHOR_SECONDS = Decimal("0.125")
"""A take that begins with a scene is heard so soon after the picture has changed."""


@dataclass(frozen=True, kw_only=True)
class SpokenTake:
    """A take and its phrases, as they stand in the narration."""

    take: Take
    phrases: Sequence[Phrase]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Takes with their starts, how much faster they are played, and when each phrase is heard."""

    takes: tuple[Take, ...]
    tempo: Decimal
    phrases: tuple[PlacedPhrase, ...]


def lay_out(spoken: Sequence[SpokenTake], total_seconds: Decimal) -> Layout | None:
    """The takes one after the other; None when the video has no room for them."""
    placement = place_takes([one.take.audible_seconds for one in spoken], total_seconds)
    return _placed(spoken, placement) if placement else None


def estimated_cut(text: str, language: str, total_seconds: Decimal, clip_seconds: Sequence[Decimal]) -> list[CutScene]:
    """Scenes for a text that is not recorded, cut by the usual length of what is said."""
    groups = group_takes(text, language)
    share, layout = Decimal(1), None
    while layout is None:
        spoken = [SpokenTake(take=_estimated(group, language, share), phrases=group) for group in groups]
        layout = lay_out(spoken, total_seconds)
        share *= Decimal("0.8")
    return cut_scenes(layout.phrases, total_seconds, clip_seconds)


def takes_hash(takes: Sequence[Take]) -> str:
    """Names what was recorded, in its order."""
    return hashlib.sha256("\n".join(f"{take.sha256} {take.text}" for take in takes).encode()).hexdigest()[:32]


def wanted_seconds(total_seconds: Decimal, takes: int) -> Decimal:
    """How long the narration of a video should take to say."""
    gaps = Decimal("0.5") + Decimal("0.35") * (takes - 1)
    return min(total_seconds * WANTED_FILL, total_seconds - gaps)


def scene_phrases(layout: Layout, texts: Sequence[tuple[str, str]]) -> list[list[PlacedPhrase]]:
    """The phrases of each scene, by (white space before it, text) of the scenes; one that a border cuts is split."""
    scenes: list[list[PlacedPhrase]] = []
    waiting = list(layout.phrases)
    for _, text in texts:
        length, part = len(text), list[PlacedPhrase]()
        while waiting and length > 0:
            one = waiting.pop(0)
            lead_in = len(one.phrase.lead_in) if part else 0
            if lead_in + len(one.phrase.text) > length:
                one, rest = _split(one, length - lead_in)
                waiting.insert(0, rest)
            length -= lead_in + len(one.phrase.text)
            part.append(one)
        scenes.append(part)
    if waiting and scenes:
        scenes[-1] += waiting
    return scenes


def moved_borders(scenes: Sequence[Sequence[PlacedPhrase]], seconds: Sequence[Decimal]) -> list[Decimal]:
    """Lengths with which the scenes follow their words; scenes without words keep theirs where there is room."""
    total, at, wanted = sum(seconds, Decimal(0)), Decimal(0), list[Decimal]()
    for number, length in enumerate(seconds[:-1]):
        at += length
        before = next((part[-1] for part in reversed(scenes[: number + 1]) if part), None)
        after = scenes[number + 1][0] if scenes[number + 1] else None
        if before and after:
            at = nearest_border(before.end, after.start)
        wanted.append(at)
    least = min(_MIN_SCENE_SECONDS, total / len(seconds)) // QUANTUM_SECONDS * QUANTUM_SECONDS
    borders = [Decimal(0), *wanted, total]
    for number in range(1, len(borders) - 1):
        borders[number] = max(borders[number], borders[number - 1] + least)
    for number in range(len(borders) - 2, 0, -1):
        borders[number] = min(borders[number], borders[number + 1] - least)
    return [end - start for start, end in pairwise(borders)]


def follow_scenes(
    spoken: Sequence[SpokenTake], texts: Sequence[tuple[str, str]], seconds: Sequence[Decimal]
) -> tuple[Layout, Decimal] | None:
    """The takes under scenes whose lengths stay: the layout, and by how many seconds words miss their picture at most.

    A take that begins with a scene waits for it. The slowest tempo is chosen that keeps words with their pictures. None
    when the video has no room for the takes.
    """
    slowest = lay_out(spoken, sum(seconds, Decimal(0)))
    if slowest is None:
        return None
    best: tuple[Layout, Decimal] | None = None
    tempo = slowest.tempo
    while True:
        layout = _anchored(spoken, replace(slowest, tempo=tempo), texts, seconds)
        drift = _drift(scene_phrases(layout, texts), seconds)
        if best is None or drift < best[1]:
            best = (layout, drift)
        if drift <= MAX_DRIFT_SECONDS or tempo >= MAX_TEMPO:
            return best
        tempo = min(tempo + _TEMPO_STEP, MAX_TEMPO)


def _anchored(
    spoken: Sequence[SpokenTake], layout: Layout, texts: Sequence[tuple[str, str]], seconds: Sequence[Decimal]
) -> Layout:
    """Takes at the starts of the scenes that begin with them, moved as far as neighbours and the end demand."""
    opens = {id(part[0].phrase): number for number, part in enumerate(scene_phrases(layout, texts)) if part}
    lengths = [one.take.audible_seconds / layout.tempo for one in spoken]
    starts, free = list[Decimal](), LEAD_SECONDS
    for one, length in zip(spoken, lengths, strict=True):
        scene = opens.get(id(one.phrases[0]))
        anchor = sum(seconds[:scene], _ANCHOR_SECONDS) if scene else free
        starts.append(max(free, anchor))
        free = starts[-1] + length + MIN_GAP_SECONDS
    latest = sum(seconds, -TAIL_SECONDS)
    for number in range(len(spoken) - 1, -1, -1):
        starts[number] = max(min(starts[number], latest - lengths[number]), Decimal(0))
        latest = starts[number] - MIN_GAP_SECONDS
    return _placed(spoken, SpeechPlacement(tempo=layout.tempo, starts=tuple(starts)))


def _drift(scenes: Sequence[Sequence[PlacedPhrase]], seconds: Sequence[Decimal]) -> Decimal:
    """By how many seconds a scene's border misses the silence between its words and those before it, at most."""
    worst, at = Decimal(0), Decimal(0)
    for number, length in enumerate(seconds):
        before = next((part[-1] for part in reversed(scenes[:number]) if part), None)
        if before and scenes[number]:
            worst = max(worst, before.end - at, at - scenes[number][0].start)
        at += length
    return worst


def _placed(spoken: Sequence[SpokenTake], placement: SpeechPlacement) -> Layout:
    takes, phrases = list[Take](), list[PlacedPhrase]()
    for one, start in zip(spoken, placement.starts, strict=True):
        takes.append(one.take.model_copy(update={"start": start.quantize(Decimal("0.001"))}))
        phrases += place_phrases(takes[-1], one.phrases, takes[-1].start, placement.tempo)
    return Layout(takes=tuple(takes), tempo=placement.tempo, phrases=tuple(phrases))


def _estimated(phrases: Sequence[Phrase], language: str, share: Decimal) -> Take:
    """A take that was not recorded, as long as its text usually takes to say, or a share of that."""
    text = take_text(phrases)
    seconds = (max(speaking_seconds(text, language), Decimal("0.25")) * share).quantize(Decimal("0.001"))
    none = Decimal(0)
    return Take(
        text=text, key="", sha256="", input_hash="", model="", seconds=seconds, audible_from=none, audible_to=seconds
    )


def _split(one: PlacedPhrase, length: int) -> tuple[PlacedPhrase, PlacedPhrase]:
    """A phrase cut after so many characters, its time shared by length."""
    text = one.phrase.text
    first, rest = text[:length], text[length:]
    at = one.start + (one.end - one.start) * len(first) / max(len(text), 1)
    space = rest[: len(rest) - len(rest.lstrip())]
    return (
        replace(one, phrase=replace(one.phrase, text=first.rstrip(), ends=Break.WORD), end=at),
        replace(one, phrase=replace(one.phrase, text=rest.lstrip(), lead_in=space), start=at),
    )
