"""A piece as notes: which instrument plays what when, from a quiet opening to a chord that rings out."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from omnigen.domain.timebase import SAMPLE_RATE
from omnigen.providers.offline.music.moods import Style

BEATS_PER_BAR = 4
MAX_KEY_SHIFT = 4
"""Semitones up or down by which a piece is moved."""

_TEMPOS = (0.9, 0.95, 1.0, 1.06, 1.12)
_TEMPO_LEEWAY = 0.05


class Note(NamedTuple):
    """One note: pitch as a MIDI number, start and length in samples, loudness, place (-1 left to 1 right)."""

    instrument: str
    pitch: int
    start: int
    length: int
    level: float
    pan: float = 0.0
    brightness: float = 1.0


@dataclass(frozen=True)
class SongForm:
    """How long a bar is, how many there are before the last chord, and where the piece grows.

    `restraint` is how many bars later than at the earliest the body enters, and how often the drums pause.
    """

    bar: int
    bars: int
    restraint: int = 1

    @property
    def body(self) -> int:
        """The bar where bass and percussion enter."""
        return 0 if self.bars < 3 else min(self.restraint, 1) if self.bars < 6 else self.restraint + 1

    @property
    def lift(self) -> int:
        """The bar where the melody enters."""
        return max(self.body + 1, self.bars // 2 if self.bars < 12 else 3 + self.restraint)

    def is_break(self, number: int) -> bool:
        """Whether the percussion pauses in this bar, before the last third of a longer piece."""
        return self.restraint > 0 and self.bars >= 8 and number == self.bars - self.bars // 3 - 1


class Bar(NamedTuple):
    """One bar: where it starts and how long it is in samples, its chord from low to high, its root for the bass."""

    number: int
    start: int
    length: int
    chord: list[int]
    root: int
    growth: float


def arrange(style: Style, samples: int, seed: int) -> list[Note]:
    """All notes of a piece that fills `samples`: whole bars, then the home chord, ringing."""
    chance = random.Random(f"{style.tempo} {seed}")
    form = _form(style, samples, chance)
    key = style.key + chance.randint(-MAX_KEY_SHIFT, MAX_KEY_SHIFT)
    progression = chance.choice(style.progressions)
    figure = chance.choice(style.figures)
    motif = _motif(chance)
    notes: list[Note] = []
    for number in range(form.bars):
        chord = progression[number % len(progression)]
        growth = min(1.0, 0.62 + 0.38 * number / max(1, form.lift))
        voicing, root = _voicing(style, key, chord), _low_root(style, key, chord)
        bar = Bar(number, number * form.bar, form.bar, voicing, root, growth)
        notes += [*_pad(style, bar), *_figure(style, bar, figure, sparse=number < form.body)]
        if number >= form.body:
            notes += _bass(style, bar)
        if number >= form.body and not form.is_break(number):
            notes += _groove(style, bar, opening=number == form.body)
        if number >= form.lift:
            notes += _melody(style, bar, motif[number % 2])
    return notes + list(_ending(style, form, key, samples))


def _form(style: Style, samples: int, chance: random.Random) -> SongForm:
    """Whole bars at about the style's tempo, slower or faster by chance, leaving the last chord a bar to ring."""
    tempo = style.tempo * chance.choice(_TEMPOS)
    ideal = SAMPLE_RATE * 60 / tempo * BEATS_PER_BAR
    bars = max(1, round(samples / ideal - 1.1))
    bar = samples / (bars + 1.1)
    bar = min(max(bar, ideal * (1 - _TEMPO_LEEWAY)), ideal * (1 + _TEMPO_LEEWAY))
    return SongForm(round(min(bar, samples * 0.62)), bars, chance.randrange(3))


def _degree(style: Style, key: int, degree: int) -> int:
    """The pitch of a scale degree counted from 0, going on above the octave."""
    octave, step = divmod(degree, len(style.scale))
    return key + 12 * octave + style.scale[step]


def _voicing(style: Style, key: int, chord: str) -> list[int]:
    """A chord's tones within the octave around the key: close to the chord before, whichever that was."""
    root, _, added = chord.partition(":")
    steps = [0, 2, 4]
    if added == "4":
        steps[1] = 3
    elif added:
        steps.append(int(added) - 1)
    pitches = {_degree(style, key, int(root) - 1 + step) % 12 for step in steps}
    lowest = key - 6
    return sorted(lowest + (pitch - lowest) % 12 for pitch in pitches)


def _low_root(style: Style, key: int, chord: str) -> int:
    """The chord's root for the bass, between E1 and D#2."""
    return 28 + (_degree(style, key, int(chord.partition(":")[0]) - 1) - 28) % 12


