"""One text file per prompt, filled in by small typed functions."""

from omnigen.prompts.pictures import (
    clip_prompt,
    image_prompt,
    music_prompt,
    picture_prompt_version,
    place_prompt,
    style_prompt,
)
from omnigen.prompts.shot_direction import ShotDirection, shot_direction
from omnigen.prompts.texts import Rendered
from omnigen.prompts.writing import render_script, render_storyboard

__all__ = [
    "Rendered",
    "ShotDirection",
    "clip_prompt",
    "image_prompt",
    "music_prompt",
    "picture_prompt_version",
    "place_prompt",
    "render_script",
    "render_storyboard",
    "shot_direction",
    "style_prompt",
]
