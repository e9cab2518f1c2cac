"""The prompts of the video models: one for each use, as each model's guide asks for it. The texts are data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from omnigen.domain.shot import CameraAngle, CameraMove, ShotSize
from omnigen.prompts import ShotDirection, picture_prompt_version

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_LEFT_OUT_FIRST = ("style", "look")
"""What a prompt that is too long does without, in this order. Then elements go, the last one first."""


class ClipUse(StrEnum):
    """What a clip is made from."""

    TEXT_TO_VIDEO = "text_to_video"
    IMAGE_TO_VIDEO = "image_to_video"
    FIRST_LAST_FRAME = "first_last_frame"


class PromptData(BaseModel):
    """A part of the data file."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ModelPrompts(PromptData):
    """How some models want to be asked: for each use its parts in order, and their words for camera moves.

    A part whose placeholders are all empty is left out. `negative` is what the model is to leave out, as nouns, for its
    own input field. `source` is where that was read.
    """

    models: tuple[str, ...]
    source: str
    max_words: int
    uses: Mapping[ClipUse, tuple[str, ...]]
    moves: Mapping[CameraMove, str]
    negative: str | None = None


class VideoPrompts(PromptData):
    """The whole data file."""

    version: str
    checked_on: date
    models: tuple[ModelPrompts, ...]


_SIZES = {
    ShotSize.DETAIL: "extreme close-up",
    ShotSize.CLOSE_UP: "close-up",
    ShotSize.MEDIUM: "medium shot",
    ShotSize.WIDE: "wide shot",
}
_ANGLES = {
    CameraAngle.EYE_LEVEL: "eye level",
    CameraAngle.LOW: "low angle",
    CameraAngle.HIGH: "high angle",
    CameraAngle.OVERHEAD: "top-down view",
}


@cache
def video_prompts() -> VideoPrompts:
    """The data file."""
    text = files(__package__).joinpath("models", "video_prompts.json").read_text(encoding="utf-8")
    return VideoPrompts.model_validate_json(text)


@cache
def prompts_of(model: str) -> ModelPrompts | None:
    """How this model wants to be asked; None for a model that the data does not know."""
    return next((one for one in video_prompts().models if model in one.models), None)


def use_of(*, starts_on_picture: bool, ends_on_picture: bool) -> ClipUse:
    """What a clip with these pictures is made from."""
    if not starts_on_picture:
        return ClipUse.TEXT_TO_VIDEO
    return ClipUse.FIRST_LAST_FRAME if ends_on_picture else ClipUse.IMAGE_TO_VIDEO


def prompt_for(prompts: ModelPrompts, use: ClipUse, shot: ShotDirection) -> str:
    """The prompt, within the model's number of words where that can be had by leaving out parts."""
    values = {
        "seen": shot.seen,
        "action": shot.action,
        "elements": _sentences(shot.elements),
        "size": _SIZES[shot.size],
        "angle": _ANGLES[shot.angle],
        "move": prompts.moves[shot.move],
        "look": shot.look,
        "style": shot.style,
    }
    text = _filled(prompts.uses[use], values)
    for name in _LEFT_OUT_FIRST:
        if len(text.split()) <= prompts.max_words:
            break
        values[name] = ""
        text = _filled(prompts.uses[use], values)
    for count in range(len(shot.elements) - 1, -1, -1):
        if len(text.split()) <= prompts.max_words:
            break
        values["elements"] = _sentences(shot.elements[:count])
        text = _filled(prompts.uses[use], values)
    return " ".join(text.split()[: prompts.max_words])


def prompt_version(model: str, use: ClipUse) -> str:
    """What stands on the record of a clip about the text with which it was ordered."""
    if prompts_of(model) is None:
        return picture_prompt_version("clip")
    return f"{use} {video_prompts().version}"


def _sentences(elements: Sequence[str]) -> str:
    return ". ".join(text[:1].upper() + text[1:].rstrip(".") for text in elements)


def _filled(parts: Sequence[str], values: Mapping[str, str]) -> str:
    filled = []
    for part in parts:
        names = _PLACEHOLDER.findall(part)
        if not names or any(values[name] for name in names):
            text = _PLACEHOLDER.sub(lambda match: values[match[1]].rstrip("."), part)
            filled.append(text[:1].upper() + text[1:])
    return " ".join(filled)
