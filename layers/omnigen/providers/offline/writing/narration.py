"""A text for each scene: what the brief says, as long as it gives something to say; silence is left to the pictures.

Several outlines are drawn up, and the one is taken that says every point and comes nearest to the wanted length.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from omnigen.domain.narration import spoken_words
from omnigen.domain.script import MAX_OVER_BUDGET
from omnigen.domain.understanding import UnderstoodBrief
from omnigen.domain.wording import closed, plain, sentence_texts
from omnigen.providers.offline.writing.bank import bank
from omnigen.providers.offline.writing.frames import point_sentence
from omnigen.providers.offline.writing.length import NarrationLength
from omnigen.providers.offline.writing.narration_line import NarrationLine
from omnigen.providers.offline.writing.outline import NarrationOutline

_OUTLINES = 10
_SHORT_SECONDS = 8.0
"""A narration that is shorter opens with what it is: there is no time for a hook besides."""

_NEAR_SECONDS = 0.5
_SPARSE = 0.8
"""Below this share of the wanted length every line is a paragraph of its own, so that pauses stand between them."""

_CLAUSE_END = re.compile(r",\s+|\s+(?:and|und|et|y|e)\s+")


def write_narration(
    brief: UnderstoodBrief,
    language: str,
    budgets: Sequence[int],
    chance: random.Random,
    length: NarrationLength | None,
) -> list[str]:
    """One text for each scene, empty where nothing is said; none where there is no narration (`length` is None)."""
    if length is None:
        return ["" for _ in budgets]
    short = length.seconds < _SHORT_SECONDS
    limit = int(sum(budgets) * MAX_OVER_BUDGET)
    drafts = []
    for _ in range(_OUTLINES):
        outline = NarrationOutline(brief, language, bank(language), random.Random(chance.random()), short)
        drafts.append(_Draft(length, limit, len(budgets), language).write(outline))
    best = min(drafts, key=lambda draft: (draft.surplus, draft.left_out, round(abs(draft.missing))))
    return _shared_out(sorted(best.said, key=lambda line: line.place), budgets, best.missing / length.seconds)


@dataclass
class _Draft:
    """One narration while it is written; `left_out` counts points that had no room."""

    length: NarrationLength
    limit: int
    scenes: int
    language: str
    said: list[NarrationLine] = field(default_factory=list)
    left_out: int = 0
    _used: set[str] = field(default_factory=set)

    def write(self, outline: NarrationOutline) -> _Draft:
        for line in outline.needed:
            self._say(line)
        for line in sorted(outline.points, key=lambda one: spoken_words(one.text), reverse=True):
            if self._is_new(line.text) and not self._say_if_room(line):
                self._shorten(line)
        for line in outline.spare:
            if self._is_new(line.text):
                self._say_if_room(line)
        return self

    @property
    def surplus(self) -> int:
        """The words beyond those that there may be."""
        return max(sum(_words(line.text) for line in self.said) - self.limit, 0)

    @property
    def missing(self) -> float:
        """The seconds that are still to be filled; negative where there is too much."""
        return self.length.seconds - self._seconds(self.said)

    def _say_if_room(self, line: NarrationLine) -> bool:
        together = [*self.said, line]
        words = sum(_words(one.text) for one in together)
        fits = words <= self.limit and self._seconds(together) <= self.length.seconds + _NEAR_SECONDS
        if fits:
            self._say(line)
        return fits

    def _seconds(self, lines: Sequence[NarrationLine]) -> float:
        """How long the lines take to say: there are pauses between those of a scene, none between scenes."""
        said = [self.length.said(line.text) for line in lines]
        return sum(said) + self.length.pause * max(len(said) - self.scenes, 0)

    def _shorten(self, line: NarrationLine) -> None:
        """Say the first clauses of a point that fits nowhere; a point of one clause is left unsaid."""
        clauses = _CLAUSE_END.split(line.text.rstrip("."))
        while len(clauses) > 1:
            clauses.pop()
            kept = point_sentence(closed(", ".join(clauses), self.language))
            if self._is_new(kept) and self._say_if_room(NarrationLine(line.section, kept, line.order)):
                return
        self.left_out += 1

    def _is_new(self, text: str) -> bool:
        return not any(plain(one) in self._used for one in (text, *sentence_texts(text)))

    def _say(self, line: NarrationLine) -> None:
        parts = (sentence for sentence in sentence_texts(line.text) if " " in sentence)
        self._used.update(map(plain, (line.text, *parts)))
        self.said.append(line)


@lru_cache(maxsize=4096)
def _words(text: str) -> int:
    """The words of a line, kept: they are counted again with every other line."""
    return spoken_words(text)


def _shared_out(lines: Sequence[NarrationLine], budgets: Sequence[int], silent: float) -> list[str]:
    """The lines by scene, in order: by their words, or evenly where much stays silent; the last one closes."""
    weights = [1 if silent > 1 - _SPARSE else spoken_words(line.text) for line in lines]
    total, done, last = sum(weights), 0, len(budgets) - 1
    texts: list[list[str]] = [[] for _ in budgets]
    for number, (line, weight) in enumerate(zip(lines, weights, strict=True)):
        share = (done + weight / 2) / total if total else 0
        scene = last if number == len(lines) - 1 else 0 if not number else min(int(share * len(budgets)), last)
        texts[scene].append(line.text)
        done += weight
    return [" ".join(part) for part in texts]
