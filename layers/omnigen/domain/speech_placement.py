"""Where the takes of a narration are heard in the video, and when each of its phrases is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from itertools import pairwise

from omnigen.domain.narration import LEAD_SECONDS, MAX_TEMPO
from omnigen.domain.phrases import Break, Phrase
from omnigen.domain.speech import Take

GAP_SECONDS = Decimal("0.35")
"""The usual silence between two takes."""

MAX_LEAD_SECONDS = Decimal("0.75")
MAX_GAP_SECONDS = Decimal(4)
"""Where there are few words, the voice may begin so late and rest so long between takes."""

MAX_TAIL_SECONDS = Decimal(3)
"""So long the end of a video may stay silent before the gaps between takes grow."""

_CLOSING_TAKES = 3
"""Of so many takes the last one is taken for the close."""

MIN_GAP_SECONDS = Decimal("0.25")
TAIL_SECONDS = Decimal("0.25")
"""Silence after the last word, at least."""

_ACCURACY = Decimal("0.001")
_NEAR_SECONDS = Decimal("0.2")
"""A pause so near to the end of a phrase's last word is the pause after the phrase."""

_GUESSED_NEAR_SECONDS = Decimal("0.75")
"""The same where words have no times, and the end is guessed from the length of the text."""


@dataclass(frozen=True, kw_only=True)
class PlacedPhrase:
    """A phrase, and when it is heard: seconds of the video."""

    phrase: Phrase
    start: Decimal
    end: Decimal


@dataclass(frozen=True, kw_only=True)
class SpeechPlacement:
    """Where takes start (seconds of the video) and how much faster than recorded they are played."""

    tempo: Decimal
    starts: tuple[Decimal, ...]


def place_takes(audible_seconds: Sequence[Decimal], total_seconds: Decimal) -> SpeechPlacement | None:
    """One take after the other; what is left of the video is shared out between them, and stays silent at its end.

    Where much would be left, a tenth of it each stands before the first take and between two of them, and more where
    the end would be silent for long. Of three takes or more the last one ends the video, however much is left. Where
    there is little room, gaps give way first, then all takes are played faster, up to `MAX_TEMPO`. None when they do
    not fit even so.
    """
    speech, count = sum(audible_seconds, Decimal(0)), len(audible_seconds)
    room = total_seconds - LEAD_SECONDS - TAIL_SECONDS - MIN_GAP_SECONDS * max(count - 1, 0)
    if speech > room * MAX_TEMPO:
        return None
    tempo = Decimal(1)
    if speech > room + TAIL_SECONDS:
        tempo = min((speech / room).quantize(_ACCURACY, rounding=ROUND_UP), MAX_TEMPO)
    spare = room - speech / tempo
    gap = MIN_GAP_SECONDS + min(GAP_SECONDS - MIN_GAP_SECONDS, max(spare, Decimal(0)) / max(count - 1, 1))
    rest = max(spare - (gap - MIN_GAP_SECONDS) * max(count - 1, 0), Decimal(0))
    lead = LEAD_SECONDS + min(rest / 10, MAX_LEAD_SECONDS - LEAD_SECONDS)
    silent = rest - (lead - LEAD_SECONDS)
    even = max(rest / 10, (silent - MAX_TAIL_SECONDS) / max(count - 1, 1))
    gap += min(even, silent / max(count, 1), MAX_GAP_SECONDS - gap)
    starts, free = [], lead
    for seconds in audible_seconds:
        starts.append(free.quantize(_ACCURACY))
        free += seconds / tempo + gap
    if count >= _CLOSING_TAKES:
        closing = total_seconds - MAX_TAIL_SECONDS - audible_seconds[-1] / tempo
        starts[-1] = max(starts[-1], closing.quantize(_ACCURACY))
    return SpeechPlacement(tempo=tempo, starts=tuple(starts))


