"""The prompts for stills, clips and music."""

from __future__ import annotations

from decimal import Decimal

from omnigen.domain.brief_options import AspectRatio
from omnigen.domain.job import Scene
from omnigen.domain.script import Script
from omnigen.domain.shot import CameraAngle, ShotSize
from omnigen.prompts.shot_direction import ShotDirection, one_line, shot_direction
from omnigen.prompts.texts import prompt_text

MAX_MUSIC_CHARACTERS = 300
"""What the strictest model takes (minimax/music-1.5, read 2026-04-11)."""


_GROUND = {
    AspectRatio.WIDE: "a fifth of the way up from the lower edge",
    AspectRatio.SQUARE: "a quarter of the way up from the lower edge",
    AspectRatio.TALL: "halfway up the picture, with much of the surface's front below it",
}
"""Where the product will stand (`rendering/video/product_pose.py`)."""


def image_prompt(script: Script, scene: Scene, style: str, reviewer_says: str = "") -> str:
    """The prompt for a scene's still: the moment in which its shot begins."""
    direction = shot_direction(script, scene, style)
    text = prompt_text("image").fill(
        seen=_framed(direction),
        elements=_sentences(direction.elements),
        look=direction.look,
        style=_sentence(style),
        says=_turned_down(reviewer_says),
    )
    return _without_empty_lines(text)


def place_prompt(script: Script, scene: Scene, style: str, reviewer_says: str, aspect_ratio: AspectRatio) -> str:
    """The prompt for the empty place in which a scene shows the product itself."""
    return prompt_text("place").fill(
        seen=one_line(scene.visual_prompt),
        look=one_line(str(script.look)),
        style=_sentence(style),
        says=_turned_down(reviewer_says),
        ground=_GROUND[aspect_ratio],
    )


def clip_prompt(script: Script, scene: Scene, style: str) -> str:
    """The whole direction of a scene's clip as one text, for models without a prompt of their own."""
    direction = shot_direction(script, scene, style)
    text = prompt_text("clip").fill(
        seen=_framed(direction),
        action=_sentences((direction.action,)),
        elements=_sentences(direction.elements),
        move=direction.move.replace("_", " "),
        look=direction.look,
        style=_sentence(style),
    )
    return _without_empty_lines(text)


def picture_prompt_version(name: str) -> str:
    """Name and version of a prompt file ("image", "clip"), as it stands on the record."""
    return f"{name} {prompt_text(name).version}"


def music_prompt(script: Script, seconds: Decimal) -> str:
    """The prompt for the music; a long description is cut, our own words about voices and level are not."""
    described = one_line(script.sound.description).rstrip(".")
    text = prompt_text("music")
    rest = len(text.fill(description="", mood=script.sound.mood, seconds=round(seconds)))
    return text.fill(
        description=described[: MAX_MUSIC_CHARACTERS - rest], mood=script.sound.mood, seconds=round(seconds)
    )


def style_prompt() -> str:
    """What a reader of styles is asked."""
    return prompt_text("style").fill()


def _turned_down(reviewer_says: str) -> str:
    return f" The last picture was turned down: {one_line(reviewer_says)}." if reviewer_says else ""


def _without_empty_lines(text: str) -> str:
    """Without lines that name a part which the shot does not have."""
    return "\n".join(line for line in text.splitlines() if not line.endswith(":"))


def _framed(direction: ShotDirection) -> str:
    """What is seen, with size and angle before it where they are not the usual ones."""
    size = "" if direction.size is ShotSize.MEDIUM else direction.size.replace("_", "-")
    angle = "" if direction.angle is CameraAngle.EYE_LEVEL else _ANGLES[direction.angle]
    framing = ", ".join(filter(None, [size, angle]))
    return f"{framing.capitalize()}: {direction.seen}" if framing else direction.seen


_ANGLES = {CameraAngle.LOW: "low angle", CameraAngle.HIGH: "high angle", CameraAngle.OVERHEAD: "from overhead"}


def _sentences(texts: tuple[str, ...]) -> str:
    return "".join(f" {text.rstrip('.')}." for text in texts if text)


def _sentence(style: str) -> str:
    return _sentences((one_line(style),))
