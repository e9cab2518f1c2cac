"""One text file per prompt, filled in by small typed functions."""

from omnigen.prompts.pictures import clip_prompt, image_prompt, music_prompt, place_prompt, style_prompt
from omnigen.prompts.texts import Rendered
from omnigen.prompts.writing import render_script, render_storyboard

__all__ = [
    "Rendered",
    "clip_prompt",
    "image_prompt",
    "music_prompt",
    "place_prompt",
    "render_script",
    "render_storyboard",
    "style_prompt",
]