def shortest_video(audible_seconds: Sequence[Decimal]) -> int:
    """The shortest video, in whole seconds, that has room for these takes."""
    speech, gaps = sum(audible_seconds, Decimal(0)), MIN_GAP_SECONDS * max(len(audible_seconds) - 1, 0)
    return math.ceil(speech / MAX_TEMPO + gaps + LEAD_SECONDS + TAIL_SECONDS)


def place_phrases(take: Take, phrases: Sequence[Phrase], start: Decimal, tempo: Decimal) -> list[PlacedPhrase]:
    """When each phrase of a take is heard, if the take is first heard at `start`."""
    ends = _ends(take, phrases)
    begins = [take.audible_from, *(after for _, after in ends)]
    closes = [*(before for before, _ in ends), take.audible_to]
    return [
        PlacedPhrase(
            phrase=phrase,
            start=start + (begin - take.audible_from) / tempo,
            end=start + (end - take.audible_from) / tempo,
        )
        for phrase, begin, end in zip(phrases, begins, closes, strict=True)
    ]


def _ends(take: Take, phrases: Sequence[Phrase]) -> list[tuple[Decimal, Decimal]]:
    """Between each phrase and the next one: when the one is over and the other begins (seconds of the recording)."""
    spans = _spoken_spans(take, phrases)
    near = _NEAR_SECONDS if spans else _GUESSED_NEAR_SECONDS
    guesses = [(end, following) for (_, end), (following, _) in pairwise(spans)]
    found: list[tuple[Decimal, Decimal]] = []
    floor = take.audible_from
    for guess, phrase in zip(guesses or _guessed(take, phrases), phrases, strict=False):
        pause = _pause_near(take, guess, near, floor, sentence=phrase.ends >= Break.SENTENCE)
        before, after = pause or guess
        before = max(before, floor)
        found.append((before, max(after, before)))
        floor = found[-1][1]
    return found


def _pause_near(
    take: Take, guess: tuple[Decimal, Decimal], near: Decimal, floor: Decimal, *, sentence: bool
) -> tuple[Decimal, Decimal] | None:
    """The pause that belongs to a break about there: the nearest one, or the longest where a sentence ends."""
    within = [
        (start, end)
        for start, end in take.pauses
        if start >= floor and start <= guess[1] + near and end >= guess[0] - near
    ]
    if not within:
        return None
    middle = (guess[0] + guess[1]) / 2

    def distance(pause: tuple[Decimal, Decimal]) -> Decimal:
        away = abs((pause[0] + pause[1]) / 2 - middle)
        return away - (2 if sentence else 1) * (pause[1] - pause[0])

    return min(within, key=distance)


def _spoken_spans(take: Take, phrases: Sequence[Phrase]) -> list[tuple[Decimal, Decimal]]:
    """First and last sound of each phrase by the times of its words; nothing where a phrase has no timed word."""
    limits, place = [], 0
    for number, phrase in enumerate(phrases):
        place += len(phrase.lead_in if number else "") + len(phrase.text)
        limits.append(place)
    spans: dict[int, tuple[Decimal, Decimal]] = {}
    cursor = number = 0
    for word in take.words:
        at = take.text.find(word.text, cursor)
        if at < 0:
            continue
        cursor = at + len(word.text)
        while number < len(limits) - 1 and at >= limits[number]:
            number += 1
        begin, _ = spans.get(number, (word.start, word.end))
        spans[number] = (begin, word.end)
    return [spans[number] for number in range(len(phrases))] if len(spans) == len(phrases) else []


def _guessed(take: Take, phrases: Sequence[Phrase]) -> list[tuple[Decimal, Decimal]]:
    """The ends of all phrases but the last, in proportion to their letters."""
    weights = [max(sum(map(str.isalnum, phrase.text)), 1) for phrase in phrases]
    total, done, guesses = sum(weights), 0, []
    for weight in weights[:-1]:
        done += weight
        at = take.audible_from + take.audible_seconds * done / total
        guesses.append((at, at))
    return guesses
