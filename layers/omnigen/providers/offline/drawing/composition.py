"""Where things stand in a picture: the subject, what is beside it, the hands that use it, and how near the view is."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from omnigen.domain.area import Area
from omnigen.providers.offline.drawing.card import CardBox, draw_card
from omnigen.providers.offline.drawing.palette import Ink, darker
from omnigen.providers.offline.drawing.pen import Pen
from omnigen.providers.offline.drawing.places import PLACES
from omnigen.providers.offline.drawing.stage import Stage
from omnigen.providers.offline.drawing.standing import Standing, clear_of
from omnigen.providers.offline.drawing.subjects import RESIDENTS, SUBJECTS, DrawableSubject
from omnigen.providers.offline.drawing.vocabulary import Topic, words_of

_SCALES = {"close": 1.42, "wide": 0.7, "low": 1.15, "": 1.0}
_PLACE_BOX = (0.2, 0.12, 0.8, 0.85)
_SMALL = frozenset({"studio", "table", "kitchen", "desk", "shop", "bathroom", "restaurant", "workshop", "school"})
"""Places in which things stand on a top, before a person."""


_SUNK = 0.02
"""How far below the line of the floor things stand."""

_SHADOW = 0.005
"""How much of the shadow below it belongs to a subject's box, as a share of the picture's height."""

_NEAR_GROUND, _NEAR_SIZE = 1.5, 1.2
"""Where the feet of somebody in the foreground are, below the picture, and their height, in picture heights."""

_ASIDE = 2.4
"""How far aside somebody in the foreground of a tall picture is, so that there is room for the thing beside them."""


@dataclass(frozen=True)
class _Spot:
    """Where a subject stands: its middle as a share of the width, its size, and whether it looks the other way."""

    x: float
    scale: float
    mirrored: bool = False


def compose(
    stage: Stage, topic: Topic, words: str, chance: random.Random, texts: Sequence[Area] = (), *, bare: bool = False
) -> CardBox:
    """Draw a topic on an empty stage; `words` go on a card if nothing can be drawn. Gives the subject's box.

    The subject is clear of `texts`, which will be written over the picture. A `bare` picture is the same without it.
    """
    if topic.card or topic.subject is None:
        return draw_card(stage, topic.card or words, texts)
    named = SUBJECTS.get(topic.subject)
    place = topic.place or (named.place if named else "studio")
    subject = named or RESIDENTS.get(place)
    if subject is None:
        PLACES[place](stage)
        return _PLACE_BOX
    companion = SUBJECTS.get(topic.companion or "")
    if companion and topic.subject in words_of("being"):
        return _with_person(stage, (subject, companion), place, chance, texts, bare=bare)
    spot = _spot(stage, topic, chance, alone=companion is None)
    usual = _usual(stage, subject, spot)
    standing = clear_of(texts, usual, subject.breadth / stage.breadth)
    stage = _on_floor(stage, subject, standing, usual)
    PLACES[place](stage)
    if companion:
        beside = _Spot(1 - standing.x if abs(standing.x - 0.5) > 0.06 else 0.82, 0.62 * spot.scale)
        share = standing.high / usual.high
        smaller = replace(_usual(stage, companion, beside), high=share * _usual(stage, companion, beside).high)
        place_subject(stage, companion, smaller)
    box = place_subject(stage, subject, standing, mirrored=spot.mirrored, bare=bare)
    if topic.hands:
        _hands(stage, box, both=chance.random() < 0.6)
    return box


def compose_place(stage: Stage, topic: Topic) -> CardBox:
    """Draw a topic's place with nothing in it. Gives the box in which there is room: in the middle, on the ground."""
    subject = SUBJECTS.get(topic.subject or "")
    place = topic.place or (subject.place if subject else "studio")
    PLACES[place](stage)
    return 0.25, max(stage.floor - 0.6, 0.0), 0.75, stage.floor + 0.02


def place_subject(
    stage: Stage, subject: DrawableSubject, standing: Standing, *, mirrored: bool = False, bare: bool = False
) -> CardBox:
    """Draw one subject with its shadow on the floor. Gives its box."""
    pen = stage.pen(standing.x, standing.ground, standing.high)
    half = subject.breadth / 2
    if not subject.airborne:
        for step in range(3):
            pen.oval(0.02, 0, half * (1.12 - 0.1 * step), 0.05 - 0.008 * step, (24, 18, 44, 30))
    if not bare:
        subject.draw(pen.at(0, 0, mirrored=mirrored), stage.ink)
    left, top, right, bottom = standing.box(subject.breadth / stage.breadth).sides
    return max(0.0, left), max(0.0, top), min(1.0, right), min(1.0, bottom + _SHADOW)