def _pad(style: Style, bar: Bar) -> Iterator[Note]:
    length = round(bar.length * 1.22)
    for index, pitch in enumerate(bar.chord):
        pan = (-0.6, 0.6, -0.25, 0.35)[index % 4]
        yield Note("pad", pitch, bar.start, length, 0.15 * style.pad_level * bar.growth, pan, style.brightness)
    low = bar.chord[0] - 12
    yield Note("pad", low, bar.start, length, 0.13 * style.pad_level * bar.growth, 0.0, style.brightness * 0.7)


def _figure(style: Style, bar: Bar, figure: str, *, sparse: bool) -> Iterator[Note]:
    """The moving voice, an octave above the pad; every second bar ends a little higher."""
    tones = [pitch + 12 for pitch in bar.chord] + [bar.chord[0] + 24]
    for step, sign in enumerate(figure):
        if sign == "." or (sparse and step % 2):
            continue
        tone = tones[(int(sign) + (1 if bar.number % 2 and step >= 4 else 0)) % len(tones)]
        at = bar.start + round(bar.length / 8 * (step + (style.swing if step % 2 else 0)))
        level = 0.17 * style.lead_level * (1.0, 0.66, 0.82, 0.7)[step % 4] * bar.growth
        pan = 0.45 * (-1) ** step * (0.5 + 0.25 * (step % 3))
        yield Note(style.lead, tone, at, bar.length // 4, level, pan, style.brightness)


def _bass(style: Style, bar: Bar) -> Iterator[Note]:
    hits = [step for step, sign in enumerate(style.bass) if sign != "."]
    pitch = bar.root + 12 if bar.root < 33 else bar.root
    for step, following in zip(hits, [*hits[1:], 16], strict=True):
        length = round(bar.length * (following - step) / 16 * 0.95)
        yield Note("bass", pitch, bar.start + bar.length * step // 16, length, 0.034 * int(style.bass[step]))


def _groove(style: Style, bar: Bar, *, opening: bool) -> Iterator[Note]:
    """Percussion; in its first bar only the kick plays from the start."""
    for sound, hits in style.groove.items():
        for step, sign in enumerate(hits):
            if sign == "." or (opening and sound != "kick" and step < 8):
                continue
            late = style.swing / 2 if step % 4 == 2 else 0
            pan = {"shaker": 0.35, "rim": -0.25, "tick": 0.4 * (-1) ** (step // 4)}.get(sound, 0.0)
            yield Note(sound, 0, bar.start + round(bar.length * (step + late) / 16), 0, 0.03 * int(sign), pan)


def _motif(chance: random.Random) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Two bars of melody as (sixteenth, chord tone): a call and its answer."""
    rhythms = ((0, 6, 8), (0, 4, 10), (2, 6, 12), (0, 8), (4, 8, 14))
    call, answer = chance.sample(rhythms, 2)
    line = [chance.choice((1, 2, 3))]
    while len(line) < len(call) + len(answer):
        line.append(min(4, max(0, line[-1] + chance.choice((-1, -1, 0, 1, 1)))))
    return tuple(zip(call, line, strict=False)), tuple(zip(answer, line[len(call) :], strict=True))


def _melody(style: Style, bar: Bar, motif: tuple[tuple[int, int], ...]) -> Iterator[Note]:
    tones = [pitch + octave for octave in (12, 24) for pitch in bar.chord]
    for step, tone in motif:
        at = bar.start + bar.length * step // 16
        yield Note(style.melody, tones[tone % len(tones)], at, bar.length // 2, 0.13, 0.12, style.brightness)


def _ending(style: Style, form: SongForm, key: int, samples: int) -> Iterator[Note]:
    """The home chord, struck once by everybody and left to ring until the end."""
    start = form.bar * form.bars
    left = max(samples - start, 1)
    chord = _voicing(style, key, "1")
    for index, pitch in enumerate(chord):
        yield Note(
            "tail", pitch, start, left, 0.16 * style.pad_level, (-0.5, 0.5, 0.0, 0.2)[index % 4], style.brightness
        )
        strum = start + round(index * SAMPLE_RATE * 0.035)
        yield Note(style.lead, pitch + 12, strum, left, 0.17 * style.lead_level, 0.3 * (index - 1), style.brightness)
    yield Note("bass", _low_root(style, key, "1") + 12, start, min(left, form.bar), 0.26)
    if style.groove:
        yield Note(next(iter(style.groove)), 0, start, 0, 0.26)
