"""A storyboard: how many scenes, how long each, what is seen, and which clip lengths must be bought for it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from omnigen.domain.brief import MAX_SCENES, Brief
from omnigen.domain.narration import MIN_SCENE_SECONDS
from omnigen.domain.plain_text import clean
from omnigen.domain.product_photo import PhotoId, ProductShown
from omnigen.domain.shot import (
    MAX_ON_SCREEN_CHARACTERS,
    CameraAngle,
    CameraMove,
    Element,
    Join,
    ShotSize,
    element_complaints,
    is_continued,
    shows_transition,
)
from omnigen.domain.strict_model import StrictModel
from omnigen.domain.structured_output import StructuredOutput
from omnigen.domain.timebase import QUANTUM_SECONDS, to_frames

TYPICAL_SCENE_SECONDS = Decimal(5)
TRANSITION_FRAMES = 12
"""Half a second at 24 frames per second."""


class Transition(StrEnum):
    """How a scene comes in."""

    CUT = "cut"
    FADE = "fade"
    DISSOLVE = "dissolve"
    WIPE = "wipe"
    SLIDE = "slide"


class SceneDraft(StructuredOutput):
    """What is seen in one scene, how it is filmed, and how it comes in.

    `purpose` is what the scene is for, `action` what happens in it, `elements` the ids of what is in it,
    `on_screen_text` a fact or price to be read; empty where there is none.
    """

    purpose: str
    visual_prompt: str
    shot_size: ShotSize
    angle: CameraAngle
    camera_move: CameraMove
    action: str
    on_screen_text: str
    elements: tuple[str, ...]
    join: Join
    transition: Transition
    product: ProductShown

    @model_validator(mode="before")
    @classmethod
    def _of_earlier_versions(cls, given: Any) -> Any:
        """Answers that were bought by earlier versions show no product, and may have but a prompt and a transition."""
        if not isinstance(given, dict):
            return given
        earlier = _EARLIER if given.keys() == {"visual_prompt", "transition"} else {}
        return {"product": ProductShown.NONE} | earlier | given


_EARLIER = {"purpose": "", "action": "", "on_screen_text": "", "elements": (), "join": Join.NEW_SHOT}
_EARLIER |= {"shot_size": ShotSize.MEDIUM, "angle": CameraAngle.EYE_LEVEL, "camera_move": CameraMove.STATIC}


class StoryboardDraft(StructuredOutput):
    """A planner's answer: what looks the same everywhere, and one scene for each segment of the script."""

    elements: tuple[Element, ...]
    scenes: tuple[SceneDraft, ...]

    @model_validator(mode="before")
    @classmethod
    def _of_earlier_versions(cls, given: Any) -> Any:
        """Answers that were bought by earlier versions describe no elements."""
        return {"elements": (), **given} if isinstance(given, dict) and given.keys() == {"scenes"} else given


ActionText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300), AfterValidator(clean)]
OnScreenText = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=MAX_ON_SCREEN_CHARACTERS), AfterValidator(clean)
]


