"""A picture for each scene: the thing itself, or what goes with it, in places where it is at home."""

from __future__ import annotations

import random
from collections.abc import Sequence
from types import MappingProxyType

from omnigen.domain.product_photo import ProductShown
from omnigen.domain.script_shape import Section
from omnigen.domain.storyboard import SceneDraft, Transition
from omnigen.domain.understanding import Category, UnderstoodBrief
from omnigen.domain.wording import closed
from omnigen.providers.offline.writing.articles import noun_phrase
from omnigen.providers.offline.writing.kinds import Kind, companions_of, find_kinds

PLACE_WORDS = MappingProxyType(
    {
        "studio": "a plain studio",
        "table": "a wooden tabletop",
        "room": "a bright living room",
        "bedroom": "a quiet bedroom",
        "bathroom": "a tiled bathroom",
        "kitchen": "a sunlit kitchen",
        "restaurant": "a small restaurant",
        "shop": "a friendly shop",
        "desk": "a tidy office",
        "workshop": "a workshop",
        "gym": "a gym",
        "clinic": "a bright consulting room",
        "school": "a classroom",
        "stage": "a concert stage",
        "stadium": "a stadium",
        "city": "a city street",
        "village": "a village square",
        "road": "an open road",
        "garden": "a garden",
        "meadow": "a meadow",
        "forest": "a forest clearing",
        "mountain": "a mountain valley",
        "snow": "a snowy slope",
        "beach": "a quiet beach",
        "water": "a calm lake",
        "sky": "a wide sky",
    }
)
"""Words for each place, as the drawing knows it."""

_NEIGHBOURS = MappingProxyType(
    {
        "studio": ("studio", "table", "shop", "room"),
        "table": ("table", "kitchen", "restaurant", "garden"),
        "room": ("room", "studio", "shop", "bedroom"),
        "bedroom": ("bedroom", "room", "studio"),
        "bathroom": ("bathroom", "studio", "bedroom", "shop"),
        "kitchen": ("kitchen", "table", "shop", "garden"),
        "restaurant": ("restaurant", "table", "kitchen"),
        "shop": ("shop", "studio", "city", "table"),
        "desk": ("desk", "studio", "room", "table"),
        "workshop": ("workshop", "garden", "studio", "shop"),
        "gym": ("gym", "studio", "meadow", "beach"),
        "clinic": ("clinic", "room", "studio", "desk"),
        "school": ("school", "desk", "room", "garden"),
        "stage": ("stage", "city", "stadium", "studio"),
        "stadium": ("stadium", "city", "meadow", "stage"),
        "city": ("city", "studio", "village", "shop"),
        "village": ("village", "meadow", "city", "garden"),
        "road": ("road", "city", "mountain", "beach"),
        "garden": ("garden", "meadow", "forest", "village"),
        "meadow": ("meadow", "garden", "forest", "village"),
        "forest": ("forest", "mountain", "meadow", "water"),
        "snow": ("snow", "mountain", "forest", "village"),
        "beach": ("beach", "water", "garden", "city"),
        "water": ("water", "beach", "mountain", "forest"),
        "sky": ("sky", "mountain", "meadow", "beach"),
    }
)
_VIEWS = MappingProxyType(
    {
        Section.HOOK: "Close-up of {thing} in {place}|Low angle on {thing} in {place}|Wide view of {thing} in {place}",
        Section.PROBLEM: "A person looking at {thing} in {place}|Wide view of {thing} in {place}, somebody passing",
        Section.REVEAL: "{thing} in the middle of {place}|Medium view of {thing} in {place}",
        Section.SELLING_POINTS: "Close-up of {thing} in {place}|Detail of {thing} in {place}, seen from the left",
        Section.DEMO: "Hands holding {thing} in {place}|A person with {thing} in {place}|"
        "Hands reaching for {thing} in {place}",
        Section.TRUST: "Two people with {thing} in {place}|Medium view of {thing} in {place}, seen from the right",
        Section.OFFER: "Low angle on {thing} in {place}|Wide view of {thing} in {place}",
        Section.CALL_TO_ACTION: "Last view of {thing} in the middle of {place}, calm and clear",
    }
)
"""How each section is seen, in several ways."""

