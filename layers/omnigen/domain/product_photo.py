"""Photos of the product: what each shows, where a scene shows the product itself, and from which photo."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from omnigen.domain.brief_texts import Line
from omnigen.domain.script_shape import Section
from omnigen.domain.strict_model import StrictModel

MAX_PHOTOS = 10
MAX_SHOWN = 10

PhotoId = Annotated[str, StringConstraints(pattern=r"^ast_[0-7][0-9A-HJKMNP-TV-Z]{25}$")]
"""The id of an asset of the kind `product_image`."""

Box = tuple[Decimal, Decimal, Decimal, Decimal]
"""Left, top, right, bottom as shares of a picture."""


class ProductShown(StrEnum):
    """Whether a scene shows the product.

    `hero`: its photo, cut out, is laid over a picture of an empty place, so that not one letter of the pack is drawn by
    a model. `present`: a model draws it after the photos. `none`: it is not seen.
    """

    HERO = "hero"
    PRESENT = "present"
    NONE = "none"


class ProductPhoto(StrictModel):
    """A photo of the product: the id of an asset of the kind `product_image`, and the features that it shows."""

    asset: PhotoId
    shows: tuple[Line, ...] = Field(default=(), max_length=MAX_SHOWN)


_HERO_SECTIONS = frozenset({Section.REVEAL, Section.CALL_TO_ACTION})
"""Here the product is what the picture is about."""

_WORD = re.compile(r"[^\W\d_]{4,}|\d+")
_STEM = 5
"""Words are compared by their first letters, so that "pump" matches "pumps"."""


def photo_for(photos: Sequence[ProductPhoto], narration: str, visual_prompt: str = "") -> ProductPhoto:
    """The photo whose features have most words in common with what is said, then with what is to be seen.

    The first one where none has any.
    """
    said, seen = _stems(narration), _stems(visual_prompt)

    def fit(photo: ProductPhoto) -> tuple[int, int]:
        words = _stems(" ".join(photo.shows))
        return len(words & said), len(words & seen)

    return max(photos, key=fit)


def product_shown(
    asked: Sequence[ProductShown], sections: Sequence[tuple[Section, ...]], photos: Sequence[ProductPhoto]
) -> tuple[ProductShown, ...]:
    """How each scene shows the product, from what a planner asks for.

    Without photos there is nothing to show it by. With some, the scene of the reveal and the last one show the product
    itself, whatever was asked.
    """
    if not photos:
        return (ProductShown.NONE,) * len(asked)
    last = len(asked) - 1
    return tuple(
        ProductShown.HERO if place == last or _HERO_SECTIONS & set(told) else wanted
        for place, (wanted, told) in enumerate(zip(asked, sections, strict=True))
    )


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(text.casefold())}