class SceneEdit(StrictModel):
    """What a person may change about a scene; what is left out stays as it is."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_000), AfterValidator(clean)] | None = (
        None
    )
    visual_prompt: (
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000), AfterValidator(clean)]
        | None
    ) = None
    duration: Annotated[Decimal, Field(ge=1, le=60, multiple_of=QUANTUM_SECONDS)] | None = None
    shot_size: ShotSize | None = None
    angle: CameraAngle | None = None
    camera_move: CameraMove | None = None
    action: ActionText | None = None
    on_screen_text: OnScreenText | None = None
    join: Join | None = None
    transition: Transition | None = None
    product: ProductShown | None = None
    product_photo: PhotoId | None = None


def plan_seconds(duration: Decimal | int, clip_seconds: Sequence[Decimal] = ()) -> list[Decimal]:
    """Scene lengths that sum exactly to the video's, near five seconds each, buying as little unused clip as possible.

    `clip_seconds` are the lengths the video model sells; empty when the pictures are stills.
    """
    fewest, most = _scene_counts(duration, clip_seconds)
    totals = _totals(most, clip_seconds, duration)
    plans = [_even(duration, count) for count in range(fewest, most + 1)]
    plans += [plan for count in range(fewest, most + 1) if (plan := _whole_clips(duration, count, totals))]
    return min(plans, key=lambda plan: (bought(plan, clip_seconds) - duration, _unevenness(plan, duration)))


def bought(scene_seconds: Sequence[Decimal], clip_seconds: Sequence[Decimal]) -> Decimal:
    """Seconds of clip that must be paid for to cover these scenes."""
    if not clip_seconds:
        return sum(scene_seconds, Decimal(0))
    return sum((clip_length(seconds, clip_seconds) for seconds in scene_seconds), Decimal(0))


def clip_length(wanted: Decimal, clip_seconds: Sequence[Decimal]) -> Decimal:
    """The shortest length on sale that covers what is wanted, or the longest there is."""
    return min((seconds for seconds in clip_seconds if seconds >= wanted), default=max(clip_seconds))


def complaints(draft: StoryboardDraft, scenes: int, brief: Brief) -> list[str]:
    """What is wrong with a draft, in sentences its planner can act on."""
    if len(draft.scenes) != scenes:
        return [f"There are {len(draft.scenes)} scenes; plan exactly {scenes}, one for each segment of the script."]
    numbered = list(enumerate(draft.scenes, start=1))
    found = [
        f"The visual prompt of scene {number} is empty; describe what is seen."
        for number, scene in numbered
        if not scene.visual_prompt.strip()
    ]
    found += [
        f"The on-screen text of scene {number} has {len(scene.on_screen_text)} characters; "
        f"at most {MAX_ON_SCREEN_CHARACTERS} can be read."
        for number, scene in numbered
        if len(scene.on_screen_text) > MAX_ON_SCREEN_CHARACTERS
    ]
    found += [
        f"Scene {number}: {complaint}."
        for number, scene in numbered[1:]
        if (complaint := transition_complaint(scene.transition, scene.join, brief, is_last=number == scenes))
    ]
    return found + element_complaints(draft.elements, [(number, scene.elements) for number, scene in numbered])


def transition_complaint(transition: Transition, join: Join, brief: Brief, *, is_last: bool) -> str:
    """Why a scene after the first cannot come in like this, and what to use; empty when it can."""
    if transition is Transition.CUT:
        return ""
    if not shows_transition(join, brief.pictures, brief.continuity):
        return f"nobody sees its {transition}, since it starts on the picture with which the one before ends. Use cut"
    if transition is Transition.FADE and not is_last:
        return "only the last scene comes in with a fade, which says that the film ends. Use cut or dissolve"
    return ""


def as_filmed(draft: StoryboardDraft, scene_index: int, brief: Brief) -> dict[str, Any]:
    """The attributes of a scene from a planner's answer, by the rules that hold whatever it answers.

    Joins follow the continuity of the brief, a transition that cannot be is a cut, and elements without a description
    are left out.
    """
    scene = draft.scenes[scene_index]
    continued = is_continued(scene.join, scene_index, brief.pictures, brief.continuity)
    join = Join.CONTINUE if continued else Join.NEW_SHOT
    is_last = scene_index == len(draft.scenes) - 1
    objection = transition_complaint(scene.transition, join, brief, is_last=is_last)
    named = tuple(one for one in draft.elements if one.id in scene.elements and one.description.strip())
    return dict(scene) | {
        "visual_prompt": scene.visual_prompt.strip(),
        "on_screen_text": scene.on_screen_text.strip()[:MAX_ON_SCREEN_CHARACTERS],
        "elements": named,
        "join": join,
        "transition": scene.transition if scene_index and not objection else Transition.CUT,
    }


def transition_frames(transition: Transition, before: Decimal, after: Decimal) -> int:
    """Frames over which a scene comes in: none for a cut, never more than a quarter of either neighbour.

    A fade takes half of them down and half up, so with fewer than twelve there is none: it would be a blink.
    """
    if transition is Transition.CUT:
        return 0
    frames = min(TRANSITION_FRAMES, to_frames(before) // 4, to_frames(after) // 4)
    return 0 if transition is Transition.FADE and frames < TRANSITION_FRAMES else frames


def _scene_counts(duration: Decimal | int, clip_seconds: Sequence[Decimal]) -> tuple[int, int]:
    longest = max(clip_seconds, default=Decimal(10))
    fewest = max(
        math.ceil(duration / longest), math.ceil(duration / (TYPICAL_SCENE_SECONDS + 3)), min(2, int(duration / 3))
    )
    most = min(max(round(duration / 4), fewest), MAX_SCENES)
    return min(fewest, MAX_SCENES), most


def _even(duration: Decimal | int, count: int) -> list[Decimal]:
    quanta = int(duration / QUANTUM_SECONDS)
    whole, spare = divmod(quanta, count)
    return [(whole + (1 if index < spare else 0)) * QUANTUM_SECONDS for index in range(count)]


def _totals(most: int, clip_seconds: Sequence[Decimal], duration: Decimal | int) -> list[dict[Decimal, list[Decimal]]]:
    """For each number of clips, the totals they can have, and the clips with which each total can begin."""
    highest = duration + max(clip_seconds, default=Decimal(0))
    totals: list[dict[Decimal, list[Decimal]]] = [{Decimal(0): []}]
    for _ in range(most):
        more: dict[Decimal, list[Decimal]] = {}
        for seconds in clip_seconds:
            for total in totals[-1]:
                if total + seconds <= highest:
                    more.setdefault(total + seconds, []).append(seconds)
        totals.append(more)
    return totals


def _whole_clips(
    duration: Decimal | int, count: int, totals: Sequence[Mapping[Decimal, list[Decimal]]]
) -> list[Decimal] | None:
    """Scenes that use each clip to its end, but for one that is trimmed; None when this many cannot do it."""
    total = min((seconds for seconds in totals[count] if seconds >= duration), default=None)
    if total is None:
        return None
    plan: list[Decimal] = []
    left = total
    for remaining in range(count, 0, -1):
        ideal = left / remaining
        plan.append(min(totals[remaining][left], key=lambda seconds: (abs(seconds - ideal), -seconds)))
        left -= plan[-1]
    longest = plan.index(max(plan))
    plan[longest] -= total - duration
    return plan if plan[longest] >= MIN_SCENE_SECONDS else None


def _unevenness(plan: Sequence[Decimal], duration: Decimal | int) -> Decimal:
    mean = Decimal(duration) / len(plan)
    return abs(mean - TYPICAL_SCENE_SECONDS) + sum((abs(seconds - mean) for seconds in plan), Decimal(0)) / len(plan)