_LARGE = frozenset({"road", "garden", "city", "sky", "water", "stage", "village"})
"""Things that are at home here are not held in hands."""

_OUTDOORS = ("city", "village", "garden", "meadow", "beach", "water")
"""Where buildings stand."""

_HELD = frozenset({Category.PRODUCT, Category.FOOD, Category.SOFTWARE})
"""What hands hold; what is of another category is seen with people."""

_GENERIC = "charity"
"""A kind that gives way to whatever else the brief names."""

_TRANSITIONS = (Transition.DISSOLVE, Transition.CUT, Transition.WIPE, Transition.CUT)


def plan_shots(
    brief: UnderstoodBrief,
    sections: Sequence[tuple[Section, ...]],
    texts: Sequence[str],
    asked: str,
    chance: random.Random,
    *,
    photographed: bool = False,
) -> list[SceneDraft]:
    """One shot for each scene: views vary, the subject or a thing that the text names is in each of them.

    A `photographed` subject is not drawn: its photo is shown instead; the scene of the problem shows people.
    """
    main = _kind(brief.noun)
    others = [kind for kind in _companions(brief) if kind != main]
    if main and main.name == _GENERIC and others:
        main, others = others[0], [*others[1:], main]
    places = _places(main, chance) if main else ["studio"]
    others += [kind for kind in companions_of(main) if kind not in others] if main else []
    views = {section: lines.split("|") for section, lines in _VIEWS.items()}
    for lines in views.values():
        chance.shuffle(lines)
    shots, last = [], len(texts) - 1
    for index, text in enumerate(texts):
        section = Section.CALL_TO_ACTION if index == last else sections[index][0]
        if main and photographed and section is Section.PROBLEM:
            seen = f"A person in {PLACE_WORDS[places[index % len(places)]]}"
        elif main:
            seen = _shot(
                main, others, section, views[section][index % len(views[section])], places[index % len(places)], index
            )
        else:
            seen = card(brief.name or closed(" ".join(text.split()[:8]), "en") or brief.kind)
        transition = Transition.CUT if index == 0 else _TRANSITIONS[(index - 1) % len(_TRANSITIONS)]
        transition = Transition.FADE if index == last and last > 0 else transition
        words = _capital(seen) + (f", {asked}" if asked else "")
        product = ProductShown.HERO if photographed and section is not Section.PROBLEM else ProductShown.NONE
        shots.append(SceneDraft(visual_prompt=words, transition=transition, product=product))
    return shots


def card(text: str) -> str:
    """The prompt for a card that shows words instead of a picture."""
    bare = text.replace('"', "'").strip(" .")
    return f'A typographic card with the words "{bare}"'


def _shot(main: Kind, others: Sequence[Kind], section: Section, view: str, place: str, index: int) -> str:
    if main.place in _LARGE or main.category not in _HELD:
        view = view.replace("Hands holding", "A person beside").replace("Hands reaching for", "A person beside")
    shown = main
    if others and section in (Section.PROBLEM, Section.SELLING_POINTS, Section.DEMO) and index % 2:
        shown = others[(index // 2) % len(others)]
        place = shown.place
        if shown.place in _LARGE or shown.category not in _HELD:
            view = view.replace("Hands holding", "A person beside").replace("Hands reaching for", "A person beside")
    return view.replace("{thing}", noun_phrase(shown, "en")).replace("{place}", PLACE_WORDS[place])


def _places(main: Kind, chance: random.Random) -> list[str]:
    """Where the kind is at home first, then other places that suit it."""
    near = list(_NEIGHBOURS[main.place])[1:]
    if main.category in (Category.PLACE, Category.PROPERTY) and main.place in _OUTDOORS:
        near = [place for place in _OUTDOORS if place != main.place]
    if main.category not in _HELD:
        near = [place for place in near if place not in ("shop", "studio")] or near
    chance.shuffle(near)
    return [main.place, *near[:3]]


def _companions(brief: UnderstoodBrief) -> list[Kind]:
    """Kinds that the brief names besides its subject, in order."""
    named = [mention.kind for mention in find_kinds(" ".join([brief.kind, *brief.features]), "en")]
    return list(dict.fromkeys(named))


def _kind(noun: str) -> Kind | None:
    return next((mention.kind for mention in find_kinds(noun, "en")), None)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
