"""What a prompt is about: the thing to draw, what stands beside it, where, how near, and words to be set on a card."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from omnigen.providers.offline.writing.kinds import LANGUAGES, KindMention, find_kinds, kinds

_CARD = re.compile(r"typographic card with the words \"([^\"]*)\"", re.IGNORECASE)
_VIEWS = {
    "close": "close-?up|detail|macro|nahaufnahme|gros plan|primer plano|primo piano",
    "wide": "wide (?:view|shot|opening shot)|drone shot|totale|plan large",
    "low": "low angle|from below|von unten",
}
_CLEARLY = 1.5
"""Another language than English is read when it knows so many times as many letters of the prompt."""

_HANDS = re.compile(r"\b(?:hands?|hände?|mains?|manos?|mãos?|mani|mano)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Topic:
    """What to draw: a subject (None if no word is known), a companion, a place, a view, hands, words for a card."""

    subject: str | None
    companion: str | None
    place: str | None
    view: str = ""
    hands: bool = False
    card: str = ""

    @property
    def labels(self) -> frozenset[str]:
        """What can be recognised in the picture."""
        return frozenset(name for name in (self.subject, self.companion) if name)


@dataclass(frozen=True)
class _Mention:
    what: str
    name: str
    start: int
    end: int


def read_topic(prompt: str) -> Topic:
    """The topic of a prompt: beings and things before places, the first one named before later ones."""
    if card := _CARD.search(prompt):
        return Topic(None, None, None, card=card[1])
    seen = re.sub("|".join(_VIEWS.values()), lambda view: " " * len(view.group()), prompt, flags=re.IGNORECASE)
    found = sorted(_mentions(seen), key=lambda mention: mention.start)
    actors = [mention for mention in found if mention.what != "place"]
    places = [mention for mention in found if mention.what == "place"]
    leading = actors[0] if actors else places[0] if places else None
    others = [one.name for one in actors if leading and one.name != leading.name]
    view = next(
        (name for name, pattern in _VIEWS.items() if re.search(rf"\b(?:{pattern})\b", prompt, re.IGNORECASE)), ""
    )
    return Topic(
        subject=leading.name if leading else None,
        companion=others[0] if others else None,
        place=places[0].name if places else None,
        view=view,
        hands=_HANDS.search(prompt) is not None and bool(actors),
    )


@cache
def words_of(what: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The words for each "being" or "place", by name and language."""
    text = files("omnigen.providers.offline").joinpath("data", "scenes.txt").read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if line and not line.startswith("#")]
    return {
        name: {tag: tuple(cell.split(",")) for tag, cell in zip(LANGUAGES, cells, strict=True)}
        for kind, name, *cells in rows
        if kind == what
    }


def _mentions(prompt: str) -> list[_Mention]:
    """Every known word, in English or else in the language that has most; the longest of overlapping ones.

    So a water bottle is no lake, and a German prompt is not searched for English words that look alike.
    """
    by_language = {tag: _all_in(prompt, tag) for tag in LANGUAGES}
    best = max(by_language.values(), key=lambda found: sum(one.end - one.start for one in found))
    known, english = (sum(one.end - one.start for one in found) for found in (best, by_language["en"]))
    spans = best if known > _CLEARLY * english else by_language["en"]
    longest: list[_Mention] = []
    for span in sorted(spans, key=lambda one: (one.start - one.end, one.start)):
        if all(span.end <= other.start or span.start >= other.end for other in longest):
            longest.append(span)
    return longest


def _all_in(prompt: str, language: str) -> list[_Mention]:
    things = [_thing(mention) for mention in find_kinds(prompt, language)]
    others = [
        _Mention(what, name, match.start(), match.end())
        for what in ("being", "place")
        for name, pattern in _patterns(what, language).items()
        for match in pattern.finditer(prompt)
    ]
    return things + others


def _thing(mention: KindMention) -> _Mention:
    return _Mention("thing", kinds()[mention.kind.name].drawing, mention.start, mention.end)


@cache
def _patterns(what: str, language: str) -> Mapping[str, re.Pattern[str]]:
    return {
        name: re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words[language]))})(?:s|es|'s)?(?!\w)", re.IGNORECASE)
        for name, words in words_of(what).items()
    }
