"""The prompts for stills, clips and music."""

from __future__ import annotations

from decimal import Decimal

from omnigen.domain.job import Scene
from omnigen.domain.script import Script
from omnigen.prompts.texts import prompt_text


def image_prompt(script: Script, scene: Scene, style: str, reviewer_says: str = "") -> str:
    """What an illustrator is asked for a scene."""
    says = f" The last picture was turned down: {_one_line(reviewer_says)}." if reviewer_says else ""
    return prompt_text("image").fill(
        seen=_one_line(scene.visual_prompt), look=_one_line(str(script.look)), style=_sentence(style), says=says
    )


def clip_prompt(script: Script, scene: Scene, style: str) -> str:
    """What a filmmaker is asked for a scene."""
    return prompt_text("clip").fill(
        seen=_one_line(scene.visual_prompt), look=_one_line(str(script.look)), style=_sentence(style)
    )


def music_prompt(script: Script, seconds: Decimal) -> str:
    """What a musician is asked for the film; at most 300 characters, which is what the strictest model takes."""
    text = prompt_text("music").fill(
        description=_one_line(script.sound.description).rstrip("."), mood=script.sound.mood, seconds=round(seconds)
    )
    return text[:300]


def style_prompt() -> str:
    """What a reader of styles is asked."""
    return prompt_text("style").fill()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _sentence(style: str) -> str:
    return f" {_one_line(style).rstrip('.')}." if style else ""
