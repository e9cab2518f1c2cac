"""The prompts for stills, clips and music."""

from __future__ import annotations

from decimal import Decimal

from omnigen.domain.brief_options import AspectRatio
from omnigen.domain.job import Scene
from omnigen.domain.product_photo import ProductShown
from omnigen.domain.script import Script
from omnigen.prompts.texts import prompt_text

MAX_MUSIC_CHARACTERS = 300
"""What the strictest model takes (minimax/music-1.5, read 2026-04-11)."""


_GROUND = {
    AspectRatio.WIDE: "a fifth of the way up from the lower edge",
    AspectRatio.SQUARE: "a fifth of the way up from the lower edge",
    AspectRatio.TALL: "halfway up the picture, with much of the surface's front below it",
}
"""Where the product will stand (`rendering/video/product_pose.py`)."""


def image_prompt(script: Script, scene: Scene, style: str, reviewer_says: str = "") -> str:
    """The prompt for a scene's still."""
    says = f" The last picture was turned down: {_one_line(reviewer_says)}." if reviewer_says else ""
    return prompt_text("image").fill(
        seen=_seen(scene), look=_one_line(str(script.look)), style=_sentence(style), says=says
    )


def place_prompt(
    script: Script, scene: Scene, style: str, reviewer_says: str = "", aspect_ratio: AspectRatio = AspectRatio.WIDE
) -> str:
    """The prompt for the empty place in which a scene shows the product itself."""
    says = f" The last picture was turned down: {_one_line(reviewer_says)}." if reviewer_says else ""
    return prompt_text("place").fill(
        seen=_one_line(scene.visual_prompt),
        look=_one_line(str(script.look)),
        style=_sentence(style),
        says=says,
        ground=_GROUND[aspect_ratio],
    )


def clip_prompt(script: Script, scene: Scene, style: str) -> str:
    """The prompt for a scene's clip."""
    return prompt_text("clip").fill(seen=_seen(scene), look=_one_line(str(script.look)), style=_sentence(style))


def music_prompt(script: Script, seconds: Decimal) -> str:
    """The prompt for the music; a long description is cut, our own words about voices and level are not."""
    described = _one_line(script.sound.description).rstrip(".")
    text = prompt_text("music")
    rest = len(text.fill(description="", mood=script.sound.mood, seconds=round(seconds)))
    return text.fill(
        description=described[: MAX_MUSIC_CHARACTERS - rest], mood=script.sound.mood, seconds=round(seconds)
    )


def style_prompt() -> str:
    """What a reader of styles is asked."""
    return prompt_text("style").fill()


def _seen(scene: Scene) -> str:
    seen = _one_line(scene.visual_prompt)
    if scene.product is not ProductShown.PRESENT:
        return seen
    return f"{seen.rstrip('.')}. The product is the one of the reference pictures: same form, colours and label"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _sentence(style: str) -> str:
    return f" {_one_line(style).rstrip('.')}." if style else ""
