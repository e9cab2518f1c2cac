"""An edit of what is only drawn or mixed: no clip, still or take depends on it, so it costs nothing but a recut."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from omnigen.domain.brand import BrandId, DisplayUrl, LegalLine
from omnigen.domain.brief_options import Captions, CaptionStyle
from omnigen.domain.brief_texts import MAX_PRONUNCIATIONS, Line
from omnigen.domain.plain_text import clean
from omnigen.domain.strict_model import StrictModel

Heading = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(clean)]


class DrawnEdit(StrictModel):
    """What a person may change of what is drawn or mixed; what is left out stays, an empty text takes its text away.

    `brand_id` gives the job the newest version of that brand, an empty one takes its brand away. With it come the
    brand's intro and outro, where the video has such ones of its brand; with `brand_clips` false they stay.
    """

    title: Heading | None = None
    product_name: Heading | None = None
    call_to_action: Heading | None = None
    display_url: DisplayUrl | Literal[""] | None = None
    legal_line: LegalLine | Literal[""] | None = None
    captions: Captions | None = None
    caption_style: CaptionStyle | None = None
    caption_spellings: Annotated[dict[Line, Line], Field(max_length=MAX_PRONUNCIATIONS)] | None = None
    music_volume_db: Annotated[int, Field(ge=-18, le=6)] | None = None
    brand_id: BrandId | Literal[""] | None = None
    brand_clips: bool = True
