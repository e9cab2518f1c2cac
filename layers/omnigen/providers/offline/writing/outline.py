"""What a narration may say about a brief, in its order: the brief's own words in frames of the bank, each said once.

A hook, what it is, its points, an invitation, the points in other words, all of it in one sentence, what to do.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from omnigen.domain.narration import spoken_words
from omnigen.domain.script_shape import Section
from omnigen.domain.understanding import Category, UnderstoodBrief
from omnigen.domain.wording import plain
from omnigen.providers.offline.writing.articles import the_thing
from omnigen.providers.offline.writing.bank import Bank
from omnigen.providers.offline.writing.frames import Phrasing, filled, point_sentence
from omnigen.providers.offline.writing.moods import mood_lines
from omnigen.providers.offline.writing.narration_line import NarrationLine
from omnigen.providers.offline.writing.points import Point, PointRole, read_points
from omnigen.providers.offline.writing.reading_words import reading_words
from omnigen.providers.offline.writing.retelling import reasons, told_again

_MAX_HOOK_WORDS = 6
_MAX_WHOLE_WORDS = 12
_BRIEFLY = 0.4
"""So often the shortest videos say the name alone."""

_NOT_WANTED = frozenset({Category.CAUSE, Category.EVENT, Category.MEDICINE})
"""Nobody looks for one of these: no narration opens with that question."""


@dataclass
class NarrationOutline:
    """One way to tell a brief: what must be said, and what may be said besides, the most wanted first."""

    brief: UnderstoodBrief
    language: str
    lines: Bank
    chance: random.Random
    short: bool
    needed: list[NarrationLine] = field(default_factory=list)
    points: list[NarrationLine] = field(default_factory=list)
    spare: list[NarrationLine] = field(default_factory=list)
    phrasing: Phrasing = field(init=False)

    def __post_init__(self) -> None:
        told = plain(" ".join([self.brief.name, self.brief.kind, *self.brief.features]))
        facts = [fact for fact in self.brief.facts if plain(fact) not in told]
        texts = [*self.brief.features, *facts]
        self._points = read_points(texts, self.brief.kind, self.brief.category, self.language)
        self._topic = reading_words(self.language).question.match(self.brief.kind) is not None
        self._whole, self._in_whole = self._whole_kind()
        name = self.brief.name
        it, it4 = ("", "") if name or not self.brief.kind or self._topic else the_thing(self.brief.kind, self.language)
        audience = self.brief.audience.rstrip(" .")
        values = {"name": name, "it": name or it, "it4": name or it4, "audience": audience}
        self.phrasing = Phrasing(self.lines, self.brief.category, values, self.chance)
        self._open()
        self._close()
        self._add_points()
        self._add()

    def _whole_kind(self) -> tuple[str, Point | None]:
        """The thing with what qualifies it best, in one phrase, and the point that this says."""
        kind = self.brief.kind
        clause = next((point for point in self._points if point.role is PointRole.CLAUSE), None)
        if clause:
            return clause.text, clause
        marked = (point for point in self._points if reading_words(self.language).marker.match(point.text))
        part = next((point for point in marked if spoken_words(f"{kind} {point.text}") <= _MAX_WHOLE_WORDS), None)
        return (f"{kind} {part.text}", part) if kind and part and not self._topic else (kind, None)

    def _open(self) -> None:
        """The hook and what it is: a question that the thing answers, a name, a date, or the first point itself."""
        hooks = [] if self.short or self.brief.category is Category.MEDICINE else list(self._hooks())
        if not (self.brief.name or self.brief.kind):
            if self._points:
                self.needed.append(NarrationLine(Section.HOOK, point_sentence(self._points[0].text)))
            return
        if hooks:
            hook, found = self.chance.choice(hooks)
            self.spare.append(NarrationLine(Section.HOOK, hook))
            if found:
                self.needed.append(NarrationLine(Section.HOOK, f"{self.spare.pop().text} {found}"))
                return
        self.needed.append(NarrationLine(Section.REVEAL, self._reveal()))

    def _hooks(self) -> Iterator[tuple[str, str]]:
        """Hooks, each with the sentence that must follow it, if one must."""
        if self._whole and not self._topic and self.brief.category not in _NOT_WANTED:
            found = self.phrasing.any_of("found") or self.phrasing.any_of("found.kind")
            for hook in self.phrasing.any_of("wanted", kind=self._whole):
                yield hook, self.chance.choice(found)
        for point in self._points:
            if point.role is PointRole.PHRASE and not point.parts and spoken_words(point.text) <= _MAX_HOOK_WORDS:
                yield from ((hook, "") for hook in self.phrasing.any_of("hook.point", point=point.text))
            for part in point.parts or (point,):
                if part.role is PointRole.WHEN and self.brief.category is Category.EVENT:
                    yield from ((hook, "") for hook in self.phrasing.any_of("hook.date", point=part.text))
        if self._whole:
            yield from ((hook, "") for hook in self.phrasing.any_of("hook.name"))

    def _reveal(self) -> str:
        if self._topic:
            return self.phrasing.any_of("reveal.topic", kind=self.brief.kind)[0]
        clause = self._in_whole and self._in_whole.role is PointRole.CLAUSE
        kinds = [self._whole] if clause or self.short else [self._whole, self._whole, self.brief.kind]
        if not self.brief.name:
            return self.phrasing.any_of("reveal.kind", kind=self.chance.choice(kinds))[0]
        named = self.phrasing.any_of("reveal.named")
        if not self.brief.kind or (self.short and self.chance.random() < _BRIEFLY):
            return named[0]
        return self.phrasing.any_of("reveal.named.kind", kind=self.chance.choice(kinds))[0]

    def _close(self) -> None:
        """What to do: the brief's own words, or those of its category, with the name or the thing if they can."""
        options = self.phrasing.any_of("topic.close") if self._topic else self.phrasing.any_of("close")
        own = [
            text
            for text in options
            if self.phrasing.values["it"] and self.phrasing.values["it"].casefold() in text.casefold()
        ]
        options = options if self.short else own or options
        if self.brief.action:
            options = [point_sentence(self.brief.action)]
        if self.short and self.brief.name:
            options = [*options, point_sentence(self.brief.name)]
        self.needed.append(NarrationLine(Section.CALL_TO_ACTION, self.chance.choice(options), 1.0))

    def _add_points(self) -> None:
        """Each point that is not said yet, the short ones with a lead now and then."""
        said = plain(" ".join(line.text for line in self.needed))
        leads = [] if self.short else self.lines.lines("lead")
        self.chance.shuffle(leads)
        for number, point in enumerate(self._points):
            if plain(point.text) in said:
                continue
            text = self._told(point, leads)
            self.points.append(NarrationLine(Section.SELLING_POINTS, text, number))

    def _told(self, point: Point, leads: list[str]) -> str:
        """A point as a sentence: addresses and prices with what they are, short phrases with a lead that is left."""
        if point.role in (PointRole.ADDRESS, PointRole.PRICE):
            return self.phrasing.first_of(point.role, point=point.text)
        if point.role is PointRole.VERB and self.phrasing.values["it"]:
            return self.phrasing.first_of("verb", point=point.text)
        bare = point.role is PointRole.PHRASE and not point.parts and spoken_words(point.text) <= _MAX_HOOK_WORDS
        return filled(leads.pop(), {"point": point.text}) if bare and leads else point_sentence(point.text)

    def _add(self) -> None:
        """What may be said besides, the most wanted first: for whom, points once more, an invitation, all in short."""
        if self.brief.category is Category.MEDICINE:
            trust, advice = self.phrasing.any_of("trust"), self.phrasing.any_of("demo")
            (self.spare if self.short else self.needed).append(NarrationLine(Section.TRUST, trust.pop()))
            self.spare += [NarrationLine(Section.DEMO, text) for text in advice] + [
                NarrationLine(Section.TRUST, text) for text in trust
            ]
            return
        given = plain(" ".join([self.brief.kind, *self.brief.features]))
        if self.brief.audience and plain(self.brief.audience) not in given:
            self.spare += [
                NarrationLine(Section.SELLING_POINTS, text, 99) for text in self.phrasing.any_of("audience")[:1]
            ]
        again = [told_again(point, self.phrasing, point is self._in_whole) for point in self._points]
        invitations = self.phrasing.any_of("invite")
        recap = self.phrasing.any_of("again", point=self.brief.kind) if self._topic else self._recap()
        self.spare += [NarrationLine(Section.DEMO, text, -1) for text in invitations[:1]]
        self.spare += [NarrationLine(Section.DEMO, texts[0], number) for number, texts in enumerate(again) if texts]
        self.spare += [NarrationLine(Section.CALL_TO_ACTION, text, 0.5) for text in recap[:1]]
        self.spare += [
            NarrationLine(Section.TRUST, texts[1], number) for number, texts in enumerate(again) if texts[1:]
        ]
        more = [*reasons(self._points, self.phrasing), *(invitations[1:2] if any(again) else [])]
        self.spare += [NarrationLine(Section.OFFER, text) for text in more]
        self.spare += mood_lines(self.brief, self.phrasing)

    def _recap(self) -> list[str]:
        """The thing with what qualifies it, once more in one sentence."""
        if not self._whole or not (self.brief.name or self._in_whole):
            return []
        whole = f"{self.brief.name}, {self._whole}" if self.brief.name else self._whole
        return self.phrasing.any_of("recap", kind=whole)
