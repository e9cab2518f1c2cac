"""Which scenes show the product, and by which of its photos."""

from __future__ import annotations

from collections.abc import Sequence

from omnigen.domain.brief import Brief
from omnigen.domain.product_photo import ProductShown, photo_for, product_shown
from omnigen.domain.scene import Scene
from omnigen.domain.script_shape import sections_of
from omnigen.domain.shot import Join
from omnigen.domain.storyboard import StoryboardDraft


def with_product(scenes: Sequence[Scene], draft: StoryboardDraft, brief: Brief) -> list[Scene]:
    """The scenes, each saying how it shows the product, from what a planner asked for."""
    return showing_product(scenes, [planned.product for planned in draft.scenes], brief)


def showing_product(scenes: Sequence[Scene], asked: Sequence[ProductShown], brief: Brief) -> list[Scene]:
    """The scenes, each saying how it shows the product: the photo whose features its words name is shown."""
    sections = sections_of(brief.mode, [scene.duration for scene in scenes])
    shown = product_shown(asked, sections, brief.photos)
    return [
        scene.model_copy(
            update={
                "product": use,
                "product_photo": _photo(scene, use, brief),
                "join": Join.NEW_SHOT if ProductShown.HERO in (use, before) else scene.join,
            }
        )
        for scene, use, before in zip(scenes, shown, (ProductShown.NONE, *shown), strict=False)
    ]


def _photo(scene: Scene, use: ProductShown, brief: Brief) -> str:
    if use is ProductShown.NONE:
        return ""
    return photo_for(brief.photos, scene.narration, scene.visual_prompt).asset
