"""A text for each scene: what the brief says comes first, lines of the bank fill the rest, nothing is said twice."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from omnigen.domain.narration import spoken_words
from omnigen.domain.script_shape import Section
from omnigen.domain.understanding import Category, UnderstoodBrief
from omnigen.domain.wording import closed, plain, sentence_texts
from omnigen.providers.offline.writing.articles import noun_phrase
from omnigen.providers.offline.writing.bank import Bank, bank
from omnigen.providers.offline.writing.kinds import Kind, companions_of, find_kinds, plain_word
from omnigen.providers.offline.writing.length import NarrationLength, lengthen, shorten
from omnigen.providers.offline.writing.reading_words import reading_words
from omnigen.providers.offline.writing.scene_text import SceneText, capital, point_sentence
from omnigen.providers.offline.writing.where import HELD

_PARTS = {Section.TRUST: "trust", Section.OFFER: "offer", Section.HOOK: "hook", Section.PROBLEM: "problem"}
_CLAUSE_END = re.compile(r",\s+|\s+(?:and|und|et|y|e)\s+")
_MIN_LINE_WORDS = 3
_SCENES_TO_A_NAME = 5
"""Besides the reveal and the close, the name is said once in so many scenes."""

_OWN_LINES = 2
"""So many lines name the thing itself; more would be a list."""

_MORE_NAMES = 3
"""So many more lines name it where a narration would be too short."""

_FULL = 0.85
"""A scene with this share of its words is full; the rest is a pause to breathe."""


@dataclass
class _Writer:
    """Writes one narration; a `modest` one opens and closes as shortly as it can, to have room for what is between.

    `left_out` counts the points that had no room.
    """

    brief: UnderstoodBrief
    language: str
    lines: Bank
    chance: random.Random
    scenes: list[SceneText]
    kind: Kind | None = None
    modest: bool = False
    used: set[str] = field(default_factory=set)
    left_out: int = 0
    _own: list[str] = field(default_factory=list)
    _named: list[str] = field(default_factory=list)

    def write(self) -> list[str]:
        points = self._points()
        if self.brief.name:
            self._named = self._shuffled("any.named", own=False)
        elif self.kind and self.brief.category is not Category.MEDICINE:
            self._named = self._shuffled("noun", own=False)
        self._named = [self._filled(line, "") for line in self._named[: len(self.scenes) // _SCENES_TO_A_NAME]]
        self._own = self._own_lines()
        self._reveal(points)
        self._close()
        self._place(points)
        if self.brief.category is Category.MEDICINE:
            self._fill(self._shuffled("trust"), Section.TRUST)
        for scene in self.scenes:
            self._fill_scene(scene)
        return self.texts

    @property
    def texts(self) -> list[str]:
        """What is said in each scene."""
        return [scene.text for scene in self.scenes]

    def keep_to(self, length: NarrationLength) -> list[str]:
        """The texts, made as long as they should take to say."""
        lines = [*self._own, *self._shuffled("problem", "demo", "trust", "offer")]
        if self.brief.category is Category.MEDICINE:
            lines += self._shuffled("hook")
        else:
            here = self._shuffled(f"at.{self.kind.place}", own=False) if self.kind else []
            section = "any.named" if self.brief.name else "noun" if self.kind else ""
            named = [self._filled(line, "") for line in self._shuffled(section, own=False)[:_MORE_NAMES]]
            lines = [*self._own, *named, *here, *lines[len(self._own) :]]
            lines += self._shuffled("any", "trust", "offer", own=False)
        shorten(self.scenes, lines, length)
        for scene, line in lengthen(self.scenes, lines, length, self._is_new):
            self._say(scene, Section.DEMO, line)
        return self.texts

    def _own_lines(self) -> list[str]:
        """Lines that only a video about this thing has: for whom it is, the thing itself, and what goes with it."""
        given = plain(" ".join([self.brief.kind, *self.brief.features]))
        told = not self.brief.audience or plain(self.brief.audience) in given
        lines = [] if told else self._shuffled("audience", own=False)[:1]
        lines = [line.replace("{audience}", self.brief.audience.rstrip(" .")) for line in lines]
        if self.kind is None or self.brief.category is Category.MEDICINE:
            return lines
        held = self.brief.category in HELD
        things = [self._filled(line, "") for line in self._shuffled("thing", own=False)[: _OWN_LINES if held else 0]]
        beside = [kind for kind in companions_of(self.kind) if kind.category in (Category.PRODUCT, Category.FOOD)]
        others = [
            line.replace("{other}", noun_phrase(other, self.language))
            for line, other in zip(self._shuffled("other", own=False), beside, strict=False)
        ]
        mixed = [line for pair in zip_longest(others, things) for line in pair if line]
        return [*lines, *mixed]

    def _points(self) -> list[str]:
        """Features, and the facts that no feature holds, each as a sentence."""
        said = plain(" ".join([self.brief.name, self.brief.kind, *self.brief.features]))
        facts = [fact for fact in self.brief.facts if plain(fact) not in said]
        return [*self.brief.features, *facts]

    def _reveal(self, points: list[str]) -> None:
        """Say what it is, in the scene of that section; a feature that begins with the kind says both."""
        scene = next((one for one in self.scenes if Section.REVEAL in one.sections), self.scenes[0])
        brief = self.brief
        options: list[tuple[str, str]] = []
        for kind in filter(None, (self._whole_kind(points), brief.kind)):
            section = "reveal.named.kind" if brief.name else "reveal.kind"
            if reading_words(self.language).question.match(kind):
                section = "reveal.topic"
            options += [(line, kind) for line in self._shuffled(section, own=False)]
        if brief.name:
            options += [(line, "") for line in self._shuffled("reveal.named", own=False)]
        if not options and points:
            options = [(point_sentence(points[0]), points[0])]
        if self.modest:
            options.sort(key=lambda option: spoken_words(self._filled(*option)))
        for line, kind in options:
            text = self._filled(line, kind)
            if spoken_words(text) <= scene.room:
                self._say(scene, Section.REVEAL, text)
                points[:] = [point for point in points if kind not in (point, f"{brief.kind} {point}")]
                return

    def _whole_kind(self, points: Sequence[str]) -> str:
        """The kind with a feature that belongs to it: a clause about it, or what it is for, if others remain to say."""
        kind, words = self.brief.kind, reading_words(self.language)
        if not kind:
            return ""
        clause = next((point for point in points if point.startswith(kind)), "")
        needed = self.brief.category is Category.MEDICINE or len(points) > 1
        part = next((point for point in points if needed and words.marker.match(point)), "")
        return clause or (f"{kind} {part}" if part else "")

    def _close(self) -> None:
        """End on the name and what to do, the longest that has room."""
        scene = self.scenes[-1]
        closings = self._shuffled("close")
        if self.brief.action:
            closings = [point_sentence(self.brief.action), *closings]
        named = [
            line.replace("{close}", close).replace("{name}", _ended(self.brief.name, line.endswith("{name}.")))
            for close in closings
            for line in self._shuffled("close.named", own=False)
            if self.brief.name
        ]
        lines = sorted([*named, *closings], key=spoken_words) if self.modest else [*named, *closings]
        for line in lines:
            if spoken_words(line) <= scene.room and self._is_new(line):
                self._say(scene, Section.CALL_TO_ACTION, line)
                return

    def _place(self, points: Sequence[str]) -> None:
        """Spread the points over the scenes for them, then over all that have room; the longest first."""
        middle = [scene for scene in self.scenes if Section.SELLING_POINTS in scene.sections] or self.scenes[1:]
        others = [scene for scene in self.scenes if scene not in middle]
        leads = self._shuffled("lead", own=False)
        for point in sorted(points, key=spoken_words, reverse=True):
            text = point_sentence(point)
            if not self._is_new(text):
                continue
            fitting = [scene for scene in middle if spoken_words(text) <= scene.room] or [
                scene for scene in others if spoken_words(text) <= scene.room
            ]
            if not fitting:
                self._shorten(point, [*middle, *others])
                continue
            scene = max(fitting, key=lambda one: one.room)
            lead = next((line for line in leads if self._leads(line, point, scene.room)), "")
            if lead and scene.room - spoken_words(text) > scene.budget / 4:
                leads.remove(lead)
                text = self._filled(lead, "", point)
            self._say(scene, Section.SELLING_POINTS, text)

    def _leads(self, line: str, point: str, room: int) -> bool:
        """Whether this line can introduce the point: only bare phrases are introduced, sentences stand alone."""
        words = reading_words(self.language)
        phrase = not (words.marker.match(point) or words.statement.match(point)) and spoken_words(point) <= 6
        return phrase and spoken_words(self._filled(line, "", point)) <= room

    def _shorten(self, point: str, scenes: Sequence[SceneText]) -> None:
        """Say the first clauses of a point that fits nowhere; a point of one clause is left unsaid."""
        scene = max(scenes, key=lambda one: one.room)
        clauses = _CLAUSE_END.split(point)
        while len(clauses) > 1:
            clauses.pop()
            kept = closed(", ".join(clauses), self.language)
            if spoken_words(kept) <= scene.room and self._is_new(kept):
                self._say(scene, Section.SELLING_POINTS, point_sentence(kept))
                return
        self.left_out += 1

    def _fill_scene(self, scene: SceneText) -> None:
        for section in scene.sections:
            if section in _PARTS:
                pool = self._shuffled(_PARTS[section]) or self._shuffled(_PARTS[section], own=False)
                self._fill(pool, section, [scene], at_most=1)
        medicine = self.brief.category is Category.MEDICINE
        pool = self._shuffled(f"at.{self.kind.place}", own=False) if self.kind else []
        pool += self._shuffled("demo") + self._shuffled("trust" if medicine else "problem")
        if self._own and scene not in (self.scenes[0], self.scenes[-1]):
            self._fill([line for line in self._own if self._is_new(line)], Section.DEMO, [scene], at_most=1)
        if self._named and not medicine and (self.brief.name or self._named[-1]) not in scene.text:
            self._fill([self._named.pop()], Section.DEMO, [scene])
        if not medicine:
            pool += self._shuffled("any", own=False) + self._shuffled("trust", "offer", own=False)
        self._fill(pool, Section.DEMO, [scene])

    def _fill(
        self, pool: Sequence[str], section: Section, scenes: Sequence[SceneText] = (), at_most: int | None = None
    ) -> None:
        """Say lines of the pool wherever scenes have room, until they are full."""
        for scene in scenes or [one for one in self.scenes if section in one.sections]:
            count = 0
            for line in pool:
                if scene.room < _MIN_LINE_WORDS or scene.room <= scene.budget * (1 - _FULL) or count == at_most:
                    break
                if spoken_words(line) <= scene.room and self._is_new(line):
                    self._say(scene, section, line)
                    count += 1

    def _shuffled(self, *sections: str, own: bool = True) -> list[str]:
        found = self.lines.lines(*sections, category=self.brief.category if own else None)
        self.chance.shuffle(found)
        return found

    def _filled(self, line: str, kind: str, point: str = "") -> str:
        text = line.replace("{name}", self.brief.name).replace("{kind}", kind).replace("{point}", point)
        noun = plain_word(self.kind, self.language) if self.kind else ""
        text = text.replace("{Point}", capital(point)).replace("{noun}", noun).replace("{Noun}", capital(noun))
        if "{thing}" in text.casefold() and self.kind:
            thing = noun_phrase(self.kind, self.language, noun)
            text = text.replace("{thing}", thing)
        return capital(text)

    def _is_new(self, text: str) -> bool:
        return plain(text) not in self.used and not any(plain(one) in self.used for one in sentence_texts(text))

    def _say(self, scene: SceneText, section: Section, text: str) -> None:
        self.used.update([plain(text), *(plain(sentence) for sentence in sentence_texts(text) if " " in sentence)])
        scene.said.append((section, text))


def write_narration(
    brief: UnderstoodBrief,
    language: str,
    sections: Sequence[tuple[Section, ...]],
    budgets: Sequence[int],
    chance: random.Random,
    length: NarrationLength | None = None,
) -> list[str]:
    """One text for each scene, about within its budget of words; empty where nothing is left to say."""
    kind = next((mention.kind for mention in find_kinds(brief.noun, "en")), None)
    writers = []
    for modest in (False, True):
        scenes = [SceneText(budget, told) for budget, told in zip(budgets, sections, strict=True)]
        state = random.Random(chance.random())
        writers.append(_Writer(brief, language, bank(language), state, scenes, kind, modest=modest))
    texts = [writer.write() for writer in writers]
    better = 0 if writers[0].left_out <= writers[1].left_out else 1
    return writers[better].keep_to(length) if length else texts[better]


def _ended(name: str, before_full_stop: bool) -> str:
    return name.rstrip(".") if before_full_stop else name
