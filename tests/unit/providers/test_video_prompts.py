"""The prompts of the video models: of every model that films, for every use, as its guide asks for it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from omnigen.domain.shot import CameraAngle, CameraMove, ShotSize
from omnigen.prompts import ShotDirection
from omnigen.providers.model_registry import known_models
from omnigen.providers.video_prompts import ClipUse, prompt_for, prompt_version, prompts_of, use_of, video_prompts

BOTTLE = "a tall brushed-steel bottle with a round cork lid"
SHOT = ShotDirection(
    seen="The bottle stands on a wet rock by the sea",
    action="a wave breaks behind it",
    elements=(BOTTLE, "a grey beach with black rocks"),
    size=ShotSize.CLOSE_UP,
    angle=CameraAngle.LOW,
    move=CameraMove.PUSH_IN,
    look="low sun; amber; calm",
    style="grainy film",
)
LONG = ShotDirection(**(vars(SHOT) | {"style": "very grainy film " * 60}))
FILMING = [model.id for model in known_models() if "clip" in model.capabilities and model.usable]
LIVE = [name for name in FILMING if not name.startswith("offline/")]
every_model = pytest.mark.parametrize("model", LIVE)


@every_model
def test_every_live_video_model_has_prompts_of_its_own(model: str) -> None:
    own = prompts_of(model)
    assert own
    assert set(own.uses) == set(ClipUse)
    assert set(own.moves) == set(CameraMove)
    assert own.source


@every_model
def test_a_text_prompt_repeats_each_element_to_the_letter_and_says_size_angle_and_move(model: str) -> None:
    own = prompts_of(model)
    assert own
    said = prompt_for(own, ClipUse.TEXT_TO_VIDEO, SHOT)
    for part in (*SHOT.elements, SHOT.seen, "close-up", "low angle", own.moves[CameraMove.PUSH_IN]):
        assert part.casefold() in said.casefold()


@every_model
@pytest.mark.parametrize("use", [ClipUse.IMAGE_TO_VIDEO, ClipUse.FIRST_LAST_FRAME])
def test_a_prompt_with_a_start_picture_describes_motion_only(model: str, use: ClipUse) -> None:
    own = prompts_of(model)
    assert own
    said = prompt_for(own, use, SHOT)
    assert "wave breaks" in said
    assert own.moves[CameraMove.PUSH_IN].casefold() in said.casefold()
    for part in (SHOT.seen, *SHOT.elements, SHOT.look, SHOT.style, "close-up"):
        assert part.casefold() not in said.casefold()


@every_model
def test_no_prompt_says_no_and_negatives_never_name_logos(model: str) -> None:
    own = prompts_of(model)
    assert own
    for use in ClipUse:
        assert not re.search(r"\b(?:no|don't|without|avoid)\b", prompt_for(own, use, SHOT), re.IGNORECASE)
    assert not own.negative or not re.search(r"\bno\b|logo|label|brand", own.negative)


def test_a_prompt_that_is_too_long_keeps_the_elements_that_are_named_first() -> None:
    kling = prompts_of("kwaivgi/kling-v2.5-turbo-pro")
    assert kling
    place = "a place with " + "very " * 40 + "many words"
    text = prompt_for(kling, ClipUse.TEXT_TO_VIDEO, replace(SHOT, elements=(BOTTLE, place)))
    assert BOTTLE[1:] in text
    assert "very" not in text


@every_model
def test_a_long_style_is_left_out_before_the_product(model: str) -> None:
    own = prompts_of(model)
    assert own
    said = prompt_for(own, ClipUse.TEXT_TO_VIDEO, LONG)
    assert len(said.split()) <= own.max_words
    assert "grainy" not in said
    assert BOTTLE in said.casefold()


def test_negatives_go_into_a_field_that_the_model_has() -> None:
    fields = {model.id: model.inputs for model in known_models()}
    for own in video_prompts().models:
        for name in own.models:
            assert bool(own.negative) == ("negative" in fields[name]), name


def test_the_use_follows_from_the_pictures() -> None:
    assert use_of(starts_on_picture=False, ends_on_picture=False) is ClipUse.TEXT_TO_VIDEO
    assert use_of(starts_on_picture=True, ends_on_picture=False) is ClipUse.IMAGE_TO_VIDEO
    assert use_of(starts_on_picture=True, ends_on_picture=True) is ClipUse.FIRST_LAST_FRAME


def test_the_version_names_the_use_or_the_general_text() -> None:
    assert prompt_version("google/veo-3.1", ClipUse.IMAGE_TO_VIDEO).startswith("image_to_video 20")
    assert prompt_version("offline/filmmaker", ClipUse.TEXT_TO_VIDEO).startswith("clip 20")
