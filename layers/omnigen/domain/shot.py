"""A shot: how a scene is filmed, which things in it must look the same everywhere, and how it joins the one before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from omnigen.domain.brief_options import Continuity, Pictures
from omnigen.domain.structured_output import StructuredOutput

MAX_ON_SCREEN_CHARACTERS = 60
"""What a viewer reads in a second and a half."""

MAX_ELEMENTS = 12


class ShotSize(StrEnum):
    """How much of the subject is in the picture."""

    DETAIL = "detail"
    CLOSE_UP = "close_up"
    MEDIUM = "medium"
    WIDE = "wide"


class CameraAngle(StrEnum):
    """From where the camera looks at the subject."""

    EYE_LEVEL = "eye_level"
    LOW = "low"
    HIGH = "high"
    OVERHEAD = "overhead"


class CameraMove(StrEnum):
    """The one move of the camera in a scene."""

    STATIC = "static"
    PUSH_IN = "push_in"
    PULL_OUT = "pull_out"
    PAN_LEFT = "pan_left"
    PAN_RIGHT = "pan_right"
    TILT_UP = "tilt_up"
    TILT_DOWN = "tilt_down"
    ORBIT = "orbit"


class Join(StrEnum):
    """How a scene follows the one before: filmed on from its last frame, or as a shot of its own."""

    NEW_SHOT = "new_shot"
    CONTINUE = "continue"


class ElementKind(StrEnum):
    """What an element is."""

    PRODUCT = "product"
    CAST = "cast"
    PLACE = "place"


class Element(StructuredOutput):
    """A thing, person or place that looks the same in every scene: each prompt repeats its description word for word.

    `id` is short and unique within the storyboard, as in "product" or "kitchen".
    """

    id: str
    kind: ElementKind
    description: str


def is_continued(join: Join, scene_index: int, pictures: Pictures, continuity: Continuity) -> bool:
    """Whether a scene's clip starts on the last frame of the clip before."""
    if scene_index == 0 or pictures is not Pictures.CLIPS or continuity is Continuity.KEYFRAMES:
        return False
    return continuity is Continuity.CHAINED or join is Join.CONTINUE


def shows_transition(join: Join, pictures: Pictures, continuity: Continuity) -> bool:
    """Whether the pictures on both sides of a join differ, so that a transition between them is seen.

    A continued clip starts on the last frame of the one before; between keyframes a clip ends on the still on which the
    next one starts.
    """
    if pictures is not Pictures.CLIPS:
        return True
    return continuity is Continuity.MIXED and join is Join.NEW_SHOT


def element_complaints(elements: Sequence[Element], used: Iterable[tuple[int, Sequence[str]]]) -> list[str]:
    """What is wrong with the elements of a storyboard; `used` gives for each scene's number the ids that it names."""
    ids = [element.id for element in elements]
    found = [f"The element {name!r} is described twice; describe it once." for name in _twice(ids)]
    if len(elements) > MAX_ELEMENTS:
        found.append(f"There are {len(elements)} elements; describe at most {MAX_ELEMENTS}.")
    found += [
        f"The element {one.id!r} has no description; say how it looks."
        for one in elements
        if not one.description.strip()
    ]
    found += [
        f"Scene {number} names the element {name!r}, which is not described; describe it, or leave it out."
        for number, names in used
        for name in names
        if name not in ids
    ]
    return found


def _twice(ids: Sequence[str]) -> list[str]:
    return sorted({name for name in ids if ids.count(name) > 1})
