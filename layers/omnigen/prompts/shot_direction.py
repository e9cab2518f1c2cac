"""What a video model is told of a shot, in parts: each model's own prompt is put together from them."""

from __future__ import annotations

from dataclasses import dataclass

from omnigen.domain.job import Scene
from omnigen.domain.product_photo import ProductShown
from omnigen.domain.script import Script
from omnigen.domain.shot import CameraAngle, CameraMove, ShotSize


@dataclass(frozen=True, kw_only=True)
class ShotDirection:
    """The parts of a shot. `elements` are descriptions that stand in the prompts of all their scenes word for word."""

    seen: str
    action: str = ""
    elements: tuple[str, ...] = ()
    size: ShotSize = ShotSize.MEDIUM
    angle: CameraAngle = CameraAngle.EYE_LEVEL
    move: CameraMove = CameraMove.STATIC
    look: str = ""
    style: str = ""


def shot_direction(script: Script, scene: Scene, style: str) -> ShotDirection:
    """The direction of a scene's shot, each part on one line."""
    return ShotDirection(
        seen=_seen(scene),
        action=one_line(scene.action),
        elements=tuple(one_line(element.description) for element in scene.elements),
        size=scene.shot_size,
        angle=scene.angle,
        move=scene.camera_move,
        look=one_line(str(script.look)),
        style=one_line(style),
    )


def _seen(scene: Scene) -> str:
    """What is seen; a product that photos go along for looks as in them."""
    seen = one_line(scene.visual_prompt)
    if scene.product is not ProductShown.PRESENT:
        return seen
    return f"{seen.rstrip('.')}. The product is the one of the reference pictures: same form, colours and label"


def one_line(text: str) -> str:
    """The text without line breaks."""
    return " ".join(text.split())
