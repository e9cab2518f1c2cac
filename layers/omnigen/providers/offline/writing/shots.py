"""A shot for each scene: the thing itself, or what goes with it, in places where it is at home."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from omnigen.domain.brief import Brief
from omnigen.domain.product_photo import ProductShown
from omnigen.domain.script_shape import Section
from omnigen.domain.shot import (
    MAX_ON_SCREEN_CHARACTERS,
    Element,
    ElementKind,
    Join,
    is_continued,
    shows_transition,
)
from omnigen.domain.storyboard import SceneDraft, StoryboardDraft, Transition
from omnigen.domain.understanding import UnderstoodBrief
from omnigen.domain.wording import closed, plain, tag_of
from omnigen.providers.offline.writing.articles import noun_phrase
from omnigen.providers.offline.writing.kinds import LANGUAGES, Kind, companions_of, find_kinds
from omnigen.providers.offline.writing.views import VIEWS, View
from omnigen.providers.offline.writing.where import HELD, PLACE_WORDS, in_place, places_of

_LARGE = frozenset({"road", "garden", "city", "sky", "water", "stage", "village"})
"""Things that are at home here are not held in hands."""

_OFFERED = "sale"
"""What is for sale is shown itself, not a price tag."""

_GENERIC = "charity"
"""A kind that gives way to whatever else the brief names."""

_CARD_WORDS = 8
"""More are not read from a card while somebody speaks."""

_TRANSITIONS = (Transition.CUT, Transition.DISSOLVE, Transition.CUT, Transition.CUT, Transition.WIPE)
"""Most shots follow with a cut."""

_STAYS_EVERY = 3
"""So often a scene stays in the place of the one before, and is filmed on from it."""


def plan_shots(
    understood: UnderstoodBrief,
    sections: Sequence[tuple[Section, ...]],
    texts: Sequence[str],
    asked: str,
    chance: random.Random,
    brief: Brief,
) -> StoryboardDraft:
    """One shot for each scene: views vary, the subject or a thing that the text names is in each of them."""
    cast = _Cast.of(understood, chance, tag_of(brief.narration.language))
    views = {section: list(ways) for section, ways in VIEWS.items()}
    for ways in views.values():
        chance.shuffle(ways)
    shown = _facts_shown(understood, texts)
    shots: list[SceneDraft] = []
    before = ""
    for index, text in enumerate(texts):
        is_last = index == len(texts) - 1
        section = Section.CALL_TO_ACTION if is_last else sections[index][0]
        view = views[section][index % len(views[section])]
        thing, place = cast.at(section, index)
        stays = place == before and not is_last and thing == cast.main
        join = _join(index, brief, stays=stays)
        seen = _seen(view, thing, place) if thing else card(_card_words(understood, index, text, is_last=is_last))
        product = _shown(section, brief) if thing else ProductShown.NONE
        if brief.photos and product is ProductShown.NONE and thing:
            seen = f"A person in {PLACE_WORDS[place]}"  # a drawn product would be another one than that of the photos
        shots.append(
            SceneDraft(
                purpose=section,
                visual_prompt=_capital(seen) + (f", {asked}" if asked else ""),
                shot_size=view.size,
                angle=view.angle,
                camera_move=view.move,
                action=view.action if thing else "",
                on_screen_text=shown[index],
                elements=cast.ids(thing, place, view),
                join=join,
                transition=_transition(index, join, brief, is_last=is_last),
                product=product,
            )
        )
        before = place
    return StoryboardDraft(elements=cast.elements(understood, shots), scenes=tuple(shots))


def _shown(section: Section, brief: Brief) -> ProductShown:
    """The photographed product itself, but where the story tells of a problem."""
    return ProductShown.HERO if brief.photos and section is not Section.PROBLEM else ProductShown.NONE


@dataclass(frozen=True)
class _Cast:
    """What a video shows: its subject, None if nothing can be drawn, what goes with it, and where."""

    main: Kind | None
    others: tuple[Kind, ...]
    places: tuple[str, ...]

    @classmethod
    def of(cls, understood: UnderstoodBrief, chance: random.Random, language: str) -> _Cast:
        main = _kind(understood.noun)
        others = [kind for kind in _companions(understood, language, main) if kind != main]
        if main and main.name == _GENERIC and others:
            main, others = others[0], [*others[1:], main]
        if main is None:
            return cls(None, (), ("studio",))
        others += [kind for kind in companions_of(main) if kind not in others]
        return cls(main, tuple(others), tuple(places_of(main, chance)))

    def at(self, section: Section, index: int) -> tuple[Kind | None, str]:
        """The thing and the place of a scene. Every third scene stays where the one before was."""
        if section is Section.CALL_TO_ACTION:
            return self.main, self.places[0]
        companions = section in (Section.PROBLEM, Section.SELLING_POINTS, Section.DEMO)
        if self.others and companions and index % _STAYS_EVERY == 1:
            other = self.others[(index // _STAYS_EVERY) % len(self.others)]
            return other, other.place
        return self.main, self.places[(index - (index + 1) // _STAYS_EVERY) % len(self.places)]

    def ids(self, thing: Kind | None, place: str, view: View) -> tuple[str, ...]:
        """The elements that are in a shot."""
        if thing is None:
            return ()
        return (*(["product"] if thing == self.main else []), *(["people"] if view.person else []), place)

    def elements(self, understood: UnderstoodBrief, shots: Sequence[SceneDraft]) -> tuple[Element, ...]:
        """A description of all that these shots name."""
        named = {name for shot in shots for name in shot.elements}
        if self.main is None:
            return ()
        thing = noun_phrase(self.main, "en")
        product = f"{thing} named {understood.name}" if understood.name else thing
        described = [
            Element(id="product", kind=ElementKind.PRODUCT, description=product),
            Element(id="people", kind=ElementKind.CAST, description="the same people in plain clothes"),
            *(Element(id=name, kind=ElementKind.PLACE, description=words) for name, words in PLACE_WORDS.items()),
        ]
        return tuple(element for element in described if element.id in named)


def _join(index: int, brief: Brief, *, stays: bool) -> Join:
    wanted = Join.CONTINUE if stays else Join.NEW_SHOT
    continued = is_continued(wanted, index, brief.pictures, brief.continuity)
    return Join.CONTINUE if continued else Join.NEW_SHOT


def _transition(index: int, join: Join, brief: Brief, *, is_last: bool) -> Transition:
    if index == 0 or not shows_transition(join, brief.pictures, brief.continuity):
        return Transition.CUT
    return Transition.FADE if is_last else _TRANSITIONS[(index - 1) % len(_TRANSITIONS)]


def _facts_shown(understood: UnderstoodBrief, texts: Sequence[str]) -> list[str]:
    """For each scene a fact that is said in it and that nobody has read yet."""
    left = [fact for fact in understood.facts if len(fact) <= MAX_ON_SCREEN_CHARACTERS]
    shown = []
    for text in texts:
        fact = next((fact for fact in left if plain(fact) in plain(text)), "")
        shown.append(fact)
        left = [other for other in left if other != fact]
    return shown


def _card_words(understood: UnderstoodBrief, index: int, text: str, *, is_last: bool) -> str:
    """What a card says: first and last the name, between them what it is, its features and facts in turn."""
    name = understood.name or understood.kind or closed(" ".join(text.split()[:_CARD_WORDS]), "en")
    told = dict.fromkeys([understood.kind, *understood.features, *understood.facts])
    told_short = [words for words in told if words and words != name and len(words.split()) <= _CARD_WORDS]
    return name if is_last or not index or not told_short else _capital(told_short[(index - 1) % len(told_short)])


def card(text: str) -> str:
    """The prompt for a card that shows words instead of a picture."""
    bare = text.replace('"', "'").strip(" .")
    return f'A typographic card with the words "{bare}"'


def _seen(view: View, shown: Kind, place: str) -> str:
    seen = view.seen
    if shown.place in _LARGE or shown.category not in HELD:
        seen = seen.replace("Hands holding", "A person beside").replace("Hands reaching for", "A person beside")
    seen = seen.replace("in {place}", in_place(place)).replace("{place}", PLACE_WORDS[place])
    return seen.replace("{thing}", noun_phrase(shown, "en"))


def _companions(brief: UnderstoodBrief, language: str, main: Kind | None) -> list[Kind]:
    """Kinds that the brief names besides its subject, in order, in the sense that suits it."""
    language = language if language in LANGUAGES else "en"
    named = [one.kind for text in (brief.kind, *brief.features) for one in find_kinds(text, language, main)]
    return [kind for kind in dict.fromkeys(named) if kind.name != _OFFERED]


def _kind(noun: str) -> Kind | None:
    return next((mention.kind for mention in find_kinds(noun, "en")), None)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