def _usual(stage: Stage, subject: DrawableSubject, spot: _Spot) -> Standing:
    """Where a subject stands if nothing is written over it: as large as the picture's shape lets it be."""
    widest = stage.breadth / subject.breadth
    high = min(spot.scale * min(subject.share, 0.66 * widest), 0.86 * widest, stage.floor - 0.06)
    return Standing(x=spot.x, ground=stage.floor + _SUNK - (0.22 if subject.airborne else 0), high=high)


def _on_floor(stage: Stage, subject: DrawableSubject, standing: Standing, usual: Standing) -> Stage:
    """The stage with its floor where the subject stands, if that is not where it usually is."""
    if subject.airborne or standing == usual:
        return stage
    middle = 0.5 if standing.x == usual.x else standing.x
    return replace(stage, floor=standing.ground - _SUNK, middle=middle)


def _spot(stage: Stage, topic: Topic, chance: random.Random, *, alone: bool) -> _Spot:
    scale = _SCALES[topic.view]
    side = chance.choice((-1, 1))
    aside = 0.0 if topic.view in ("close", "low") or topic.hands else 0.06 if alone else 0.14
    if topic.view == "wide":
        aside = 0.16
    return _Spot(0.5 + side * aside * (0.6 if stage.breadth < 1 else 1), scale, chance.random() < 0.4)


def _with_person(
    stage: Stage,
    cast: tuple[DrawableSubject, DrawableSubject],
    place: str,
    chance: random.Random,
    texts: Sequence[Area],
    *,
    bare: bool,
) -> CardBox:
    """Somebody in the foreground before a top on which the thing stands, or beside a thing on the ground."""
    person, thing = cast
    side = chance.choice((-1, 1)) * (0.2 if stage.breadth > 1 else 0.16)
    on_top = place in _SMALL
    large = thing.share > 0.3 and thing.place not in _SMALL
    spot = _Spot(0.5 - side * 0.6, 0.95) if on_top else _Spot(0.5 - side * 0.5, 1.0 if large else 0.7)
    usual = _usual(stage, thing, spot)
    aside = 0.5 + side * (_ASIDE if texts and stage.breadth < 1 else 1.35)
    head = [_head(stage, aside)] if on_top and texts else []
    standing = clear_of([*texts, *head], usual, thing.breadth / stage.breadth)
    stage = _on_floor(stage, thing, standing, usual)
    PLACES[place](stage)
    if on_top:
        near = stage.pen(aside, _NEAR_GROUND, _NEAR_SIZE)
        person.draw(near.at(0, 0, mirrored=side < 0), stage.ink)
        return place_subject(stage, thing, standing, bare=bare)
    box = place_subject(stage, thing, standing, bare=bare)
    place_subject(stage, person, _usual(stage, person, _Spot(0.5 + side * 1.4, 0.95)))
    return box


def _head(stage: Stage, x: float) -> Area:
    """Where the face of somebody in the foreground is, which the thing must not hide."""
    half, top = 0.1 / stage.breadth, _NEAR_GROUND - _NEAR_SIZE
    return Area(left=x - half, top=top, right=x + half, bottom=top + 0.2 * _NEAR_SIZE)


def _hands(stage: Stage, box: CardBox, *, both: bool) -> None:
    """Forearms from the lower corners, their hands at the subject's sides."""
    left, top, right, bottom = box
    middle = top + (bottom - top) * 0.6
    for side, edge in ((-1, left), (1, right)):
        if side == -1 and not both:
            continue
        _arm(stage.pen(edge, middle, 1), stage.ink, side, stage)


def _arm(pen: Pen, ink: Ink, side: int, stage: Stage) -> None:
    """An arm that ends in a hand at the pen's place; `side` is 1 for one that comes from the right."""
    away, below = 0.34 * side, -0.36
    thick = 0.085 if stage.breadth > 1 else 0.06
    pen.stroke([(away, below), (0.07 * side, -0.03)], thick, ink.skin)
    pen.stroke([(away * 1.5, below * 1.5), (away * 0.7, below * 0.66)], thick * 1.5, ink.second)
    pen.oval(0.035 * side, 0.0, thick * 0.75, thick * 0.85, ink.skin)
    for finger in range(3):
        lift = 0.035 - 0.03 * finger
        pen.stroke([(0.02 * side, lift), (-0.045 * side, lift + 0.006)], thick * 0.3, ink.skin)
        pen.stroke([(0.02 * side, lift - 0.015), (-0.03 * side, lift - 0.012)], 0.004, darker(ink.skin, 0.2))
